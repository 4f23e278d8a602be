//! Functions of one string: case, trimming, pieces, questions about its start and end.
//!
//! Characters are grapheme clusters, as Terraform counts them; strings known in part keep what is known where that is simple.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::parts::{known_parts, known_prefix, known_suffix, map_text};
use super::signature::{Function, Parameter, Want};
use crate::value::{Part, Value};
use unicode_segmentation::UnicodeSegmentation as _;

const STR: Parameter = Parameter::new("str", Want::String).source();
/// A string that may be known in part.
const PARTIAL: Parameter = STR.unknown();

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("chomp", &[STR], Want::String, chomp),
    Function::new(
        "endswith",
        &[PARTIAL, Parameter::new("suffix", Want::String)],
        Want::Bool,
        ends_with,
    ),
    Function::new(
        "indent",
        &[Parameter::new("spaces", Want::Number), STR],
        Want::String,
        indent,
    ),
    Function::new("lower", &[PARTIAL], Want::String, lower),
    Function::new(
        "startswith",
        &[PARTIAL, Parameter::new("prefix", Want::String)],
        Want::Bool,
        starts_with,
    ),
    Function::new(
        "strcontains",
        &[PARTIAL, Parameter::new("substr", Want::String)],
        Want::Bool,
        contains,
    ),
    Function::new("strrev", &[STR], Want::String, reverse),
    Function::new(
        "substr",
        &[
            STR,
            Parameter::new("offset", Want::Number),
            Parameter::new("length", Want::Number),
        ],
        Want::String,
        substring,
    ),
    Function::new("title", &[STR], Want::String, title),
    Function::new(
        "trim",
        &[STR, Parameter::new("cutset", Want::String)],
        Want::String,
        trim,
    ),
    Function::new(
        "trimprefix",
        &[PARTIAL, Parameter::new("prefix", Want::String)],
        Want::String,
        trim_prefix,
    ),
    Function::new("trimspace", &[STR], Want::String, trim_space),
    Function::new(
        "trimsuffix",
        &[PARTIAL, Parameter::new("suffix", Want::String)],
        Want::String,
        trim_suffix,
    ),
    Function::new("upper", &[PARTIAL], Want::String, upper),
];

/// Removes all carriage returns and newlines at the end.
fn chomp(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    arguments.string(arguments.text(0)?.trim_end_matches(['\r', '\n']))
}

fn indent(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let spaces = usize::try_from(arguments.integer(0)?)
        .map_err(|_| wrong_argument(0, "the number of spaces must not be negative"))?;
    let text = arguments.text(1)?;
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    arguments.allocate(lines.saturating_mul(spaces))?;
    let newline = if lines == 0 {
        String::new()
    } else {
        format!("\n{}", " ".repeat(spaces))
    };
    arguments.string(text.replace('\n', &newline))
}

fn lower(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    change_case(arguments, |text| text.chars().map(lower_char).collect())
}

fn upper(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    change_case(arguments, |text| text.chars().map(upper_char).collect())
}

fn change_case(
    arguments: &Arguments<'_>,
    change: impl Fn(&str) -> String,
) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    match (value.as_str(), known_parts(value)) {
        (Some(text), _) => arguments.string(change(text)),
        (None, Some(parts)) => map_text(arguments, parts, change),
        (None, None) => Ok(arguments.unknown_not_null()),
    }
}

/// Go maps each character to one character; Rust's mappings may give several (`ß` → `SS`), which Go does not have.
fn upper_char(character: char) -> char {
    match character {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            char::from_u32(character as u32 + 8).unwrap_or(character)
        }
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => {
            char::from_u32(character as u32 + 9).unwrap_or(character)
        }
        _ => only(character.to_uppercase()).unwrap_or(character),
    }
}

fn lower_char(character: char) -> char {
    match character {
        '\u{130}' => 'i',
        _ => only(character.to_lowercase()).unwrap_or(character),
    }
}

fn title_char(character: char) -> char {
    match character {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        // Georgian letters have capitals, but no title case.
        '\u{10d0}'..='\u{10ff}' => character,
        _ => upper_char(character),
    }
}

fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// A capital for every letter that follows what is no letter, digit or underscore (Go's `strings.Title`).
fn title(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut before = ' ';
    let titled: String = arguments
        .text(0)?
        .chars()
        .map(|character| {
            let starts = separates_words(before);
            before = character;
            if starts {
                title_char(character)
            } else {
                character
            }
        })
        .collect();
    arguments.string(titled)
}

fn separates_words(character: char) -> bool {
    if character.is_ascii() {
        !character.is_ascii_alphanumeric() && character != '_'
    } else {
        !character.is_alphanumeric() && character.is_whitespace()
    }
}

fn reverse(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let reversed: String = arguments.text(0)?.graphemes(true).rev().collect();
    arguments.string(reversed)
}

/// A piece by grapheme clusters. A negative offset counts from the end, a negative length means all the rest;
/// after a negative offset a length of 0 means all the rest too.
fn substring(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?;
    let offset = arguments.integer(1)?;
    let length = arguments.integer(2)?;
    let (start, counted) = if offset < 0 {
        let total = text.graphemes(true).count();
        let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        (total.saturating_sub(back), length > 0)
    } else {
        (usize::try_from(offset).unwrap_or(usize::MAX), length >= 0)
    };
    let rest = text.graphemes(true).skip(start);
    let piece: String = if counted {
        rest.take(usize::try_from(length).unwrap_or(0)).collect()
    } else {
        rest.collect()
    };
    arguments.string(piece)
}

fn trim(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let cutset = arguments.text(1)?;
    arguments.string(
        arguments
            .text(0)?
            .trim_matches(|character| cutset.contains(character)),
    )
}

fn trim_space(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    arguments.string(arguments.text(0)?.trim())
}

fn trim_prefix(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let prefix = arguments.text(1)?;
    let value = arguments.value(0)?;
    if let Some(text) = value.as_str() {
        return arguments.string(text.strip_prefix(prefix).unwrap_or(text));
    }
    match known_parts(value) {
        Some([Part::Text(first), rest @ ..]) if first.len() >= prefix.len() => {
            let first = first.strip_prefix(prefix).unwrap_or(first);
            let mut text = super::parts::Text::default();
            text.text(first);
            for part in rest {
                text.part(part);
            }
            text.finish(arguments)
        }
        _ => Ok(arguments.unknown_not_null()),
    }
}

fn trim_suffix(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let suffix = arguments.text(1)?;
    let value = arguments.value(0)?;
    if let Some(text) = value.as_str() {
        return arguments.string(text.strip_suffix(suffix).unwrap_or(text));
    }
    match known_parts(value) {
        Some([rest @ .., Part::Text(last)]) if last.len() >= suffix.len() => {
            let last = last.strip_suffix(suffix).unwrap_or(last);
            let mut text = super::parts::Text::default();
            for part in rest {
                text.part(part);
            }
            text.text(last);
            text.finish(arguments)
        }
        _ => Ok(arguments.unknown_not_null()),
    }
}

fn starts_with(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    let prefix = arguments.text(1)?;
    if let Some(text) = value.as_str() {
        return Ok(arguments.bool(text.starts_with(prefix)));
    }
    let known = known_prefix(value);
    if known.starts_with(prefix) {
        Ok(arguments.bool(true))
    } else if !prefix.starts_with(known) {
        // The known text and the prefix differ within the known text.
        Ok(arguments.bool(false))
    } else {
        Ok(arguments.unknown_not_null())
    }
}

fn ends_with(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    let suffix = arguments.text(1)?;
    if let Some(text) = value.as_str() {
        return Ok(arguments.bool(text.ends_with(suffix)));
    }
    let known = known_suffix(value);
    if known.ends_with(suffix) {
        Ok(arguments.bool(true))
    } else if !suffix.ends_with(known) {
        Ok(arguments.bool(false))
    } else {
        Ok(arguments.unknown_not_null())
    }
}

fn contains(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    let wanted = arguments.text(1)?;
    if let Some(text) = value.as_str() {
        return Ok(arguments.bool(text.contains(wanted)));
    }
    let found = known_parts(value)
        .unwrap_or(&[])
        .iter()
        .any(|part| match part {
            Part::Text(text) => text.contains(wanted),
            Part::String(_) | Part::Json(_) => false,
        });
    if found {
        Ok(arguments.bool(true))
    } else {
        Ok(arguments.unknown_not_null())
    }
}
