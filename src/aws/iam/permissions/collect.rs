//! The policies of a principal, read from the graph into statements.

use super::{Granted, Permissions, managed};
use crate::aws::iam::document::{Document, Statement};
use crate::aws::iam::identity_policies::{self, Held};
use crate::aws::iam::loose;
use crate::aws::iam::managed as table;
use crate::graph::{Graph, NodeIndex};
use crate::source::Sources;
use crate::value::{Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

/// What a role, user or group may do; of a resource that carries a policy which none of these holds, what its own document says.
///
/// A user holds the policies of its groups too.
pub fn collect(graph: &Graph<'_>, sources: &Sources, node: NodeIndex) -> Permissions {
    let mut permissions = Permissions::default();
    for held in identity_policies::policies(graph, node) {
        permissions.add(&held, None, sources);
    }
    if loose::is_document(graph, node) {
        // A document is in no group, and nothing bounds it.
        let statements = &mut permissions.statements;
        statements.retain(|granted| loose::is_of_identity(&granted.statement));
        return permissions;
    }
    let (groups, reasons) = identity_policies::groups(graph, node);
    for group in groups {
        for held in identity_policies::policies(graph, group) {
            permissions.add(&held, Some(group), sources);
        }
    }
    if !reasons.is_empty() {
        let place = Origin::expression(graph.instance(node).header);
        let unknown = Value::unknown(Unknown::because_all(Type::Any, reasons), place);
        let address = Arc::clone(&graph.instance(node).address);
        permissions.push(Statement::unknown(&unknown), &address, None, None);
    }
    if let Some(held) = identity_policies::boundary(graph, node) {
        let mut boundary = Permissions::default();
        boundary.add(&held, None, sources);
        permissions.boundary = Some(Box::new(boundary));
    }
    permissions
}

impl Permissions {
    fn add(&mut self, held: &Held, group: Option<NodeIndex>, sources: &Sources) {
        let carrier: Arc<str> = Arc::from(held.carrier.as_str());
        if held.managed {
            self.add_managed(&held.document, &carrier, group);
            return;
        }
        match Document::read(&held.document, sources) {
            Ok(document) => {
                for statement in document.statements {
                    self.push(statement, &carrier, group, None);
                }
            }
            Err(malformed) => {
                let reason = Reason::Other(Arc::from(format!(
                    "the policy of `{carrier}` cannot be read: {}",
                    malformed.message
                )));
                let unknown = Unknown::because(Type::Any, reason);
                let unknown = Value::unknown(unknown, held.document.origin().clone());
                self.push(Statement::unknown(&unknown), &carrier, group, None);
            }
        }
    }

    fn add_managed(&mut self, arn: &Value, carrier: &Arc<str>, group: Option<NodeIndex>) {
        // What the table does not have is said nothing about (`docs/iam-data.md`).
        let Some(policy) = table::path(arn).and_then(table::policy) else {
            return;
        };
        let (statements, opaque) = managed::statements(policy, arn.origin());
        for statement in statements {
            self.push(statement, carrier, group, Some(arn.clone()));
        }
        self.opaque.extend(opaque);
    }

    fn push(
        &mut self,
        statement: Statement,
        carrier: &Arc<str>,
        group: Option<NodeIndex>,
        managed: Option<Value>,
    ) {
        self.statements.push(Granted {
            statement,
            carrier: Arc::clone(carrier),
            group,
            managed,
        });
    }
}
