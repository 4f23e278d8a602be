//! Which policies a role, user or group holds: inline, written beside it, or attached; joined over the graph, across modules.
//!
//! Of policies that AWS manages it gives the ARN: the table in `managed` tells what they allow.

use super::{loose, managed};
use crate::graph::{Graph, Join, NodeIndex};
use crate::terraform::Mode;
use crate::value::{Origin, Reason, Type, Unknown, Value};

/// One way in which a principal gets a policy.
struct Way {
    principal: &'static str,
    /// A resource that carries the document itself, and its attribute that names the principal.
    inline: (&'static str, &'static str),
    /// Resources that attach policies: type, and the attribute that names the principal.
    attachments: &'static [(&'static str, &'static str)],
}

/// Source: the resources named `aws_iam_…_policy` and `…_policy_attachment` in the AWS provider's documentation.
const WAYS: [Way; 3] = [
    Way {
        principal: "aws_iam_role",
        inline: ("aws_iam_role_policy", "role"),
        attachments: &[
            ("aws_iam_role_policy_attachment", "role"),
            ("aws_iam_policy_attachment", "roles"),
            ("aws_iam_role_policy_attachments_exclusive", "role_name"),
        ],
    },
    Way {
        principal: "aws_iam_user",
        inline: ("aws_iam_user_policy", "user"),
        attachments: &[
            ("aws_iam_user_policy_attachment", "user"),
            ("aws_iam_policy_attachment", "users"),
            ("aws_iam_user_policy_attachments_exclusive", "user_name"),
        ],
    },
    Way {
        principal: "aws_iam_group",
        inline: ("aws_iam_group_policy", "group"),
        attachments: &[
            ("aws_iam_group_policy_attachment", "group"),
            ("aws_iam_policy_attachment", "groups"),
            ("aws_iam_group_policy_attachments_exclusive", "group_name"),
        ],
    },
];

/// Resources that put users into groups: type, the attribute that names users, and the one that names groups.
const MEMBERSHIPS: [(&str, &str, &str); 2] = [
    ("aws_iam_user_group_membership", "user", "groups"),
    ("aws_iam_group_membership", "users", "group"),
];

const POLICY: &str = "aws_iam_policy";
const USER: &str = "aws_iam_user";
const GROUP: &str = "aws_iam_group";

/// Attributes of attachments that name policies.
const POLICIES: [&str; 2] = ["policy_arn", "policy_arns"];

/// Attributes of a resource that carry a document.
const DOCUMENTS: [&str; 2] = ["policy", "inline_policy"];

/// A policy that somebody holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// The address of the instance that carries the document, or attaches the policy that AWS manages.
    pub carrier: String,
    /// The document as the configuration has it; unknown where it cannot be told which one it is.
    /// Of a policy that AWS manages, its ARN.
    pub document: Value,
    /// Whether AWS manages the policy.
    pub managed: bool,
}

/// The policies of a role, user or group; of a resource that carries a policy which none of these holds, its own document;
/// of a policy document that nothing uses, its text; of an attachment to a principal outside of the configuration, what it attaches.
///
/// So each document is found once: at its holders, or where it stands when nobody in the configuration holds it.
pub fn policies(graph: &Graph<'_>, node: NodeIndex) -> Vec<Held> {
    let kind = graph.instance(node).resource_type.as_ref();
    if let Some(way) = WAYS.iter().find(|way| way.principal == kind) {
        of_principal(graph, node, way)
    } else if is_attachment(kind) {
        let named = POLICIES
            .iter()
            .flat_map(|path| policies_at(graph, node, path));
        named.collect()
    } else if loose::is_document(graph, node) {
        let document = loose::text(graph, node);
        let carrier = graph.instance(node).address.to_string();
        let held = document.map(|document| Held {
            carrier,
            document,
            managed: false,
        });
        held.into_iter().collect()
    } else if is_held(graph, node) || is_boundary(graph, node) {
        Vec::new()
    } else {
        carried(graph, node).into_iter().collect()
    }
}

