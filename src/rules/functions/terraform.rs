//! `tf::`: how a value came about in the configuration.

use super::{RuleFunction, argument};
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Stop, Type, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "tf::default",
        signature: "(value, default)",
        documentation: "`default` where nobody sets the value, so that AWS or the provider decides; else the value. \
                        For attributes that Terraform computes when they are not set: `tf::default(self.multi_az, false)`.",
        arguments: (2, 2),
        run: default,
    },
    RuleFunction {
        name: "tf::is_set",
        signature: "(value)",
        documentation: "Whether the configuration sets the value; false for null and for an attribute that is left to AWS.",
        arguments: (1, 1),
        run: is_set,
    },
    RuleFunction {
        name: "tf::literals",
        signature: "(value)",
        documentation: "All known texts in a value, at any depth, that are written in the configuration itself: not read from another resource or data source, \
                        not set by a variables file or from outside.",
        arguments: (1, 1),
        run: literals,
    },
];

/// Whether nobody set a value: null, or computed because it is absent.
fn is_unset(value: &Value) -> bool {
    let absent = value
        .origin()
        .chain()
        .any(|origin| origin.stop == Stop::Absent);
    value.is_null() || (absent && value.is_unknown())
}

fn default(_scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let value = argument(call, 0)?;
    if is_unset(value) {
        Ok(argument(call, 1)?
            .clone()
            .with_origin(value.origin().clone()))
    } else {
        Ok(value.clone())
    }
}

fn is_set(_scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let value = argument(call, 0)?;
    Ok(Value::bool(
        !is_unset(value),
        Origin::expression(call.span).after(value.origin().clone()),
    ))
}

fn literals(_scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let mut found = Vec::new();
    collect(argument(call, 0)?, &mut found);
    Ok(Value::list(
        Type::String,
        found,
        Origin::expression(call.span),
    ))
}

fn collect(value: &Value, into: &mut Vec<Value>) {
    let own = |origin: &Origin| {
        origin.symbol.is_none() && !matches!(origin.stop, Stop::VariablesFile | Stop::CommandLine)
    };
    if value.as_str().is_some() && value.origin().chain().all(own) {
        // The place of a literal is where it is written, not where it is used.
        if let Some(written) = value.origin().chain().last() {
            into.push(value.clone().with_origin(written.clone()));
        }
    }
    value.children().for_each(|child| collect(child, into));
}
