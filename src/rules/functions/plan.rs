//! `tf::plan`, the plan that is checked, if it is one, and `tf::changed`, what one of its changes changes.

use super::{RuleFunction, Run, argument};
use crate::expr::{Call, CallError};
use crate::plan::{at_paths, differences};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Type, Value};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "tf::changed",
        signature: "(before, after[, paths])",
        documentation: "The attributes that differ between two values, or those at `paths` (such as `change.replace_paths`), differing or not: objects with `path` (`storage[0].size`), \
                        `name` (its first part), `before`, `after`, `known` (whether all of `after` is) and `words`, such as `` `engine_version`: \"14\" → \"15\" ``, in which what is sensitive or unknown is masked. \
                        Blocks are compared part by part where there are as many of them. What is known after the apply alone is unknown, and differs, unless it was null.",
        arguments: (2, 3),
        run: Run::Here(changed),
    },
    RuleFunction {
        name: "tf::plan",
        signature: "()",
        documentation: "The plan that is checked, as an object; null where a configuration is checked. `changes` are objects with `address`, `type`, `name`, `module`, \
                    `action` (`create`, `update`, `replace`, `delete`, `forget`, `no-op`, `drift`), `before`, `after`, `reason`, `replace_paths`, `create_first`, `previous_address`, `deposed`, \
                    `importing` and `holds_data` (data goes with the instance); `complete` and `errored` are Terraform's; `deferred` (objects with `address` and `reason`) is what it left for a later plan, \
                    `failed_checks` (objects with `address` and `message`) what its own checks found.",
        arguments: (0, 0),
        run: Run::Here(plan),
    },
];

fn changed(_scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let (before, after) = (argument(call, 0)?, argument(call, 1)?);
    let found = match call.arguments.get(2) {
        None => differences(before, after),
        Some(paths) => {
            let paths = paths.as_sequence().unwrap_or_default().iter();
            let paths = paths.filter_map(|path| path.as_str().map(AsRef::as_ref));
            at_paths(before, after, paths)
        }
    };
    let origin = Origin::expression(call.span);
    let found = found.into_iter().map(|difference| {
        let name = difference.path.split(['.', '[']).next().unwrap_or("");
        let text = |text: &str| Value::string(text, origin.clone());
        let fields = [
            ("path", text(&difference.path)),
            ("name", text(name)),
            ("words", text(&difference.words())),
            (
                "known",
                Value::bool(difference.after.is_wholly_known(), origin.clone()),
            ),
            ("before", difference.before.clone()),
            ("after", difference.after.clone()),
        ];
        let fields = fields.map(|(name, value)| (Arc::from(name), value));
        Value::object(fields.into_iter().collect(), origin.clone())
    });
    Ok(Value::tuple(found.collect(), origin.clone()))
}

#[expect(clippy::unnecessary_wraps, reason = "functions of rules may fail")]
fn plan(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    Ok(match scope.world.planned {
        Some(planned) => planned.object().clone(),
        None => Value::null(Type::Any, Origin::expression(call.span)),
    })
}
