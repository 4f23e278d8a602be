//! JSON text with unknown pieces, read around them; a piece that stands where a value stands is that value.

use super::super::Malformed;
use super::Json;
use crate::syntax::unescape_json;
use crate::value::{Kind, Number, Origin, Part, Reason, Type, Unknown, Value};
use std::ops::Range;

/// Deeper than any document; bounds the recursion.
const MAX_DEPTH: usize = 64;

/// An unknown piece of a text.
#[derive(Clone, Debug)]
enum Hole {
    /// Stands for characters.
    Characters(Value),
    /// Stands for one whole JSON value.
    Json(Value),
}

impl Hole {
    const fn value(&self) -> &Value {
        match self {
            Self::Characters(value) | Self::Json(value) => value,
        }
    }
}

/// A text and the places in it where something unknown stands.
#[derive(Clone, Debug, Default)]
pub(in crate::aws::iam) struct Text {
    known: String,
    /// In order of their places.
    holes: Vec<(usize, Hole)>,
    sensitive: bool,
}

impl Text {
    pub(in crate::aws::iam) fn of_value(value: &Value) -> Self {
        let mut text = Self {
            sensitive: value.is_sensitive(),
            ..Self::default()
        };
        text.push_value(value);
        text
    }

    pub(in crate::aws::iam) fn push(&mut self, text: &str) {
        self.known.push_str(text);
    }

    /// A piece that stands for unknown characters.
    pub(in crate::aws::iam) fn push_hole(&mut self, value: Value) {
        self.holes.push((self.known.len(), Hole::Characters(value)));
    }

    fn push_value(&mut self, value: &Value) {
        match value.kind() {
            Kind::String(text) => self.push(text),
            Kind::Unknown(unknown) => match unknown.parts.as_deref() {
                None => self.push_hole(value.clone()),
                Some(parts) => {
                    for part in parts {
                        match part {
                            Part::Text(text) => self.push(text),
                            Part::String(inner) => self.push_value(inner),
                            Part::Json(inner) => self
                                .holes
                                .push((self.known.len(), Hole::Json(inner.clone()))),
                        }
                    }
                }
            },
            _ => self.push_hole(value.clone()),
        }
    }

    /// Reads the text; `place` gives the origin of a range of its known bytes.
    ///
    /// A text with unknown pieces is never malformed: what is missing may stand in them, and the whole is unknown then.
    pub(in crate::aws::iam) fn parse(
        &self,
        place: &dyn Fn(Range<usize>) -> Origin,
    ) -> Result<Json, Malformed> {
        let mut parser = Parser {
            text: self,
            place,
            at: 0,
            next_hole: 0,
        };
        let result = parser.document();
        if result.is_err() && !self.holes.is_empty() {
            let reasons = self
                .holes
                .iter()
                .flat_map(|(_, hole)| hole.value().reasons());
            return Ok(Json::Leaf(unknown(reasons, place(0..self.known.len()))));
        }
        result
    }
}

/// An unknown of any type, for all the reasons of unknown pieces.
fn unknown(reasons: impl IntoIterator<Item = Reason>, origin: Origin) -> Value {
    Value::unknown(Unknown::because_all(Type::Any, reasons), origin)
}

/// Where the reading stands: before the byte `at`, and before the hole `next_hole` when that one's place is `at`.
struct Parser<'a> {
    text: &'a Text,
    place: &'a dyn Fn(Range<usize>) -> Origin,
    at: usize,
    next_hole: usize,
}

impl<'a> Parser<'a> {
    fn document(&mut self) -> Result<Json, Malformed> {
        let value = self.value(0)?;
        self.space();
        if self.at < self.text.known.len() || self.peek_hole().is_some() {
            return Err(self.wrong("there is text after the end of the document"));
        }
        Ok(value)
    }

