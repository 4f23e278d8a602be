//! What a role, user or group may do: all its policies together, minus what a `Deny` takes away, within its permissions boundary.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>. Answers speak of what holds in every request:
//! an `Allow` with a condition gives nothing for certain, and a `Deny` with a condition takes nothing away for certain.
//! Knows neither service control policies nor session policies nor the policies of resources, which are not the principal's.

mod collect;
mod extent;
mod managed;
mod narrow;
mod own_account;
mod patterns;
mod subtract;
#[cfg(test)]
mod tests;
mod union;

pub use collect::collect;

use super::document::{Elements, Statement};
use crate::aws::Truth;
use crate::graph::NodeIndex;
use crate::value::{Reason, Value};
use extent::Extent;
use patterns::Patterns;
use std::sync::{Arc, OnceLock};
use union::Rectangle;

/// A statement that a principal holds, and the policy that it comes from.
#[derive(Clone, Debug)]
pub struct Granted {
    pub statement: Statement,
    /// The address of what carries the policy, or attaches the one that AWS manages.
    pub carrier: Arc<str>,
    /// The group through which a user holds it.
    pub group: Option<NodeIndex>,
    /// The ARN of the policy, when AWS manages it: then nobody wrote the statement.
    pub managed: Option<Value>,
}

/// A policy that AWS manages and of which more than its statements here may be allowed.
#[derive(Clone, Debug)]
pub struct Opaque {
    pub policy: super::managed::ManagedPolicy,
    pub reason: Reason,
}

/// All that the policies of a principal say.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    pub statements: Vec<Granted>,
    pub opaque: Vec<Opaque>,
    /// What bounds them; `None` when nothing does.
    pub boundary: Option<Box<Permissions>>,
    effective: OnceLock<Vec<Granted>>,
    /// What denials are about, those of the boundary included, and what statements that allow are about; made when first asked for.
    taken: OnceLock<Vec<Rectangle>>,
    offered: OnceLock<Vec<Rectangle>>,
}

impl Permissions {
    pub fn new(statements: Vec<Granted>, boundary: Option<Self>) -> Self {
        Self {
            statements,
            boundary: boundary.map(Box::new),
            ..Self::default()
        }
    }

    /// Whether an action (or all actions of a pattern) is allowed on a resource (or all resources of a pattern): all of it is given, and some of it is left.
    pub fn allows(&self, action: &str, resource: &str) -> Truth {
        self.given(action, resource)
            .and(|| self.denied(action, resource).negate())
            .and(|| self.bounded(action, resource))
    }

    /// Whether denials, those of the boundary among them, together take all of it away.
    pub fn denied(&self, action: &str, resource: &str) -> Truth {
        let alone = self
            .denials()
            .map(|statement| covers(statement, action, resource).and(|| takes_away(statement)));
        Truth::any(alone).or(|| union::covered(&self.question(action, resource), self.taken()))
    }

    /// Whether the boundary, if there is one, gives all of it.
    pub fn bounded(&self, action: &str, resource: &str) -> Truth {
        match &self.boundary {
            None => Truth::True,
            Some(boundary) => boundary.given(action, resource),
        }
    }

    /// The statements that count: those that allow something, without what a `Deny` takes away for certain and the boundary does not leave.
    ///
    /// A statement is left out when nothing remains of it. Of `*`, `iam:*` is taken away, without which nobody is an administrator; other actions and resources
    /// that a `Deny` takes out of a wider pattern are not: the pattern stays.
    pub fn effective(&self) -> &[Granted] {
        self.effective.get_or_init(|| narrow::effective(self))
    }

    /// Whether statements together give all of it, whatever denials take away.
    pub fn given(&self, action: &str, resource: &str) -> Truth {
        let statements = self.statements.iter().map(|granted| {
            let statement = &granted.statement;
            covers(statement, action, resource).and(|| gives(statement))
        });
        let opaque = self
            .opaque
            .iter()
            .map(|opaque| opaque.gives(action, resource));
        Truth::any(statements.chain(opaque))
            .or(|| union::covered(&self.question(action, resource), self.offered()))
    }

    /// Statements that may take something away, those of the boundary included. One of which nothing is known is not taken for one:
    /// it could never be shown that anything is allowed.
    fn denials(&self) -> impl Iterator<Item = &Statement> {
        let bounding = self
            .boundary
            .iter()
            .flat_map(|boundary| &boundary.statements);
        let statements = self.statements.iter().chain(bounding);
        statements
            .map(|granted| &granted.statement)
            .filter(|statement| statement.unknown.is_none() && !statement.denies().is_false())
    }

    fn taken(&self) -> &[Rectangle] {
        self.taken.get_or_init(|| {
            self.denials()
                .map(|deny| rectangle(deny, takes_away(deny)))
                .collect()
        })
    }

    fn offered(&self) -> &[Rectangle] {
        self.offered.get_or_init(|| {
            let statements = self.statements.iter().map(|granted| &granted.statement);
            statements
                .filter(|statement| statement.unknown.is_none() && !statement.allows().is_false())
                .map(|allow| rectangle(allow, gives(allow)))
                .collect()
        })
    }

    fn question(&self, action: &str, resource: &str) -> Extent {
        let place = self
            .statements
            .first()
            .map(|granted| &granted.statement.origin);
        let listed = |text: &str| {
            let value = place.map(|place| Value::string(text, place.clone()));
            Patterns::Listed(Elements::of(value.into_iter().collect()))
        };
        Extent {
            actions: listed(action),
            resources: listed(resource),
        }
    }
}

/// Whether a statement is about all of an action pattern on all of a resource pattern.
fn covers(statement: &Statement, action: &str, resource: &str) -> Truth {
    statement
        .covers_action(action)
        .and(|| statement.covers_resource(resource))
}

fn rectangle(statement: &Statement, holds: Truth) -> Rectangle {
    Rectangle {
        extent: Extent::of(statement),
        holds,
    }
}

/// Whether a statement allows what it is about, in every request.
pub fn gives(statement: &Statement) -> Truth {
    statement.allows().and(|| statement.is_unconditional())
}

/// Whether a statement denies what it is about, in every request.
fn takes_away(statement: &Statement) -> Truth {
    statement.denies().and(|| statement.is_unconditional())
}
