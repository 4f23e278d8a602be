//! A policy document in one form, whatever it was written as: JSON text, `jsonencode`, an object, known or known in part.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

mod elements;

pub use elements::Elements;

use super::json::Json;
use super::{Malformed, located};
use crate::aws::Truth;
use crate::aws::wildcard::{self, Case};
use crate::source::Sources;
use crate::value::{Origin, Type, Unknown, Value};
use elements::string_of;

/// The statements of a policy.
///
/// A document of which nothing is known has one statement of which nothing is known.
#[derive(Clone, Debug)]
pub struct Document {
    /// A string, or null.
    pub version: Value,
    /// A string, or null.
    pub id: Value,
    pub statements: Vec<Statement>,
}

/// One statement; an element that is not there has no members.
#[derive(Clone, Debug)]
pub struct Statement {
    /// A string, or null.
    pub sid: Value,
    /// `"Allow"`, `"Deny"`, or unknown.
    pub effect: Value,
    pub principals: Vec<Principal>,
    pub not_principals: Vec<Principal>,
    pub actions: Elements,
    pub not_actions: Elements,
    pub resources: Elements,
    pub not_resources: Elements,
    pub conditions: Vec<Condition>,
    pub origin: Origin,
    /// When nothing of the statement is known: the unknown that stands in its place, which may be any number of statements. It says which attribute it is
    /// (its symbol) where that is known.
    pub unknown: Option<Value>,
}

/// One kind of principals. `"Principal": "*"` is the kind `*` with the identifier `*`.
#[derive(Clone, Debug)]
pub struct Principal {
    /// `AWS`, `Service`, `Federated`, `CanonicalUser` or `*`; may be unknown.
    pub kind: Value,
    pub identifiers: Elements,
}

/// One key of one operator in `Condition`.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The operator, such as `StringLike` or `ForAnyValue:StringEquals`; may be unknown.
    pub test: Value,
    /// The condition key, such as `aws:SourceArn`; may be unknown.
    pub variable: Value,
    pub values: Elements,
}

impl Document {
    /// Reads a document from a text that may be known in part, or from an object.
    ///
    /// Origins of elements are found in the source text where it has them. Null and the empty text have no statements.
    pub fn read(value: &Value, sources: &Sources) -> Result<Self, Malformed> {
        let empty = value.as_str().is_some_and(|text| text.trim().is_empty());
        if value.is_null() || empty {
            return Ok(Self::of(Vec::new(), value.origin()));
        }
        let json = Json::read(value)?;
        Self::from_json(&located::with_places(json, value, sources))
    }

    pub(super) fn from_json(json: &Json) -> Result<Self, Malformed> {
        match json.opened().as_ref() {
            Json::Leaf(value) if value.is_unknown() => {
                Ok(Self::of(vec![Statement::unknown(value)], value.origin()))
            }
            object @ Json::Object(..) => {
                let statements = match object.get("Statement") {
                    None => Vec::new(),
                    Some(list) => statements(list)?,
                };
                Ok(Self {
                    version: text(object, "Version"),
                    id: text(object, "Id"),
                    ..Self::of(statements, object.origin())
                })
            }
            other => Err(Malformed::new("a policy document is a JSON object", other)),
        }
    }

    fn of(statements: Vec<Statement>, origin: &Origin) -> Self {
        Self {
            version: Value::null(Type::String, origin.clone()),
            id: Value::null(Type::String, origin.clone()),
            statements,
        }
    }
}

impl Statement {
    /// A statement of which nothing is known, for the reasons of a value.
    pub fn unknown(value: &Value) -> Self {
        let unknown = |ty: Type| {
            Value::unknown(
                Unknown::because_all(ty, value.reasons()),
                value.origin().clone(),
            )
        };
        let whole = Unknown {
            symbol: value
                .as_unknown()
                .and_then(|unknown| unknown.symbol.clone()),
            ..Unknown::because_all(Type::Any, value.reasons())
        };
        let any = Elements::unknown(value);
        let principal = Principal::unknown(value);
        Self {
            sid: unknown(Type::String),
            effect: unknown(Type::String),
            principals: vec![principal.clone()],
            not_principals: vec![principal],
            actions: any.clone(),
            not_actions: any.clone(),
            resources: any.clone(),
            not_resources: any,
            conditions: vec![Condition::unknown(value)],
            origin: value.origin().clone(),
            unknown: Some(Value::unknown(whole, value.origin().clone())),
        }
    }

    fn from_json(json: &Json) -> Result<Self, Malformed> {
        let elements = |name| {
            json.get(name)
                .map_or(Ok(Elements::default()), Elements::from_json)
        };
        let principals = |name| json.get(name).map_or(Ok(Vec::new()), principals);
        Ok(Self {
            sid: text(json, "Sid"),
            effect: effect(json)?,
            principals: principals("Principal")?,
            not_principals: principals("NotPrincipal")?,
            actions: elements("Action")?,
            not_actions: elements("NotAction")?,
            resources: elements("Resource")?,
            not_resources: elements("NotResource")?,
            conditions: json.get("Condition").map_or(Ok(Vec::new()), conditions)?,
            origin: json.origin().clone(),
            unknown: None,
        })
    }

