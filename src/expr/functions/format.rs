//! `format`, `formatlist`: strings from a format string and values.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::format_number;
use super::format_verb::{Piece, Verb, parse};
use super::json_encode;
use super::parts::Text;
use super::signature::{Function, Parameter, Want};
use super::support;
use crate::value::{Kind, Type, Unknown, Value};
use unicode_segmentation::UnicodeSegmentation as _;

const FORMAT: Parameter = Parameter::new("format", Want::String);
const ARGS: Parameter = Parameter::new("args", Want::Any).null().unknown().untyped();

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("format", &[FORMAT], Want::String, format).variadic(ARGS),
    Function::new("formatlist", &[FORMAT], Want::ListOfString, format_list).variadic(ARGS),
];

fn format(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if arguments.rest(1).iter().any(is_bare_null) {
        return Err(arguments.unknowable(BARE_NULL));
    }
    let values: Vec<&Value> = arguments.rest(1).iter().collect();
    let pieces = parse(arguments.text(0)?);
    if pieces.is_err() && !wholly_known(&values) {
        return Ok(arguments.unknown_text());
    }
    format_values(arguments, &pieces?, &values)
}

/// Terraform 1.11 takes a `null` without type for a value of unknown type, and gives an unknown that no apply makes known.
const BARE_NULL: &str = "has no result for a null without type";

fn wholly_known(values: &[&Value]) -> bool {
    values.iter().all(|value| value.is_wholly_known())
}

fn is_bare_null(value: &Value) -> bool {
    matches!(value.kind(), Kind::Null(Type::Any))
}

/// One formatted string; what is unknown leaves a hole. Terraform looks for mistakes only when everything is known.
fn format_values(
    arguments: &Arguments<'_>,
    pieces: &[Piece<'_>],
    values: &[&Value],
) -> Result<Value, Refusal> {
    match format_known(arguments, pieces, values) {
        Err(Refusal::Error(_)) if !wholly_known(values) => Ok(arguments.unknown_text()),
        result => result,
    }
}

fn format_known(
    arguments: &Arguments<'_>,
    pieces: &[Piece<'_>],
    values: &[&Value],
) -> Result<Value, Refusal> {
    let mut text = Text::default();
    let mut used = 0;
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.text(plain),
            Piece::Verb(verb) => {
                used = used.max(verb.argument + 1);
                let value = values.get(verb.argument).ok_or_else(|| {
                    wrong_argument(
                        0,
                        format!(
                            "`%{}` needs argument {}, but there are {}",
                            verb.letter,
                            verb.argument + 1,
                            values.len()
                        ),
                    )
                })?;
                write_verb(arguments, &mut text, verb, value)?;
            }
        }
        arguments.allocate(text.len() / 16)?;
    }
    if used < values.len() && wholly_known(values) {
        return Err(wrong_argument(
            used + 1,
            format!(
                "the format string uses {used} arguments, but there are {}",
                values.len()
            ),
        ));
    }
    text.finish(arguments)
}

fn write_verb(
    arguments: &Arguments<'_>,
    text: &mut Text,
    verb: &Verb,
    value: &Value,
) -> Result<(), Refusal> {
    let widest = verb.width.unwrap_or(0).max(verb.precision.unwrap_or(0));
    arguments.allocate(widest)?;
    let failed = |what: &str| {
        wrong_argument(
            verb.argument + 1,
            format!("`%{}` cannot format this value: {what}", verb.letter),
        )
    };
    if !matches!(
        verb.letter,
        'v' | 't' | 'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' | 's' | 'q'
    ) {
        return Err(wrong_argument(
            0,
            format!("there is no verb `%{}`", verb.letter),
        ));
    }
    if value.is_null() && verb.letter != 'v' {
        return Err(failed("it is null"));
    }
    if !value.is_wholly_known() {
        write_unknown(text, verb, value);
        return Ok(());
    }
    let convert = |ty: Type| support::convert(value, &ty).map_err(|message| failed(&message));
    match verb.letter {
        'v' => text.text(&as_it_is(arguments, verb, value)?),
        't' => {
            let truth = convert(Type::Bool)?.as_bool().unwrap_or(false);
            text.text(if truth { "true" } else { "false" });
        }
        's' | 'q' => {
            let string = convert(Type::String)?;
            let string = string.as_str().map_or("", |string| string);
            text.text(&string_verb(verb, string));
        }
        letter => {
            let value = convert(Type::Number)?;
            let number = value.as_number().ok_or_else(|| failed("it is no number"))?;
            let written = if matches!(letter, 'b' | 'd' | 'o' | 'x' | 'X') {
                format_number::integer(verb, number)
                    .ok_or_else(|| failed("a whole number is required"))?
            } else {
                format_number::float(verb, number)
            };
            text.text(&written);
        }
    }
    Ok(())
}

