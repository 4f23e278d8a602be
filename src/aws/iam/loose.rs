//! Policy documents that no resource of the configuration uses: nobody else judges what they say.
//!
//! A document is judged where it is used: at the role that holds it, at the bucket that carries it. One that an output gives away, or that is left over, is judged
//! by itself: as a policy of an identity where it names no principal, as a trust policy where it lets somebody take on a role. Knows nothing of who takes an
//! output; what is given to a module that is not installed is used there, and not judged.

use super::document::{Document, Statement};
use crate::aws::Truth;
use crate::graph::{Exit, Graph, NodeIndex};
use crate::source::Sources;
use crate::terraform::{InstanceKey, Mode};
use crate::value::Value;

const DOCUMENT: &str = "aws_iam_policy_document";

/// What the names of documents say that bound rights and give none.
const BOUNDS: [&str; 3] = ["boundary", "scp", "service_control"];

/// Actions by which a role is taken on.
const TAKING_ON: [&str; 3] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
];

pub fn is_document(graph: &Graph<'_>, node: NodeIndex) -> bool {
    let instance = graph.instance(node);
    instance.mode == Mode::Data && instance.resource_type.as_ref() == DOCUMENT
}

/// The text of a document that nothing uses; `None` for what is no document, is used, or bounds rights by its name.
pub fn text(graph: &Graph<'_>, node: NodeIndex) -> Option<Value> {
    let instance = graph.instance(node);
    let name = instance.name.to_lowercase();
    let is_used = || {
        !graph.users(node).is_empty()
            || graph
                .exits_of(node)
                .any(|exit| matches!(exit, Exit::Module(_)))
    };
    // What uses one of an unknown number does not say which one it uses.
    let is_counted = instance.key == InstanceKey::Unknown;
    let is_loose = is_document(graph, node)
        && !is_counted
        && !BOUNDS.iter().any(|word| name.contains(word))
        && !is_used();
    is_loose.then(|| instance.value.field("json")).flatten()
}

/// Whether a statement can stand in the policy of an identity.
pub fn is_of_identity(statement: &Statement) -> bool {
    statement.principals.is_empty() && statement.not_principals.is_empty()
}

/// The statements of a document that nothing uses which say who may take on a role.
pub fn trust(graph: &Graph<'_>, sources: &Sources, node: NodeIndex) -> Vec<Statement> {
    let document = text(graph, node).and_then(|text| Document::read(&text, sources).ok());
    let mut statements = document.map_or_else(Vec::new, |document| document.statements);
    let takes_on = |statement: &Statement| {
        Truth::any(
            TAKING_ON
                .iter()
                .map(|action| statement.covers_action(action)),
        )
    };
    statements.retain(|statement| !is_of_identity(statement) && takes_on(statement).is_true());
    statements
}
