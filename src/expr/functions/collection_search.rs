//! Functions that look for an element, or choose among values: by key, by equality, the first that is not empty.
//!
//! Equality with an unknown is open: a search gives an answer only when no unknown could change it.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Marks, Parameter, Want};
use super::support;
use crate::value::{Part, Type, Value};

const VALUES: Parameter = Parameter::new("vals", Want::Any).null().unknown().untyped();
/// What is known of the elements of an unknown list may decide.
const BOOLS: Parameter = Parameter::new("list", Want::ListOfBool).unknown().untyped();
const LIKELY_LIST: Parameter = Parameter::new("list", Want::Any).unknown().untyped();
const ANY_LIST: Parameter = Parameter::new("list", Want::Any);
/// An unknown equals itself, so that a search for it may have an answer.
const VALUE: Parameter = Parameter::new("value", Want::Any).unknown();

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("alltrue", &[BOOLS], Want::Bool, all_true),
    Function::new("anytrue", &[BOOLS], Want::Bool, any_true),
    Function::typed("coalesce", &[], coalesce_type, coalesce).variadic(VALUES),
    Function::typed("coalescelist", &[], coalesce_list_type, coalesce_list).variadic(VALUES),
    Function::new("contains", &[LIKELY_LIST, VALUE], Want::Bool, contains),
    Function::new("index", &[ANY_LIST, VALUE], Want::Number, index),
    Function::typed(
        "lookup",
        &[
            Parameter::new("inputMap", Want::Any)
                .unknown()
                .marks(Marks::Shallow),
            Parameter::new("key", Want::String).unknown(),
        ],
        lookup_type,
        lookup,
    )
    .nullable()
    .variadic(
        Parameter::new("default", Want::Any)
            .null()
            .unknown()
            .untyped()
            .marks(Marks::Keep),
    ),
    Function::typed(
        "matchkeys",
        &[
            Parameter::new("values", Want::ListOfAny),
            Parameter::new("keys", Want::ListOfAny),
            Parameter::new("searchset", Want::ListOfAny),
        ],
        match_keys_type,
        match_keys,
    ),
];

fn all_true(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    // A null is not true.
    let is_false = |value: &Value| value.is_null() || value.as_bool() == Some(false);
    let found = first_such(arguments, |value| {
        (!value.is_unknown()).then(|| is_false(value))
    })?;
    Ok(match found {
        Some(found) => arguments.bool(!found),
        None => arguments.unknown_not_null(),
    })
}

fn any_true(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let found = first_such(arguments, |value| {
        (!value.is_unknown()).then(|| value.as_bool() == Some(true))
    })?;
    Ok(match found {
        Some(found) => arguments.bool(found),
        None => arguments.unknown_not_null(),
    })
}

/// Whether the list of the first argument has an element that `is_such`, which says nothing of what it cannot know. `None`: not known.
fn first_such(
    arguments: &Arguments<'_>,
    is_such: impl Fn(&Value) -> Option<bool>,
) -> Result<Option<bool>, Refusal> {
    let list = arguments.value(0)?;
    let Some(members) = list.members() else {
        return if list.is_unknown() {
            Ok(None)
        } else {
            Err(wrong_argument(0, "a list, set or tuple is required"))
        };
    };
    arguments.spend(members.len())?;
    let mut open = false;
    for (value, certain) in members {
        match is_such(value) {
            Some(true) if certain => return Ok(Some(true)),
            Some(false) => {}
            _ => open = true,
        }
    }
    Ok((!open).then_some(false))
}

fn coalesce_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let types: Vec<Type> = arguments.values.iter().map(Value::ty).collect();
    support::unify(&types).ok_or_else(|| wrong("the arguments must have one type in common"))
}

/// The first argument that is neither null nor the empty string.
fn coalesce(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    for (number, value) in arguments.values.iter().enumerate() {
        if value.is_null() {
            continue;
        }
        let value = support::convert(value, &arguments.result)
            .map_err(|message| wrong_argument(number, message))?;
        if value.is_unknown() {
            return Ok(if certainly_chosen(&value) {
                value
            } else {
                arguments.unknown_not_null()
            });
        }
        if !value.is_null() && value.as_str().is_none_or(|text| !text.is_empty()) {
            return Ok(value);
        }
    }
    Err(wrong("all arguments are null or empty strings"))
}

/// Whether an unknown is neither null nor an empty string, whatever it turns out to be.
fn certainly_chosen(value: &Value) -> bool {
    let Some(unknown) = value.as_unknown() else {
        return false;
    };
    match &unknown.ty {
        Type::Any => false,
        Type::String => unknown
            .parts
            .iter()
            .flat_map(|parts| parts.iter())
            .any(|part| matches!(part, Part::Text(_) | Part::Json(_))),
        _ => unknown.not_null,
    }
}

