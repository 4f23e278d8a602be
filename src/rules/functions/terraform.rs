//! `tf::`: how a value came about in the configuration.

use super::{RuleFunction, Run, argument, environment, node};
use crate::aws::location;
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::source::FileId;
use crate::terraform::Instance;
use crate::value::{Origin, Reason, Stop, Type, Unknown, Value};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "tf::default",
        signature: "(value, default)",
        documentation: "`default` where nobody sets the value, so that AWS or the provider decides; else the value. \
                        For attributes that Terraform computes when they are not set: `tf::default(self.multi_az, false)`.",
        arguments: (2, 2),
        run: Run::Here(default),
    },
    RuleFunction {
        name: "tf::is_set",
        signature: "(value)",
        documentation: "Whether the configuration sets the value; false for null, for an empty text (which the provider takes for null) and for an attribute \
                        that is left to AWS. Unknown where a variable or data source decides whether there is a value at all.",
        arguments: (1, 1),
        run: Run::Here(is_set),
    },
    RuleFunction {
        name: "tf::environment",
        signature: "(instance)",
        documentation: "The word by which the names or tags of an instance call it a place for trials (`dev`, `test`, `qa`, `sandbox`, `staging`), else null. \
                        A guess by name: it may lower a severity and never decides whether there is a finding.",
        arguments: (1, 1),
        run: Run::Here(trial_environment),
    },
    RuleFunction {
        name: "tf::same_region",
        signature: "(instance, instance)",
        documentation: "Whether two instances are in the same region: by their `region` argument, the region of their provider, or because they have the same provider.",
        arguments: (2, 2),
        run: Run::Here(same_region),
    },
    RuleFunction {
        name: "tf::misfits",
        signature: "(instance)",
        documentation: "What does not fit the schema of the instance's type in the versions of the AWS provider that the root module allows: objects with `kind` \
                        (`unsupported`, `missing`, `removed` by version 6, `deprecated`), `name` (of the argument, block or type, placed where it is written), `message`, \
                        `help` and `certain` (whether the version is decided, so that Terraform refuses it). Empty where no schema of that version is known.",
        arguments: (1, 1),
        run: Run::Here(misfits),
    },
];

/// Whether nobody set a value: null, or computed by AWS because it is absent or null.
///
/// An attribute that is set to what AWS computes for another instance is set: a place outside of the rule read it there.
pub(super) fn is_unset(value: &Value, rule_file: FileId) -> bool {
    let computed = value
        .as_unknown()
        .is_some_and(|unknown| unknown.symbol.is_some());
    let read = || {
        let mut places = value.origin().chain();
        places.any(|place| place.symbol.is_some() && place.span.file != rule_file)
    };
    value.is_null() || (computed && !read())
}

fn default(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let value = argument(call, 0)?;
    if is_unset(value, scope.rule_file()) {
        Ok(argument(call, 1)?
            .clone()
            .with_origin(value.origin().clone()))
    } else {
        Ok(value.clone())
    }
}

fn is_set(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let value = argument(call, 0)?;
    let origin = Origin::expression(call.span).after(value.origin().clone());
    let empty = value.as_str().is_some_and(|text| text.is_empty());
    // A plan knows also what nobody set.
    let known = value.origin().stop == Stop::Absent && !value.is_unknown();
    let unset = is_unset(value, scope.rule_file()) || known;
    Ok(if !unset && may_be_null(value) {
        Value::unknown(
            Unknown::because_all(Type::Bool, value.reasons()).not_null(),
            origin,
        )
    } else {
        Value::bool(!unset && !empty, origin)
    })
}

/// Whether an unknown value may turn out to be null: not so for what AWS computes, nor for a text or collection of which a part is known.
fn may_be_null(value: &Value) -> bool {
    let computed = |reason: &Reason| matches!(reason, Reason::Computed { .. });
    value.as_unknown().is_some_and(|unknown| {
        !unknown.not_null
            && unknown.symbol.is_none()
            && unknown.parts.is_none()
            && !unknown.reasons.iter().all(computed)
    })
}

fn misfits(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let origin = Origin::expression(call.span);
    let instance = node(scope, call, 0)?.map(|node| scope.world.graph.instance(node));
    let misfits = instance.and_then(|instance| instance.meta.field("misfits"));
    Ok(misfits.map_or_else(
        || Value::tuple(Vec::new(), origin.clone()),
        |misfits| misfits.with_origin(origin.clone()),
    ))
}

fn trial_environment(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let origin = Origin::expression(call.span);
    let instance = node(scope, call, 0)?.map(|node| scope.world.graph.instance(node));
    Ok(match instance.and_then(environment::of) {
        Some(word) => Value::string(word, origin),
        None => Value::null(Type::String, origin),
    })
}

fn same_region(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let (Some(one), Some(other)) = (node(scope, call, 0)?, node(scope, call, 1)?) else {
        return Ok(super::unknown_as(argument(call, 0)?, Type::Bool, call));
    };
    let (one, other) = (
        scope.world.graph.instance(one),
        scope.world.graph.instance(other),
    );
    let origin = Origin::expression(call.span);
    if let (None, None) = (location::own_region(one), location::own_region(other))
        && provider(one) == provider(other)
    {
        return Ok(Value::bool(true, origin));
    }
    let regions = [location::region(one), location::region(other)];
    if let [Some(one), Some(other)] = regions.each_ref().map(Value::as_str) {
        return Ok(Value::bool(one == other, origin));
    }
    // What is global has no region: it is in none of them, and none is wrong.
    let reasons = regions.iter().flat_map(Value::reasons);
    let mut reasons: Vec<Reason> = reasons.collect();
    if reasons.is_empty() {
        reasons.push(Reason::Other("a global resource has no region".into()));
    }
    Ok(Value::unknown(
        Unknown::because_all(Type::Bool, reasons),
        origin,
    ))
}

/// What the provider configuration of an instance is called in the module that has it.
fn provider(instance: &Instance) -> Option<[Option<Arc<str>>; 2]> {
    let provider = instance.meta.field("provider")?;
    let text = |name| provider.field(name).and_then(Value::as_str).cloned();
    Some(["name", "alias"].map(text))
}
