//! `regex`, `regexall`, `replace`: patterns in Go's dialect, kept compiled while a thread lives.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::parts::{Text, known_prefix};
use super::regex_translate::{Invalid, translate};
use super::replace::replace_text;
use super::signature::{Function, Parameter, Want};
use crate::value::{Fields, Type, Value};
use regex::{Captures, Regex};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

const PATTERN: Parameter = Parameter::new("pattern", Want::String);
const STRING: Parameter = Parameter::new("string", Want::String);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::typed("regex", &[PATTERN, STRING], match_type, first_match),
    Function::typed(
        "regexall",
        &[PATTERN, STRING.unknown()],
        |arguments| Ok(Type::list(match_type(arguments)?)),
        all_matches,
    ),
    Function::new(
        "replace",
        &[
            Parameter::new("str", Want::String).unknown().source(),
            Parameter::new("substr", Want::String),
            Parameter::new("replace", Want::String).unknown(),
        ],
        Want::String,
        replace,
    ),
];

/// A compiled pattern and the names of its groups.
struct Pattern {
    regex: Regex,
    names: Vec<Option<String>>,
}

/// Memory that one compiled pattern may take.
const PATTERN_BYTES: usize = 4 * 1024 * 1024;

/// To find a match and its groups takes as long as so many steps of an evaluation.
const STEPS_OF_A_MATCH: usize = 16;

/// Patterns that are kept; configurations use few.
const KEPT: usize = 64;

thread_local! {
    static CACHE: RefCell<Vec<(String, Rc<Pattern>)>> = const { RefCell::new(Vec::new()) };
}

fn compile(arguments: &Arguments<'_>, argument: usize, text: &str) -> Result<Rc<Pattern>, Refusal> {
    let found = CACHE.with_borrow(|cache| {
        let found = cache.iter().find(|(known, _)| known == text);
        found.map(|(_, pattern)| Rc::clone(pattern))
    });
    if let Some(pattern) = found {
        return Ok(pattern);
    }
    arguments.spend(text.len())?;
    let translation = translate(text).map_err(|Invalid(message)| {
        wrong_argument(argument, format!("the pattern is not valid: {message}"))
    })?;
    let regex = regex::RegexBuilder::new(&translation.pattern)
        .size_limit(PATTERN_BYTES)
        .build()
        .map_err(|_| arguments.unknowable("has a pattern that only Terraform knows"))?;
    let pattern = Rc::new(Pattern {
        regex,
        names: translation.names,
    });
    CACHE.with_borrow_mut(|cache| {
        if cache.len() >= KEPT {
            cache.clear();
        }
        cache.push((text.to_owned(), Rc::clone(&pattern)));
    });
    Ok(pattern)
}

/// A string without groups, a tuple for groups without names, an object for named ones.
fn match_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let Some(text) = arguments.value(0)?.as_str() else {
        return Ok(Type::Any);
    };
    let pattern = compile(arguments, 0, text)?;
    let named = pattern.names.iter().flatten().count();
    if pattern.names.is_empty() {
        Ok(Type::String)
    } else if named == 0 {
        Ok(Type::Tuple(
            pattern.names.iter().map(|_| Type::String).collect(),
        ))
    } else if named == pattern.names.len() {
        Ok(Type::object(
            pattern
                .names
                .iter()
                .flatten()
                .map(|name| (Arc::from(name.as_str()), Type::String)),
        ))
    } else {
        Err(wrong_argument(
            0,
            "the pattern mixes named groups and groups without names",
        ))
    }
}

fn captured(
    arguments: &Arguments<'_>,
    pattern: &Pattern,
    captures: &Captures<'_>,
) -> Result<Value, Refusal> {
    let group = |number: usize| match captures.get(number) {
        Some(found) => arguments.string(found.as_str()),
        None => Ok(Value::null(Type::String, arguments.origin())),
    };
    if pattern.names.is_empty() {
        return group(0);
    }
    let mut values = Vec::with_capacity(pattern.names.len());
    for number in 1..=pattern.names.len() {
        values.push(group(number)?);
    }
    if pattern.names.iter().all(Option::is_none) {
        return Ok(Value::tuple(values, arguments.origin()));
    }
    let fields: Fields = pattern
        .names
        .iter()
        .flatten()
        .map(|name| Arc::from(name.as_str()))
        .zip(values)
        .collect();
    Ok(Value::object(fields, arguments.origin()))
}

fn first_match(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let pattern = compile(arguments, 0, arguments.text(0)?)?;
    let text = arguments.text(1)?;
    arguments.spend(text.len())?;
    let captures = pattern
        .regex
        .captures(text)
        .ok_or_else(|| wrong("the pattern does not match any part of the string"))?;
    captured(arguments, &pattern, &captures)
}

