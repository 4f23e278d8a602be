//! Conversion between types, and the marks of sensitive and ephemeral values.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::signature::{Function, Marks, Parameter, Returns, Want};
use super::support;
use crate::value::{Type, Unknown, Value};

/// Converting functions take anything and leave the marks of elements where they are.
const ANYTHING: Parameter = Parameter::new("v", Want::Any)
    .null()
    .unknown()
    .untyped()
    .marks(Marks::Shallow);

const VALUE: Parameter = Parameter::new("value", Want::Any)
    .null()
    .unknown()
    .untyped()
    .marks(Marks::Keep);

pub(super) const FUNCTIONS: &[Function] = &[
    // No value here is ephemeral: Terraform's ephemeral resources have only unknown ones.
    Function::new("ephemeralasnull", &[VALUE], Want::Any, pass),
    Function::new("issensitive", &[VALUE], Want::Bool, is_sensitive),
    Function::new("nonsensitive", &[VALUE], Want::Any, |arguments| {
        Ok(pass(arguments)?.without_mark())
    }),
    Function::new("sensitive", &[VALUE], Want::Any, |arguments| {
        Ok(pass(arguments)?.mark_sensitive(true))
    }),
    converter("tobool", Want::Bool),
    converter("tolist", Want::ListOfAny),
    converter("tomap", Want::MapOfAny),
    converter("tonumber", Want::Number),
    converter("toset", Want::SetOfAny),
    converter("tostring", Want::String),
];

const fn converter(name: &'static str, want: Want) -> Function {
    Function {
        name,
        parameters: &[ANYTHING],
        variadic: None,
        returns: Returns::Always(want),
        nullable: true,
        run: convert,
    }
}

fn pass(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    Ok(arguments.value(0)?.clone())
}

fn is_sensitive(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    if value.is_unknown() && !value.is_sensitive() {
        // It may turn out to be, when the provider says so.
        return Ok(arguments.unknown(Type::Bool));
    }
    Ok(arguments.bool(value.is_sensitive()))
}

fn convert(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    if let Some(elements) = value.as_sequence() {
        arguments.spend(elements.len())?;
    }
    let converted =
        support::convert(value, &arguments.result).map_err(|message| wrong_argument(0, message))?;
    // What is unknown of unknown type has at least the type that was asked for.
    if converted
        .as_unknown()
        .is_some_and(|unknown| unknown.ty == Type::Any)
    {
        let mut unknown = Unknown::because_all(arguments.result.clone(), converted.reasons());
        if matches!(arguments.result, Type::List(_) | Type::Set(_)) {
            unknown.members = converted
                .as_unknown()
                .and_then(|before| before.members.clone());
        }
        return Ok(Value::unknown(unknown, converted.origin().clone()));
    }
    Ok(converted)
}
