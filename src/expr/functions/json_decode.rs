//! `jsondecode`: JSON text to a value; the holes of a text known in part become unknown leaves.
//!
//! A hole is taken for a whole JSON value, or for a piece of a string: that it might hold quotes or brackets is not considered.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::parts::{Text, known_parts};
use super::signature::{Function, Parameter, Want};
use crate::syntax::{WrongEscape, unescape_json};
use crate::value::{Fields, Number, Part, Type, Unknown, Value};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[Function::typed(
    "jsondecode",
    &[Parameter::new("str", Want::String).unknown()],
    |_| Ok(Type::Any),
    decode,
)
.nullable()];

fn decode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    match (value.as_str(), known_parts(value)) {
        (Some(text), _) => document(arguments, &[Part::Text(Arc::clone(text))]),
        (None, Some([Part::Text(start), ..])) if cannot_start(start) => {
            Err(wrong_argument(0, "no JSON text starts like this"))
        }
        (None, Some(parts)) => match document(arguments, parts) {
            // What looks wrong may be right once the holes are filled.
            Err(Refusal::Error(_)) => Ok(arguments.unknown_result()),
            result => result,
        },
        (None, None) => Ok(arguments.unknown_result()),
    }
}

/// Whether no JSON text starts so, whatever follows.
fn cannot_start(text: &str) -> bool {
    let first = text
        .trim_start_matches([' ', '\t', '\r', '\n'])
        .chars()
        .next();
    first.is_some_and(|first| !first.is_ascii_digit() && !"{[\"-tfn".contains(first))
}

fn document(arguments: &Arguments<'_>, parts: &[Part]) -> Result<Value, Refusal> {
    let mut reader = Reader {
        arguments,
        parts,
        part: 0,
        offset: 0,
    };
    let value = reader.value()?;
    match reader.peek_token() {
        // Go's decoder does not look at what follows a closing bracket too many.
        None | Some(Next::Character(']' | '}')) => Ok(value),
        Some(_) => Err(reader.mistake("more text after the value")),
    }
}

/// What stands next in the text.
#[derive(Clone, Copy)]
enum Next<'a> {
    Character(char),
    Hole(&'a Part),
}

