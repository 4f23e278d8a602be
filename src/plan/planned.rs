//! A planned value: JSON, and beside it which parts are unknown and which are sensitive.
//!
//! Knows no schema; a type is asked for where one is needed.

use crate::value::{Fields, Number, Origin, Reason, Symbol, Type, Unknown, Value};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::sync::Arc;

const NOTHING: &Json = &Json::Null;

/// The three trees that the plan writes side by side: `after`, `after_unknown`, `after_sensitive`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'j> {
    pub value: &'j Json,
    /// `true` where a value is unknown; whatever else means that nothing there is.
    unknown: &'j Json,
    /// `true` where a value is sensitive.
    sensitive: &'j Json,
}

impl<'j> Planned<'j> {
    pub(super) const fn new(value: &'j Json, unknown: &'j Json, sensitive: &'j Json) -> Self {
        Self {
            value,
            unknown,
            sensitive,
        }
    }

    pub(super) fn is_unknown(self) -> bool {
        *self.unknown == Json::Bool(true)
    }

    pub(super) fn is_sensitive(self) -> bool {
        *self.sensitive == Json::Bool(true)
    }

    /// The names of an object: those with a value, and those that are unknown as a whole, which have none.
    pub(super) fn names(self) -> BTreeSet<&'j str> {
        let unknown = self.unknown.as_object().into_iter().flatten();
        let unknown = unknown.filter(|(_, mask)| **mask == Json::Bool(true));
        let known = self.value.as_object().into_iter().flatten();
        known
            .chain(unknown)
            .map(|(name, _)| name.as_str())
            .collect()
    }

    pub(super) fn field(self, name: &str) -> Self {
        Self {
            value: self.value.get(name).unwrap_or(NOTHING),
            unknown: self.unknown.get(name).unwrap_or(NOTHING),
            sensitive: self.sensitive.get(name).unwrap_or(NOTHING),
        }
    }

    pub(super) fn elements(self) -> impl Iterator<Item = Self> {
        let values = self.value.as_array().into_iter().flatten();
        values.enumerate().map(move |(index, value)| Self {
            value,
            unknown: self.unknown.get(index).unwrap_or(NOTHING),
            sensitive: self.sensitive.get(index).unwrap_or(NOTHING),
        })
    }

    /// The value by itself: every part has the same origin, and what is unknown is the attribute of the instance at its path.
    pub(super) fn to_value(self, place: &Place<'_>) -> Value {
        let origin = || place.origin.clone();
        let value = if self.is_unknown() {
            Value::unknown(place.unknown(), origin())
        } else {
            match self.value {
                Json::Null if self.names().is_empty() => Value::null(Type::Any, origin()),
                Json::Bool(value) => Value::bool(*value, origin()),
                Json::Number(number) => number_of(&number.to_string(), origin()),
                Json::String(text) => Value::string(text, origin()),
                Json::Array(_) => {
                    let elements = self.elements().enumerate();
                    let elements =
                        elements.map(|(index, element)| element.to_value(&place.index(index)));
                    Value::tuple(elements.collect(), origin())
                }
                Json::Object(_) | Json::Null => {
                    let fields = self.names().into_iter();
                    let fields = fields.map(|name| {
                        (
                            Arc::from(name),
                            self.field(name).to_value(&place.field(name)),
                        )
                    });
                    Value::object(fields.collect::<Fields>(), origin())
                }
            }
        };
        value.mark_sensitive(self.is_sensitive())
    }
}

/// Where a planned value stands: in which instance, at which path, and what a report would show.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub instance: &'a Arc<str>,
    /// As symbols have it: `endpoint[0].address`.
    pub path: String,
    pub origin: Origin,
    /// The attributes that the expression of the value reads; `None`: no expression gives it, the provider does.
    pub reads: Option<&'a [Arc<Symbol>]>,
}

impl Place<'_> {
    /// What is unknown at this place: the attribute itself, or whatever its expression reads.
    ///
    /// Even if the expression reads one attribute alone, the value need not be that attribute: it may be a part of a text.
    pub(super) fn unknown(&self) -> Unknown {
        let own = || {
            Arc::new(Symbol {
                instance: Arc::clone(self.instance),
                path: Arc::from(self.path.as_str()),
            })
        };
        match self.reads {
            None => Unknown::computed(Type::Any, own()),
            Some([]) => {
                let why = "the plan does not say what it is made of";
                Unknown::because(Type::Any, Reason::Other(Arc::from(why)))
            }
            Some(read) => {
                let reason = |symbol: &Arc<Symbol>| Reason::Computed {
                    symbol: Arc::clone(symbol),
                };
                Unknown::because_all(Type::Any, read.iter().map(reason))
            }
        }
    }

    pub(super) fn field(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.at(format!("{}{dot}{name}", self.path))
    }

    pub(super) fn index(&self, index: usize) -> Self {
        self.at(format!("{}[{index}]", self.path))
    }

    fn at(&self, path: String) -> Self {
        Self {
            path,
            origin: self.origin.clone(),
            ..*self
        }
    }

    pub(super) fn with_origin(&self, origin: &Origin) -> Self {
        Self {
            path: self.path.clone(),
            origin: origin.clone(),
            ..*self
        }
    }
}

fn number_of(text: &str, origin: Origin) -> Value {
    match Number::parse(text) {
        Some(number) => Value::number(number, origin),
        None => Value::string(text, origin),
    }
}

/// The JSON of a text that serde has looked at already; null for what is not there.
pub(super) fn parsed(text: Option<&RawValue>) -> Json {
    text.and_then(|text| serde_json::from_str(text.get()).ok())
        .unwrap_or(Json::Null)
}
