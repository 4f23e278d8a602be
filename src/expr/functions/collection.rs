//! Functions that look into one collection: its length, keys, values, elements by number.

use super::arguments::{Arguments, MOST_UNKNOWN, Refusal, wrong, wrong_argument};
use super::signature::{Function, Marks, Parameter, Want};
use crate::value::{Kind, Type, Unknown, Value};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

const LIST: Parameter = Parameter::new("list", Want::Any).marks(Marks::Shallow);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::typed(
        "element",
        &[
            LIST.unknown().untyped(),
            Parameter::new("index", Want::Number).null().unknown(),
        ],
        element_type,
        element,
    )
    .nullable(),
    Function::typed(
        "keys",
        &[Parameter::new("inputMap", Want::Any)
            .unknown()
            .marks(Marks::Shallow)],
        keys_type,
        keys,
    ),
    Function::typed(
        "length",
        &[Parameter::new("value", Want::Any)
            .unknown()
            .untyped()
            .marks(Marks::Shallow)],
        length_type,
        length,
    ),
    Function::typed("one", &[Parameter::new("list", Want::Any)], one_type, one).nullable(),
    Function::typed("reverse", &[LIST], reverse_type, reverse),
    Function::typed(
        "slice",
        &[
            LIST.unknown(),
            Parameter::new("start_index", Want::Number),
            Parameter::new("end_index", Want::Number),
        ],
        slice_type,
        slice,
    ),
    Function::typed(
        "values",
        &[Parameter::new("mapping", Want::Any).marks(Marks::Shallow)],
        values_type,
        values,
    ),
];

fn element_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let (list, index) = (arguments.value(0)?, arguments.value(1)?);
    // Terraform does not look at the index of what may be anything.
    if index.is_null() && list.ty() != Type::Any {
        return Err(wrong_argument(1, "`index` must not be null"));
    }
    match list.ty() {
        Type::Any => Ok(Type::Any),
        Type::List(element) => Ok(Type::clone(&element)),
        Type::Tuple(_) if index.is_unknown() => Ok(Type::Any),
        Type::Tuple(elements) => {
            let at = element_index(arguments, elements.len())?;
            Ok(elements.get(at).cloned().unwrap_or(Type::Any))
        }
        other => Err(wrong_argument(
            0,
            format!("elements of a {} have no numbers", other.friendly()),
        )),
    }
}

/// The index modulo the length: negative ones count from the end. Terraform 1.11 refuses those for tuples, except what means the first element.
fn element_index(arguments: &Arguments<'_>, length: usize) -> Result<usize, Refusal> {
    let index = arguments.integer(1)?;
    let length = i64::try_from(length).map_err(|_| wrong_argument(0, "the list is too long"))?;
    let on_first = index.checked_rem(length) == Some(0);
    if index < 0 && !on_first && matches!(arguments.value(0)?.ty(), Type::Tuple(_)) {
        return Err(wrong_argument(1, "the index must not be negative"));
    }
    index
        .checked_rem_euclid(length)
        .and_then(|at| usize::try_from(at).ok())
        .ok_or_else(|| wrong_argument(0, "an empty list has no elements"))
}

fn element(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if let Kind::Unknown(unknown) = arguments.value(0)?.kind() {
        return unknown_element(arguments, unknown);
    }
    if arguments.value(1)?.is_unknown() {
        return Ok(arguments.unknown_result());
    }
    let elements = arguments.sequence(0)?;
    let at = element_index(arguments, elements.len())?;
    elements
        .get(at)
        .cloned()
        .ok_or_else(|| wrong_argument(0, "an empty list has no elements"))
}

/// An element of a list that is not known. Which one it is depends on the length, but the first is the first of any list that has one.
fn unknown_element(arguments: &Arguments<'_>, unknown: &Unknown) -> Result<Value, Refusal> {
    let least = unknown.length.map_or(1, |(least, _)| least.max(1));
    let at = match &unknown.ty {
        Type::Any => None,
        _ if arguments.value(1)?.is_unknown() => None,
        Type::Tuple(elements) => Some(element_index(arguments, elements.len())?),
        _ => usize::try_from(arguments.integer(1)?)
            .ok()
            .filter(|at| *at < least),
    };
    let Some(at) = at else {
        return Ok(any_element(arguments, unknown));
    };
    let list = arguments.value(0)?.origin().clone();
    let element = unknown.element(at, &arguments.origin().after(list));
    let Kind::Unknown(unknown) = element.kind() else {
        return Ok(element);
    };
    let typed = Unknown {
        ty: arguments.result.clone(),
        ..Unknown::clone(unknown)
    };
    Ok(element.with_kind(Kind::Unknown(Arc::new(typed))))
}

