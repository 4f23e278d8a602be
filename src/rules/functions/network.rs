//! `net::`: addresses and who can be reached from where.

use super::{RuleFunction, argument};
use crate::aws::network::AddressSet;
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Type, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[RuleFunction {
    name: "net::is_internet",
    signature: "(cidr_blocks)",
    documentation: "Whether the address ranges of a list (or one range) together cover all public IPv4 or all IPv6 addresses: `0.0.0.0/0`, `::/0`, \
                    and also `0.0.0.0/1` with `128.0.0.0/1`. Null and the empty list cover nothing.",
    arguments: (1, 1),
    run: is_internet,
}];

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
