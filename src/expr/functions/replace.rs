//! `replace` of plain text, in strings that are known in part and in the documents that strings encode.
//!
//! What holes hold is not known: an occurrence may be in one, and known text that may belong to one together with a hole is no longer known.
//! Only an attribute of a resource is taken not to hold a placeholder such as `_BUCKET_ID_`.

use super::arguments::{Arguments, Refusal};
use super::parts::{Text, anonymous, known_parts};
use crate::value::{Fields, Kind, Part, Type, Unknown, Value};
use std::sync::Arc;

/// The string of the first argument with every `wanted`, which is not empty, replaced by the third one; both may be known in part.
pub(super) fn replace_text(arguments: &Arguments<'_>, wanted: &str) -> Result<Value, Refusal> {
    let replacement = Replacement {
        arguments,
        wanted,
        with: arguments.value(2)?,
    };
    let text = arguments.value(0)?;
    let replaced = replacement.result(text)?;
    let document = match text.decoded() {
        Some(decoded) if replacement.stays_in_strings() => replacement.document(decoded)?,
        _ => None,
    };
    Ok(match document {
        Some(document) => replaced.with_decoded(document),
        None => replaced,
    })
}

/// The characters of which everything in JSON is made that is no string.
const OUTSIDE_STRINGS: &str = "{}[]:, \t\r\n0123456789-+.eEtrufalsn";

/// With what the rest of an escape in a string of JSON can begin, as Go's `encoding/json` writes them.
const IN_ESCAPES: &str = "bfnrtu0123456789acde";

/// Whether a string of JSON has an escape in place of the character.
fn is_escaped(character: char) -> bool {
    character.is_control() || "\"\\<>&\u{2028}\u{2029}".contains(character)
}

/// What is replaced by what.
struct Replacement<'a> {
    arguments: &'a Arguments<'a>,
    wanted: &'a str,
    with: &'a Value,
}

impl Replacement<'_> {
    /// Terraform knows nothing of the result when an argument is unknown, even when there is nothing to replace.
    fn result(&self, text: &Value) -> Result<Value, Refusal> {
        let is_unknown = text.is_unknown() || self.with.is_unknown();
        let result = self.string(text)?;
        if let Some(unknown) = result.as_unknown().filter(|unknown| !unknown.not_null) {
            // What takes the place of all of it may have been null as an argument; the result is not.
            let unknown = Unknown::clone(unknown).not_null();
            return Ok(Value::unknown(unknown, result.origin().clone()));
        }
        let Some(known) = result.as_str().filter(|_| is_unknown) else {
            return Ok(result);
        };
        let whole = self.arguments.unknown_text();
        let unknown = Unknown {
            parts: Some(Arc::from([Part::Text(Arc::clone(known))])),
            ..Unknown::because_all(Type::String, whole.reasons()).not_null()
        };
        Ok(Value::unknown(unknown, whole.origin().clone()))
    }

    fn string(&self, text: &Value) -> Result<Value, Refusal> {
        let mut out = Text::default();
        match (text.as_str(), known_parts(text)) {
            (Some(text), _) => self.known(&mut out, text)?,
            (None, Some(parts)) => self.parts(&mut out, parts)?,
            (None, None) if self.is_kept(text) => return Ok(text.clone()),
            (None, None) => return Ok(anonymous(text)),
        }
        out.finish(self.arguments)
    }

    /// Known text beside which nothing stands that may belong to an occurrence.
    fn known(&self, out: &mut Text, text: &str) -> Result<(), Refusal> {
        self.arguments.spend(text.len())?;
        let bytes = self
            .with
            .as_str()
            .map_or(size_of::<Part>(), |with| with.len());
        for (number, piece) in text.split(self.wanted).enumerate() {
            if number > 0 {
                self.arguments.allocate(bytes)?;
                out.value(self.with);
            }
            out.text(piece);
        }
        Ok(())
    }

    fn parts(&self, out: &mut Text, parts: &[Part]) -> Result<(), Refusal> {
        for (index, part) in parts.iter().enumerate() {
            let Part::Text(text) = part else {
                out.part(&self.hole(part)?);
                continue;
            };
            let before = index.checked_sub(1).and_then(|index| parts.get(index));
            let sides = [before, parts.get(index + 1)];
            let open = sides.map(|hole| hole.is_some_and(|hole| !self.is_closed(hole)));
            if let Some(text) = self.certain(text, open) {
                self.known(out, text)?;
            }
        }
        Ok(())
    }

    fn hole(&self, hole: &Part) -> Result<Part, Refusal> {
        Ok(match hole {
            Part::Text(_) => hole.clone(),
            Part::String(value) => Part::String(self.string(value)?),
            Part::Json(value) if self.is_closed(hole) => Part::Json(self.string(value)?),
            Part::Json(value) => Part::String(anonymous(value)),
        })
    }

    /// Whether an occurrence cannot be partly in a hole and partly beside it.
    fn is_closed(&self, hole: &Part) -> bool {
        match hole {
            Part::Text(_) => false,
            Part::String(value) => self.is_kept(value),
            Part::Json(value) => value.ty() == Type::String && self.stays_in_strings(),
        }
    }

    /// Whether there is no occurrence in an unknown value: nobody writes a placeholder into what a resource is called.
    fn is_kept(&self, value: &Value) -> bool {
        let is_mark =
            |character: Option<char>| character.is_some_and(|it| "_${}<>%@#[]*".contains(it));
        let is_attribute = value
            .as_unknown()
            .is_some_and(|unknown| unknown.symbol.is_some());
        is_attribute
            && self.wanted.len() > 2
            && is_mark(self.wanted.chars().next())
            && is_mark(self.wanted.chars().next_back())
    }

    /// Of known text, with holes at the given sides of it, the stretch that no occurrence in a hole reaches into.
    fn certain<'t>(&self, text: &'t str, [before, after]: [bool; 2]) -> Option<&'t str> {
        if before && after && self.wanted.contains(text) {
            return None;
        }
        let lengths = || (1..self.wanted.len()).rev();
        let is_end = |length: &usize| {
            let start = text.get(..*length);
            start.is_some_and(|start| self.wanted.ends_with(start))
        };
        let start = lengths().filter(|_| before).find(is_end).unwrap_or(0);
        // Occurrences are searched for from the end of the one before: where this is does not matter when the next one begins later.
        if text.find(self.wanted).is_some_and(|first| first < start) {
            return None;
        }
        let text = text.get(start..)?;
        let last = text.match_indices(self.wanted).last();
        let rest = last.map_or(0, |(at, found)| at + found.len());
        let begin = |length: usize| {
            let at = text.len().checked_sub(length).filter(|at| *at >= rest)?;
            self.wanted.starts_with(text.get(at..)?).then_some(at)
        };
        let end = lengths().filter(|_| after).find_map(begin);
        text.get(..end.unwrap_or(text.len()))
    }
}

