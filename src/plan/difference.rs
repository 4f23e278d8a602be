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
    // A secret is not taken apart: its parts do not say that they are secret.
    let secret = before.is_sensitive() || after.is_sensitive();
    if let Some(parts) = parts(before, after).filter(|_| !secret) {
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
    let (mut here, mut secret) = (value, false);
    for step in steps {
        secret |= here.is_sensitive();
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
            None => return nothing(here).mark_sensitive(secret),
        }
    }
    here.clone().mark_sensitive(secret)
}

fn nothing(around: &Value) -> Value {
    let origin: Origin = around.origin().clone();
    Value::null(Type::Any, origin).mark_sensitive(around.is_sensitive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::planned::{Place, Planned};
    use crate::source::{FileId, Span};
    use serde_json::{Value as Json, json};

    /// A value by the three trees of a plan.
    fn value(value: &Json, unknown: &Json, sensitive: &Json) -> Value {
        let sources = crate::source::Sources::new();
        let file: FileId = sources.add("tfplan.json", String::new()).id();
        Planned::new(value, unknown, sensitive).to_value(&Place {
            instance: &Arc::from("aws_x.a"),
            path: String::new(),
            origin: Origin::expression(Span::new(file, 0, 0)),
            reads: None,
        })
    }

    fn words(before: &Json, after: &Json, unknown: &Json, sensitive: &Json) -> Vec<String> {
        let before = value(before, &Json::Null, sensitive);
        let after = value(after, unknown, sensitive);
        let found = differences(&before, &after);
        found.iter().map(Difference::words).collect()
    }

    #[test]
    fn what_differs_is_named_attribute_by_attribute() {
        let nothing = &Json::Null;
        for (before, after, wanted) in [
            (
                json!({"a": 1, "b": "x"}),
                json!({"a": 2, "b": "x"}),
                &["`a`: 1 → 2"][..],
            ),
            (
                json!({"a": 1}),
                json!({"b": 1}),
                &["`a`: 1 → null", "`b`: null → 1"],
            ),
            // Providers write an empty list for null and the other way round.
            (json!({"a": null, "b": []}), json!({"a": [], "b": {}}), &[]),
            (
                json!({"disk": [{"size": 1}, {"size": 2}]}),
                json!({"disk": [{"size": 1}, {"size": 3}]}),
                &["`disk[1].size`: 2 → 3"],
            ),
            // Lists of another length, or of plain values, differ as a whole.
            (
                json!({"a": ["x"]}),
                json!({"a": ["y"]}),
                &["`a`: [\"x\"] → [\"y\"]"],
            ),
            (
                json!({"a": [{"b": 1}]}),
                json!({"a": []}),
                &["`a`: [{\"b\" = 1}] → []"],
            ),
            (
                json!({"tags": {"a": "1"}}),
                json!({"tags": {"a": "2"}}),
                &["`tags.a`: \"1\" → \"2\""],
            ),
        ] {
            assert_eq!(
                words(&before, &after, nothing, nothing),
                wanted,
                "{before} {after}"
            );
        }
    }

    #[test]
    fn what_is_unknown_differs_unless_it_was_nothing() {
        let words = |before: Json| words(&before, &json!({}), &json!({"a": true}), &Json::Null);
        assert_eq!(words(json!({"a": 1})), ["`a`: 1 → (known after apply)"]);
        assert_eq!(words(json!({"a": null})), Vec::<String>::new());
    }

    #[test]
    fn secrets_are_masked_also_in_parts() {
        for sensitive in [json!({"a": true}), json!(true), json!({"a": {"b": true}})] {
            let (before, after) = (json!({"a": {"b": "hush"}}), json!({"a": {"b": "shh"}}));
            let words = words(&before, &after, &Json::Null, &sensitive).join(" ");
            let value = |json: &Json| value(json, &Json::Null, &sensitive);
            let words = words + &at_paths(&value(&before), &value(&after), ["a.b"])[0].words();
            assert!(
                words.contains("(sensitive value) → (sensitive value)"),
                "{words}"
            );
            assert!(!words.contains("hush") && !words.contains("shh"), "{words}");
        }
    }

    #[test]
    fn paths_lead_to_parts() {
        let before = value(
            &json!({"disk": [{"size": 1}], "tags": {"a": "x"}}),
            &Json::Null,
            &Json::Null,
        );
        let after = value(
            &json!({"disk": [{}]}),
            &json!({"disk": [{"size": true}]}),
            &Json::Null,
        );
        for (path, wanted) in [
            ("disk[0].size", "`disk[0].size`: 1 → (known after apply)"),
            ("disk[7].size", "`disk[7].size`: null → null"),
            ("tags.a", "`tags.a`: \"x\" → null"),
            ("none.such", "`none.such`: null → null"),
        ] {
            assert_eq!(at_paths(&before, &after, [path])[0].words(), wanted);
        }
    }

    #[test]
    fn long_values_are_cut() {
        let text = "x".repeat(500);
        let words = words(
            &json!({"a": text}),
            &json!({"a": "y"}),
            &Json::Null,
            &Json::Null,
        );
        assert!(words[0].len() < 100, "{}", words[0]);
    }
}
