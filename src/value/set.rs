//! Sets: no element twice, in the order in which Terraform iterates.

use super::equal::equal;
use super::{Kind, Origin, Reason, Type, Unknown, Value};
use std::cmp::Ordering;
use std::fmt::Write as _;

impl Value {
    /// A set of values that are of the element type already. Equal values count once; marks of elements move to the set, as in Terraform.
    pub fn set(element: Type, values: Vec<Self>, origin: Origin) -> Self {
        let sensitive = values.iter().any(Self::contains_sensitive);
        let values = if sensitive {
            values.into_iter().map(Self::without_any_mark).collect()
        } else {
            values
        };
        let elements = distinct(values);
        Self::new(Kind::Set(element, elements.into()), origin).mark_sensitive(sensitive)
    }

    /// Takes all marks away, those of elements too.
    #[must_use]
    pub fn without_any_mark(self) -> Self {
        if !self.contains_sensitive() {
            return self;
        }
        let bare = |values: &[Self]| values.iter().cloned().map(Self::without_any_mark).collect();
        let kind = match self.kind() {
            Kind::List(element, values) => Kind::List(element.clone(), bare(values)),
            Kind::Set(element, values) => Kind::Set(element.clone(), bare(values)),
            Kind::Tuple(values) => Kind::Tuple(bare(values)),
            Kind::Map(..) | Kind::Object(_) => {
                self.map_fields(|_, value| value.clone().without_any_mark())
            }
            other => other.clone(),
        };
        self.with_kind(kind).without_mark()
    }

    /// The reasons for which the number of elements of a set is not known: two unknown elements may turn out to be equal. Empty when it is known.
    pub fn length_reasons(&self) -> Vec<Reason> {
        match self.kind() {
            Kind::Unknown(unknown) => unknown.reasons.to_vec(),
            Kind::Set(_, values) if values.len() > 1 && !self.is_wholly_known() => self.reasons(),
            _ => Vec::new(),
        }
    }

    /// A set whose length is not known, as an unknown of `ty` that keeps the bounds of its length.
    pub(super) fn set_as_unknown(&self, ty: Type) -> Self {
        let count = self.as_sequence().map_or(0, <[Self]>::len);
        let mut unknown = Unknown::because_all(ty, self.reasons()).not_null();
        unknown.length = Some((1, Some(count)));
        self.with_kind(Kind::Unknown(unknown.into()))
    }
}

fn distinct(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_cached_key(SortKey::of);
    let mut elements: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        // Equal values have equal keys, so they are neighbours; several unknowns may share a key without being equal.
        let known = elements
            .iter()
            .rev()
            .take(if value.is_wholly_known() { 1 } else { 16 })
            .any(|element| equal(element, &value) == Some(true));
        if !known {
            elements.push(value);
        }
    }
    elements
}

/// Orders the elements of a set: known ones first, then unknown, then null; strings by bytes, numbers by value, false before true.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Bool(bool),
    Number(super::Number),
    String(std::sync::Arc<str>),
    /// Everything else in the order of the text that go-cty makes of it.
    Text(String),
    Unknown,
    Null,
}

impl SortKey {
    fn of(value: &Value) -> Self {
        match value.kind() {
            Kind::Null(_) => Self::Null,
            Kind::Unknown(_) => Self::Unknown,
            Kind::Bool(value) => Self::Bool(*value),
            Kind::Number(value) => Self::Number(value.clone()),
            Kind::String(text) => Self::String(std::sync::Arc::clone(text)),
            _ => {
                let mut text = String::new();
                write_key(value, &mut text);
                Self::Text(text)
            }
        }
    }
}

/// The text by which go-cty orders collections in sets (`appendSetHashBytes`).
fn write_key(value: &Value, out: &mut String) {
    // INVARIANT: writing to a string does not fail.
    match value.kind() {
        Kind::Null(_) => out.push('~'),
        Kind::Unknown(_) => out.push('?'),
        Kind::Bool(value) => out.push(if *value { 'T' } else { 'F' }),
        Kind::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Kind::String(text) => {
            let _ = write!(out, "{text:?}");
        }
        Kind::Map(_, fields) => {
            out.push('{');
            for (name, value) in fields.iter() {
                {
                    let _ = write!(out, "{name:?}:");
                };
                write_key(value, out);
                out.push(';');
            }
            out.push('}');
        }
        Kind::List(..) | Kind::Set(..) => write_keys('[', value, ']', out),
        Kind::Tuple(_) | Kind::Object(_) => write_keys('<', value, '>', out),
    }
}

fn write_keys(open: char, value: &Value, close: char, out: &mut String) {
    out.push(open);
    for child in value.children() {
        write_key(child, out);
        out.push(';');
    }
    out.push(close);
}

/// A total order of values, the one of sets.
pub fn compare(left: &Value, right: &Value) -> Ordering {
    SortKey::of(left).cmp(&SortKey::of(right))
}