struct Reader<'a> {
    arguments: &'a Arguments<'a>,
    parts: &'a [Part],
    part: usize,
    /// In bytes, within the part if it is text.
    offset: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        match self.parts.get(self.part) {
            Some(Part::Text(text)) => text.get(self.offset..).unwrap_or(""),
            _ => "",
        }
    }

    fn peek(&mut self) -> Option<Next<'a>> {
        loop {
            match self.parts.get(self.part)? {
                Part::Text(_) => match self.rest().chars().next() {
                    Some(character) => return Some(Next::Character(character)),
                    None => self.next_part(),
                },
                hole => return Some(Next::Hole(hole)),
            }
        }
    }

    fn next_part(&mut self) {
        self.part += 1;
        self.offset = 0;
    }

    fn advance(&mut self, next: Next<'_>) {
        match next {
            Next::Character(character) => self.offset += character.len_utf8(),
            Next::Hole(_) => self.next_part(),
        }
    }

    /// What stands next after white space.
    fn peek_token(&mut self) -> Option<Next<'a>> {
        loop {
            match self.peek()? {
                Next::Character(' ' | '\t' | '\n' | '\r') => self.offset += 1,
                next => return Some(next),
            }
        }
    }

    fn mistake(&self, what: &str) -> Refusal {
        wrong_argument(
            0,
            format!("the JSON text is wrong at byte {}: {what}", self.offset),
        )
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = matches!(self.peek_token(), Some(Next::Character(next)) if next == wanted);
        if found {
            self.offset += wanted.len_utf8();
        }
        found
    }

    fn value(&mut self) -> Result<Value, Refusal> {
        self.arguments.spend(1)?;
        let origin = self.arguments.origin();
        match self.peek_token() {
            None => Err(self.mistake("a value is missing")),
            Some(Next::Hole(hole)) => {
                self.next_part();
                Ok(self.hole_value(hole))
            }
            Some(Next::Character('{')) => self.nested(Self::object),
            Some(Next::Character('[')) => self.nested(Self::array),
            Some(Next::Character('"')) => self.string()?.finish(self.arguments),
            Some(Next::Character('-' | '0'..='9')) => self.number(),
            Some(Next::Character(_)) => {
                let words = [
                    ("null", Value::null(Type::Any, origin.clone())),
                    ("true", Value::bool(true, origin.clone())),
                    ("false", Value::bool(false, origin)),
                ];
                for (word, value) in words {
                    if self.rest().starts_with(word) {
                        self.offset += word.len();
                        return Ok(value);
                    }
                }
                Err(self.mistake("no value starts like this"))
            }
        }
    }

    /// A hole that stands for a whole value: the value itself if `jsonencode` left it.
    fn hole_value(&self, hole: &Part) -> Value {
        match hole {
            Part::Json(value) => value.clone(),
            Part::String(value) => Value::unknown(
                Unknown::because_all(Type::Any, value.reasons()),
                value.origin().clone(),
            ),
            Part::Text(_) => self.arguments.unknown_result(),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Value, Refusal>,
    ) -> Result<Value, Refusal> {
        let budget = self.arguments.context().budget;
        self.offset += 1;
        budget.deeper(|| read(self))?
    }

    fn object(&mut self) -> Result<Value, Refusal> {
        let mut fields = Fields::new();
        if !self.take('}') {
            loop {
                let (name, value) = self.property()?;
                // The last one of several counts.
                fields.insert(name, value);
                if self.take('}') {
                    break;
                }
                if !self.take(',') {
                    return Err(self.mistake("`,` or `}` is missing"));
                }
            }
        }
        Ok(Value::object(fields, self.arguments.origin()))
    }

    fn property(&mut self) -> Result<(Arc<str>, Value), Refusal> {
        let Some(Next::Character('"')) = self.peek_token() else {
            return Err(self.mistake("a property name in quotes is missing"));
        };
        let name = self.string()?.finish(self.arguments)?;
        let Some(name) = name.as_str() else {
            // Which properties there are cannot be known.
            let reason = name.reasons().into_iter().next();
            return Err(
                reason.map_or_else(|| self.mistake("the name is unknown"), Refusal::Unknown)
            );
        };
        if !self.take(':') {
            return Err(self.mistake("`:` is missing"));
        }
        Ok((Arc::clone(name), self.value()?))
    }

    fn array(&mut self) -> Result<Value, Refusal> {
        let mut values = Vec::new();
        if !self.take(']') {
            loop {
                values.push(self.value()?);
                if self.take(']') {
                    break;
                }
                if !self.take(',') {
                    return Err(self.mistake("`,` or `]` is missing"));
                }
            }
        }
        Ok(Value::tuple(values, self.arguments.origin()))
    }

    fn number(&mut self) -> Result<Value, Refusal> {
        let rest = self.rest();
        let length = number_length(rest).ok_or_else(|| self.mistake("this is no number"))?;
        let text = rest.get(..length).unwrap_or("");
        let number = Number::parse(text).ok_or_else(|| self.mistake("this is no number"))?;
        self.offset += length;
        Ok(Value::number(number, self.arguments.origin()))
    }

    fn string(&mut self) -> Result<Text, Refusal> {
        self.offset += 1;
        let mut text = Text::default();
        loop {
            let Some(next) = self.peek() else {
                return Err(self.mistake("a string is not closed"));
            };
            self.advance(next);
            match next {
                Next::Hole(hole) => text.part(&inside_string(hole)),
                Next::Character('"') => return Ok(text),
                Next::Character('\\') => {
                    let character = self.escape()?;
                    text.character(character);
                }
                Next::Character('\0'..='\u{1f}') => {
                    return Err(self.mistake("a control character in a string"));
                }
                Next::Character(character) => text.character(character),
            }
        }
    }

    /// The character of an escape whose backslash has been read.
    fn escape(&mut self) -> Result<char, Refusal> {
        let start = self.offset.saturating_sub(1);
        let text = match self.parts.get(self.part) {
            Some(Part::Text(text)) => text.get(start..).unwrap_or(""),
            _ => "",
        };
        match unescape_json(text) {
            Ok((character, length)) => {
                self.offset = start + length;
                Ok(character)
            }
            Err(wrong) => {
                let after = self.rest().chars().next();
                self.offset += after.map_or(0, char::len_utf8);
                Err(self.mistake(match wrong {
                    WrongEscape::CutOff => "an escape is cut off",
                    WrongEscape::Unknown => "no such escape",
                    WrongEscape::Digits => "four hexadecimal digits are missing",
                }))
            }
        }
    }
}

/// A hole inside a string literal: whatever it is, here it is text.
fn inside_string(hole: &Part) -> Part {
    match hole {
        Part::Json(value) => Part::String(Value::unknown(
            Unknown::because_all(Type::String, value.reasons()).not_null(),
            value.origin().clone(),
        )),
        other => other.clone(),
    }
}

/// The length of the JSON number that the text starts with.
fn number_length(text: &str) -> Option<usize> {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or("");
        rest.bytes().take_while(u8::is_ascii_digit).count()
    };
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let mut at = usize::from(byte(0) == Some(b'-'));
    match digits(at) {
        0 => return None,
        _ if byte(at) == Some(b'0') => at += 1,
        count => at += count,
    }
    if byte(at) == Some(b'.') {
        match digits(at + 1) {
            0 => return None,
            count => at += 1 + count,
        }
    }
    if matches!(byte(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(byte(at + 1), Some(b'+' | b'-')));
        match digits(at + 1 + sign) {
            0 => return None,
            count => at += 1 + sign + count,
        }
    }
    Some(at)
}
