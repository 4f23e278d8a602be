//! `net::`: addresses and who can be reached from where.

use super::{RuleFunction, Run, argument, text, unknown_because};
use crate::aws::network::security_group::Direction;
use crate::aws::network::{self, Bounds, Hop, Network, Placed, Ports, Proof, security_group};
use crate::expr::{Call, CallError};
use crate::graph::NodeIndex;
use crate::rules::scope::RuleScope;
use crate::value::{Number, Origin, Reason, Type, Unknown, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "net::egress",
        signature: "(instance)",
        documentation: "The egress rules that a security group or a rule resource writes, in the form of `net::ingress`.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, egress),
    },
    RuleFunction {
        name: "net::chain",
        signature: "(instance[, port])",
        documentation: "The shortest way of the internet to a resource on its port (or the one given), over at most four others: load balancers that pass on to it and machines \
                        from which it can be reached. In the form of `net::exposure`, with `kind` `chain`. That the web tier is reached through its load balancer is how \
                        applications are built: a rule that asks this has to say what is wrong with the way.",
        arguments: (1, 2),
        run: Run::Of(&Type::Any, chain),
    },
    RuleFunction {
        name: "net::exposure",
        signature: "(instance[, port])",
        documentation: "How the internet reaches a resource on its port (or the one given), as an object; null when a closed hop is in every way. \
                        `kind` is `direct`, `target` for a way through a load balancer that passes on to the resource, or `compute` or `balancer` for a way over one other resource. \
                        `over` are the addresses of what is reached before, in order, and `through` is the last of them, or null; `path` is the list of hops in order, \
                        objects with `text`, `address` and `at`: internet gateway, route, association, subnet, network ACL, public address, security group rule, listener, target group, \
                        and again for the next. `wide` says that from the first other resource on, all ports are open. \
                        A way over a load balancer that does not pass on to the resource counts only where the subnet of the resource is public too. \
                        Unknown, with what is unknown on the way, where no way is open for certain and one may be.",
        arguments: (1, 2),
        run: Run::Of(&Type::Any, exposure),
    },
    RuleFunction {
        name: "net::members",
        signature: "(instance)",
        documentation: "The resources that have a security group, or the group that a rule resource belongs to: objects with `resource`, `tier` (`data`, `compute`, `balancer` or \
                        `placement` for launch templates), `port` (on which it listens; null where it does not say) and `at`, the value that names the group.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, members),
    },
    RuleFunction {
        name: "net::sources",
        signature: "(instance[, port])",
        documentation: "The ingress rules of all security groups of a resource, or of a group, wherever they are written, that open its port (or the one given): objects as of \
                        `net::ingress`, with `address`, the resource that writes the rule. What may be a rule is unknown.",
        arguments: (1, 2),
        run: Run::Of(&Type::Any, sources),
    },
    RuleFunction {
        name: "net::subnets",
        signature: "(instance)",
        documentation: "The subnets of a resource, a subnet group, or the subnet itself: objects with `address`, `class` (`public`: a route brings the internet's addresses to an \
                        internet gateway; `private`: another way leads out; `isolated`), `public` (true, false or unknown), `path` (the hops that make it public or lead out, objects \
                        with `text`, `address` and `at`) and `at`, the value that names it. What may be a subnet is unknown.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, subnets),
    },
    RuleFunction {
        name: "net::ingress",
        signature: "(instance)",
        documentation: "The ingress rules that a security group or a rule resource writes, in one form: objects with `protocol`, `from_port`, `to_port`, \
                        `cidr_blocks` (IPv4 and IPv6, also those of prefix lists), `groups` and `own_group`. Empty for what has none; unknown when the blocks are.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, ingress),
    },
    RuleFunction {
        name: "net::ports",
        signature: "(rule)",
        documentation: "The first and last TCP or UDP port that a rule of `net::ingress` opens, as `[from, to]`; protocol `-1` opens `[0, 65535]`; \
                        null for protocols without ports.",
        arguments: (1, 1),
        run: Run::Here(ports),
    },
    RuleFunction {
        name: "net::is_internet",
        signature: "(cidr_blocks)",
        documentation: "Whether the address ranges of a list (or one range) together cover all public IPv4 or all IPv6 addresses: `0.0.0.0/0`, `::/0`, \
                    and also `0.0.0.0/1` with `128.0.0.0/1`. Null and the empty list cover nothing.",
        arguments: (1, 1),
        run: Run::Here(is_internet),
    },
    RuleFunction {
        name: "net::multi_az",
        signature: "(instance, path)",
        documentation: "Whether the subnets (or availability zones) that the attribute of `instance` at `path` names lie in at least two availability zones; \
                        true also when it names none. Unknown where that cannot be proved: subnets that are looked up, zones that AWS chooses.",
        arguments: (2, 2),
        run: Run::Of(&Type::Bool, multi_az),
    },
];

