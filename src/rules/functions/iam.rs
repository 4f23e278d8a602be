//! `iam::`: what needs the graph. What needs a policy alone is in `aws::functions`.

use super::{RuleFunction, Run, text};
use crate::aws::Truth;
use crate::aws::iam::escalation::{self, Escalation, Escalations};
use crate::aws::iam::permissions::{self, Granted, Permissions};
use crate::aws::iam::{identity_policies, roles};
use crate::expr::{Call, CallError};
use crate::graph::{Memo, NodeIndex};
use crate::rules::scope::{RuleScope, World};
use crate::value::{Origin, Stop, Type, Unknown, Value};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "iam::allows",
        signature: "(instance, action, resource)",
        documentation: "Whether a role, user or group may do an action (or all actions of a pattern: `\"iam:*\"`) on a resource (or all of a pattern: `\"*\"`), in every request: \
                        all its policies together, those of its groups and those that AWS manages among them, minus what denials take away together, within its permissions boundary: \
                        all of it is given, and not all of it is taken away. \
                        An `Allow` with a condition gives nothing for certain, and a `Deny` with one takes nothing away for certain. \
                        Of a group with members in the configuration, whether one of them may; of an attachment, whether one of those that it is made to may. \
                        Unknown where a policy or the boundary is.",
        arguments: (3, 3),
        run: Run::Of(&Type::Bool, allows),
    },
    RuleFunction {
        name: "iam::escalations",
        signature: "(instance)",
        documentation: "The known ways in which a role, user or group can come to more rights than it was given, as proofs, one for each statement that opens some, the worst: objects with \
                        `kind` (`rights`: it changes its own policies; `principal`: it takes on another user or role; `pass`: it passes a role to something new; \
                        `existing`: it uses something that has a role), `actions` (all needed), `at` (the pattern that gives the first of them), `more` (how many further ways start \
                        in the statement), `policies` (the addresses of what carries the statements), `target` (the administrator's role that is passed; null when any role may be) and `steps` (objects with \
                        `action`, `policy`, `at`, and `resource`, the widest that it is allowed on). Ways that need more than another one are left out. An unknown element stands for what may be one. \
                        Empty for a group with members in the configuration, which are asked themselves, and for a policy that somebody holds.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, escalations),
    },
    RuleFunction {
        name: "iam::identity_statements",
        signature: "(instance)",
        documentation: "The statements of all policies that a role, user or group holds, as they count: inline, in a resource of their own, attached, or through a group, across modules; \
                        without what a `Deny` takes away for certain and what the permissions boundary does not leave (of `*`, `iam:*` is taken away; another pattern of which a `Deny` takes \
                        single actions or resources stays). In the form of `iam::statements`, with `policy`, the address of what carries the document. For a policy that nobody in the configuration \
                        holds, its own statements; for one that somebody holds, none, so that each statement is met once; likewise for an `aws_iam_policy_document` that nothing uses, \
                        those without principals. \
                        A statement that may be there is unknown; one that an unknown boundary may not leave has an unknown `effect`.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, identity_statements),
    },
];

/// What has been found out of the principals of a root module: several rules ask for it, and reading policies is dear.
#[derive(Default, Debug)]
pub(in crate::rules) struct Known {
    permissions: Memo<NodeIndex, Arc<Permissions>>,
    statements: Memo<NodeIndex, Value>,
    escalations: Memo<NodeIndex, Value>,
}

fn permissions(world: &World<'_>, node: NodeIndex) -> Arc<Permissions> {
    let collect = || Arc::new(permissions::collect(world.graph, world.sources, node));
    world.iam.permissions.get_or_find(node, collect)
}

fn allows(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    let (action, resource) = (text(call, 1)?, text(call, 2)?);
    let answer = is_allowed(scope.world, node, action, resource);
    Ok(answer.into_value(Origin::expression(call.span)))
}

fn is_allowed(world: &World<'_>, node: NodeIndex, action: &str, resource: &str) -> Truth {
    let mut holders = identity_policies::holders(world.graph, node);
    holders.extend(identity_policies::members(world.graph, node));
    if holders.is_empty() {
        return permissions(world, node).allows(action, resource);
    }
    let answers = holders.into_iter();
    Truth::any(answers.map(|holder| is_allowed(world, holder, action, resource)))
}

fn identity_statements(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    let world = scope.world;
    let origin = Origin::expression(call.span);
    let find = || find_statements(world, node);
    let statements = world.iam.statements.get_or_find(node, find);
    statements.with_origin(origin)
}

