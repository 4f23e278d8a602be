//! A planned value: JSON, and beside it which parts are unknown and which are sensitive.
//!
//! Knows no schema; a type is asked for where one is needed.

use crate::value::{Fields, Number, Origin, Reason, Symbol, Type, Unknown, Value};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const NOTHING: &Json = &Json::Null;

/// Why a value is unknown that is there.
const UNREADABLE: &str = "the plan nests it more than 127 levels deep, and it is not read";

/// The three trees that the plan writes side by side: `after`, `after_unknown`, `after_sensitive`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'j> {
    pub value: &'j Json,
    /// `true` where a value is unknown, a text where it cannot be read, which says why; whatever else means that nothing there is.
    unknown: &'j Json,
    /// `true` where a value is sensitive.
    sensitive: &'j Json,
}

impl<'j> Planned<'j> {
    #[cfg(test)]
    pub(super) const fn new(value: &'j Json, unknown: &'j Json, sensitive: &'j Json) -> Self {
        Self {
            value,
            unknown,
            sensitive,
        }
    }

    pub(super) fn is_unknown(self) -> bool {
        is_mask(self.unknown)
    }

    /// What is unknown at a place.
    fn unknown_at(self, place: &Place<'_>) -> Unknown {
        match self.unknown {
            Json::String(why) => {
                Unknown::because(Type::Any, Reason::Other(Arc::from(why.as_str())))
            }
            _ => place.unknown(),
        }
    }

    pub(super) fn is_sensitive(self) -> bool {
        *self.sensitive == Json::Bool(true)
    }

    /// The names of an object: those with a value, and those that are unknown as a whole, which have none.
    pub(super) fn names(self) -> BTreeSet<&'j str> {
        let unknown = self.unknown.as_object().into_iter().flatten();
        let unknown = unknown.filter(|(_, mask)| is_mask(mask));
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
            Value::unknown(self.unknown_at(place), origin())
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

fn is_mask(unknown: &Json) -> bool {
    matches!(unknown, Json::Bool(true) | Json::String(_))
}

/// The trees that [`Planned`] reads.
#[derive(Debug)]
pub(super) struct Trees {
    value: Json,
    unknown: Json,
    sensitive: Json,
}

impl Trees {
    /// Reads `after`, `after_unknown`, `after_sensitive`. An attribute that cannot be read is unknown, and secret if that cannot be told.
    pub(super) fn read(texts: [Option<&RawValue>; 3]) -> Self {
        let read = texts.map(|text| text.map_or(Some(Json::Null), json));
        if let [Some(value), Some(unknown), Some(sensitive)] = read {
            return Self {
                value,
                unknown,
                sensitive,
            };
        }
        let members = texts.map(|text| text.map_or_else(Members::new, members));
        let names: BTreeSet<&String> = members.iter().flat_map(BTreeMap::keys).collect();
        let mut trees = [(); 3].map(|()| serde_json::Map::new());
        for name in names {
            let texts = members.each_ref().map(|tree| tree.get(name).copied());
            let one = Self::of_one(texts);
            let parts = [one.value, one.unknown, one.sensitive];
            for ((tree, part), text) in trees.iter_mut().zip(parts).zip(texts) {
                if text.is_some() || !part.is_null() {
                    tree.insert(name.clone(), part);
                }
            }
        }
        let [value, unknown, sensitive] = trees.map(Json::Object);
        Self {
            value,
            unknown,
            sensitive,
        }
    }

    /// The trees of the value of a variable, of which a plan says nothing else.
    pub(super) fn variable(text: Option<&RawValue>) -> Self {
        Self::of_one([text, None, None])
    }

    /// The trees of one attribute.
    fn of_one(texts: [Option<&RawValue>; 3]) -> Self {
        let [value, unknown, sensitive] = texts.map(|text| text.map_or(Some(Json::Null), json));
        let why = || Json::String(UNREADABLE.to_owned());
        Self {
            unknown: match (&value, unknown) {
                (Some(_), Some(unknown)) => unknown,
                _ => why(),
            },
            value: value.unwrap_or(Json::Null),
            sensitive: sensitive.unwrap_or(Json::Bool(true)),
        }
    }

