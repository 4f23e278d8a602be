//! Functions between strings and lists of strings: splitting, joining, sorting, dropping the empty.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::parts::Text;
use super::signature::{Function, Parameter, Want};
use crate::value::{Type, Value};

const LIST: Parameter = Parameter::new("list", Want::ListOfString);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("compact", &[LIST], Want::ListOfString, compact),
    Function::new(
        "join",
        &[Parameter::new("separator", Want::String)],
        Want::String,
        join,
    )
    .variadic(Parameter::new("lists", Want::ListOfString)),
    Function::new("sort", &[LIST.unknown()], Want::ListOfString, sort),
    Function::new(
        "split",
        &[
            Parameter::new("separator", Want::String),
            Parameter::new("str", Want::String).source(),
        ],
        Want::ListOfString,
        split,
    ),
];

/// The list without its nulls and empty strings; the strings that stay keep their origin.
fn compact(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let values = arguments.sequence(0)?;
    if values.iter().any(Value::is_unknown) {
        return Ok(arguments.unknown_length(0, Some(values.len())));
    }
    let kept = values
        .iter()
        .filter(|value| value.as_str().is_some_and(|text| !text.is_empty()))
        .cloned()
        .collect();
    arguments.list(Type::String, kept)
}

fn join(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let separator = arguments.text(0)?;
    let lists = arguments.rest(1);
    if lists.is_empty() {
        return Err(wrong("at least one list is required"));
    }
    let mut text = Text::default();
    let mut first = true;
    for (number, list) in lists.iter().enumerate() {
        for (index, element) in list.as_sequence().unwrap_or(&[]).iter().enumerate() {
            if element.is_null() {
                return Err(wrong_argument(
                    number + 1,
                    format!("element {index} is null, and null cannot be joined"),
                ));
            }
            let bytes = separator.len() + element.as_str().map_or(0, |text| text.len());
            arguments.allocate(bytes)?;
            if !first {
                text.text(separator);
            }
            first = false;
            text.value(element);
        }
    }
    text.finish(arguments)
}

/// By bytes, which for UTF-8 is by code points.
fn sort(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let Some(values) = arguments.value(0)?.as_sequence() else {
        return Ok(arguments.unknown_not_null());
    };
    if values.iter().any(Value::is_unknown) {
        return Ok(arguments.unknown_length(values.len(), Some(values.len())));
    }
    if let Some(index) = values.iter().position(Value::is_null) {
        return Err(wrong_argument(
            0,
            format!("element {index} is null, and null cannot be sorted"),
        ));
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
    arguments.list(Type::String, sorted)
}

fn split(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let separator = arguments.text(0)?;
    let text = arguments.text(1)?;
    if separator.is_empty() {
        let mut buffer = [0; 4];
        let characters: Vec<String> = text
            .chars()
            .map(|character| character.encode_utf8(&mut buffer).to_owned())
            .collect();
        return arguments.strings(characters);
    }
    arguments.strings(text.split(separator))
}
