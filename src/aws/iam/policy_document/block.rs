//! One `statement` block of the data source, in the order and form in which the provider writes it.

use super::imported::by_name;
use super::{given, is_empty};
use crate::aws::iam::Malformed;
use crate::aws::iam::json::Json;
use crate::aws::wildcard::{self, Case};
use crate::value::{Kind, Part, Unknown, Value};
use std::sync::Arc;

/// One `statement` block.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) block: &'a Value,
    pub(super) version: &'a Value,
}

impl Block<'_> {
    pub(super) fn statement(self) -> Result<Json, Malformed> {
        let mut fields = Vec::new();
        let mut push = |name: &str, json: Option<Json>| {
            if let Some(json) = json {
                fields.push((Value::string(name, json.origin().clone()), json));
            }
        };
        let sid = given(self.block, "sid").filter(|sid| !is_empty(sid));
        push("Sid", sid.cloned().map(Json::Leaf));
        let default = || Value::string("Allow", self.block.origin().clone());
        let effect = given(self.block, "effect").cloned().unwrap_or_else(default);
        push("Effect", Some(Json::Leaf(effect)));
        for (name, attribute) in [("Action", "actions"), ("NotAction", "not_actions")] {
            push(name, given(self.block, attribute).and_then(strings));
        }
        for (name, attribute) in [("Resource", "resources"), ("NotResource", "not_resources")] {
            push(
                name,
                self.with_variables(self.block, attribute)?
                    .as_ref()
                    .and_then(strings),
            );
        }
        for (name, attribute) in [
            ("Principal", "principals"),
            ("NotPrincipal", "not_principals"),
        ] {
            push(name, self.principals(attribute)?);
        }
        push("Condition", self.conditions()?);
        Ok(Json::Object(fields, self.block.origin().clone()))
    }

    fn principals(self, attribute: &str) -> Result<Option<Json>, Malformed> {
        let Some(list) = given(self.block, attribute) else {
            return Ok(None);
        };
        let Some(blocks) = list.as_sequence() else {
            return Ok(Some(Json::Leaf(list.clone())));
        };
        let mut kinds = Vec::new();
        for block in blocks {
            let (Some(kind), Some(identifiers)) = (
                given(block, "type"),
                self.with_variables(block, "identifiers")?,
            ) else {
                kinds.push((block.clone(), Json::Leaf(block.clone())));
                continue;
            };
            let identifiers = strings(&identifiers);
            let none = || Json::Array(Vec::new(), block.origin().clone());
            kinds.push((kind.clone(), identifiers.unwrap_or_else(none)));
        }
        if let [(kind, Json::Leaf(identifier))] = kinds.as_slice() {
            let star = |value: &Value| value.as_str().is_some_and(|text| text.as_ref() == "*");
            if star(kind) && star(identifier) {
                return Ok(Some(Json::Leaf(identifier.clone())));
            }
        }
        Ok((!kinds.is_empty()).then(|| Json::Object(grouped(kinds), list.origin().clone())))
    }

    fn conditions(self) -> Result<Option<Json>, Malformed> {
        let Some(list) = given(self.block, "condition") else {
            return Ok(None);
        };
        let Some(blocks) = list.as_sequence() else {
            return Ok(Some(Json::Leaf(list.clone())));
        };
        let mut tests: Vec<(Value, Vec<(Value, Json)>)> = Vec::new();
        for block in blocks {
            let (Some(test), Some(variable), Some(values)) = (
                given(block, "test"),
                given(block, "variable"),
                self.with_variables(block, "values")?,
            ) else {
                tests.push((block.clone(), Vec::new()));
                continue;
            };
            let values = match values.as_sequence() {
                Some([only]) => Json::Leaf(only.clone()),
                _ => Json::Leaf(values),
            };
            let entry = (variable.clone(), values);
            let same = |(old, _): &&mut (Value, _)| {
                old.as_str().is_some() && old.as_str() == test.as_str()
            };
            match tests.iter_mut().find(same) {
                Some((_, entries)) => entries.push(entry),
                None => tests.push((test.clone(), vec![entry])),
            }
        }
        let tests = tests.into_iter().map(|(test, entries)| {
            let origin = test.origin().clone();
            (test, Json::Object(grouped(entries), origin))
        });
        let tests = by_name(tests.collect());
        Ok((!tests.is_empty()).then(|| Json::Object(tests, list.origin().clone())))
    }

    /// The strings of an attribute with `&{…}` turned into the `${…}` of policy variables.
    fn with_variables(self, block: &Value, attribute: &str) -> Result<Option<Value>, Malformed> {
        let Some(value) = given(block, attribute) else {
            return Ok(None);
        };
        let old = wildcard::value_equals(self.version, "2008-10-17", Case::Sensitive);
        let marked = value.children().chain([value]);
        let marked = marked
            .filter_map(Value::as_str)
            .any(|text| text.contains("&{"));
        if marked && old.is_true() {
            return Err(Malformed {
                message: "version 2008-10-17 has no policy variables, and `&{` stands for one"
                    .to_owned(),
                origin: value.origin().clone(),
            });
        }
        Ok(Some(replaced(value)))
    }
}

