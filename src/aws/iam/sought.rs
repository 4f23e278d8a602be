//! Where the elements of a document stand in a template with directives (`%{ if … }`): its structure is not the one that is written, but a text that stands in it
//! once is most likely the one that was meant. Knows no structure: lists and objects have the place of the whole.

use super::json::Json;
use crate::source::{Sources, Span};
use crate::value::{Origin, Value};

/// A template that chooses between texts, or repeats them.
pub(super) struct Template<'o> {
    origin: &'o Origin,
    written: String,
    /// How a quote is written in it.
    quote: &'static str,
}

impl<'o> Template<'o> {
    /// The template at a place; `None` when there is none, or one without directives.
    pub(super) fn at(origin: &'o Origin, sources: &Sources) -> Option<Self> {
        let written = sources.get(origin.span.file).slice(origin.span).to_owned();
        let quote = match written.trim_start().bytes().next()? {
            b'"' => "\\\"",
            b'<' | b'{' | b'%' => "\"",
            _ => return None,
        };
        written.contains("%{").then_some(Self {
            origin,
            written,
            quote,
        })
    }

    /// The document with the places of its texts; `given` is the origin that all nodes have for want of a better one.
    pub(super) fn with_places(&self, json: Json, given: &Origin) -> Json {
        match json {
            Json::Leaf(value) => Json::Leaf(self.placed(value, given)),
            Json::Array(values, origin) => {
                let values = values.into_iter();
                let values = values.map(|value| self.with_places(value, given));
                Json::Array(values.collect(), origin)
            }
            Json::Object(fields, origin) => {
                let fields = fields.into_iter();
                let fields = fields
                    .map(|(key, field)| (self.placed(key, given), self.with_places(field, given)));
                Json::Object(fields.collect(), origin)
            }
        }
    }

    fn placed(&self, value: Value, given: &Origin) -> Value {
        let place = value.as_str().and_then(|text| self.only(text));
        match place.filter(|_| value.origin() == given) {
            Some(place) => value.with_origin(place),
            None => value,
        }
    }

    /// The one place where a text stands in quotes.
    fn only(&self, text: &str) -> Option<Origin> {
        if text.is_empty() || text.contains(['"', '\\']) {
            return None;
        }
        let wanted = format!("{quote}{text}{quote}", quote = self.quote);
        let mut found = self.written.match_indices(&wanted);
        let (start, _) = found.next().filter(|_| found.next().is_none())?;
        let whole = self.origin.span;
        let start = whole.start + u32::try_from(start).ok()?;
        let end = start + u32::try_from(wanted.len()).ok()?;
        let place = Origin::expression(Span::new(whole.file, start, end));
        Some(place.with_parts_from_outside(self.origin.outside))
    }
}
