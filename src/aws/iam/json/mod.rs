//! JSON that may be known in part: the common form of all spellings of a policy document.
//!
//! Knows no policy element.

mod text;

pub(super) use text::Text;

use super::Malformed;
use crate::value::{Kind, Origin, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// A JSON value with an origin on every node.
#[derive(Clone, Debug)]
pub(super) enum Json {
    /// Null, bool, number, string or unknown; also a collection of the configuration that has not been opened.
    Leaf(Value),
    Array(Vec<Json>, Origin),
    /// Keys are strings, known or not, in the order of the text.
    Object(Vec<(Value, Json)>, Origin),
}

impl Json {
    /// Reads a text that may be known in part, or opens an object.
    ///
    /// A text that encodes a value is that value: its elements have the origins of their own.
    pub(super) fn read(value: &Value) -> Result<Self, Malformed> {
        if let Some(decoded) = value.decoded() {
            return Ok(Self::open(decoded).marked(value.is_sensitive()));
        }
        match value.kind() {
            Kind::String(_) => Text::of_value(value).parse(&|_| value.origin().clone()),
            Kind::Unknown(unknown) if unknown.parts.is_some() => {
                Text::of_value(value).parse(&|_| value.origin().clone())
            }
            _ => Ok(Self::open(value)),
        }
    }

    /// The value of the configuration, its collections opened.
    pub(super) fn open(value: &Value) -> Self {
        let origin = value.origin().clone();
        if let Some(values) = value.as_sequence() {
            return Self::Array(values.iter().map(Self::open).collect(), origin);
        }
        match value.as_fields() {
            Some(fields) => Self::Object(
                fields
                    .iter()
                    .map(|(name, field)| {
                        let key = Value::string(name, field.origin().clone());
                        (key, Self::open(field))
                    })
                    .collect(),
                origin,
            ),
            None => Self::Leaf(value.clone()),
        }
    }

    /// The value that the JSON encodes; `None` when a key is not known, which no value can have.
    pub(super) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Leaf(value) => value.clone(),
            Self::Array(values, origin) => {
                let values: Option<Vec<Value>> = values.iter().map(Self::to_value).collect();
                Value::tuple(values?, origin.clone())
            }
            Self::Object(fields, origin) => {
                let field = |(key, json): &(Value, Self)| {
                    Some((Arc::clone(key.as_str()?), json.to_value()?))
                };
                let fields: Option<_> = fields.iter().map(field).collect();
                Value::object(fields?, origin.clone())
            }
        })
    }

    /// The same with all its values marked as sensitive, if `sensitive` is true.
    fn marked(self, sensitive: bool) -> Self {
        match self {
            json if !sensitive => json,
            Self::Leaf(value) => Self::Leaf(value.mark_sensitive(true)),
            Self::Array(values, origin) => {
                let values = values.into_iter().map(|json| json.marked(true));
                Self::Array(values.collect(), origin)
            }
            Self::Object(fields, origin) => {
                let fields = fields.into_iter();
                let fields = fields.map(|(key, json)| (key, json.marked(true)));
                Self::Object(fields.collect(), origin)
            }
        }
    }

    /// The same with an unopened collection opened.
    pub(super) fn opened(&self) -> Cow<'_, Self> {
        match self {
            Self::Leaf(value) if value.as_sequence().is_some() || value.as_fields().is_some() => {
                Cow::Owned(Self::open(value))
            }
            _ => Cow::Borrowed(self),
        }
    }

    pub(super) const fn origin(&self) -> &Origin {
        match self {
            Self::Leaf(value) => value.origin(),
            Self::Array(_, origin) | Self::Object(_, origin) => origin,
        }
    }

    /// The key and the value of a field of an object; the last ones when the key stands twice.
    pub(super) fn entry(&self, key: &str) -> Option<(&Value, &Self)> {
        let Self::Object(fields, _) = self else {
            return None;
        };
        let mut fields = fields.iter().rev();
        fields
            .find(|(name, _)| name.as_str().is_some_and(|name| name.as_ref() == key))
            .map(|(name, field)| (name, field))
    }

    /// The field of an object. Null counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let (_, field) = self.entry(key)?;
        (!matches!(field, Self::Leaf(value) if value.is_null())).then_some(field)
    }

    /// The text of a known string.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Leaf(value) => value.as_str().map(AsRef::as_ref),
            _ => None,
        }
    }
}
