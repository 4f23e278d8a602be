//! Calls that the configuration has from elsewhere: functions of providers, and of `OpenTofu` alone. Their results are unknown.
//!
//! <https://developer.hashicorp.com/terraform/language/functions#provider-defined-functions>

use super::module::Module;
use crate::expr::{Call, CallError};
use crate::value::{Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

/// The functions that `OpenTofu` has and Terraform 1.11 has not: <https://opentofu.org/docs/language/functions/>.
const OPENTOFU: [&str; 3] = ["base64gunzip", "cidrcontains", "urldecode"];

/// The result of a call of a function that is not one of the language; `None`: nobody has such a function.
pub(super) fn call(module: &Module, call: &Call<'_>) -> Option<Result<Value, CallError>> {
    if OPENTOFU.contains(&call.name) {
        return Some(Ok(unknown(call, "is a function of OpenTofu")));
    }
    let provider = call.name.strip_prefix("provider::")?.split("::").next()?;
    let required = module
        .requirements
        .iter()
        .any(|requirement| requirement.provider.as_deref() == Some(provider));
    Some(if required {
        Ok(unknown(call, "is a function of a provider"))
    } else {
        Err(CallError::new(format!(
            "the provider `{provider}` is not in `required_providers` of this module"
        )))
    })
}

fn unknown(call: &Call<'_>, why: &str) -> Value {
    let reason = Reason::Function {
        name: Arc::from(call.name),
        why: Arc::from(why),
    };
    Value::unknown(
        Unknown::because(Type::Any, reason),
        Origin::expression(call.span),
    )
}
