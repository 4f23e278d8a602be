//! The one way into every function: counts and converts arguments, refuses nulls, and carries unknowns and sensitive marks over to the result.
//!
//! The order of the checks is that of `function.Call` in Terraform's value library, so that the same mistake is found first.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Marks, Parameter, Returns};
use super::support;
use crate::expr::{Call, CallError};
use crate::value::{Kind, Type, Unknown, Value};

/// Calls the function.
pub(super) fn invoke(function: &Function, call: &Call<'_>) -> Result<Value, CallError> {
    let mut sensitive = false;
    match attempt(function, call, &mut sensitive) {
        Ok(value) => Ok(value.mark_sensitive(sensitive)),
        // A message may quote an argument.
        Err(Refusal::Error(error)) if sensitive => Err(CallError {
            message: "a sensitive value is not valid here".to_owned(),
            ..error
        }),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Unknown(reason)) => {
            let ty = match function.returns {
                Returns::Always(want) => want.ty(),
                Returns::From(_) => Type::Any,
            };
            let origin = crate::value::Origin::expression(call.span);
            Ok(Value::unknown(Unknown::because(ty, reason), origin).mark_sensitive(sensitive))
        }
    }
}

fn attempt(function: &Function, call: &Call<'_>, sensitive: &mut bool) -> Result<Value, Refusal> {
    call.context.budget.spend(1)?;
    // Marks, types and unknowns are looked for in all of an argument.
    for argument in call.arguments {
        call.context.budget.walk(argument)?;
    }
    check_count(function, call.arguments.len())?;
    let mut arguments = Arguments {
        call,
        values: Vec::with_capacity(call.arguments.len()),
        result: Type::Any,
        nullable: function.nullable,
    };
    // Terraform converts all arguments before it looks at any of them.
    for (index, value) in call.arguments.iter().enumerate() {
        arguments
            .values
            .push(converted(function, index, value, call)?);
    }
    let mut untyped = false;
    let mut unknown = false;
    for (index, value) in arguments.values.iter_mut().enumerate() {
        let Some(parameter) = function.parameter(index) else {
            continue;
        };
        // What follows an argument of unknown type is not looked at.
        if value.is_null() && !parameter.null && !untyped {
            return Err(wrong_argument(
                index,
                format!("`{}` must not be null", parameter.name),
            ));
        }
        *sensitive |= take_marks(value, parameter.marks);
        unknown |= value.is_unknown() && !parameter.unknown;
        untyped |= !parameter.untyped && is_untyped(value);
    }
    if untyped {
        return Ok(arguments.unknown(Type::Any));
    }
    arguments.result = match function.returns {
        Returns::Always(want) => want.ty(),
        Returns::From(find) => find(&arguments)?,
    };
    if unknown {
        return Ok(arguments.unknown_result());
    }
    let result = (function.run)(&arguments)?;
    arguments.allocate(result.children().count() * size_of::<Value>())?;
    Ok(traced(function, &arguments, result))
}

/// Lets the texts that are made of an argument come from where it comes from.
fn traced(function: &Function, arguments: &Arguments<'_>, result: Value) -> Value {
    let mut numbers = 0..arguments.len();
    let source = numbers.find(|&number| {
        let parameter = function.parameter(number);
        parameter.is_some_and(|parameter| parameter.source)
    });
    let Some(source) = source.and_then(|number| arguments.get(number)) else {
        return result;
    };
    let origin = arguments.origin().after(source.origin().clone());
    match result.kind() {
        Kind::String(_) if result.origin().from.is_none() => result.with_origin(origin),
        Kind::List(Type::String, texts) => {
            let texts = texts.iter();
            let texts = texts.map(|text| text.clone().with_origin(origin.clone()));
            let texts = Kind::List(Type::String, texts.collect());
            result.with_kind(texts).with_origin(origin)
        }
        _ => result,
    }
}

fn is_untyped(value: &Value) -> bool {
    value
        .as_unknown()
        .is_some_and(|unknown| unknown.ty == Type::Any)
}

fn check_count(function: &Function, given: usize) -> Result<(), Refusal> {
    let wanted = function.parameters.len();
    let plural = if wanted == 1 { "" } else { "s" };
    if let Some(missing) = function.parameters.get(given) {
        let least = if function.variadic.is_some() {
            "at least "
        } else {
            ""
        };
        return Err(wrong(format!(
            "takes {least}{wanted} argument{plural}, but {given} {are} given: `{name}` is missing",
            are = if given == 1 { "is" } else { "are" },
            name = missing.name
        )));
    }
    if given > wanted && function.variadic.is_none() {
        return Err(wrong(format!(
            "takes {wanted} argument{plural}, but {given} are given"
        )));
    }
    Ok(())
}

fn converted(
    function: &Function,
    index: usize,
    value: &Value,
    call: &Call<'_>,
) -> Result<Value, Refusal> {
    let parameter: Option<&Parameter> = function.parameter(index);
    let Some(want) = parameter.map(|parameter| parameter.want.ty()) else {
        return Ok(value.clone());
    };
    if want == Type::Any || value.ty() == want {
        return Ok(value.clone());
    }
    if value.size() > 1 {
        call.context.budget.copy(value)?;
    }
    support::convert(value, &want).map_err(|message| {
        let name = parameter.map_or("", |parameter| parameter.name);
        wrong_argument(index, format!("`{name}`: {message}"))
    })
}

/// Takes the marks off that the wrapper carries to the result; tells whether there were any.
fn take_marks(value: &mut Value, marks: Marks) -> bool {
    match marks {
        Marks::Keep => false,
        Marks::Shallow | Marks::ShallowUnlessNull => {
            let marked = value.is_sensitive();
            if marked {
                *value = value.clone().without_mark();
            }
            marked && !(value.is_null() && marks == Marks::ShallowUnlessNull)
        }
        Marks::Deep => {
            let marked = value.contains_sensitive();
            if marked {
                *value = support::without_marks(value);
            }
            marked
        }
    }
}