    /// Whether it has a `Sid`, by which another document may replace it, or may have one.
    pub fn is_named(&self) -> bool {
        !self.sid.is_null() && self.sid.as_str().is_none_or(|sid| !sid.is_empty())
    }

    pub fn allows(&self) -> Truth {
        wildcard::value_equals(&self.effect, "Allow", Case::Sensitive)
    }

    pub fn denies(&self) -> Truth {
        wildcard::value_equals(&self.effect, "Deny", Case::Sensitive)
    }
}

impl Principal {
    pub(super) fn unknown(value: &Value) -> Self {
        Self {
            kind: string_of(value),
            identifiers: Elements::unknown(value),
        }
    }
}

impl Condition {
    pub(super) fn unknown(value: &Value) -> Self {
        Self {
            test: string_of(value),
            variable: string_of(value),
            values: Elements::unknown(value),
        }
    }

    /// Whether nothing is known of it: then it may be no condition at all.
    pub fn is_unknown(&self) -> bool {
        self.test.is_unknown() && self.variable.is_unknown() && self.values.rest().is_some()
    }
}

impl Malformed {
    pub(super) fn new(message: &str, json: &Json) -> Self {
        Self {
            message: message.to_owned(),
            origin: json.origin().clone(),
        }
    }
}

fn statements(json: &Json) -> Result<Vec<Statement>, Malformed> {
    match json.opened().as_ref() {
        Json::Leaf(value) if value.is_unknown() => Ok(vec![Statement::unknown(value)]),
        object @ Json::Object(..) => Ok(vec![Statement::from_json(object)?]),
        Json::Array(values, _) => values
            .iter()
            .map(|json| match json.opened().as_ref() {
                Json::Leaf(value) if value.is_unknown() => Ok(Statement::unknown(value)),
                object @ Json::Object(..) => Statement::from_json(object),
                other => Err(Malformed::new("a statement is a JSON object", other)),
            })
            .collect(),
        other @ Json::Leaf(_) => Err(Malformed::new(
            "`Statement` is a list of JSON objects",
            other,
        )),
    }
}

fn effect(statement: &Json) -> Result<Value, Malformed> {
    match statement.get("Effect") {
        Some(Json::Leaf(value)) if value.is_unknown() => Ok(string_of(value)),
        Some(json @ Json::Leaf(value)) if matches!(json.as_str(), Some("Allow" | "Deny")) => {
            Ok(value.clone())
        }
        Some(other) => Err(Malformed::new("`Effect` is \"Allow\" or \"Deny\"", other)),
        None => Err(Malformed::new("a statement has no `Effect`", statement)),
    }
}

fn principals(json: &Json) -> Result<Vec<Principal>, Malformed> {
    match json.opened().as_ref() {
        Json::Leaf(value) if value.as_str().is_some() => Ok(vec![Principal {
            kind: Value::string("*", value.origin().clone()),
            identifiers: Elements::one(value, json)?,
        }]),
        Json::Leaf(value) if value.is_unknown() => Ok(vec![Principal::unknown(value)]),
        Json::Object(kinds, _) => kinds
            .iter()
            .map(|(kind, identifiers)| {
                Ok(Principal {
                    kind: kind.clone(),
                    identifiers: Elements::from_json(identifiers)?,
                })
            })
            .collect(),
        other => Err(Malformed::new(
            "a principal is \"*\" or a JSON object",
            other,
        )),
    }
}

fn conditions(json: &Json) -> Result<Vec<Condition>, Malformed> {
    let wrong = "a condition is a JSON object of JSON objects";
    let opened = json.opened();
    let tests = match opened.as_ref() {
        Json::Leaf(value) if value.is_unknown() => return Ok(vec![Condition::unknown(value)]),
        Json::Object(tests, _) => tests,
        other => return Err(Malformed::new(wrong, other)),
    };
    let mut conditions = Vec::new();
    for (test, json) in tests {
        match json.opened().as_ref() {
            Json::Leaf(value) if value.is_unknown() => conditions.push(Condition {
                test: test.clone(),
                ..Condition::unknown(value)
            }),
            Json::Object(keys, _) => {
                for (variable, values) in keys {
                    conditions.push(Condition {
                        test: test.clone(),
                        variable: variable.clone(),
                        values: Elements::from_json(values)?,
                    });
                }
            }
            other => return Err(Malformed::new(wrong, other)),
        }
    }
    Ok(conditions)
}

/// The string of a field, known or not; null when it is absent or something else.
fn text(json: &Json, name: &str) -> Value {
    match json.get(name) {
        Some(Json::Leaf(value)) if value.as_str().is_some() => value.clone(),
        Some(Json::Leaf(value)) if value.is_unknown() => string_of(value),
        _ => Value::null(Type::String, json.origin().clone()),
    }
}

#[cfg(test)]
mod tests;
