//! `aws::json`: JSON in attributes that is no policy, with the places of its pieces.

use super::Arguments;
use crate::aws::iam;
use crate::value::{Reason, Type, Unknown, Value};

pub(super) fn json(call: &Arguments<'_>) -> Result<Value, String> {
    let text = call.value(0)?;
    if text.is_null() {
        return Ok(call.null());
    }
    Ok(match iam::decode(text, call.sources) {
        Ok(value) => value,
        Err(malformed) => {
            let message = malformed.message.into();
            let unknown = Unknown::because(Type::Any, Reason::Mistake { message });
            Value::unknown(unknown, malformed.origin)
        }
    })
}
