//! Statement by statement, what is left of a policy under a boundary and beside denials.

use super::patterns::Patterns;
use super::{Granted, Permissions, gives, takes_away};
use crate::aws::Truth;
use crate::aws::iam::document::Statement;
use crate::aws::wildcard::{self, Case};
use crate::value::{Reason, Type, Unknown, Value};

/// What a statement is about: actions and resources.
#[derive(Clone, Debug)]
struct Extent {
    actions: Patterns,
    resources: Patterns,
}

impl Extent {
    fn of(statement: &Statement) -> Self {
        Self {
            actions: Patterns::of(&statement.actions, &statement.not_actions),
            resources: Patterns::of(&statement.resources, &statement.not_resources),
        }
    }

    fn is_empty(&self) -> bool {
        self.actions.is_empty() || self.resources.is_empty()
    }

    fn cover_all(&self, other: &Self) -> Truth {
        let actions = self.actions.cover_all(&other.actions, Case::Insensitive);
        actions.and(|| self.resources.cover_all(&other.resources, Case::Sensitive))
    }

    fn intersect(&self, bound: &Self) -> (Self, Vec<Reason>) {
        let (actions, mut reasons) = self.actions.intersect(&bound.actions, Case::Insensitive);
        let (resources, more) = self.resources.intersect(&bound.resources, Case::Sensitive);
        reasons.extend(more);
        (Self { actions, resources }, reasons)
    }

    /// What is left when a `Deny` takes its extent away: of one element, where it takes all of the other. `None`: it takes nothing.
    fn minus(&self, taken: &Self) -> Option<(Self, Vec<Reason>)> {
        let resources = taken.resources.cover_all(&self.resources, Case::Sensitive);
        if !resources.is_false() {
            let (actions, reasons) =
                self.actions
                    .minus(&taken.actions, Case::Insensitive, is_identity_management);
            let changed = actions.is_changed_from(&self.actions);
            let left = Self {
                actions,
                ..self.clone()
            };
            return changed_for(left, changed, reasons, resources);
        }
        let actions = taken.actions.cover_all(&self.actions, Case::Insensitive);
        if actions.is_false() {
            return None;
        }
        let (resources, reasons) = self
            .resources
            .minus(&taken.resources, Case::Sensitive, |_| false);
        let changed = resources.is_changed_from(&self.resources);
        let left = Self {
            resources,
            ..self.clone()
        };
        changed_for(left, changed, reasons, actions)
    }
}

/// What a `Deny` changes, and the reasons why it may not; `None` when it changes nothing.
fn changed_for(
    left: Extent,
    changed: bool,
    mut reasons: Vec<Reason>,
    applies: Truth,
) -> Option<(Extent, Vec<Reason>)> {
    if !changed && reasons.is_empty() {
        return None;
    }
    reasons.extend(unknown(applies));
    Some((left, reasons))
}

/// The statements of a principal as they count.
pub(super) fn effective(permissions: &Permissions) -> Vec<Granted> {
    let mut left = Vec::new();
    for granted in &permissions.statements {
        let statement = &granted.statement;
        if statement.unknown.is_some() || statement.allows().is_false() {
            left.push(granted.clone());
            continue;
        }
        let mut pieces = match &permissions.boundary {
            None => vec![statement.clone()],
            Some(boundary) => within(statement, boundary),
        };
        pieces = beside(pieces, permissions);
        if let Some(boundary) = &permissions.boundary {
            pieces = beside(pieces, boundary);
        }
        left.extend(pieces.into_iter().map(|statement| Granted {
            statement,
            ..granted.clone()
        }));
    }
    left
}

/// The pieces of a statement that a boundary leaves.
fn within(statement: &Statement, boundary: &Permissions) -> Vec<Statement> {
    let extent = Extent::of(statement);
    let mut pieces = Vec::new();
    let mut reasons: Vec<Reason> = Vec::new();
    reasons.extend(boundary.opaque.iter().map(|opaque| opaque.reason.clone()));
    for bound in boundary.statements.iter().map(|granted| &granted.statement) {
        let certain = gives(bound);
        if certain.is_false() {
            continue;
        }
        if bound.unknown.is_some() {
            reasons.extend(unknown(certain));
            continue;
        }
        let bound = Extent::of(bound);
        if certain.is_true() && bound.cover_all(&extent).is_true() {
            return vec![statement.clone()];
        }
        let (piece, mut why) = extent.intersect(&bound);
        why.extend(unknown(certain));
        if !piece.is_empty() {
            pieces.push(rewritten(statement, piece, why));
        }
    }
    if !reasons.is_empty() {
        pieces.push(rewritten(statement, extent, reasons));
    }
    pieces
}

/// What denials leave of statements.
fn beside(mut pieces: Vec<Statement>, permissions: &Permissions) -> Vec<Statement> {
    for deny in permissions.denials() {
        let certain = takes_away(deny);
        if certain.is_false() {
            continue;
        }
        let taken = Extent::of(deny);
        pieces = pieces
            .into_iter()
            .filter_map(|statement| without(statement, &taken, &certain))
            .collect();
    }
    pieces
}

/// What a denial leaves of a statement; `None` when that is nothing.
fn without(statement: Statement, taken: &Extent, certain: &Truth) -> Option<Statement> {
    let extent = Extent::of(&statement);
    let Some((left, mut reasons)) = extent.minus(taken) else {
        return Some(statement);
    };
    reasons.extend(unknown(certain.clone()));
    if reasons.is_empty() {
        return (!left.is_empty()).then(|| rewritten(&statement, left, reasons));
    }
    // Whether it takes this away is not known: the statement may stand as it is.
    Some(rewritten(&statement, extent, reasons))
}

/// A statement about something narrower. For some reasons it may be narrower still, or allow nothing.
fn rewritten(statement: &Statement, extent: Extent, reasons: Vec<Reason>) -> Statement {
    let (actions, not_actions) = extent.actions.into_elements();
    let (resources, not_resources) = extent.resources.into_elements();
    let mut effect = statement.effect.clone();
    if !reasons.is_empty() {
        let reasons = reasons.into_iter().chain(effect.reasons());
        let unknown = Unknown::because_all(Type::String, reasons).not_null();
        effect = Value::unknown(unknown, effect.origin().clone());
    }
    Statement {
        effect,
        actions,
        not_actions,
        resources,
        not_resources,
        ..statement.clone()
    }
}

/// Whether a pattern takes all of identity management: of `*`, nothing else matters, since who may change policies can take a denial back.
fn is_identity_management(pattern: &str) -> bool {
    wildcard::covers(pattern, "iam:*", Case::Insensitive)
}

fn unknown(truth: Truth) -> Vec<Reason> {
    match truth {
        Truth::Unknown(reasons) => reasons,
        Truth::True | Truth::False => Vec::new(),
    }
}
