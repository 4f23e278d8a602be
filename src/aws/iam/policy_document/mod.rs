//! The data source `aws_iam_policy_document`: its statements with the origins of the configuration, and the text it renders.
//!
//! Needs no account, so that it can be read before Terraform does. Follows
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>; real provider output is the judge.

mod block;
mod imported;
mod print;

use super::Malformed;
use super::json::Json;
use crate::value::{Origin, Reason, Type, Unknown, Value};
use block::Block;
use std::sync::Arc;

const DEFAULT_VERSION: &str = "2012-10-17";

/// The computed attributes of the data source, for its evaluated configuration.
pub fn read(config: &Value) -> Vec<(Arc<str>, Value)> {
    let origin = config.origin();
    let (json, minified) = match merged(config) {
        Ok(document) => (
            print::pretty(&document, origin),
            print::minified(&document, origin),
        ),
        Err(mistake) => {
            let value = unreadable(&mistake, origin);
            (value.clone(), value)
        }
    };
    let id = identifier(&json);
    let version = given(config, "version").cloned();
    let version = version.unwrap_or_else(|| Value::string(DEFAULT_VERSION, origin.clone()));
    let attributes = [
        ("id", id),
        ("json", json),
        ("minified_json", minified),
        ("version", version),
    ];
    attributes
        .map(|(name, value)| (Arc::from(name), value))
        .into()
}

/// What the text is unknown for when the provider would refuse the configuration.
fn unreadable(mistake: &Malformed, origin: &Origin) -> Value {
    let reason = Reason::Mistake {
        message: mistake.message.as_str().into(),
    };
    Value::unknown(Unknown::because(Type::String, reason), origin.clone())
}

/// The checksum of the text, as the provider makes it.
fn identifier(json: &Value) -> Value {
    match json.as_str() {
        Some(text) => Value::string(
            crc32fast::hash(text.as_bytes()).to_string(),
            json.origin().clone(),
        ),
        None => Value::unknown(
            Unknown::because_all(Type::String, json.reasons()).not_null(),
            json.origin().clone(),
        ),
    }
}

/// A document while others are merged into it.
struct Merged {
    version: Option<Value>,
    id: Option<Value>,
    statements: Vec<Json>,
}

impl Merged {
    /// A later document gives its `Id`, can raise the version, and replaces the statements whose `Sid` it uses too.
    fn merge(&mut self, version: Option<&Value>, id: Option<&Value>, statements: Vec<Json>) {
        if let Some(id) = id.filter(|id| !is_empty(id)) {
            self.id = Some(id.clone());
        }
        if let Some(version) = version {
            let known = |value: &Value| value.as_str().map(ToString::to_string);
            if known(version) > self.version.as_ref().and_then(known) || version.is_unknown() {
                self.version = Some(version.clone());
            }
        }
        for statement in statements {
            let place = sid(&statement).and_then(|new| {
                let mut existing = self.statements.iter();
                existing.position(|old| sid(old) == Some(new))
            });
            match place.and_then(|place| self.statements.get_mut(place)) {
                Some(old) => *old = statement,
                None => self.statements.push(statement),
            }
        }
    }

    /// A document of which nothing is known. When it may override, a statement with a `Sid` may be another one afterwards.
    fn merge_unknown(&mut self, document: &Value, overrides: bool) {
        if overrides {
            // It is no longer certain to be what is in that place.
            let reasons = document.reasons();
            let other = Unknown::because_all(Type::Any, reasons).not_null();
            let other = Value::unknown(other, document.origin().clone());
            let named = self.statements.iter_mut();
            for statement in named.filter(|statement| has_sid(statement)) {
                *statement = Json::Leaf(other.clone());
            }
        }
        self.statements.push(Json::Leaf(document.clone()));
    }

    fn into_json(self, origin: &Origin) -> Json {
        let key = |name: &str, at: &Origin| Value::string(name, at.clone());
        let mut fields = Vec::new();
        for (name, value) in [("Version", self.version), ("Id", self.id)] {
            if let Some(value) = value.filter(|value| !is_empty(value)) {
                fields.push((key(name, value.origin()), Json::Leaf(value)));
            }
        }
        if !self.statements.is_empty() {
            let statements = Json::Array(self.statements, origin.clone());
            fields.push((key("Statement", origin), statements));
        }
        Json::Object(fields, origin.clone())
    }
}

