//! `aws::`: facts about one instance. What needs a text or a policy alone is in `aws::functions`.

use super::terraform::is_unset;
use super::{RuleFunction, Run, text};
use crate::aws::{defaults, location};
use crate::expr::{Call, CallError};
use crate::graph::NodeIndex;
use crate::rules::scope::RuleScope;
use crate::value::{Number, Stop, Type, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "aws::account",
        signature: "(instance)",
        documentation: "The number of the account that an instance is in: the only one of `allowed_account_ids` of its provider, or the one of the role that its provider assumes. \
                        Unknown where the configuration does not say.",
        arguments: (1, 1),
        run: Run::Fact(&Type::String, account),
    },
    RuleFunction {
        name: "aws::default",
        signature: "(instance, path)",
        documentation: "The value of an argument; where nobody sets it, what the provider or AWS takes then, by a reviewed table with the page of each default \
                        (`src/aws/defaults.table`) and by the version of the provider: `aws::default(self, \"encrypted\")` of a Redshift cluster is true since version 6. \
                        A path through blocks needs at most one block of each; an argument that the table does not have is a mistake.",
        arguments: (2, 2),
        run: Run::Of(&Type::Any, default),
    },
    RuleFunction {
        name: "aws::region",
        signature: "(instance)",
        documentation: "The region of an instance: its own `region` argument, or that of its provider, also by alias and through modules. Null for what is global, such as IAM; \
                        unknown where the region is set outside of the configuration.",
        arguments: (1, 1),
        run: Run::Fact(&Type::String, region),
    },
];

fn account(scope: &RuleScope<'_>, _: &Call<'_>, node: NodeIndex) -> Value {
    location::account(scope.world.graph.instance(node))
}

fn region(scope: &RuleScope<'_>, _: &Call<'_>, node: NodeIndex) -> Value {
    location::region(scope.world.graph.instance(node))
}

fn default(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    let path = text(call, 1)?;
    let instance = scope.world.graph.instance(node);
    let provider = instance.meta.field("provider");
    let version = provider
        .as_ref()
        .and_then(|provider| provider.field("version"));
    let version = version.and_then(Value::as_number).and_then(Number::as_i64);
    let Some(default) = defaults::of(&instance.resource_type, path, version.unwrap_or(6)) else {
        let message = format!(
            "is an argument of `{}` without a default in the table",
            instance.resource_type
        );
        return Err(CallError::argument(1, message));
    };
    let attributes = instance.value.get();
    let value = at(&attributes, path)?;
    if !is_unset(value, scope.rule_file()) && !is_no_block(value) {
        return Ok(value.clone());
    }
    defaults::value(default, value.origin())
        .ok_or_else(|| CallError::argument(1, "has a default that cannot be read"))
}

/// The value at a path; of an absent block the empty list that stands for it, and of an unknown one what is unknown.
fn at<'v>(value: &'v Value, path: &str) -> Result<&'v Value, CallError> {
    let mut value = value;
    for name in path.split('.') {
        value = match value.as_sequence() {
            Some([]) => return Ok(value),
            Some([only]) => only,
            Some(_) => return Err(CallError::argument(1, "leads through more than one block")),
            None => value,
        };
        match value.field(name) {
            Some(inner) => value = inner,
            None => return Ok(value),
        }
    }
    Ok(value)
}

/// Whether no block was written on the way; an empty list that is written is a value.
fn is_no_block(value: &Value) -> bool {
    value.as_sequence().is_some_and(<[Value]>::is_empty) && value.origin().stop == Stop::Absent
}