    fn value(&mut self, depth: usize) -> Result<Json, Malformed> {
        self.space();
        if let Some(hole) = self.take_hole() {
            return Ok(Json::Leaf(hole.value().clone()));
        }
        match self.peek() {
            _ if depth > MAX_DEPTH => Err(self.wrong("the document is nested too deeply")),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::Leaf),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'a'..=b'z') => self.word(),
            Some(_) => Err(self.wrong("expected a JSON value")),
            None => Err(self.wrong("the text ends where a JSON value is expected")),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, Malformed> {
        let start = self.at;
        self.at += 1;
        let mut values = Vec::new();
        self.space();
        if self.peek_hole().is_none() && self.eat(b']') {
            return Ok(Json::Array(values, self.origin(start)));
        }
        loop {
            values.push(self.value(depth + 1)?);
            self.space();
            // A piece that may be several elements with their commas counts as one unknown element.
            while let Some(hole) = self.take_hole() {
                values.push(Json::Leaf(hole.value().clone()));
                self.space();
            }
            if self.eat(b']') {
                return Ok(Json::Array(values, self.origin(start)));
            }
            if !self.eat(b',') {
                return Err(self.wrong("expected `,` or `]`"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Malformed> {
        let start = self.at;
        self.at += 1;
        let mut fields = Vec::new();
        // Pieces that may be any number of fields: with one of them, nothing is sure about the object.
        let mut open = Vec::new();
        loop {
            self.space();
            match self.take_hole() {
                Some(Hole::Json(key)) => fields.push((key.clone(), self.field(depth)?)),
                Some(Hole::Characters(piece)) => open.extend(piece.reasons()),
                None if self.peek() == Some(b'"') => {
                    let key = self.string()?;
                    fields.push((key, self.field(depth)?));
                }
                None if fields.is_empty() && self.peek() == Some(b'}') => {}
                None => return Err(self.wrong("expected a key in quotes")),
            }
            self.space();
            while let Some(hole) = self.take_hole() {
                open.extend(hole.value().reasons());
                self.space();
            }
            if self.eat(b'}') {
                break;
            }
            if !self.eat(b',') {
                return Err(self.wrong("expected `,` or `}`"));
            }
        }
        let origin = self.origin(start);
        Ok(if open.is_empty() {
            Json::Object(fields, origin)
        } else {
            Json::Leaf(unknown(open, origin))
        })
    }

    /// What follows a key.
    fn field(&mut self, depth: usize) -> Result<Json, Malformed> {
        self.space();
        if !self.eat(b':') {
            return Err(self.wrong("expected `:` after a key"));
        }
        self.value(depth + 1)
    }

    fn string(&mut self) -> Result<Value, Malformed> {
        let start = self.at;
        self.at += 1;
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            if let Some(hole) = self.take_hole() {
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text).into()));
                }
                parts.push(Part::String(hole.value().clone()));
                continue;
            }
            match self.character() {
                None => return Err(self.wrong("a string is not closed")),
                Some('"') => break,
                Some('\\') => text.push(self.escape()?),
                Some(control) if control < ' ' => {
                    return Err(self.wrong("a control character stands in a string"));
                }
                Some(character) => text.push(character),
            }
        }
        let origin = self.origin(start);
        Ok(assemble(parts, text, origin).mark_sensitive(self.text.sensitive))
    }

    /// The character of an escape whose backslash has been read.
    fn escape(&mut self) -> Result<char, Malformed> {
        let start = self.at - 1;
        let escape = unescape_json(self.text.known.get(start..).unwrap_or(""));
        let (character, length) =
            escape.map_err(|_| self.wrong("an escape in a string is not one of JSON"))?;
        self.at = start + length;
        Ok(character)
    }

    fn number(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        while matches!(
            self.peek(),
            Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
        ) {
            self.at += 1;
        }
        let digits = self.text.known.get(start..self.at).unwrap_or("");
        let number = Number::parse(digits).ok_or_else(|| self.wrong("expected a number"))?;
        Ok(Json::Leaf(Value::number(number, self.origin(start))))
    }

    fn word(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        while matches!(self.peek(), Some(b'a'..=b'z')) {
            self.at += 1;
        }
        let origin = self.origin(start);
        Ok(Json::Leaf(match self.text.known.get(start..self.at) {
            Some("null") => Value::null(Type::Any, origin),
            Some("true") => Value::bool(true, origin),
            Some("false") => Value::bool(false, origin),
            _ => return Err(self.wrong("expected a JSON value")),
        }))
    }

    fn origin(&self, start: usize) -> Origin {
        (self.place)(start..self.at)
    }

    fn wrong(&self, message: &str) -> Malformed {
        let end = self.text.known.len();
        let at = self.at.min(end);
        Malformed {
            message: format!("not a JSON document: {message}"),
            origin: (self.place)(at..(at + 1).min(end)),
        }
    }

    fn space(&mut self) {
        while self.peek_hole().is_none()
            && matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r'))
        {
            self.at += 1;
        }
    }

    /// The next byte; the holes at its place stand before it.
    fn peek(&self) -> Option<u8> {
        self.text.known.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn character(&mut self) -> Option<char> {
        let character = self.text.known.get(self.at..)?.chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn peek_hole(&self) -> Option<&'a Hole> {
        let (place, hole) = self.text.holes.get(self.next_hole)?;
        (*place <= self.at).then_some(hole)
    }

    fn take_hole(&mut self) -> Option<&'a Hole> {
        let hole = self.peek_hole()?;
        self.next_hole += 1;
        Some(hole)
    }
}

/// The string of its pieces; a string that is nothing but one unknown is that unknown.
fn assemble(mut parts: Vec<Part>, rest: String, origin: Origin) -> Value {
    if parts.is_empty() {
        return Value::string(rest, origin);
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.into()));
    }
    if let [Part::String(only)] = parts.as_slice()
        && let Some(unknown) = only.as_unknown()
        && unknown.ty == Type::String
    {
        return only.clone();
    }
    let reasons = parts.iter().flat_map(|part| match part {
        Part::Text(_) => Vec::new(),
        Part::String(value) | Part::Json(value) => value.reasons(),
    });
    let unknown = Unknown::because_all(Type::String, reasons).not_null();
    Value::unknown(
        Unknown {
            parts: Some(parts.into()),
            ..unknown
        },
        origin,
    )
}
