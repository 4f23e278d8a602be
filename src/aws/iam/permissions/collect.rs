//! The policies of a principal, read from the graph into statements.

use super::{Granted, Permissions, managed};
use crate::aws::iam::document::{Document, Statement};
use crate::aws::iam::identity_policies::{self, Held};
use crate::aws::iam::loose;
use crate::aws::iam::managed as table;
use crate::graph::{Graph, NodeIndex};
use crate::source::Sources;
use crate::value::{Origin, Reason, Stop, Type, Unknown, Value};
use std::sync::Arc;

/// What a role, user or group may do; of a resource that carries a policy which none of these holds, what its own document says.
///
/// A user holds the policies of its groups too.
pub fn collect(graph: &Graph<'_>, sources: &Sources, node: NodeIndex) -> Permissions {
    let mut permissions = Permissions::default();
    for held in identity_policies::policies(graph, node) {
        permissions.add(graph, &held, None, sources);
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
            permissions.add(graph, &held, Some(group), sources);
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
        boundary.add(graph, &held, None, sources);
        permissions.boundary = Some(Box::new(boundary));
    }
    permissions
}

/// The expression that names the copied policy: of the places that passed the text on, the first.
fn written_at(origin: &Origin) -> Origin {
    let written = origin.chain().filter(|stop| stop.stop != Stop::Absent);
    let span = written.last().unwrap_or(origin).span;
    Origin::expression(span)
}

impl Permissions {
    fn add(&mut self, graph: &Graph<'_>, held: &Held, group: Option<NodeIndex>, sources: &Sources) {
        let carrier: Arc<str> = Arc::from(held.carrier.as_str());
        if held.managed {
            self.add_managed(&held.document, &carrier, group);
            return;
        }
        match Document::read(&held.document, sources) {
            Ok(document) => {
                let copied = |statement: &Statement| {
                    let unknown = statement.unknown.as_ref();
                    unknown.and_then(|unknown| identity_policies::copied(graph, unknown))
                };
                let mut own = document.statements.iter();
                let named = own.any(|own| own.is_named() && copied(own).is_none());
                for statement in document.statements {
                    match copied(&statement) {
                        Some(arn) => {
                            let arn = arn.with_origin(written_at(&statement.origin));
                            self.add_copy(&arn, &carrier, group, named);
                        }
                        None => self.push(statement, &carrier, group, None),
                    }
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

    /// Adds what a copy of a policy that AWS manages says; `named`: there are statements with a `Sid` beside it, which stand in the place of its own of the same `Sid`.
    fn add_copy(&mut self, arn: &Value, carrier: &Arc<str>, group: Option<NodeIndex>, named: bool) {
        let Some(policy) = table::path(arn).and_then(table::policy) else {
            return;
        };
        let (statements, opaque) = managed::statements(policy, arn.origin());
        // Where the table gives the whole document, no statement has a `Sid`.
        let certain = !named || opaque.is_none();
        // What makes an administrator is said where it is copied to; all else is said of no policy that AWS manages.
        let written = policy.class <= table::Class::AdminEquivalent;
        for statement in statements.into_iter().filter(|_| certain) {
            let managed = (!written).then(|| arn.clone());
            self.push(statement, carrier, group, managed);
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
