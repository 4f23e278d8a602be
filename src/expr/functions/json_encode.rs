//! `jsonencode`: values as JSON text, byte for byte as Terraform writes it; unknown parts stay as holes.

use super::arguments::{Arguments, Refusal, wrong};
use super::parts::{Text, known_parts};
use super::signature::{Function, Parameter, Want};
use crate::value::{Kind, Number, Part, Value};
use std::fmt::Write as _;

pub(super) const FUNCTIONS: &[Function] = &[Function::new(
    "jsonencode",
    &[Parameter::new("val", Want::Any).null().unknown().untyped()],
    Want::String,
    encode,
)];

fn encode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut text = Text::default();
    let value = arguments.value(0)?;
    write_value(arguments, &mut text, value)?;
    // What reads the text again finds the places and the unknowns of what was written.
    Ok(text.finish(arguments)?.with_decoded(value.clone()))
}

/// The JSON of a wholly known value.
pub(super) fn to_text(arguments: &Arguments<'_>, value: &Value) -> Result<String, Refusal> {
    let mut text = Text::default();
    write_value(arguments, &mut text, value)?;
    match text.finish(arguments)?.as_str() {
        Some(text) => Ok(text.to_string()),
        None => Err(wrong("the value is not wholly known")),
    }
}

fn write_value(arguments: &Arguments<'_>, text: &mut Text, value: &Value) -> Result<(), Refusal> {
    arguments.spend(1)?;
    match value.kind() {
        Kind::Null(_) => text.text("null"),
        Kind::Bool(true) => text.text("true"),
        Kind::Bool(false) => text.text("false"),
        Kind::Number(number) => text.text(&number_text(number)?),
        Kind::String(string) => write_string(text, string),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            write_sequence(arguments, text, values)?;
        }
        Kind::Map(..) | Kind::Object(_) => write_fields(arguments, text, value)?,
        Kind::Unknown(_) => write_unknown(text, value),
    }
    Ok(())
}

fn write_sequence(
    arguments: &Arguments<'_>,
    text: &mut Text,
    values: &[Value],
) -> Result<(), Refusal> {
    text.text("[");
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.text(",");
        }
        write_value(arguments, text, value)?;
    }
    text.text("]");
    Ok(())
}

fn write_fields(arguments: &Arguments<'_>, text: &mut Text, value: &Value) -> Result<(), Refusal> {
    text.text("{");
    for (index, (name, value)) in value.as_fields().into_iter().flatten().enumerate() {
        if index > 0 {
            text.text(",");
        }
        write_string(text, name);
        text.text(":");
        write_value(arguments, text, value)?;
    }
    text.text("}");
    Ok(())
}

/// A string known in part is a literal with holes in it; any other unknown is a hole in place of the value.
fn write_unknown(text: &mut Text, value: &Value) {
    let Some(parts) = known_parts(value) else {
        text.json(value);
        return;
    };
    text.text("\"");
    for part in parts {
        match part {
            Part::Text(known) => text.text(&escaped(known)),
            // JSON inside a JSON string: its own quotes are escaped when it is known, and so is the hole's text.
            Part::String(hole) | Part::Json(hole) => text.part(&Part::String(hole.clone())),
        }
    }
    text.text("\"");
}

fn write_string(text: &mut Text, string: &str) {
    text.text("\"");
    text.text(&escaped(string));
    text.text("\"");
}

/// A number without exponent, as Terraform writes it.
fn number_text(number: &Number) -> Result<String, Refusal> {
    let text = number.to_string();
    if text.ends_with(|last: char| last.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(wrong("infinity has no JSON"))
    }
}

/// The inside of a JSON string as Go's encoder escapes it.
pub(super) fn escaped(string: &str) -> String {
    let mut text = String::with_capacity(string.len());
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            // Safe inside HTML and JavaScript, as Go's encoder is by default.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(text, "\\u{:04x}", character as u32);
            }
            _ => text.push(character),
        }
    }
    text
}