/// One of the elements of a list, nobody knows which: like all of them, where they are alike.
fn any_element(arguments: &Arguments<'_>, unknown: &Unknown) -> Value {
    let alike = match unknown.members.as_deref() {
        Some([only]) => only.value.as_unknown().map(|like| (like, &only.value)),
        _ => None,
    };
    let Some((like, value)) = alike else {
        return arguments.unknown_result();
    };
    let element = Unknown {
        symbol: None,
        ty: arguments.result.clone(),
        ..Unknown::clone(like)
    };
    let origin = arguments.origin().after(value.origin().clone());
    Value::unknown(element, origin).mark_sensitive(value.is_sensitive())
}

fn keys_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    match arguments.value(0)?.ty() {
        Type::Map(_) => Ok(Type::list(Type::String)),
        Type::Object(object) => Ok(Type::Tuple(
            object.attributes.keys().map(|_| Type::String).collect(),
        )),
        _ => Err(wrong_argument(0, "a map or object is required")),
    }
}

/// The names of an object's attributes are in its type, so they are known even when the object is not.
fn keys(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    if let Type::Object(object) = value.ty() {
        arguments.spend(object.attributes.len())?;
        let names = object
            .attributes
            .keys()
            .map(|name| Value::string(name, arguments.origin()));
        return Ok(Value::tuple(names.collect(), arguments.origin()));
    }
    match value.as_fields() {
        Some(fields) => arguments.strings(fields.keys()),
        None => Ok(arguments.unknown_not_null()),
    }
}

fn length_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let has_none = |ty: &Type| matches!(ty, Type::Bool | Type::Number);
    // Not by `Value::ty`: the type of a tuple of objects is large, and all of it would be made.
    let refused = match arguments.value(0)?.kind() {
        Kind::Bool(_) | Kind::Number(_) => true,
        Kind::Null(ty) => has_none(ty),
        Kind::Unknown(unknown) => has_none(&unknown.ty),
        _ => false,
    };
    if refused {
        return Err(wrong_argument(
            0,
            "only strings, collections, tuples and objects have a length",
        ));
    }
    Ok(Type::Number)
}

fn length(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    let known = match value.kind() {
        Kind::String(text) => Some(text.graphemes(true).count()),
        // Unknown elements of a set may turn out to be the same.
        Kind::Set(..) if !value.length_reasons().is_empty() => None,
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => Some(values.len()),
        Kind::Map(_, fields) => Some(fields.len()),
        Kind::Object(object) => Some(object.fields.len()),
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Tuple(elements) => Some(elements.len()),
            Type::Object(object) => Some(object.attributes.len()),
            _ => unknown
                .length
                .and_then(|(least, most)| (Some(least) == most).then_some(least)),
        },
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => None,
    };
    Ok(match known {
        Some(length) => Value::number(length, arguments.origin()),
        None => arguments.unknown_not_null(),
    })
}

const ZERO_OR_ONE: &str = "a list, set or tuple with no or one element is required";

fn one_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    match arguments.value(0)?.ty() {
        Type::List(element) | Type::Set(element) => Ok(Type::clone(&element)),
        Type::Tuple(elements) => match &*elements {
            [] => Ok(Type::Any),
            [element] => Ok(element.clone()),
            _ => Err(wrong_argument(0, ZERO_OR_ONE)),
        },
        _ => Err(wrong_argument(0, ZERO_OR_ONE)),
    }
}

fn one(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    match arguments.sequence(0)? {
        [] => Ok(Value::null(arguments.result.clone(), arguments.origin())),
        [value] => Ok(value.clone()),
        _ if matches!(arguments.value(0)?.kind(), Kind::Set(..))
            && !arguments.value(0)?.is_wholly_known() =>
        {
            Ok(arguments.unknown_result())
        }
        _ => Err(wrong_argument(0, ZERO_OR_ONE)),
    }
}

