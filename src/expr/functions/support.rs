//! What the functions need of the value module, under short names.

pub(super) use crate::value::convert::convert;
pub(super) use crate::value::{compare, equal, unify};

use crate::value::{Origin, Type, Value};
use std::cmp::Ordering;
use std::collections::BTreeSet;

pub(super) fn set(element: Type, values: Vec<Value>, origin: Origin) -> Value {
    Value::set(element, values, origin)
}

pub(super) fn without_marks(value: &Value) -> Value {
    value.clone().without_any_mark()
}

/// The first of each of several equal values, in their order; all are wholly known.
pub(super) fn distinct(values: &[Value]) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    values
        .iter()
        .filter(|value| seen.insert(Ordered(value)))
        .cloned()
        .collect()
}

/// A value in the order of sets, in which only equal values are equal.
struct Ordered<'a>(&'a Value);

impl Ord for Ordered<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self.0, other.0)
    }
}

impl PartialOrd for Ordered<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ordered<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ordered<'_> {}
