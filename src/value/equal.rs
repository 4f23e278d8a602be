//! Whether two values are equal, as `==` has it: yes, no, or not known before apply.

use super::{Kind, Number, Part, Type, Unknown, Value};

/// Equality of any two values; `None` when it is not known. Marks and origins do not count.
///
/// Values of different types are different (`"1" != 1`, `[] != tolist([])`), except that nulls of all types are equal.
/// An unknown equals the unknown with the same symbol, and differs from what its refinements exclude.
pub fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left.kind(), right.kind()) {
        (Kind::Unknown(left), Kind::Unknown(right)) => unknowns(left, right),
        (Kind::Unknown(unknown), _) => unknown_and_known(unknown, right),
        (_, Kind::Unknown(unknown)) => unknown_and_known(unknown, left),
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        (Kind::Bool(left), Kind::Bool(right)) => Some(left == right),
        (Kind::Number(left), Kind::Number(right)) => Some(Number::eq(left, right)),
        (Kind::String(left), Kind::String(right)) => Some(left == right),
        (Kind::List(left_type, _), Kind::List(right_type, _))
        | (Kind::Set(left_type, _), Kind::Set(right_type, _))
        | (Kind::Map(left_type, _), Kind::Map(right_type, _))
            if left_type != right_type
                && settled(left, left_type)
                && settled(right, right_type) =>
        {
            Some(false)
        }
        (Kind::List(_, left), Kind::List(_, right)) | (Kind::Tuple(left), Kind::Tuple(right)) => {
            sequences(left, right)
        }
        (Kind::Set(_, left_elements), Kind::Set(_, right_elements)) => {
            sets(left, right, left_elements, right_elements)
        }
        (Kind::Map(_, left), Kind::Map(_, right)) => fields(left, right),
        (Kind::Object(left), Kind::Object(right)) => fields(&left.fields, &right.fields),
        _ => Some(false),
    }
}

/// Whether nothing that is still unknown can change the type of the elements.
fn settled(collection: &Value, element: &Type) -> bool {
    !element.has_any() || collection.is_wholly_known()
}

/// Known sets are in the same order, so that equal ones are equal element by element; an unknown element may be equal to any other.
fn sets(
    left: &Value,
    right: &Value,
    left_elements: &[Value],
    right_elements: &[Value],
) -> Option<bool> {
    if left.is_wholly_known() && right.is_wholly_known() {
        return sequences(left_elements, right_elements);
    }
    sequences(left_elements, right_elements).filter(|&same| same)
}

/// All of several answers: one `no` decides, otherwise one unknown leaves it open.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

fn sequences(left: &[Value], right: &[Value]) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    all(left
        .iter()
        .zip(right)
        .map(|(left, right)| equal(left, right)))
}

fn fields(left: &super::Fields, right: &super::Fields) -> Option<bool> {
    if !left.keys().eq(right.keys()) {
        return Some(false);
    }
    all(left
        .values()
        .zip(right.values())
        .map(|(left, right)| equal(left, right)))
}

fn unknowns(left: &Unknown, right: &Unknown) -> Option<bool> {
    if left.symbol.is_some() && left.symbol == right.symbol {
        return Some(true);
    }
    if left.not_null && right.not_null && never_same_type(&left.ty, &right.ty) {
        return Some(false);
    }
    let (left_prefix, right_prefix) = (left.prefix(), right.prefix());
    if !left_prefix.starts_with(right_prefix) && !right_prefix.starts_with(left_prefix) {
        return Some(false);
    }
    match (&left.parts, &right.parts) {
        (Some(left), Some(right)) if same_parts(left, right) => Some(true),
        _ => None,
    }
}

/// Whether two partly known strings are made of the same pieces.
fn same_parts(left: &[Part], right: &[Part]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|pair| match pair {
            (Part::Text(left), Part::Text(right)) => left == right,
            (Part::String(left), Part::String(right)) | (Part::Json(left), Part::Json(right)) => {
                equal(left, right) == Some(true)
            }
            _ => false,
        })
}

fn never_same_type(left: &Type, right: &Type) -> bool {
    left != right && !left.has_any() && !right.has_any()
}

fn unknown_and_known(unknown: &Unknown, known: &Value) -> Option<bool> {
    let excluded = match known.kind() {
        Kind::Null(_) => unknown.not_null,
        Kind::String(text) => {
            never_same_type(&unknown.ty, &Type::String)
                || !text.starts_with(unknown.prefix())
                || !text.ends_with(unknown.suffix())
        }
        Kind::Bool(_) => never_same_type(&unknown.ty, &Type::Bool),
        Kind::Number(_) => never_same_type(&unknown.ty, &Type::Number),
        _ => {
            let count = known.children().count();
            let (least, most) = unknown.length.unwrap_or((0, None));
            count < least
                || most.is_some_and(|most| count > most)
                || never_same_type(&unknown.ty, &known.ty())
                // The type of an empty `tolist([])` is open, and yet another one than `list(string)`.
                || (!unknown.ty.has_any()
                    && unknown.ty != known.ty()
                    && matches!(known.kind(), Kind::List(..) | Kind::Set(..) | Kind::Map(..))
                    && known.is_wholly_known())
        }
    };
    excluded.then_some(false)
}