/// A value with `&{` replaced in its known texts.
fn replaced(value: &Value) -> Value {
    let replace = |text: &Arc<str>| -> Arc<str> {
        if text.contains("&{") {
            text.replace("&{", "${").into()
        } else {
            Arc::clone(text)
        }
    };
    let each = |values: &[Value]| values.iter().map(replaced).collect();
    let kind = match value.kind() {
        Kind::String(text) => Kind::String(replace(text)),
        Kind::List(ty, values) => Kind::List(ty.clone(), each(values)),
        Kind::Set(ty, values) => Kind::Set(ty.clone(), each(values)),
        Kind::Tuple(values) => Kind::Tuple(each(values)),
        Kind::Unknown(unknown) if unknown.parts.is_some() => {
            let parts = unknown.parts.iter().flat_map(|parts| parts.iter());
            let parts = parts.map(|part| match part {
                Part::Text(text) => Part::Text(replace(text)),
                other => other.clone(),
            });
            Kind::Unknown(Arc::new(Unknown {
                parts: Some(parts.collect()),
                ..Unknown::clone(unknown)
            }))
        }
        other => other.clone(),
    };
    Value::new(kind, value.origin().clone()).mark_sensitive(value.is_sensitive())
}

/// The strings of a set as the provider writes them: one alone, several in falling order. `None` for an empty set.
///
/// A set with unknown elements stays one leaf: how many different ones it has, and their order, is not known.
fn strings(set: &Value) -> Option<Json> {
    let Some(values) = set.as_sequence() else {
        return Some(Json::Leaf(set.clone()));
    };
    if values.iter().any(|value| value.as_str().is_none()) {
        return Some(match values {
            [only] => Json::Leaf(only.clone()),
            _ => Json::Leaf(set.clone()),
        });
    }
    let mut values = values.to_vec();
    values.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
    values.dedup_by(|a, b| a.as_str() == b.as_str());
    match values.as_slice() {
        [] => None,
        [only] => Some(Json::Leaf(only.clone())),
        _ => Some(Json::Array(
            values.into_iter().map(Json::Leaf).collect(),
            set.origin().clone(),
        )),
    }
}

/// The entries in the order of their keys, those of one key joined.
fn grouped(entries: Vec<(Value, Json)>) -> Vec<(Value, Json)> {
    let mut groups: Vec<(Value, Json)> = Vec::new();
    for (key, json) in entries {
        let same =
            |(old, _): &&mut (Value, Json)| key.as_str().is_some() && old.as_str() == key.as_str();
        match groups.iter_mut().find(same) {
            Some((_, existing)) => *existing = joined(existing, &json),
            None => groups.push((key, json)),
        }
    }
    by_name(groups)
}

/// The strings of both as one list.
fn joined(first: &Json, second: &Json) -> Json {
    let members = |json: &Json| match json.opened().as_ref() {
        Json::Array(values, _) => values.clone(),
        other => vec![other.clone()],
    };
    let mut values = members(first);
    values.extend(members(second));
    Json::Array(values, first.origin().clone())
}