fn reverse_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    match arguments.value(0)?.ty() {
        Type::Tuple(elements) => Ok(Type::Tuple(elements.iter().rev().cloned().collect())),
        Type::List(element) | Type::Set(element) => Ok(Type::List(element)),
        other => Err(wrong_argument(
            0,
            format!("a {} has no order to reverse", other.friendly()),
        )),
    }
}

fn reverse(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let reversed = arguments.sequence(0)?.iter().rev().cloned().collect();
    sequence_of(arguments, reversed)
}

/// A list or a tuple, whichever the result is to be.
fn sequence_of(arguments: &Arguments<'_>, values: Vec<Value>) -> Result<Value, Refusal> {
    if let Type::List(element) = &arguments.result {
        return arguments.list(Type::clone(element), values);
    }
    arguments.spend(values.len())?;
    Ok(Value::tuple(values, arguments.origin()))
}

fn slice_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let ty = arguments.value(0)?.ty();
    let length = match &ty {
        Type::Tuple(elements) => Some(elements.len()),
        Type::List(_) => arguments.value(0)?.as_sequence().map(<[Value]>::len),
        Type::Set(_) => {
            return Err(wrong_argument(
                0,
                "a set cannot be sliced, because its elements have no numbers",
            ));
        }
        _ => return Err(wrong_argument(0, "a list or tuple is required")),
    };
    let start = slice_index(arguments, 1, length)?;
    let end = slice_index(arguments, 2, length)?;
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(wrong_argument(1, "the start must not be after the end"));
    }
    Ok(match (ty, start, end) {
        (Type::Tuple(elements), Some(start), Some(end)) => {
            Type::Tuple(elements.get(start..end).unwrap_or(&[]).into())
        }
        (Type::Tuple(_), _, _) => Type::Any,
        (list, _, _) => list,
    })
}

/// A known index, checked against the length.
fn slice_index(
    arguments: &Arguments<'_>,
    number: usize,
    length: Option<usize>,
) -> Result<Option<usize>, Refusal> {
    if arguments.value(number)?.is_unknown() {
        return Ok(None);
    }
    let index = usize::try_from(arguments.integer(number)?)
        .map_err(|_| wrong_argument(number, "an index must not be negative"))?;
    if length.is_some_and(|length| index > length) {
        return Err(wrong_argument(
            number,
            "the index is greater than the length of the list",
        ));
    }
    Ok(Some(index))
}

fn slice(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if let Kind::Unknown(unknown) = arguments.value(0)?.kind() {
        return unknown_slice(arguments, unknown);
    }
    let values = arguments.sequence(0)?;
    let length = Some(values.len());
    let start = slice_index(arguments, 1, length)?.unwrap_or(0);
    let end = slice_index(arguments, 2, length)?.unwrap_or(0);
    let piece = values
        .get(start..end)
        .ok_or_else(|| wrong("the start must not be after the end"))?;
    sequence_of(arguments, piece.to_vec())
}

/// A piece of a list that is not known: either it is refused, or it has this many elements. Terraform would leave even that open, which makes nothing of
/// `slice(data.aws_availability_zones.available.names, 0, 3)` known, although each apply has three.
fn unknown_slice(arguments: &Arguments<'_>, unknown: &Unknown) -> Result<Value, Refusal> {
    let start = slice_index(arguments, 1, None)?.unwrap_or(0);
    let end = slice_index(arguments, 2, None)?.unwrap_or(0);
    let (Type::List(_), true) = (&unknown.ty, end - start <= MOST_UNKNOWN) else {
        return Ok(arguments.unknown_result());
    };
    arguments.allocate((end - start) * size_of::<Value>())?;
    let origin = arguments.value(0)?.origin();
    let elements = (start..end).map(|index| unknown.element(index, origin));
    sequence_of(arguments, elements.collect())
}

fn values_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    match arguments.value(0)?.ty() {
        Type::Map(element) => Ok(Type::List(element)),
        Type::Object(object) => Ok(Type::Tuple(object.attributes.values().cloned().collect())),
        _ => Err(wrong_argument(0, "a map or object is required")),
    }
}

fn values(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let values = arguments.fields(0)?.values().cloned().collect();
    sequence_of(arguments, values)
}