fn find_statements(world: &World<'_>, node: NodeIndex) -> Value {
    let mut statements = Vec::new();
    let members = identity_policies::members(world.graph, node);
    if members.is_empty() {
        let own = permissions(world, node);
        statements.extend(own.effective().iter().filter_map(statement_value));
    }
    // What a group gives counts where one of its members may use it.
    for member in members {
        let held = permissions(world, member);
        let through = held.effective().iter();
        let through = through.filter(|granted| granted.group == Some(node));
        statements.extend(through.filter_map(statement_value));
    }
    Value::tuple(statements, of_instance(world, node))
}

/// A statement that somebody wrote, with the address of what carries it.
fn statement_value(granted: &Granted) -> Option<Value> {
    if granted.managed.is_some() {
        return None;
    }
    if let Some(unknown) = &granted.statement.unknown {
        return Some(unknown.clone());
    }
    let value = granted.statement.to_value();
    let mut fields = value.as_fields().cloned().unwrap_or_default();
    let carrier = Value::string(&granted.carrier, value.origin().clone());
    fields.insert(Arc::from("policy"), carrier);
    Some(value.with_object(fields))
}

fn escalations(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    let world = scope.world;
    let origin = Origin::expression(call.span);
    let find = || find_escalations(world, node);
    let found = world.iam.escalations.get_or_find(node, find);
    found.with_origin(origin)
}

fn find_escalations(world: &World<'_>, node: NodeIndex) -> Value {
    // Whoever asks first, the answer is the same: it says nothing of the question's place.
    let origin = of_instance(world, node);
    let mut found = Vec::new();
    if identity_policies::members(world.graph, node).is_empty() {
        let permissions = permissions(world, node);
        let administrator =
            |resource: &Value, service: &str| administrator(world, resource, service);
        let Escalations {
            found: ways,
            perhaps,
        } = escalation::find(&permissions, &administrator);
        found.extend(ways.iter().map(|way| way_value(way, &permissions, &origin)));
        if !perhaps.is_empty() {
            found.push(Value::unknown(
                Unknown::because_all(Type::Any, perhaps),
                origin.clone(),
            ));
        }
    }
    Value::tuple(found, origin)
}

fn of_instance(world: &World<'_>, node: NodeIndex) -> Origin {
    Origin::new(world.graph.instance(node).header, Stop::Expression)
}

/// The address of the role that a resource of `iam:PassRole` names, when it is an administrator and trusts the service.
fn administrator(world: &World<'_>, resource: &Value, service: &str) -> Option<Arc<str>> {
    let role = roles::named(world.graph, resource)?;
    let trusts = || roles::trusts(world.graph, world.sources, role, service);
    let is_one = is_allowed(world, role, "iam:*", "*").and(trusts).is_true();
    is_one.then(|| Arc::clone(&world.graph.instance(role).address))
}

fn way_value(way: &Escalation, permissions: &Permissions, origin: &Origin) -> Value {
    let string = |text: &str| Value::string(text, origin.clone());
    let carrier = |statement: usize| {
        let granted = permissions.statements.get(statement);
        granted.map_or("", |granted| granted.carrier.as_ref())
    };
    let object = |fields: Vec<(&str, Value)>| {
        let fields = fields
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value));
        Value::object(fields.collect(), origin.clone())
    };
    let list = |values: Vec<Value>| Value::tuple(values, origin.clone());
    let steps = way.steps.iter().map(|step| {
        object(vec![
            ("action", string(step.action)),
            ("policy", string(carrier(step.statement))),
            ("at", step.at.clone()),
            ("resource", step.resource.clone()),
        ])
    });
    let mut policies: Vec<&str> = way
        .steps
        .iter()
        .map(|step| carrier(step.statement))
        .collect();
    policies.sort_unstable();
    policies.dedup();
    // Several statements may give one action together.
    let mut actions: Vec<&str> = way.steps.iter().map(|step| step.action).collect();
    actions.dedup();
    let null = || Value::null(Type::String, origin.clone());
    let first = way.steps.first().map_or_else(null, |step| step.at.clone());
    let more = i64::try_from(way.others.len()).unwrap_or(i64::MAX);
    object(vec![
        ("kind", string(way.path.kind.name())),
        ("actions", list(actions.into_iter().map(string).collect())),
        ("at", first),
        ("more", Value::number(more, origin.clone())),
        ("policies", list(policies.into_iter().map(string).collect())),
        ("target", way.target.as_deref().map_or_else(null, string)),
        ("steps", list(steps.collect())),
    ])
}
