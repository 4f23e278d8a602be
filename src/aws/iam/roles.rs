//! Roles of the configuration: which one a value names, and whom it trusts.

use super::document::Document;
use crate::aws::Truth;
use crate::aws::arn::{self, Arn};
use crate::aws::location;
use crate::aws::wildcard::{self, Case};
use crate::graph::{Graph, NodeIndex};
use crate::source::Sources;
use crate::value::Value;

const ROLE: &str = "aws_iam_role";

/// The role that a value names: read from it, or the literal ARN of one whose name is known.
pub fn named(graph: &Graph<'_>, value: &Value) -> Option<NodeIndex> {
    let is_role = |node: &NodeIndex| graph.instance(*node).resource_type.as_ref() == ROLE;
    let unknown = value
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref());
    let read = value
        .origin()
        .chain()
        .filter_map(|origin| origin.symbol.as_ref());
    let symbols = unknown.into_iter().chain(read);
    let mut roles = symbols
        .filter_map(|symbol| graph.find(&symbol.instance))
        .filter(is_role);
    roles.next().or_else(|| {
        let arn = Arn::parse(value.as_str()?)?;
        let name = arn.resource.strip_prefix("role/")?;
        let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
        let mut roles = graph.of_type(ROLE).iter().copied();
        roles.find(|&role| {
            let instance = graph.instance(role);
            let own = instance.value.field("name");
            let own = own.as_ref().and_then(Value::as_str);
            let account = location::account(instance);
            let is_own = arn::account(arn.account)
                .zip(account.as_str())
                .is_none_or(|(said, own)| said == own.as_ref());
            own.is_some_and(|own| own.as_ref() == name) && is_own
        })
    })
}

/// Whether the trust policy of a role lets a service such as `lambda.amazonaws.com` take it on.
pub fn trusts(graph: &Graph<'_>, sources: &Sources, role: NodeIndex, service: &str) -> Truth {
    let Some(policy) = graph.instance(role).value.field("assume_role_policy") else {
        return Truth::False;
    };
    let Ok(document) = Document::read(&policy, sources) else {
        return Truth::False;
    };
    document.any(|statement| {
        statement.allows().and(|| {
            Truth::any(statement.principals.iter().map(|principal| {
                wildcard::value_equals(&principal.kind, "Service", Case::Sensitive)
                    .and(|| principal.identifiers.cover(service, Case::Insensitive))
            }))
        })
    })
}