fn ingress(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    permissions(scope, call, node, Direction::In)
}

fn egress(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    permissions(scope, call, node, Direction::Out)
}

fn permissions(
    scope: &RuleScope<'_>,
    call: &Call<'_>,
    node: NodeIndex,
    direction: Direction,
) -> Value {
    match scope.world.network.permissions(node, direction) {
        Ok(permissions) => Value::tuple(permissions, Origin::expression(call.span)),
        Err(unknown) => super::unknown_as(&unknown, Type::Any, call),
    }
}

fn ports(_scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let rule = argument(call, 0)?;
    let origin = Origin::expression(call.span);
    if rule.is_unknown() {
        return Ok(super::unknown_as(rule, Type::list(Type::Number), call));
    }
    let (Some(protocol), Some(from), Some(to)) = (
        rule.field("protocol"),
        rule.field("from_port"),
        rule.field("to_port"),
    ) else {
        return Err(CallError::argument(0, "must be a rule of `net::ingress`"));
    };
    match security_group::ports(protocol, from, to) {
        Ok(Some((from, to))) => Ok(Value::list(
            Type::Number,
            vec![
                Value::number(from, origin.clone()),
                Value::number(to, origin.clone()),
            ],
            origin,
        )),
        Ok(None) => Ok(Value::null(Type::list(Type::Number), origin)),
        Err(unknown) => Ok(super::unknown_as(unknown, Type::list(Type::Number), call)),
    }
}

fn is_internet(_scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let value = argument(call, 0)?;
    let origin = Origin::expression(call.span).after(value.origin().clone());
    let ranges = value
        .as_sequence()
        .unwrap_or_else(|| std::slice::from_ref(value));
    Ok(Bounds::of(ranges).covers_internet().into_value(origin))
}

fn multi_az(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    let origin = Origin::expression(call.span);
    Ok(
        match network::multi_az(scope.world.graph, node, text(call, 1)?) {
            Ok(answer) => Value::bool(answer, origin),
            Err(reasons) => unknown_because(reasons, Type::Bool, call),
        },
    )
}

/// The subnets of a resource, and what each of them is.
fn subnets(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    let network = &scope.world.network;
    let origin = Origin::expression(call.span);
    let Some(placement) = network.placement(node) else {
        let own = Placed {
            key: network.key(node),
            at: scope.world.graph.instance(node).value.get(),
        };
        return Value::tuple(vec![subnet(network, &own, &origin)], origin);
    };
    let mut found: Vec<Value> = placement
        .subnets
        .iter()
        .map(|placed| subnet(network, placed, &origin))
        .collect();
    if !placement.unknown_subnets.is_empty() {
        let reasons = placement.unknown_subnets.iter().cloned();
        let unknown = Unknown::because_all(Type::Any, reasons).not_null();
        found.push(Value::unknown(unknown, origin.clone()));
    }
    Value::tuple(found, origin)
}

fn subnet(network: &Network<'_>, placed: &Placed, origin: &Origin) -> Value {
    let class = network.class(&placed.key);
    let name = match class.name() {
        Ok(name) => Value::string(name, origin.clone()),
        Err(reasons) => Value::unknown(Unknown::because_all(Type::String, reasons), origin.clone()),
    };
    let hops = match &class.public {
        Proof::Open(hops) => hops,
        Proof::Closed | Proof::Unknown(_) => &class.detour,
    };
    object(
        [
            (
                "address",
                Value::string(network.describe(&placed.key), origin.clone()),
            ),
            ("class", name),
            ("public", class.public.truth().into_value(origin.clone())),
            ("path", path(hops, origin)),
            ("at", placed.at.clone()),
        ],
        origin,
    )
}

/// How the internet reaches a resource: directly or over one other.
fn exposure(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    way(scope, call, node, Network::exposure)
}

/// How the internet reaches a resource, over how many others ever.
fn chain(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    way(scope, call, node, Network::chain)
}