fn coalesce_list_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    if arguments.len() == 0 {
        return Err(wrong("at least one argument is required"));
    }
    let mut result: Option<Type> = None;
    for (number, value) in arguments.values.iter().enumerate() {
        if value.is_unknown() {
            return Ok(Type::Any);
        }
        let ty = value.ty();
        if !matches!(ty, Type::List(_) | Type::Tuple(_)) {
            return Err(wrong_argument(number, "a list or tuple is required"));
        }
        match &result {
            Some(before) if *before != ty => return Ok(Type::Any),
            _ => result = Some(ty),
        }
    }
    Ok(result.unwrap_or(Type::Any))
}

fn coalesce_list(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    for value in &arguments.values {
        if value.is_unknown() {
            return Ok(arguments.unknown_not_null());
        }
        if value.as_sequence().is_some_and(|values| !values.is_empty()) {
            return Ok(value.clone());
        }
    }
    Err(wrong("all arguments are null or empty"))
}

fn contains(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let wanted = arguments.value(1)?;
    let found = first_such(arguments, |value| support::equal(value, wanted))?;
    Ok(match found {
        Some(found) => arguments.bool(found),
        None => arguments.unknown_not_null(),
    })
}

fn index(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if matches!(arguments.value(0)?.ty(), Type::Set(_)) {
        return Err(wrong_argument(0, "a list or tuple is required"));
    }
    let wanted = arguments.value(1)?;
    let values = arguments.sequence(0)?;
    arguments.spend(values.len())?;
    for (at, value) in values.iter().enumerate() {
        match support::equal(value, wanted) {
            Some(true) => return Ok(Value::number(at, arguments.origin())),
            Some(false) => {}
            None => return Ok(arguments.unknown_not_null()),
        }
    }
    Err(wrong("the list has no such element"))
}

fn lookup_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    if arguments.len() > 3 {
        return Err(wrong_argument(
            3,
            format!(
                "takes two or three arguments, but {} are given",
                arguments.len()
            ),
        ));
    }
    match arguments.value(0)?.ty() {
        Type::Object(object) => {
            let Some(key) = arguments.value(1)?.as_str() else {
                return Ok(Type::Any);
            };
            match (object.attributes.get(key), arguments.get(2)) {
                (Some(ty), _) => Ok(ty.clone()),
                (None, Some(default)) => Ok(default.ty()),
                (None, None) => Err(no_such_key(key)),
            }
        }
        Type::Map(element) => {
            if let Some(default) = arguments.get(2) {
                support::convert(default, &element).map_err(|_| {
                    wrong_argument(2, format!("the default must be a {}", element.friendly()))
                })?;
            }
            Ok(Type::clone(&element))
        }
        _ => Err(wrong_argument(0, "a map or object is required")),
    }
}

fn no_such_key(key: &str) -> Refusal {
    wrong_argument(1, format!("there is no element `{key}`, and no default"))
}

fn lookup(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let (Some(fields), Some(key)) = (
        arguments.value(0)?.as_fields(),
        arguments.value(1)?.as_str(),
    ) else {
        return Ok(arguments.unknown_result());
    };
    if let Some(found) = fields.get(key) {
        return Ok(found.clone());
    }
    let default = arguments.get(2).ok_or_else(|| no_such_key(key))?;
    support::convert(default, &arguments.result).map_err(|message| wrong_argument(2, message))
}

fn match_keys_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    key_type(arguments)?;
    Ok(arguments.value(0)?.ty())
}

/// The type in which keys are compared.
fn key_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    support::unify(&[arguments.value(1)?.ty(), arguments.value(2)?.ty()])
        .ok_or_else(|| wrong("the keys and the search set must have one type in common"))
}

fn match_keys(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let values = arguments.sequence(0)?;
    if values.len() != arguments.sequence(1)?.len() {
        return Err(wrong("there must be as many keys as values"));
    }
    let ty = key_type(arguments)?;
    let convert = |number: usize| {
        support::convert(arguments.value(number)?, &ty)
            .map_err(|message| wrong_argument(number, message))
    };
    let (keys, wanted) = (convert(1)?, convert(2)?);
    let keys = keys.as_sequence().unwrap_or(&[]);
    let wanted = wanted.as_sequence().unwrap_or(&[]);
    let element = arguments.result.element().cloned().unwrap_or(Type::Any);
    if wanted.is_empty() {
        return arguments.list(element, Vec::new());
    }
    arguments.spend(keys.len().saturating_mul(wanted.len()))?;
    let mut found = Vec::new();
    for (value, key) in values.iter().zip(keys) {
        let mut open = false;
        let mut chosen = false;
        for candidate in wanted {
            match support::equal(key, candidate) {
                Some(true) => chosen = true,
                Some(false) => {}
                None => open = true,
            }
        }
        if chosen {
            found.push(value.clone());
        } else if open {
            return Ok(arguments.unknown_not_null());
        }
    }
    arguments.list(element, found)
}
