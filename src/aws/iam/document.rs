//! A policy document in one form, whatever it was written as: JSON text, `jsonencode`, an object, known or known in part.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use super::json::Json;
use super::{Malformed, located};
use crate::aws::Truth;
use crate::aws::wildcard::{self, Case};
use crate::source::Sources;
use crate::value::{Kind, Origin, Type, Unknown, Value};
use std::sync::Arc;

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
    /// When nothing of the statement is known: the unknown that stands in its place, which may be any number of statements.
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

/// The strings of one element, each known or not, and whether there may be more.
#[derive(Clone, Debug, Default)]
pub struct Elements {
    values: Vec<Value>,
    /// An unknown that stands for any number of further strings.
    rest: Option<Value>,
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
            unknown: Some(unknown(Type::Any)),
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
        self.test.is_unknown() && self.variable.is_unknown() && self.values.rest.is_some()
    }
}

impl Elements {
    /// Elements of which nothing is known, not even whether there are any.
    pub fn unknown(value: &Value) -> Self {
        Self {
            values: Vec::new(),
            rest: Some(value.clone()),
        }
    }

    /// The elements of a value of the rule language: a list of strings, one string, or an unknown list.
    pub fn from_value(value: &Value) -> Self {
        Self::from_json(&Json::open(value)).unwrap_or_default()
    }

