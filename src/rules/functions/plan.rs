//! `tf::plan`, the plan that is checked, if it is one, and `tf::changed`, what one of its changes changes.

use super::{RuleFunction, Run, argument};
use crate::expr::{Call, CallError};
use crate::plan::{at_paths, differences, likely_moves};
use crate::rules::scope::RuleScope;
use crate::value::{Number, Origin, Type, Value};
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
        name: "tf::changes",
        signature: "(actions[, types])",
        documentation: "The changes of the plan that have one of the `actions`, and are on one of the `types`, as a list of objects as `changes` of `tf::plan` has them; \
                        empty where a configuration is checked.",
        arguments: (1, 2),
        run: Run::Here(changes),
    },
    RuleFunction {
        name: "tf::moves",
        signature: "(alike, ignored)",
        documentation: "The pairs of an instance that the plan destroys and one that it creates which are likely one thing under two addresses, as objects with `from` and `to` (addresses) and \
                        `after` (what is created). They are of one type, and `alike` percent of the settings that are known of both are the same, or they are of one block with another key; settings \
                        with the names `ignored` are passed over. Each destroyed one stands with the one that is most like it, and none in two pairs. Empty where a configuration is checked.",
        arguments: (2, 2),
        run: Run::Here(moves),
    },
    RuleFunction {
        name: "tf::plan",
        signature: "()",
        documentation: "The plan that is checked, as an object; null where a configuration is checked. `changes` are objects with `address`, `type`, `name`, `module`, \
                    `action` (`create`, `update`, `replace`, `delete`, `forget`, `no-op`, `drift`), `before`, `after`, `reason`, `replace_paths`, `create_first`, `previous_address`, `deposed`, \
                    `importing` and `holds_data` (data goes with the instance); `changes` of a large plan are many: `tf::changes` gives those that matter. `existing` is how many managed instances there are before it; `complete` and `errored` are Terraform's; `deferred` (objects with `address` and `reason`) is what it left for a later plan, \
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

fn moves(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let alike = argument(call, 0)?.as_number().and_then(Number::as_u64);
    let alike = alike.and_then(|alike| u8::try_from(alike).ok());
    let alike = alike.ok_or_else(|| CallError::argument(0, "is no percentage".to_owned()))?;
    let ignored = argument(call, 1)?.as_sequence().unwrap_or_default();
    let ignored: Vec<&str> = ignored
        .iter()
        .filter_map(|name| Some(&**name.as_str()?))
        .collect();
    let origin = Origin::expression(call.span);
    let changes = scope
        .world
        .planned
        .map_or(&[][..], |planned| &planned.changes);
    let found = likely_moves(changes, alike, &ignored)
        .into_iter()
        .map(|one| {
            let fields = [
                ("from", Value::string(&*one.from.address, origin.clone())),
                ("to", Value::string(&*one.to.address, origin.clone())),
                ("after", one.to.after.get()),
            ];
            let fields = fields.map(|(name, value)| (Arc::from(name), value));
            Value::object(fields.into_iter().collect(), origin.clone())
        });
    Ok(Value::tuple(found.collect(), origin.clone()))
}

fn changes(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let words = |index: usize| {
        let words = argument(call, index)?.as_sequence().unwrap_or_default();
        let words = words.iter().map(|word| word.as_str().cloned());
        let words: Option<Vec<Arc<str>>> = words.collect();
        words.ok_or_else(|| CallError::argument(index, "must be a list of texts"))
    };
    let actions = words(0)?;
    let types = (call.arguments.len() > 1).then(|| words(1)).transpose()?;
    Ok(match scope.world.planned {
        Some(planned) => planned.chosen(&actions, types.as_deref()),
        None => Value::tuple(Vec::new(), Origin::expression(call.span)),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "functions of rules may fail")]
fn plan(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    Ok(match scope.world.planned {
        // A rule that never speaks of all changes does not pay for them.
        Some(planned) => planned.object(scope.rule.ast.source().text().contains(".changes")),
        None => Value::null(Type::Any, Origin::expression(call.span)),
    })
}
