//! Conversion to declared types, with the mistake put at the value's own place.

use super::report::unknown_mistake;
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Type, Value, convert};

/// The value converted to a type; or, with the problem to report, an unknown of that type.
pub(super) fn coerce(
    value: &Value,
    ty: &Type,
    what: &str,
    place: Span,
) -> (Value, Option<Problem>) {
    match convert::convert(value, ty) {
        Ok(converted) => (converted, None),
        Err(message) => {
            let message = format!("invalid value for {what}: {message}");
            let unknown = unknown_mistake(ty.clone(), &message, value.origin().clone());
            (unknown, Some(Problem::error(place, message)))
        }
    }
}