    fn from_json(json: &Json) -> Result<Self, Malformed> {
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
    fn one(value: &Value, json: &Json) -> Result<Self, Malformed> {
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

/// An unknown in a place where only a string can stand.
fn string_of(value: &Value) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{describe, hole, known, partly, pieces, sources, unknown, value};
    use crate::value::Part;

    fn read(value: &Value) -> Document {
        Document::read(value, sources()).unwrap()
    }

    fn lines(value: &Value) -> Vec<String> {
        read(value).statements.iter().map(describe).collect()
    }

    const CASES: &[(&str, &[&str])] = &[
        ("{}", &[]),
        (r#"{"Version":"2012-10-17","Statement":[]}"#, &[]),
        (
            r#"{"Statement":{"Sid":"x","Effect":"Allow","Action":"s3:*","Resource":["*"]}}"#,
            &[r#""x" "Allow" A["s3:*"] R["*"]"#],
        ),
        (
            r#"{"Statement":[{"Effect":"Deny","NotAction":["a:B","c:D"],"NotResource":"x","Principal":"*"},{"Effect":"Allow","Action":null}]}"#,
            &[r#""Deny" P"*"["*"] !A["a:B","c:D"] !R["x"]"#, r#""Allow""#],
        ),
        (
            r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":["1","2"],"Service":"ec2.amazonaws.com"},"NotPrincipal":{"AWS":"3"}}]}"#,
            &[r#""Allow" P"AWS"["1","2"]"Service"["ec2.amazonaws.com"] !P"AWS"["3"]"#],
        ),
        (
            r#"{"Statement":[{"Effect":"Allow","Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"a:b":[1,"2"]}}}]}"#,
            &[r#""Allow" C"Bool""aws:SecureTransport"["false"]"NumericLessThan""a:b"["1","2"]"#],
        ),
    ];

    #[test]
    fn text_and_object_say_the_same() {
        for (json, expected) in CASES {
            assert_eq!(lines(&known(json)), *expected, "{json}");
            assert_eq!(lines(&value(json)), *expected, "object {json}");
        }
    }

    #[test]
    fn null_and_empty_text_have_no_statements() {
        assert!(lines(&value("null")).is_empty());
        assert!(lines(&known(" \n")).is_empty());
    }

    #[test]
    fn what_is_not_a_document_is_refused() {
        for (json, message) in [
            ("[]", "a policy document is a JSON object"),
            ("{", "not a JSON document: expected a key in quotes"),
            (r#"{"Statement": [{}]}"#, "a statement has no `Effect`"),
            (r#"{"Statement": ["x"]}"#, "a statement is a JSON object"),
            (
                r#"{"Statement": "x"}"#,
                "`Statement` is a list of JSON objects",
            ),
            (
                r#"{"Statement":{"Effect":"allow"}}"#,
                "`Effect` is \"Allow\" or \"Deny\"",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Action":{}}}"#,
                "expected a string or a list of strings",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Action":[["a"]]}}"#,
                "expected a string",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Principal":1}}"#,
                "a principal is \"*\" or a JSON object",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Condition":{"Bool":"x"}}}"#,
                "a condition is a JSON object of JSON objects",
            ),
            (
                r#"{"a":1,}"#,
                "not a JSON document: expected a key in quotes",
            ),
            (
                r#"{"a":1} x"#,
                "not a JSON document: there is text after the end of the document",
            ),
            (
                "{\"a\":\"\n\"}",
                "not a JSON document: a control character stands in a string",
            ),
        ] {
            let malformed = Document::read(&known(json), sources()).unwrap_err();
            assert_eq!(malformed.message, message, "{json}");
        }
        let deep = "[".repeat(100_000);
        assert!(Document::read(&known(&deep), sources()).is_err());
    }

    #[test]
    fn escapes_are_those_of_json() {
        let json = r#"{"Statement":{"Effect":"Allow","Action":"a\u003ab\ud83c\udf89\ud83c\/\n"}}"#;
        let document = read(&known(json));
        let action = &document.statements[0].actions.values()[0];
        assert_eq!(action.as_str().unwrap().as_ref(), "a:b🎉\u{fffd}/\n");
    }

    #[test]
    fn holes_in_strings_leave_prefix_and_suffix() {
        let text = |text: &str| Part::Text(text.into());
        let document = pieces(vec![
            text(r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get","Resource":["arn:aws:s3:::"#),
            Part::String(hole("bucket")),
            text(r#"/*",""#),
            Part::String(hole("arn")),
            text(r#""],"Condition":{"StringEquals":{""#),
            Part::String(hole("issuer")),
            text(r#":sub":"x"}}},"#),
            Part::String(hole("more")),
            text("]}"),
        ]);
        assert_eq!(
            lines(&document)[0],
            r#""Allow" A["s3:Get"] R["arn:aws:s3:::?/*","?string"] C"StringEquals""?:sub"["x"]"#
        );
        assert!(read(&document).statements[1].unknown.is_some());
    }

    #[test]
    fn encoded_holes_stand_for_values() {
        let text = |text: &str| Part::Text(text.into());
        let resource = partly("arn:aws:s3:::", &hole("bucket"), "/*");
        let document = pieces(vec![
            text(r#"{"Statement":[{"Action":"#),
            Part::Json(unknown(Type::Any, "actions")),
            text(r#","Effect":"Allow","Resource":["#),
            Part::Json(resource),
            text(r#","b"],"Condition":"#),
            Part::Json(unknown(Type::Any, "condition")),
            text("}]}"),
        ]);
        let expected = r#""Allow" A"?list(string)" R["arn:aws:s3:::?/*","b"] C"?string""?string""?list(string)""#;
        assert_eq!(lines(&document), [expected]);
        let statement = &read(&document).statements[0];
        assert!(statement.conditions[0].is_unknown());
        assert!(matches!(statement.actions.is_absent(), Truth::Unknown(_)));
        assert_eq!(statement.not_actions.is_absent(), Truth::True);
    }

    #[test]
    fn a_text_with_holes_is_never_malformed() {
        for (before, after) in [
            ("", ""),
            ("{", "}"),
            ("{\"Statement\": [", " x"),
            ("{\"a\": 1", "}"),
            ("[1, ", "2]"),
        ] {
            let document = partly(before, &hole("x"), after);
            match Document::read(&document, sources()) {
                Ok(document) => assert!(document.statements[0].unknown.is_some(), "{before}"),
                Err(malformed) => assert_eq!(
                    malformed.message, "a policy document is a JSON object",
                    "{before}"
                ),
            }
        }
        assert!(read(&hole("policy")).statements[0].unknown.is_some());
    }

    #[test]
    fn an_unknown_statement_answers_unknown() {
        let document = read(&hole("policy"));
        let statement = &document.statements[0];
        for truth in [
            statement.allows(),
            statement.denies(),
            statement.actions.cover("s3:GetObject", Case::Insensitive),
            statement.not_principals[0].identifiers.is_absent(),
        ] {
            assert!(matches!(truth, Truth::Unknown(reasons) if reasons.len() == 1));
        }
    }

    #[test]
    fn a_sensitive_text_has_sensitive_elements() {
        let json = r#"{"Statement":{"Effect":"Allow","Action":"s3:*"}}"#;
        let document = read(&known(json).mark_sensitive(true));
        assert!(document.statements[0].actions.values()[0].is_sensitive());
    }
}