/// The known and not empty `Sid`.
fn sid(statement: &Json) -> Option<&str> {
    statement.get("Sid")?.as_str().filter(|sid| !sid.is_empty())
}

fn has_sid(statement: &Json) -> bool {
    statement
        .get("Sid")
        .is_some_and(|sid| sid.as_str() != Some(""))
}

/// The whole document: the source documents, the statements of the configuration, the overriding documents, in this order.
fn merged(config: &Value) -> Result<Json, Malformed> {
    let mut merged = Merged {
        version: None,
        id: None,
        statements: Vec::new(),
    };
    let mut seen = Vec::new();
    for document in documents(config, "source_policy_documents") {
        merge_document(&mut merged, &document, Some(&mut seen))?;
    }
    let default = Value::string(DEFAULT_VERSION, config.origin().clone());
    let version = given(config, "version").unwrap_or(&default);
    let statements = own_statements(config, version)?;
    merged.merge(Some(version), given(config, "policy_id"), statements);
    for document in documents(config, "override_policy_documents") {
        merge_document(&mut merged, &document, None)?;
    }
    Ok(merged.into_json(config.origin()))
}

/// The documents of a list; an unknown list is one unknown document.
fn documents(config: &Value, name: &str) -> Vec<Value> {
    let Some(list) = given(config, name) else {
        return Vec::new();
    };
    let one = std::slice::from_ref(list);
    let documents = list.as_sequence().unwrap_or(one).iter();
    let documents = documents.filter(|document| !document.is_null() && !is_empty(document));
    documents.cloned().collect()
}

/// Merges a text in. `seen` holds the `Sid`s of the source documents so far, which must not repeat.
fn merge_document(
    merged: &mut Merged,
    document: &Value,
    seen: Option<&mut Vec<String>>,
) -> Result<(), Malformed> {
    let json = Json::read(document)?;
    let overrides = seen.is_none();
    let object = match &json {
        Json::Leaf(value) if value.is_unknown() => {
            merged.merge_unknown(value, overrides);
            return Ok(());
        }
        Json::Object(..) => &json,
        other => return Err(Malformed::new("a policy document is a JSON object", other)),
    };
    let statements = match object.get("Statement") {
        None => Vec::new(),
        Some(list) => imported::statements(list)?,
    };
    if let Some(seen) = seen {
        for name in statements.iter().filter_map(sid) {
            if seen.iter().any(|old| old == name) {
                let message = format!("two source documents have a statement `{name}`");
                return Err(Malformed {
                    message,
                    origin: document.origin().clone(),
                });
            }
            seen.push(name.to_owned());
        }
    }
    let leaf = |name| match object.get(name) {
        Some(Json::Leaf(value)) => Some(value),
        _ => None,
    };
    // An element that may be any number of statements may also replace those that are there.
    let (unknown, statements): (Vec<Json>, Vec<Json>) = statements
        .into_iter()
        .partition(|statement| matches!(statement, Json::Leaf(_)));
    merged.merge(leaf("Version"), leaf("Id"), statements);
    for statement in unknown {
        if let Json::Leaf(value) = statement {
            merged.merge_unknown(&value, overrides);
        }
    }
    Ok(())
}

/// The `statement` blocks of the configuration.
fn own_statements(config: &Value, version: &Value) -> Result<Vec<Json>, Malformed> {
    let Some(list) = given(config, "statement") else {
        return Ok(Vec::new());
    };
    let one = std::slice::from_ref(list);
    let blocks = list.as_sequence().unwrap_or(one).iter();
    let statements: Vec<Json> = blocks
        .map(|block| match block.as_fields() {
            Some(_) => Block { block, version }.statement(),
            None => Ok(Json::Leaf(block.clone())),
        })
        .collect::<Result<_, _>>()?;
    for (index, name) in statements.iter().filter_map(sid).enumerate() {
        let mut before = statements.iter().filter_map(sid).take(index);
        if before.any(|old| old == name) {
            let message = format!("two statements have the sid `{name}`");
            let origin = config.origin().clone();
            return Err(Malformed { message, origin });
        }
    }
    Ok(statements)
}

/// An attribute that is set.
fn given<'a>(config: &'a Value, name: &str) -> Option<&'a Value> {
    config.field(name).filter(|value| !value.is_null())
}

fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.is_empty())
}

#[cfg(test)]
mod tests;