/// The principals of this configuration that an attachment is made to.
pub fn holders(graph: &Graph<'_>, attachment: NodeIndex) -> Vec<NodeIndex> {
    let kind = graph.instance(attachment).resource_type.as_ref();
    let ways = WAYS.iter().flat_map(|way| {
        let attachments = way.attachments.iter();
        attachments
            .filter(|(attachment, _)| *attachment == kind)
            .map(|(_, path)| known(graph.references(attachment, path, Some(way.principal))))
    });
    ways.flatten().collect()
}

/// The groups that a user is in, and why there may be more.
pub fn groups(graph: &Graph<'_>, user: NodeIndex) -> (Vec<NodeIndex>, Vec<Reason>) {
    let (mut groups, mut reasons) = (Vec::new(), Vec::new());
    for (membership, user_path, group_path) in MEMBERSHIPS {
        match graph.referrers(user, membership, user_path) {
            Join::Unknown(why) => reasons.extend(why),
            Join::Known(memberships) => {
                for membership in memberships {
                    match graph.references(membership, group_path, Some(GROUP)) {
                        Join::Unknown(why) => reasons.extend(why),
                        Join::Known(found) => groups.extend(found),
                    }
                }
            }
        }
    }
    groups.sort();
    groups.dedup();
    (groups, reasons)
}

/// The users of this configuration that are certainly in a group.
pub fn members(graph: &Graph<'_>, group: NodeIndex) -> Vec<NodeIndex> {
    let mut users: Vec<NodeIndex> = MEMBERSHIPS
        .iter()
        .flat_map(|(membership, user_path, group_path)| {
            let memberships = known(graph.referrers(group, membership, group_path));
            memberships
                .into_iter()
                .flat_map(|membership| known(graph.references(membership, user_path, Some(USER))))
        })
        .collect();
    users.sort();
    users.dedup();
    users
}

/// The policy that bounds what a role or user may do. `None`: nothing does.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
pub fn boundary(graph: &Graph<'_>, node: NodeIndex) -> Option<Held> {
    const PATH: &str = "permissions_boundary";
    let value = graph.instance(node).value.field(PATH)?;
    if is_unset(graph, node, PATH) {
        return None;
    }
    let own = known(graph.references(node, PATH, Some(POLICY)));
    let own = own.first().and_then(|&policy| carried(graph, policy));
    let managed = || managed_at(graph, node, PATH).into_iter().next();
    own.or_else(managed).or_else(|| {
        let mut reasons = value.reasons();
        if reasons.is_empty() {
            reasons.push(Reason::Other(
                "the permissions boundary is not in this configuration".into(),
            ));
        }
        Some(perhaps(graph, node, PATH, reasons))
    })
}

fn known(join: Join) -> Vec<NodeIndex> {
    match join {
        Join::Known(found) => found,
        Join::Unknown(_) => Vec::new(),
    }
}

fn is_attachment(kind: &str) -> bool {
    let mut attachments = WAYS.iter().flat_map(|way| way.attachments);
    attachments.any(|(attachment, _)| *attachment == kind)
}

fn of_principal(graph: &Graph<'_>, node: NodeIndex, way: &Way) -> Vec<Held> {
    let mut held = Vec::new();
    let instance = graph.instance(node);
    let inline = instance.value.field("inline_policy");
    for block in inline.iter().flat_map(Value::children) {
        if let Some(document) = block.field("policy").filter(|document| !document.is_null()) {
            held.push(Held {
                carrier: instance.address.to_string(),
                document: document.clone(),
                managed: false,
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
            Join::Known(found) => held.extend(found.iter().flat_map(|&attachment| {
                POLICIES
                    .iter()
                    .flat_map(move |path| policies_at(graph, attachment, path))
            })),
            Join::Unknown(reasons) => held.push(perhaps(graph, node, attachment, reasons)),
        }
    }
    held
}

/// The policies that an attribute refers to, and what may be one.
fn policies_at(graph: &Graph<'_>, node: NodeIndex, path: &str) -> Vec<Held> {
    let mut held = managed_at(graph, node, path);
    match graph.references(node, path, Some(POLICY)) {
        Join::Known(policies) => {
            held.extend(policies.iter().filter_map(|&policy| carried(graph, policy)));
        }
        // An attribute that nobody set names no policy, and what AWS manages is none of the configuration, whatever the partition.
        Join::Unknown(_) if is_unset(graph, node, path) || is_managed(graph, node, path) => {}
        Join::Unknown(reasons) => held.push(perhaps(graph, node, POLICY, reasons)),
    }
    held
}

/// The policies managed by AWS that an attribute names.
fn managed_at(graph: &Graph<'_>, node: NodeIndex, path: &str) -> Vec<Held> {
    let instance = graph.instance(node);
    let values = graph.values_at(node, path).into_iter();
    values
        .filter(|value| managed::path(value).is_some())
        .map(|value| Held {
            carrier: instance.address.to_string(),
            document: value.clone(),
            managed: true,
        })
        .collect()
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
        None => managed::path(&value).is_some(),
    })
}

