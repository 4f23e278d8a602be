//! (being written) Terraform's built-in functions.
use super::{Call, CallError};
use crate::value::Value;

/// Calls a built-in function of Terraform; `None`: there is no function of this name. `try`, `can` and other forms that see unevaluated arguments are the evaluator's.
pub fn call(_call: &Call<'_>) -> Option<Result<Value, CallError>> {
    None
}

/// The names of all built-in functions, sorted.
pub fn names() -> &'static [&'static str] {
    &[]
}
