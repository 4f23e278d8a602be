//! What a role, user or group may do: all its policies together, minus what a `Deny` takes away, within its permissions boundary.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>. Answers speak of what holds in every request:
//! an `Allow` with a condition gives nothing for certain, and a `Deny` with a condition takes nothing away for certain.
//! Knows neither service control policies nor session policies nor the policies of resources, which are not the principal's.

mod collect;
mod managed;
mod narrow;
mod patterns;
#[cfg(test)]
mod tests;

pub use collect::collect;

use super::document::Statement;
use crate::aws::Truth;
use crate::graph::NodeIndex;
use crate::value::{Reason, Value};
use std::sync::Arc;
use std::sync::OnceLock;

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
}

impl Permissions {
    pub fn new(statements: Vec<Granted>, boundary: Option<Self>) -> Self {
        Self {
            statements,
            boundary: boundary.map(Box::new),
            ..Self::default()
        }
    }

    /// Whether an action (or all actions of a pattern) is allowed on a resource (or all resources of a pattern).
    pub fn allows(&self, action: &str, resource: &str) -> Truth {
        self.given(action, resource)
            .and(|| self.denied(action, resource).negate())
            .and(|| self.bounded(action, resource))
    }

    /// Whether some `Deny` takes all of it away.
    pub fn denied(&self, action: &str, resource: &str) -> Truth {
        Truth::any(self.denials().map(|statement| {
            (statement.covers_action(action))
                .and(|| statement.covers_resource(resource))
                .and(|| takes_away(statement))
        }))
    }

    /// Whether the boundary, if there is one, leaves it.
    pub fn bounded(&self, action: &str, resource: &str) -> Truth {
        match &self.boundary {
            None => Truth::True,
            Some(boundary) => boundary.allows(action, resource),
        }
    }

    /// The statements that count: those that allow something, without what a `Deny` takes away for certain and the boundary does not leave.
    ///
    /// A statement is left out when nothing remains of it. Of `*`, `iam:*` is taken away, without which nobody is an administrator; other actions and resources
    /// that a `Deny` takes out of a wider pattern are not: the pattern stays.
    pub fn effective(&self) -> &[Granted] {
        self.effective.get_or_init(|| narrow::effective(self))
    }

    /// Whether some statement gives all of it.
    fn given(&self, action: &str, resource: &str) -> Truth {
        let statements = self.statements.iter().map(|granted| {
            let statement = &granted.statement;
            (statement.covers_action(action))
                .and(|| statement.covers_resource(resource))
                .and(|| gives(statement))
        });
        let opaque = self
            .opaque
            .iter()
            .map(|opaque| opaque.gives(action, resource));
        Truth::any(statements.chain(opaque))
    }

    /// Statements that may take something away. One of which nothing is known is not taken for one: it could never be shown that anything is allowed.
    fn denials(&self) -> impl Iterator<Item = &Statement> {
        let statements = self.statements.iter().map(|granted| &granted.statement);
        statements.filter(|statement| statement.unknown.is_none() && !statement.denies().is_false())
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
