//! Statements as values of the rule language, and back: the normal form that rules read.

use super::document::{Condition, Elements, Principal, Statement};
use crate::value::{Origin, Type, Unknown, Value};

impl Statement {
    /// An object with `sid`, `effect`, `actions`, `not_actions`, `resources`, `not_resources` (lists of strings),
    /// `principals`, `not_principals` (lists of objects with `type` and `identifiers`) and
    /// `conditions` (a list of objects with `test`, `variable` and `values`).
    ///
    /// An element that is not there is an empty list. Everything has the origin it has in the document.
    pub fn to_value(&self) -> Value {
        let at = &self.origin;
        object(
            at,
            [
                ("sid", self.sid.clone()),
                ("effect", self.effect.clone()),
                ("actions", self.actions.to_value(at)),
                ("not_actions", self.not_actions.to_value(at)),
                ("resources", self.resources.to_value(at)),
                ("not_resources", self.not_resources.to_value(at)),
                ("principals", principals(&self.principals, at)),
                ("not_principals", principals(&self.not_principals, at)),
                ("conditions", conditions(&self.conditions, at)),
            ],
        )
    }

    /// The statement of such an object. What is not there is absent; an unknown value is an unknown statement.
    pub fn from_value(value: &Value) -> Self {
        if value.is_unknown() {
            return Self::unknown(value);
        }
        let field = |name| value.field(name).filter(|field| !field.is_null());
        let elements = |name| field(name).map(Elements::from_value).unwrap_or_default();
        let string = |name| {
            let null = || Value::null(Type::String, value.origin().clone());
            field(name).cloned().unwrap_or_else(null)
        };
        Self {
            sid: string("sid"),
            effect: string("effect"),
            principals: members(field("principals"), Principal::unknown, principal),
            not_principals: members(field("not_principals"), Principal::unknown, principal),
            actions: elements("actions"),
            not_actions: elements("not_actions"),
            resources: elements("resources"),
            not_resources: elements("not_resources"),
            conditions: members(field("conditions"), Condition::unknown, condition),
            origin: value.origin().clone(),
            unknown: None,
        }
    }
}

impl Condition {
    /// The object that [`Statement::to_value`] has for it.
    pub fn to_value(&self) -> Value {
        let at = self.test.origin();
        let values = self.values.to_value(self.variable.origin());
        let fields = [
            ("test", self.test.clone()),
            ("variable", self.variable.clone()),
            ("values", values),
        ];
        object(at, fields)
    }
}

fn object<const N: usize>(origin: &Origin, fields: [(&str, Value); N]) -> Value {
    let fields = fields.map(|(name, value)| (name.into(), value));
    Value::object(fields.into(), origin.clone())
}

fn principals(principals: &[Principal], at: &Origin) -> Value {
    // With one principal of which nothing is known, how many there are is not known.
    let unknown = principals
        .iter()
        .find(|principal| principal.kind.is_unknown() && principal.identifiers.rest().is_some());
    match unknown {
        Some(principal) => unknown_list(&principal.kind),
        None => list(at, principals.iter().map(principal_value)),
    }
}

fn principal_value(principal: &Principal) -> Value {
    let at = principal.kind.origin();
    let identifiers = principal.identifiers.to_value(at);
    object(
        at,
        [
            ("type", principal.kind.clone()),
            ("identifiers", identifiers),
        ],
    )
}

fn conditions(conditions: &[Condition], at: &Origin) -> Value {
    match conditions.iter().find(|condition| condition.is_unknown()) {
        Some(condition) => unknown_list(&condition.test),
        None => list(at, conditions.iter().map(Condition::to_value)),
    }
}

fn list(at: &Origin, values: impl Iterator<Item = Value>) -> Value {
    Value::tuple(values.collect(), at.clone())
}

fn unknown_list(because: &Value) -> Value {
    let unknown = Unknown::because_all(Type::Any, because.reasons());
    Value::unknown(unknown, because.origin().clone())
}

/// The members of a list; one unknown member for an unknown list.
fn members<T>(
    list: Option<&Value>,
    unknown: impl Fn(&Value) -> T,
    member: impl Fn(&Value) -> T,
) -> Vec<T> {
    let Some(list) = list else {
        return Vec::new();
    };
    let one = std::slice::from_ref(list);
    let values = list.as_sequence().unwrap_or(one).iter();
    values
        .map(|value| {
            if value.is_unknown() {
                unknown(value)
            } else {
                member(value)
            }
        })
        .collect()
}

fn principal(value: &Value) -> Principal {
    Principal {
        kind: text(value, "type"),
        identifiers: list_of(value, "identifiers"),
    }
}

fn condition(value: &Value) -> Condition {
    Condition {
        test: text(value, "test"),
        variable: text(value, "variable"),
        values: list_of(value, "values"),
    }
}

fn text(value: &Value, name: &str) -> Value {
    let null = || Value::null(Type::String, value.origin().clone());
    value.field(name).cloned().unwrap_or_else(null)
}

fn list_of(value: &Value, name: &str) -> Elements {
    value
        .field(name)
        .map(Elements::from_value)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{describe, show, statements};

    #[test]
    fn a_statement_comes_back_from_its_value() {
        for json in [
            r#"{"Effect":"Allow","Action":"*","Resource":["a","?b"],"Principal":"*"}"#,
            r#"{"Sid":"s","Effect":"Deny","NotAction":"??x","NotPrincipal":{"AWS":["1","?x"]}}"#,
            r#"{"Effect":"?x","Condition":{"StringLike":{"k":["a","?b"]},"Bool":{"c":"??y"}}}"#,
            r#"{"Effect":"Allow","Condition":"??x","Principal":"??y"}"#,
            r#""??statement""#,
        ] {
            let statement = &statements(json)[0];
            let again = Statement::from_value(&statement.to_value());
            assert_eq!(describe(&again), describe(statement), "{json}");
        }
    }

    #[test]
    fn the_normal_form() {
        let json =
            r#"{"Effect":"Allow","Action":"a:B","Principal":"*","Condition":{"Bool":{"k":true}}}"#;
        let shown = show(&statements(json)[0].to_value());
        let expected = serde_json::json!({
            "sid": null, "effect": "Allow", "actions": ["a:B"], "not_actions": [], "resources": [], "not_resources": [],
            "principals": [{"type": "*", "identifiers": ["*"]}], "not_principals": [],
            "conditions": [{"test": "Bool", "variable": "k", "values": ["true"]}],
        });
        assert_eq!(shown, expected);
    }
}
