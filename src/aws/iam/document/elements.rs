//! The strings of one element of a statement.

use super::super::Malformed;
use super::super::json::Json;
use crate::aws::Truth;
use crate::aws::wildcard::{self, Case};
use crate::value::{Kind, Origin, Type, Unknown, Value};
use std::sync::Arc;

/// The strings of one element, each known or not, and whether there may be more.
#[derive(Clone, Debug, Default)]
pub struct Elements {
    values: Vec<Value>,
    /// An unknown that stands for any number of further strings.
    rest: Option<Value>,
}

impl Elements {
    /// Elements of which nothing is known, not even whether there are any.
    pub fn unknown(value: &Value) -> Self {
        Self {
            values: Vec::new(),
            rest: Some(value.clone()),
        }
    }

    /// Exactly these strings, each known or not.
    pub fn of(values: Vec<Value>) -> Self {
        Self { values, rest: None }
    }

    /// The elements of a value of the rule language: a list of strings, one string, or an unknown list.
    pub fn from_value(value: &Value) -> Self {
        Self::from_json(&Json::open(value)).unwrap_or_default()
    }

    pub(super) fn from_json(json: &Json) -> Result<Self, Malformed> {
        match json.opened().as_ref() {
            Json::Leaf(value) => Self::one(value, json),
            Json::Array(values, _) => {
                let mut elements = Self::default();
                for value in values {
                    match value {
                        Json::Leaf(value) if value.is_unknown() => {
                            elements.values.push(string_of(value));
                        }
                        Json::Leaf(value) => elements.values.extend(Self::one(value, json)?.values),
                        other => return Err(Malformed::new("expected a string", other)),
                    }
                }
                Ok(elements)
            }
            other @ Json::Object(..) => Err(Malformed::new(
                "expected a string or a list of strings",
                other,
            )),
        }
    }

    /// What stands in the place of a list.
    pub(super) fn one(value: &Value, json: &Json) -> Result<Self, Malformed> {
        let known = |text: &str| Value::string(text, value.origin().clone());
        let string = match value.kind() {
            Kind::String(_) => value.clone(),
            // Condition values may be written as numbers and booleans; IAM reads them as text.
            Kind::Bool(value) => known(if *value { "true" } else { "false" }),
            Kind::Number(number) => known(&number.to_string()),
            Kind::Unknown(unknown) if unknown.ty == Type::String => value.clone(),
            Kind::Unknown(_) => return Ok(Self::unknown(value)),
            _ => {
                return Err(Malformed::new(
                    "expected a string or a list of strings",
                    json,
                ));
            }
        };
        Ok(Self {
            values: vec![string.mark_sensitive(value.is_sensitive())],
            rest: None,
        })
    }

    /// The strings, each known or not.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The unknown that stands for any number of further strings.
    pub fn rest(&self) -> Option<&Value> {
        self.rest.as_ref()
    }

    /// Whether the element is not there.
    pub fn is_absent(&self) -> Truth {
        match &self.rest {
            _ if !self.values.is_empty() => Truth::False,
            None => Truth::True,
            Some(rest) => Truth::unknown(rest),
        }
    }

    /// Whether some string fulfils a condition.
    pub fn any(&self, condition: impl Fn(&Value) -> Truth) -> Truth {
        let rest = self.rest.as_ref().map(Truth::unknown);
        Truth::any(self.values.iter().map(condition).chain(rest))
    }

    /// Whether all strings fulfil a condition.
    pub fn all(&self, condition: impl Fn(&Value) -> Truth) -> Truth {
        self.any(|value| condition(value).negate()).negate()
    }

    /// Whether one of the patterns covers a text.
    pub fn cover(&self, text: &str, case: Case) -> Truth {
        self.any(|pattern| wildcard::value_covers(pattern, text, case))
    }

    /// As a value: a list of strings, or an unknown list.
    pub fn to_value(&self, origin: &Origin) -> Value {
        match &self.rest {
            None => Value::list(Type::String, self.values.clone(), origin.clone()),
            Some(rest) => {
                let reasons = rest.reasons();
                let ty = Type::list(Type::String);
                Value::unknown(Unknown::because_all(ty, reasons), rest.origin().clone())
            }
        }
    }
}

/// An unknown in a place where only a string can stand.
pub(super) fn string_of(value: &Value) -> Value {
    match value.as_unknown() {
        Some(unknown) if unknown.ty != Type::String => {
            let string = Unknown {
                ty: Type::String,
                ..Unknown::clone(unknown)
            };
            Value::new(Kind::Unknown(Arc::new(string)), value.origin().clone())
                .mark_sensitive(value.is_sensitive())
        }
        _ => value.clone(),
    }
}
