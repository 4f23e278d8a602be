//! `net::`: addresses and who can be reached from where.

use super::{RuleFunction, Run, argument, node, text};
use crate::aws::network::{self, AddressSet, security_group};
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Type, Unknown, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "net::ingress",
        signature: "(instance)",
        documentation: "The ingress rules that a security group or a rule resource writes, in one form: objects with `protocol`, `from_port`, `to_port` \
                        and `cidr_blocks` (IPv4 and IPv6). Empty for what has none; unknown when the blocks are.",
        arguments: (1, 1),
        run: Run::Here(ingress),
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
        run: Run::Here(multi_az),
    },
];

fn ingress(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let instance = argument(call, 0)?;
    let origin = Origin::expression(call.span);
    let graph = scope.world.graph;
    let node = instance.instance().and_then(|address| graph.find(address));
    let Some(node) = node else {
        return Err(CallError::argument(
            0,
            "must be an instance, such as `self`",
        ));
    };
    let instance = graph.instance(node);
    match security_group::ingress(&instance.resource_type, &instance.value) {
        Ok(rules) => {
            let rules = rules
                .iter()
                .map(|rule| rule.to_value(instance.value.origin()))
                .collect();
            Ok(Value::tuple(rules, origin))
        }
        Err(unknown) => Ok(super::unknown_as(&unknown, Type::Any, call)),
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
    let ranges: Vec<&Value> = value
        .as_sequence()
        .map_or_else(|| vec![value], |elements| elements.iter().collect());
    let set: AddressSet = ranges
        .iter()
        .filter_map(|range| range.as_str())
        .map(AsRef::as_ref)
        .collect();
    if set.covers_internet() {
        Ok(Value::bool(true, origin))
    } else if ranges.iter().any(|range| range.is_unknown()) {
        Ok(super::unknown_as(value, Type::Bool, call))
    } else {
        Ok(Value::bool(false, origin))
    }
}

fn multi_az(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let Some(node) = node(scope, call, 0)? else {
        return Ok(super::unknown_as(argument(call, 0)?, Type::Bool, call));
    };
    let origin = Origin::expression(call.span);
    Ok(
        match network::multi_az(scope.world.graph, node, text(call, 1)?) {
            Ok(answer) => Value::bool(answer, origin),
            Err(reasons) => Value::unknown(Unknown::because_all(Type::Bool, reasons), origin),
        },
    )
}
