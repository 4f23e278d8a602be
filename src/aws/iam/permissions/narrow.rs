//! Statement by statement, what is left of a policy under a boundary and beside denials.

use super::extent::Extent;
use super::{Granted, Permissions, gives, subtract};
use crate::aws::Truth;
use crate::aws::iam::document::Statement;
use crate::value::{Reason, Type, Unknown, Value};

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
        pieces.retain_mut(|piece| subtract::beside(piece, permissions.taken()));
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

/// A statement about something narrower. For some reasons it may be narrower still, or allow nothing.
pub(super) fn rewritten(statement: &Statement, extent: Extent, reasons: Vec<Reason>) -> Statement {
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

fn unknown(truth: Truth) -> Vec<Reason> {
    match truth {
        Truth::Unknown(reasons) => reasons,
        Truth::True | Truth::False => Vec::new(),
    }
}