/// In documents.
impl Replacement<'_> {
    /// Whether it is the same to replace in JSON and in the strings that it encodes.
    fn stays_in_strings(&self) -> bool {
        let is_plain = |text: &str| !text.chars().any(is_escaped);
        let with = match known_parts(self.with) {
            Some(parts) => parts.iter().all(|part| match part {
                Part::Text(text) => is_plain(text),
                Part::String(_) => true,
                Part::Json(_) => false,
            }),
            None => self.with.as_str().is_none_or(|text| is_plain(text)),
        };
        let in_string = |character| !OUTSIDE_STRINGS.contains(character);
        with && is_plain(self.wanted)
            && self.wanted.contains(in_string)
            && !self.wanted.starts_with(|first| IN_ESCAPES.contains(first))
    }

    /// A value of JSON with the strings in it replaced; `None` when a name in it is then unknown, or there twice.
    fn document(&self, value: &Value) -> Result<Option<Value>, Refusal> {
        let origin = value.origin().clone();
        let document = match value.kind() {
            Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => value.clone(),
            Kind::String(text) if !text.contains(self.wanted) => value.clone(),
            Kind::Unknown(_) if self.is_kept(value) => value.clone(),
            Kind::Unknown(unknown) if unknown.ty != Type::String => {
                let open = Unknown::because_all(unknown.ty.clone(), value.reasons());
                Value::unknown(open, origin)
            }
            Kind::String(_) | Kind::Unknown(_) => self.string(value)?.with_origin(origin),
            Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
                let values = values.iter().map(|value| self.document(value));
                match values.collect::<Result<Option<Vec<_>>, _>>()? {
                    Some(values) => Value::tuple(values, origin),
                    None => return Ok(None),
                }
            }
            Kind::Map(_, fields) => match self.fields(fields)? {
                Some(fields) => Value::object(fields, origin),
                None => return Ok(None),
            },
            Kind::Object(object) => match self.fields(&object.fields)? {
                Some(fields) => Value::object(fields, origin),
                None => return Ok(None),
            },
        };
        Ok(Some(document.mark_sensitive(value.is_sensitive())))
    }

    fn fields(&self, fields: &Fields) -> Result<Option<Fields>, Refusal> {
        let mut replaced = Fields::new();
        for (name, value) in fields {
            let name = match self.with.as_str() {
                Some(with) => Arc::from(name.replace(self.wanted, with)),
                None if name.contains(self.wanted) => return Ok(None),
                None => Arc::clone(name),
            };
            let Some(value) = self.document(value)? else {
                return Ok(None);
            };
            if replaced.insert(name, value).is_some() {
                return Ok(None);
            }
        }
        Ok(Some(replaced))
    }
}