/// A plain `%s` or `%v` of an unknown is the unknown itself, which is not null: `%s` refuses null, and `%v` writes it in letters.
/// Anything else is a hole of which only the reason is known.
fn write_unknown(text: &mut Text, verb: &Verb, value: &Value) {
    let plain = verb.width.is_none() && verb.precision.is_none() && !verb.sharp;
    let whole = value.as_unknown().filter(|unknown| {
        plain
            && (verb.letter == 's'
                || (verb.letter == 'v' && unknown.ty == Type::String && unknown.not_null))
    });
    let unknown = whole.map_or_else(
        || Unknown::because_all(Type::String, value.reasons()),
        |unknown| Unknown::clone(unknown),
    );
    text.value(&value.with_kind(Kind::Unknown(unknown.not_null().into())));
}

/// Strings and numbers plainly, everything else as JSON.
fn as_it_is(arguments: &Arguments<'_>, verb: &Verb, value: &Value) -> Result<String, Refusal> {
    let text = match value.kind() {
        Kind::String(text) if !verb.sharp => text.to_string(),
        Kind::Number(number) if !verb.sharp => format_number::general(number),
        _ => json_encode::to_text(arguments, value)?,
    };
    Ok(pad(verb, text))
}

fn string_verb(verb: &Verb, string: &str) -> String {
    // A precision of zero is none.
    let string: String = match verb.precision {
        Some(precision) if precision > 0 => string.graphemes(true).take(precision).collect(),
        _ => string.to_owned(),
    };
    let string = if verb.letter == 'q' {
        format!("\"{}\"", json_encode::escaped(&string))
    } else {
        string
    };
    pad(verb, string)
}

/// Width counts grapheme clusters.
fn pad(verb: &Verb, text: String) -> String {
    let Some(width) = verb.width else {
        return text;
    };
    let missing = width.saturating_sub(text.graphemes(true).count());
    let fill = if verb.zero { "0" } else { " " }.repeat(missing);
    if verb.minus {
        text + &fill
    } else {
        fill + &text
    }
}

/// Lists, sets and tuples are walked together, all other values are used each time.
fn format_list(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let pieces = parse(arguments.text(0)?)?;
    let values = arguments.rest(1);
    if values.iter().any(is_bare_null) {
        return Err(arguments.unknowable(BARE_NULL));
    }
    if values.is_empty() {
        return arguments.list(Type::String, vec![format_values(arguments, &pieces, &[])?]);
    }
    let Some(length) = rows(values)? else {
        return Ok(arguments.unknown_not_null());
    };
    arguments.spend(length.saturating_mul(values.len()))?;
    let mut formatted = Vec::with_capacity(length);
    for row in 0..length {
        let row_values: Vec<&Value> = values
            .iter()
            .map(|value| {
                let elements = if value.is_null() {
                    None
                } else {
                    value.as_sequence()
                };
                match elements {
                    Some(elements) => elements
                        .get(row)
                        .ok_or_else(|| wrong("the lists differ in length")),
                    None => Ok(value),
                }
            })
            .collect::<Result<_, _>>()?;
        formatted.push(format_values(arguments, &pieces, &row_values)?);
    }
    arguments.list(Type::String, formatted)
}

/// How many texts the lists among the values make, one if there is none; `None` where that is not known.
fn rows(values: &[Value]) -> Result<Option<usize>, Refusal> {
    let mut length = None;
    let mut open = false;
    for (number, value) in values.iter().enumerate() {
        let ty = value.ty();
        if value.is_null() || !matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_)) {
            open |= value.is_unknown() && ty == Type::Any;
            continue;
        }
        let here = match (value.as_sequence(), ty) {
            (Some(values), _) if value.length_reasons().is_empty() => values.len(),
            (_, Type::Tuple(elements)) => {
                open = true;
                elements.len()
            }
            _ => {
                open = true;
                continue;
            }
        };
        match length {
            Some(before) if before != here => {
                return Err(wrong_argument(
                    number + 1,
                    format!("the list has {here} elements, but one before it has {before}"),
                ));
            }
            _ => length = Some(here),
        }
    }
    Ok((!open).then(|| length.unwrap_or(1)))
}