fn all_matches(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let pattern = compile(arguments, 0, arguments.text(0)?)?;
    let string = arguments.value(1)?;
    if string.is_unknown() {
        let once = starts_with_match(arguments.text(0)?, &pattern, known_prefix(string));
        return Ok(if once {
            arguments.unknown_length(1, Some(1))
        } else {
            arguments.unknown_result()
        });
    }
    let text = arguments.text(1)?;
    arguments.spend(text.len())?;
    let element = arguments.result.element().cloned().unwrap_or(Type::String);
    let mut matches = Vec::new();
    for captures in pattern.regex.captures_iter(text) {
        arguments.spend(STEPS_OF_A_MATCH)?;
        matches.push(captured(arguments, &pattern, &captures)?);
    }
    Ok(Value::list(element, matches, arguments.origin()))
}

/// Whether a pattern that can match at the start only matches the start of a string, whatever follows: what looks ahead, or at the end, is not judged.
fn starts_with_match(text: &str, pattern: &Pattern, start: &str) -> bool {
    let anchored = text.starts_with('^')
        && !["|", "$", "(?", r"\b", r"\B", r"\z"]
            .iter()
            .any(|other| text.contains(other));
    anchored && !start.is_empty() && pattern.regex.is_match(start)
}

/// A substring between slashes is a pattern, and the replacement then has references to its groups.
fn replace(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let wanted = arguments.text(1)?;
    let pattern = wanted.strip_prefix('/');
    let pattern = pattern.and_then(|wanted| wanted.strip_suffix('/'));
    if pattern.is_none() && !wanted.is_empty() {
        return replace_text(arguments, wanted);
    }
    let is_unknown = |index| arguments.get(index).is_some_and(Value::is_unknown);
    if is_unknown(0) || is_unknown(2) {
        return Ok(arguments.unknown_result());
    }
    let text = arguments.text(0)?;
    let replacement = arguments.text(2)?;
    arguments.spend(text.len())?;
    if let Some(pattern) = pattern {
        let pattern = compile(arguments, 1, pattern)?;
        return replace_matches(arguments, &pattern, text, replacement);
    }
    let times = text.chars().count() + 1;
    arguments.allocate(times.saturating_mul(replacement.len()))?;
    arguments.string(text.replace(wanted, replacement))
}

fn replace_matches(
    arguments: &Arguments<'_>,
    pattern: &Pattern,
    text: &str,
    replacement: &str,
) -> Result<Value, Refusal> {
    let pieces = template(replacement, &pattern.names);
    let mut out = Text::default();
    let mut last = 0;
    for captures in pattern.regex.captures_iter(text) {
        arguments.spend(STEPS_OF_A_MATCH)?;
        let Some(whole) = captures.get(0) else {
            continue;
        };
        out.text(text.get(last..whole.start()).unwrap_or(""));
        last = whole.end();
        arguments.allocate(replacement.len())?;
        for piece in &pieces {
            match piece {
                Piece::Text(text) => out.text(text),
                Piece::Groups(numbers) => {
                    let found = numbers.iter().find_map(|&number| captures.get(number));
                    let found = found.map_or("", |found| found.as_str());
                    arguments.allocate(found.len())?;
                    out.text(found);
                }
            }
        }
    }
    out.text(text.get(last..).unwrap_or(""));
    out.finish(arguments)
}

/// A piece of a replacement: text, or the groups of which the first that matched is meant.
enum Piece<'a> {
    Text(&'a str),
    Groups(Vec<usize>),
}

/// `$1`, `${name}`, `$$` as in Go's `Regexp.Expand`; a `$` before anything else stands for itself.
fn template<'a>(mut text: &'a str, names: &[Option<String>]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    while let Some((before, after)) = text.split_once('$') {
        pieces.push(Piece::Text(before));
        if let Some(rest) = after.strip_prefix('$') {
            pieces.push(Piece::Text("$"));
            text = rest;
        } else if let Some((name, rest)) = reference(after) {
            pieces.push(Piece::Groups(groups(name, names)));
            text = rest;
        } else {
            pieces.push(Piece::Text("$"));
            text = after;
        }
    }
    pieces.push(Piece::Text(text));
    pieces
}

/// The name of a reference after its `$`, and what follows it.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (braces, inside) = match text.strip_prefix('{') {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    let end = inside
        .find(|character: char| !(character.is_alphanumeric() || character == '_'))
        .unwrap_or(inside.len());
    let (name, rest) = inside.split_at_checked(end)?;
    if name.is_empty() {
        return None;
    }
    if braces {
        Some((name, rest.strip_prefix('}')?))
    } else {
        Some((name, rest))
    }
}

fn groups(name: &str, names: &[Option<String>]) -> Vec<usize> {
    let numeric = name.bytes().all(|byte| byte.is_ascii_digit())
        && (name.len() == 1 || !name.starts_with('0'));
    if numeric && let Ok(number) = name.parse::<usize>() {
        return vec![number];
    }
    names
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.as_deref() == Some(name))
        .map(|(index, _)| index + 1)
        .collect()
}
