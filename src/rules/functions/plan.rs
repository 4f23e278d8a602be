//! `tf::plan`: the plan that is checked, if it is one.

use super::{RuleFunction, Run};
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Type, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[RuleFunction {
    name: "tf::plan",
    signature: "()",
    documentation: "The plan that is checked, as an object; null where a configuration is checked. `changes` are objects with `address`, `type`, `name`, `module`, \
                    `action` (`create`, `update`, `replace`, `delete`, `forget`, `no-op`, `drift`), `before`, `after`, `reason`, `replace_paths`, `create_first`, `previous_address`, `deposed` \
                    and `importing`; `complete` and `errored` are Terraform's; `deferred` (objects with `address` and `reason`) is what it left for a later plan, \
                    `failed_checks` (objects with `address` and `message`) what its own checks found.",
    arguments: (0, 0),
    run: Run::Here(plan),
}];

#[expect(clippy::unnecessary_wraps, reason = "functions of rules may fail")]
fn plan(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    Ok(match scope.world.planned {
        Some(planned) => planned.object().clone(),
        None => Value::null(Type::Any, Origin::expression(call.span)),
    })
}