/// The document that an instance carries.
fn carried(graph: &Graph<'_>, node: NodeIndex) -> Option<Held> {
    let instance = graph.instance(node);
    let mut documents = DOCUMENTS.iter().filter_map(|name| {
        let document = instance.value.field(name)?;
        (!document.is_null()).then_some(document)
    });
    Some(Held {
        carrier: instance.address.to_string(),
        document: documents.next()?,
        managed: false,
    })
}

/// The ARN of the policy that AWS manages, of which a document or a part of it is a copy: `data.aws_iam_policy.x.policy`.
pub fn copied(graph: &Graph<'_>, document: &Value) -> Option<Value> {
    let symbol = document.as_unknown()?.symbol.as_ref()?;
    let source = graph.instance(graph.find(&symbol.instance)?);
    let is_copy = source.mode == Mode::Data
        && source.resource_type.as_ref() == POLICY
        && symbol.path.as_ref() == "policy";
    let arn = source.value.field("arn").filter(|_| is_copy)?;
    managed::path(&arn).and_then(managed::policy)?;
    Some(arn)
}

/// Stands for policies of which it is not known whether they are there.
fn perhaps(graph: &Graph<'_>, node: NodeIndex, carrier: &str, reasons: Vec<Reason>) -> Held {
    let origin = Origin::expression(graph.instance(node).header);
    Held {
        carrier: carrier.to_owned(),
        document: Value::unknown(Unknown::because_all(Type::String, reasons), origin),
        managed: false,
    }
}

/// Whether a policy is the bound of what a principal may be given, which itself gives nothing.
/// One that nobody has here, but that is called a boundary, bounds what others make.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
fn is_boundary(graph: &Graph<'_>, node: NodeIndex) -> bool {
    let policy = graph.instance(node);
    let is_named = || {
        let names = ["name", "name_prefix"]
            .iter()
            .filter_map(|name| Some(policy.value.field(name)?.as_str()?.to_lowercase()));
        let names = names.chain([policy.name.to_lowercase()]);
        names.into_iter().any(|name| name.contains("boundary"))
    };
    let is_used = || {
        WAYS.iter().any(|way| {
            let bound = graph.referrers(node, way.principal, "permissions_boundary");
            !known(bound).is_empty()
        })
    };
    policy.resource_type.as_ref() == POLICY && (is_named() || is_used())
}

/// Whether a role, user or group of this configuration holds the policy that an instance carries.
fn is_held(graph: &Graph<'_>, node: NodeIndex) -> bool {
    let kind = graph.instance(node).resource_type.as_ref();
    let names_principal = |node: NodeIndex, path: &str, principal: &str| {
        !known(graph.references(node, path, Some(principal))).is_empty()
    };
    WAYS.iter().any(|way| {
        if way.inline.0 == kind {
            return names_principal(node, way.inline.1, way.principal);
        }
        let attached = way.attachments.iter().any(|(attachment, principal)| {
            let found = POLICIES
                .iter()
                .flat_map(|path| known(graph.referrers(node, attachment, path)));
            found
                .into_iter()
                .any(|attachment| names_principal(attachment, principal, way.principal))
        });
        let listed = || known(graph.referrers(node, way.principal, "managed_policy_arns"));
        kind == POLICY && (attached || !listed().is_empty())
    })
}
