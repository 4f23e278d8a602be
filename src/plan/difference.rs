//! What differs between two values of an instance, attribute by attribute, in words that tell no secret. Knows no rule and no schema.

use crate::value::{Origin, Type, Value, equal, render_short};
use std::sync::Arc;

/// The longest text of one side: a policy document would fill the page.
const LONGEST: usize = 60;

/// An attribute before and after a change.
#[derive(Clone, Debug)]
pub struct Difference {
    /// As symbols have it: `storage[0].size`.
    pub path: Arc<str>,
    /// Null for what was not there.
    pub before: Value,
    /// Null for what will not be there; where it will, with the place that the configuration gives it.
    pub after: Value,
}

/// The attributes that a change changes, in the order of their names; blocks and lists of one length part by part.
///
/// What is not known before the apply counts as changed; what only the provider computes, and was nothing before, does not.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect("", before, after, &mut found);
    found
}

/// The attributes at some paths (those that force a replacement), whether they differ or not.
pub fn at_paths<'p>(
    before: &Value,
    after: &Value,
    paths: impl IntoIterator<Item = &'p str>,
) -> Vec<Difference> {
    let paths = paths.into_iter();
    paths
        .map(|path| Difference {
            path: Arc::from(path),
            before: at(before, path),
            after: at(after, path),
        })
        .collect()
}

/// A value as a report may show it: secrets masked, long texts cut.
pub fn shown(value: &Value) -> String {
    if value.contains_sensitive() {
        "(sensitive value)".to_owned()
    } else if value.is_null() {
        "null".to_owned()
    } else if value.is_unknown() {
        "(known after apply)".to_owned()
    } else {
        render_short(value, LONGEST)
    }
}

impl Difference {
    /// `storage: 20 → 100`.
    pub fn words(&self) -> String {
        format!(
            "`{}`: {} → {}",
            self.path,
            shown(&self.before),
            shown(&self.after)
        )
    }
}

fn collect(path: &str, before: &Value, after: &Value, into: &mut Vec<Difference>) {
    if equal(before, after) == Some(true) || (is_nothing(before) && is_nothing(after)) {
        return;
    }
    if let Some(parts) = parts(before, after) {
        for (name, before, after) in parts {
            let first = path.is_empty() || name.starts_with('[');
            let dot = if first { "" } else { "." };
            collect(&format!("{path}{dot}{name}"), &before, &after, into);
        }
    } else if !(before.is_null() && after.is_unknown()) {
        into.push(Difference {
            path: Arc::from(path),
            before: before.clone(),
            after: after.clone(),
        });
    }
}

/// Null, or an empty collection: providers write the one for the other.
fn is_nothing(value: &Value) -> bool {
    let empty = |fields: &crate::value::Fields| fields.is_empty();
    value.is_null()
        || value.as_sequence().is_some_and(<[Value]>::is_empty)
        || value.as_fields().is_some_and(empty)
}

/// The parts of two objects, or of two lists of one length, by name; `None` for what has no parts in common.
fn parts(before: &Value, after: &Value) -> Option<Vec<(String, Value, Value)>> {
    if let (Some(was), Some(is)) = (before.as_fields(), after.as_fields()) {
        let mut names: Vec<&Arc<str>> = was.keys().chain(is.keys()).collect();
        names.sort();
        names.dedup();
        let part = |of: &Value, name: &str| of.field(name).cloned().unwrap_or_else(|| nothing(of));
        let names = names.into_iter();
        let parts = names.map(|name| (name.to_string(), part(before, name), part(after, name)));
        return Some(parts.collect());
    }
    let (was, is) = (before.as_sequence()?, after.as_sequence()?);
    let same_shape =
        was.len() == is.len() && was.iter().chain(is).all(|one| one.as_fields().is_some());
    let numbered = was.iter().zip(is).enumerate();
    same_shape.then(|| {
        numbered
            .map(|(index, (was, is))| (format!("[{index}]"), was.clone(), is.clone()))
            .collect()
    })
}

/// The value at a path; null where there is none.
fn at(value: &Value, path: &str) -> Value {
    let steps = path.split(['.', '[', ']']).filter(|step| !step.is_empty());
    let mut here = value;
    for step in steps {
        let next = match here.as_sequence() {
            Some(elements) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| elements.get(index)),
            None => here.field(step),
        };
        match next {
            Some(next) => here = next,
            // What is unknown or secret as a whole is so in its parts.
            None if here.is_unknown() => break,
            None => return nothing(here),
        }
    }
    here.clone()
}

fn nothing(around: &Value) -> Value {
    let origin: Origin = around.origin().clone();
    Value::null(Type::Any, origin).mark_sensitive(around.is_sensitive())
}