    /// Whether both are known, and the same.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        !is_mask(&self.unknown) && !is_mask(&other.unknown) && self.value == other.value
    }

    pub(super) const fn planned(&self) -> Planned<'_> {
        Planned {
            value: &self.value,
            unknown: &self.unknown,
            sensitive: &self.sensitive,
        }
    }
}

type Members<'t> = BTreeMap<String, &'t RawValue>;

/// The members of an object, unread.
fn members(text: &RawValue) -> Members<'_> {
    serde_json::from_str(text.get()).unwrap_or_default()
}

/// `None`: deeper than serde reads, so that no text can exhaust the stack. All else that is wrong was refused with the file.
fn json(text: &RawValue) -> Option<Json> {
    serde_json::from_str(text.get()).ok()
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

/// The JSON of a text that serde has looked at already; null for what is not there, or nested too deeply. A value is read by [`Trees`].
pub(super) fn parsed(text: Option<&RawValue>) -> Json {
    text.and_then(json).unwrap_or(Json::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};

    /// The value of an instance by its trees.
    fn value(texts: [&str; 3]) -> Value {
        let raw = texts.map(|text| serde_json::from_str::<&RawValue>(text).unwrap());
        let file = Sources::new().add("tfplan.json", "");
        let trees = Trees::read(raw.map(Some));
        trees.planned().to_value(&Place {
            instance: &Arc::from("aws_x.a"),
            path: String::new(),
            origin: Origin::expression(Span::new(file.id(), 0, 0)),
            reads: None,
        })
    }

    fn nested(levels: usize) -> String {
        format!("{}1{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn numbers_keep_all_their_digits() {
        for (text, expected) in [
            ("12345678901234567890123", "12345678901234567890123"),
            ("0.1", "0.1"),
            ("-1.50", "-1.5"),
            ("1e3", "1000"),
        ] {
            let value = value([&format!("{{\"a\":{text}}}"), "{}", "{}"]);
            let number = value.field("a").unwrap().as_number().unwrap().to_string();
            assert_eq!(number, expected, "{text}");
        }
        let value = value(["{\"a\":1e999}", "{}", "{}"]);
        let large = value.field("a").unwrap().as_number().unwrap();
        assert_eq!(*large, Number::parse("1e999").unwrap());
    }

    /// What is nested too deeply is unknown, whichever of the trees it is in; all beside it is read.
    #[test]
    fn depth_makes_an_attribute_unknown() {
        let deep = nested(200);
        for (levels, known) in [(100, true), (126, true), (128, false), (20_000, false)] {
            let text = format!("{{\"a\":{},\"b\":1,\"c\":null}}", nested(levels));
            let value = value([&text, "{\"d\":true}", "{}"]);
            let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| value.field(name).unwrap());
            assert_eq!(a.as_sequence().is_some(), known, "{levels}");
            assert_eq!(a.is_unknown(), !known, "{levels}");
            if !known {
                assert_eq!(a.reasons()[0].to_string(), UNREADABLE);
            }
            assert!(b.as_number().is_some() && c.is_null() && d.is_unknown());
        }
        let open = value(["{\"a\":[1]}", &format!("{{\"a\":{deep}}}"), "{}"]);
        assert!(open.field("a").unwrap().is_unknown());
        let secret = value(["{\"a\":[1]}", "{}", &format!("{{\"a\":{deep}}}")]);
        assert!(secret.field("a").unwrap().is_sensitive());
    }

    #[test]
    fn a_deep_variable_is_unknown_and_like_no_other() {
        let deep = nested(200);
        let raw = serde_json::from_str::<&RawValue>(&deep).unwrap();
        let trees = Trees::variable(Some(raw));
        assert!(trees.planned().is_unknown());
        assert!(!trees.is_same_as(&Trees::variable(Some(raw))));
        assert!(Trees::variable(None).is_same_as(&Trees::variable(None)));
    }
}
