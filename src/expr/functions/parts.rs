//! Strings that are known in part: putting them together, and looking at what of them is known.

use super::arguments::{Arguments, Refusal};
use crate::value::{Part, Reason, Type, Unknown, Value};
use std::sync::Arc;

/// Collects known text and unknown holes, and makes one string of them.
#[derive(Debug, Default)]
pub(super) struct Text {
    parts: Vec<Part>,
    open: String,
}

impl Text {
    pub(super) fn text(&mut self, text: &str) {
        self.open.push_str(text);
    }

    pub(super) fn character(&mut self, character: char) {
        self.open.push(character);
    }

    /// How many bytes of text were collected since the last hole.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Adds a string or an unknown; a string that is known in part adds its pieces.
    pub(super) fn value(&mut self, value: &Value) {
        match value.as_str() {
            Some(text) => self.text(text),
            None => match known_parts(value) {
                Some(parts) => parts.iter().for_each(|part| self.part(part)),
                None => self.hole(Part::String(value.clone())),
            },
        }
    }

    /// Adds an unknown value in place of its JSON.
    pub(super) fn json(&mut self, value: &Value) {
        self.hole(Part::Json(value.clone()));
    }

    pub(super) fn part(&mut self, part: &Part) {
        match part {
            Part::Text(text) => self.text(text),
            hole => self.hole(hole.clone()),
        }
    }

    fn hole(&mut self, part: Part) {
        self.close();
        self.parts.push(part);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            let text = std::mem::take(&mut self.open);
            self.parts.push(Part::Text(Arc::from(text)));
        }
    }

    /// The string: known when there is no hole; the hole's own value when it is a string and all there is.
    pub(super) fn finish(mut self, arguments: &Arguments<'_>) -> Result<Value, Refusal> {
        if self.parts.is_empty() {
            return arguments.string(self.open);
        }
        self.close();
        if let [Part::String(value)] = self.parts.as_slice()
            && value.ty() == Type::String
        {
            return Ok(value.clone());
        }
        let bytes = self.parts.iter().map(part_bytes).sum();
        arguments.allocate(bytes)?;
        let mut unknown = Unknown::because_all(Type::String, part_reasons(&self.parts)).not_null();
        let hole = self.parts.iter().find_map(hole_value);
        let origin = match hole {
            Some(value) => arguments.origin().after(value.origin().clone()),
            None => arguments.origin(),
        };
        unknown.parts = Some(self.parts.into());
        Ok(Value::unknown(unknown, origin))
    }
}

fn part_bytes(part: &Part) -> usize {
    match part {
        Part::Text(text) => text.len(),
        Part::String(_) | Part::Json(_) => size_of::<Part>(),
    }
}

fn hole_value(part: &Part) -> Option<&Value> {
    match part {
        Part::Text(_) => None,
        Part::String(value) | Part::Json(value) => Some(value),
    }
}

fn part_reasons(parts: &[Part]) -> Vec<Reason> {
    parts
        .iter()
        .filter_map(hole_value)
        .flat_map(Value::reasons)
        .collect()
}

/// The pieces of a string that is known in part.
pub(super) fn known_parts(value: &Value) -> Option<&[Part]> {
    value.as_unknown()?.parts.as_deref()
}

/// Applies a change to the known text; the holes become unknown strings of which nothing but the reason is left.
pub(super) fn map_text(
    arguments: &Arguments<'_>,
    parts: &[Part],
    change: impl Fn(&str) -> String,
) -> Result<Value, Refusal> {
    let mut text = Text::default();
    for part in parts {
        match part {
            Part::Text(known) => text.text(&change(known)),
            Part::String(value) | Part::Json(value) => text.hole(Part::String(anonymous(value))),
        }
    }
    text.finish(arguments)
}

/// An unknown string for the same reasons, of which nothing else is known.
pub(super) fn anonymous(value: &Value) -> Value {
    Value::unknown(
        Unknown::because_all(Type::String, value.reasons()).not_null(),
        value.origin().clone(),
    )
}

/// What an unknown string certainly starts with.
pub(super) fn known_prefix(value: &Value) -> &str {
    match known_parts(value) {
        Some([Part::Text(text), ..]) => text,
        _ => "",
    }
}

/// What an unknown string certainly ends with.
pub(super) fn known_suffix(value: &Value) -> &str {
    match known_parts(value) {
        Some([.., Part::Text(text)]) => text,
        _ => "",
    }
}
