//! Which policies a role, user or group holds: inline, written beside it, or attached; joined over the graph, across modules.
//!
//! Policies that AWS manages are not read here: the table in `managed` tells what they allow.

use super::managed;
use crate::graph::{Graph, Join, NodeIndex};
use crate::value::{Origin, Reason, Type, Unknown, Value};

/// One way in which a principal gets a policy.
struct Way {
    principal: &'static str,
    /// A resource that carries the document itself, and its attribute that names the principal.
    inline: (&'static str, &'static str),
    /// Resources that attach a policy: type, and the attribute that names the principal.
    attachments: [(&'static str, &'static str); 2],
}

/// Source: the resources named `aws_iam_…_policy` and `…_policy_attachment` in the AWS provider's documentation.
const WAYS: [Way; 3] = [
    Way {
        principal: "aws_iam_role",
        inline: ("aws_iam_role_policy", "role"),
        attachments: [
            ("aws_iam_role_policy_attachment", "role"),
            ("aws_iam_policy_attachment", "roles"),
        ],
    },
    Way {
        principal: "aws_iam_user",
        inline: ("aws_iam_user_policy", "user"),
        attachments: [
            ("aws_iam_user_policy_attachment", "user"),
            ("aws_iam_policy_attachment", "users"),
        ],
    },
    Way {
        principal: "aws_iam_group",
        inline: ("aws_iam_group_policy", "group"),
        attachments: [
            ("aws_iam_group_policy_attachment", "group"),
            ("aws_iam_policy_attachment", "groups"),
        ],
    },
];

const POLICY: &str = "aws_iam_policy";

/// A policy document and the instance that carries it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The address of the instance that carries the document.
    pub carrier: String,
    /// The document as the configuration has it; unknown where it cannot be told which one it is.
    pub document: Value,
}

/// The documents of a role, user or group; of a resource that carries a policy which none of these holds, its own document.
///
/// So each document is found once: at its holders, or where it stands when nobody in the configuration holds it.
pub fn documents(graph: &Graph<'_>, node: NodeIndex) -> Vec<Held> {
    let kind = graph.instance(node).resource_type.as_ref();
    match WAYS.iter().find(|way| way.principal == kind) {
        Some(way) => of_principal(graph, node, way),
        None if is_held(graph, node) || is_boundary(graph, node) => Vec::new(),
        None => carried(graph, node).into_iter().collect(),
    }
}

fn of_principal(graph: &Graph<'_>, node: NodeIndex, way: &Way) -> Vec<Held> {
    let mut held = Vec::new();
    let instance = graph.instance(node);
    for block in instance
        .value
        .field("inline_policy")
        .into_iter()
        .flat_map(Value::children)
    {
        if let Some(document) = block.field("policy").filter(|document| !document.is_null()) {
            held.push(Held {
                carrier: instance.address.to_string(),
                document: document.clone(),
            });
        }
    }
    let (inline, principal) = way.inline;
    match graph.referrers(node, inline, principal) {
        Join::Known(policies) => {
            held.extend(policies.iter().filter_map(|&policy| carried(graph, policy)));
        }
        Join::Unknown(reasons) => held.push(perhaps(graph, node, inline, reasons)),
    }
    held.extend(policies_at(graph, node, "managed_policy_arns"));
    for (attachment, principal) in way.attachments {
        match graph.referrers(node, attachment, principal) {
            Join::Known(found) => held.extend(
                found
                    .iter()
                    .flat_map(|&attachment| policies_at(graph, attachment, "policy_arn")),
            ),
            Join::Unknown(reasons) => held.push(perhaps(graph, node, attachment, reasons)),
        }
    }
    held
}

/// The policies of this configuration that an attribute refers to, and what may be one.
fn policies_at(graph: &Graph<'_>, node: NodeIndex, path: &str) -> Vec<Held> {
    match graph.references(node, path, Some(POLICY)) {
        Join::Known(policies) => policies
            .iter()
            .filter_map(|&policy| carried(graph, policy))
            .collect(),
        // An attribute that nobody set names no policy, and what AWS manages is none of the configuration, whatever the partition.
        Join::Unknown(_) if is_unset(graph, node, path) || is_managed(graph, node, path) => {
            Vec::new()
        }
        Join::Unknown(reasons) => vec![perhaps(graph, node, POLICY, reasons)],
    }
}

fn is_unset(graph: &Graph<'_>, node: NodeIndex, path: &str) -> bool {
    use crate::value::Stop;
    let value = graph.instance(node).value.field(path);
    value.is_none_or(|value| value.is_null() || value.origin().stop == Stop::Absent)
}

/// Whether an attribute names nothing but policies that AWS manages.
fn is_managed(graph: &Graph<'_>, node: NodeIndex, path: &str) -> bool {
    let value = graph.instance(node).value.field(path);
    value.is_some_and(|value| match value.as_sequence() {
        Some(elements) => elements
            .iter()
            .all(|element| managed::path(element).is_some()),
        None => managed::path(value).is_some(),
    })
}

/// The document that an instance carries.
fn carried(graph: &Graph<'_>, node: NodeIndex) -> Option<Held> {
    let instance = graph.instance(node);
    let document = instance
        .value
        .field("policy")
        .filter(|document| !document.is_null())?;
    Some(Held {
        carrier: instance.address.to_string(),
        document: document.clone(),
    })
}

/// Stands for policies of which it is not known whether they are there.
fn perhaps(graph: &Graph<'_>, node: NodeIndex, carrier: &str, reasons: Vec<Reason>) -> Held {
    let origin = Origin::expression(graph.instance(node).header);
    Held {
        carrier: carrier.to_owned(),
        document: Value::unknown(Unknown::because_all(Type::String, reasons), origin),
    }
}

/// Whether a policy is the bound of what a principal may be given, which itself gives nothing.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
fn is_boundary(graph: &Graph<'_>, node: NodeIndex) -> bool {
    graph.instance(node).resource_type.as_ref() == POLICY
        && WAYS.iter().any(|way| {
            let bound = graph.referrers(node, way.principal, "permissions_boundary");
            matches!(bound, Join::Known(found) if !found.is_empty())
        })
}

/// Whether a role, user or group of this configuration holds the policy that an instance carries.
fn is_held(graph: &Graph<'_>, node: NodeIndex) -> bool {
    let kind = graph.instance(node).resource_type.as_ref();
    let known = |join: Join| matches!(join, Join::Known(found) if !found.is_empty());
    let names_principal = |node: NodeIndex, path: &str, principal: &str| {
        known(graph.references(node, path, Some(principal)))
    };
    WAYS.iter().any(|way| {
        if way.inline.0 == kind {
            return names_principal(node, way.inline.1, way.principal);
        }
        let attached = way.attachments.iter().any(|(attachment, principal)| {
            match graph.referrers(node, attachment, "policy_arn") {
                Join::Known(found) => found
                    .iter()
                    .any(|&attachment| names_principal(attachment, principal, way.principal)),
                Join::Unknown(_) => false,
            }
        });
        kind == POLICY
            && (attached || known(graph.referrers(node, way.principal, "managed_policy_arns")))
    })
}