fn way<'s>(
    scope: &RuleScope<'s>,
    call: &Call<'_>,
    node: NodeIndex,
    ask: impl Fn(
        &Network<'s>,
        NodeIndex,
        Option<Ports>,
    ) -> Result<Option<network::Exposure>, Vec<Reason>>,
) -> Result<Value, CallError> {
    let network = &scope.world.network;
    let origin = Origin::expression(call.span);
    Ok(match ask(network, node, port(call, 1)?) {
        Ok(None) => Value::null(Type::Any, origin),
        // May be null: what is unknown here is whether there is a way at all.
        Err(reasons) => unknown_because(reasons, Type::Any, call),
        Ok(Some(way)) => {
            let text = |node: &NodeIndex| {
                Value::string(&scope.world.graph.instance(*node).address, origin.clone())
            };
            let over: Vec<Value> = way.over.iter().map(text).collect();
            let none = || Value::null(Type::String, origin.clone());
            let wide = network.is_wide(&way.over, node);
            object(
                [
                    ("kind", Value::string(way.kind, origin.clone())),
                    ("through", over.last().cloned().unwrap_or_else(none)),
                    ("over", Value::list(Type::String, over, origin.clone())),
                    ("wide", Value::bool(wide, origin.clone())),
                    ("path", path(&way.path, &origin)),
                ],
                &origin,
            )
        }
    })
}

/// The port that an argument gives, if it is there and not null.
fn port(call: &Call<'_>, index: usize) -> Result<Option<Ports>, CallError> {
    let Some(value) = call.arguments.get(index).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    if value.is_unknown() {
        return Ok(Some(Ports::Unknown(value.reasons())));
    }
    let port = value.as_number().and_then(Number::as_i64);
    let port = port.ok_or_else(|| CallError::argument(index, "must be a port"))?;
    Ok(Some(Ports::Range(port, port)))
}

/// The rules that let somebody in.
fn sources(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    let network = &scope.world.network;
    let origin = Origin::expression(call.span);
    let groups = match network.groups_of(node) {
        Ok(groups) => groups,
        Err(reasons) => return Ok(unknown_because(reasons, Type::Any, call)),
    };
    let ports = port(call, 1)?.or_else(|| network.listens(node));
    let (rules, unknown) = network.rules_into(&groups, ports.as_ref());
    let written = rules.into_iter().filter(|rule| !rule.is_implied());
    let mut found: Vec<Value> = written
        .map(|rule| {
            let writer = scope.world.graph.instance(rule.node);
            let permission = network.permission(&rule.permission, rule.node);
            let mut fields = permission.as_fields().cloned().unwrap_or_default();
            let address = Value::string(&writer.address, permission.origin().clone());
            fields.insert("address".into(), address);
            permission.with_object(fields)
        })
        .collect();
    if !unknown.is_empty() {
        let unknown = Unknown::because_all(Type::Any, unknown).not_null();
        found.push(Value::unknown(unknown, origin.clone()));
    }
    Ok(Value::tuple(found, origin))
}

/// The resources that have a security group.
fn members(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    let network = &scope.world.network;
    let origin = Origin::expression(call.span);
    let groups = match network.groups_of(node) {
        Ok(groups) => groups,
        Err(reasons) => return unknown_because(reasons, Type::Any, call),
    };
    let nodes = groups.iter().flat_map(|group| network.members(group));
    let member = |&node: &NodeIndex| {
        let placement = network.placement(node)?;
        let named = placement.groups.iter();
        let at = named
            .filter(|group| groups.contains(&group.key))
            .map(|group| &group.at)
            .next()?;
        Some(object(
            [
                ("resource", scope.world.graph.object(node)),
                ("tier", Value::string(placement.tier.name(), origin.clone())),
                ("port", listens(network, node, &origin)),
                ("at", at.clone()),
            ],
            &origin,
        ))
    };
    Value::tuple(nodes.filter_map(member).collect(), origin.clone())
}

/// The first port on which a resource listens; null where it does not say.
fn listens(network: &Network<'_>, node: NodeIndex, origin: &Origin) -> Value {
    match network.listens(node) {
        Some(Ports::Range(from, _)) => Value::number(from, origin.clone()),
        Some(Ports::Unknown(reasons)) => {
            Value::unknown(Unknown::because_all(Type::Number, reasons), origin.clone())
        }
        None => Value::null(Type::Number, origin.clone()),
    }
}

fn path(hops: &[Hop], origin: &Origin) -> Value {
    let hops = hops.iter().map(|hop| hop.to_value(origin));
    Value::tuple(hops.collect(), origin.clone())
}

fn object<const N: usize>(fields: [(&str, Value); N], origin: &Origin) -> Value {
    let fields = fields.map(|(name, value)| (name.into(), value));
    Value::object(fields.into_iter().collect(), origin.clone())
}
