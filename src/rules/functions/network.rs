//! `net::`: addresses and who can be reached from where.

use super::{RuleFunction, argument, node, text};
use crate::aws::network::{self, AddressSet};
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Type, Unknown, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "net::is_internet",
        signature: "(cidr_blocks)",
        documentation: "Whether the address ranges of a list (or one range) together cover all public IPv4 or all IPv6 addresses: `0.0.0.0/0`, `::/0`, \
                    and also `0.0.0.0/1` with `128.0.0.0/1`. Null and the empty list cover nothing.",
        arguments: (1, 1),
        run: is_internet,
    },
    RuleFunction {
        name: "net::multi_az",
        signature: "(instance, path)",
        documentation: "Whether the subnets (or availability zones) that the attribute of `instance` at `path` names lie in at least two availability zones; \
                        true also when it names none. Unknown where that cannot be proved: subnets that are looked up, zones that AWS chooses.",
        arguments: (2, 2),
        run: multi_az,
    },
];

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
