//! Whether a value is among those that another may turn out to be. Included by the target of the evaluator.

use groundrules::value::convert::convert;
use groundrules::value::{Kind, Type, Value, equal};

/// Whether `known` is among the values that `open` may turn out to be. What is unknown on both sides says nothing.
pub fn covers(open: &Value, known: &Value) -> bool {
    if known.is_unknown() {
        return true;
    }
    match open.kind() {
        Kind::Unknown(_) => fits(open, known),
        // Which members a set has depends on those that are unknown.
        Kind::Set(..) if !open.is_wholly_known() || !known.is_wholly_known() => true,
        Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) => {
            match (open.as_sequence(), known.as_sequence()) {
                (Some(open), Some(known)) => {
                    open.len() == known.len()
                        && open.iter().zip(known).all(|(open, known)| covers(open, known))
                }
                _ => false,
            }
        }
        Kind::Map(..) | Kind::Object(_) => match (open.as_fields(), known.as_fields()) {
            (Some(open), Some(known)) => {
                open.keys().eq(known.keys())
                    && open.values().zip(known.values()).all(|(open, known)| covers(open, known))
            }
            _ => false,
        },
        Kind::Null(_) => known.is_null(),
        // As in HCL, a conditional does not convert its result as long as the type of the other branch is unknown.
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {
            let text = |value: &Value| convert(value, &Type::String).ok();
            text(open)
                .zip(text(known))
                .is_some_and(|(open, known)| equal(&open, &known) == Some(true))
        }
    }
}

/// Whether a known value is as is known of the unknown one.
fn fits(open: &Value, known: &Value) -> bool {
    let Some(unknown) = open.as_unknown() else { return true };
    let text = known.as_str().is_none_or(|text| {
        text.starts_with(unknown.prefix())
            && text.ends_with(unknown.suffix())
            && text.len() >= unknown.prefix().len()
    });
    let count = known.as_sequence().map(<[Value]>::len);
    let count = count.or_else(|| known.as_fields().map(|fields| fields.len()));
    let length = count.zip(unknown.length).is_none_or(|(count, (least, most))| {
        count >= least && most.is_none_or(|most| count <= most)
    });
    text && length && !(unknown.not_null && known.is_null())
}
