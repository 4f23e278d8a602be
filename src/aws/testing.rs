//! Values and evaluated configurations for the tests of this floor.

use crate::aws::iam::document::{Condition, Document, Elements, Principal, Statement};
use crate::aws::{AwsData, Truth};
use crate::source::{MemoryTree, SourceFile, Sources, Span};
use crate::terraform::{Configuration, Inputs, Project};
use crate::value::{Origin, Part, Reason, Symbol, Type, Unknown, Value};
use std::sync::{Arc, LazyLock};

static SOURCE: LazyLock<(Sources, Arc<SourceFile>)> = LazyLock::new(|| {
    let sources = Sources::new();
    let file = sources.add("test.tf", "");
    (sources, file)
});

/// The texts that [`origin`] points into.
pub(crate) fn sources() -> &'static Sources {
    &SOURCE.0
}

pub(crate) fn origin() -> Origin {
    Origin::expression(Span::new(SOURCE.1.id(), 0, 0))
}

/// The root module of these files, evaluated, and their texts.
pub(crate) fn evaluated(files: &[(&str, &str)]) -> (Configuration, Sources) {
    let tree = MemoryTree::new(files.iter().copied());
    let sources = Sources::new();
    let project = Project::load(&tree, &sources, &[String::new()]);
    let configuration = project.evaluate("", &Inputs::default(), &AwsData);
    (configuration, sources)
}

/// A known string.
pub(crate) fn known(text: &str) -> Value {
    Value::string(text, origin())
}

/// A string of which nothing is known, because of the variable of this name.
pub(crate) fn hole(name: &str) -> Value {
    unknown(Type::String, name)
}

pub(crate) fn unknown(ty: Type, name: &str) -> Value {
    let reason = Reason::Variable {
        name: name.into(),
        declared: None,
    };
    Value::unknown(Unknown::because(ty, reason), origin())
}

/// The unknown string that an attribute of an instance will be.
pub(crate) fn symbolic(instance: &str, path: &str) -> Value {
    let symbol = Symbol {
        instance: instance.into(),
        path: path.into(),
    };
    let unknown = Unknown::computed(Type::String, Arc::new(symbol));
    Value::unknown(unknown, origin())
}

/// A string with something unknown in its middle.
pub(crate) fn partly(before: &str, middle: &Value, after: &str) -> Value {
    pieces(vec![
        Part::Text(before.into()),
        Part::String(middle.clone()),
        Part::Text(after.into()),
    ])
}

/// A string of known and unknown pieces.
pub(crate) fn pieces(parts: Vec<Part>) -> Value {
    let reasons = parts.iter().flat_map(|part| match part {
        Part::Text(_) => Vec::new(),
        Part::String(value) | Part::Json(value) => value.reasons(),
    });
    let unknown = Unknown {
        not_null: true,
        ..Unknown::because_all(Type::String, reasons)
    };
    Value::unknown(
        Unknown {
            parts: Some(parts.into()),
            ..unknown
        },
        origin(),
    )
}

/// A value of JSON; strings that start with `?` are unknown strings, and `??` starts unknown values of unknown type.
pub(crate) fn value(json: &str) -> Value {
    convert(&serde_json::from_str(json).unwrap())
}

fn convert(json: &serde_json::Value) -> Value {
    use serde_json::Value as J;
    match json {
        J::Null => Value::null(Type::Any, origin()),
        J::Bool(value) => Value::bool(*value, origin()),
        J::Number(value) => Value::number(value.as_i64().unwrap(), origin()),
        J::String(text) => match (text.strip_prefix("??"), text.strip_prefix('?')) {
            (Some(name), _) => unknown(Type::Any, name),
            (None, Some(name)) => hole(name),
            (None, None) => known(text),
        },
        J::Array(values) => Value::tuple(values.iter().map(convert).collect(), origin()),
        J::Object(fields) => Value::object(
            fields
                .iter()
                .map(|(name, value)| (Arc::from(name.as_str()), convert(value)))
                .collect(),
            origin(),
        ),
    }
}

/// A value as JSON, in the notation that [`value`] reads; of partly known strings the unknown pieces are `?`.
pub(crate) fn show(value: &Value) -> serde_json::Value {
    use crate::value::Kind;
    use serde_json::Value as J;
    match value.kind() {
        Kind::Null(_) => J::Null,
        Kind::Bool(value) => J::Bool(*value),
        Kind::Number(number) => J::from(number.as_i64()),
        Kind::String(text) => J::from(text.as_ref()),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            values.iter().map(show).collect()
        }
        Kind::Map(..) | Kind::Object(_) => J::Object(
            value
                .as_fields()
                .unwrap()
                .iter()
                .map(|(name, value)| (name.to_string(), show(value)))
                .collect(),
        ),
        Kind::Unknown(unknown) => J::from(match unknown.parts.as_deref() {
            None => format!("?{}", unknown.ty),
            Some(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.as_ref(),
                    Part::String(_) => "?",
                    Part::Json(_) => "??",
                })
                .collect(),
        }),
    }
}

/// The statements of a policy in which these stand, in the notation that [`value`] reads.
pub(crate) fn statements(json: &str) -> Vec<Statement> {
    let document = value(&format!(r#"{{"Statement":[{json}]}}"#));
    Document::read(&document, sources()).unwrap().statements
}

/// An answer to compare with; none for what is unknown.
pub(crate) fn decided(truth: &Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown(_) => None,
    }
}

/// An answer in a word.
pub(crate) fn word(truth: &Truth) -> &'static str {
    match decided(truth) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}

/// A statement in one line, to compare with.
pub(crate) fn describe(statement: &Statement) -> String {
    let list = |elements: &Elements| show(&elements.to_value(&origin())).to_string();
    let principals = |principals: &[Principal]| -> String {
        let one = |principal: &Principal| {
            format!("{}{}", show(&principal.kind), list(&principal.identifiers))
        };
        principals.iter().map(one).collect()
    };
    let condition = |condition: &Condition| {
        let [test, variable] = [&condition.test, &condition.variable].map(show);
        format!("{test}{variable}{}", list(&condition.values))
    };
    let conditions: Vec<String> = statement.conditions.iter().map(condition).collect();
    let pieces = [
        ("", show(&statement.sid).to_string()),
        ("", show(&statement.effect).to_string()),
        ("P", principals(&statement.principals)),
        ("!P", principals(&statement.not_principals)),
        ("A", list(&statement.actions)),
        ("!A", list(&statement.not_actions)),
        ("R", list(&statement.resources)),
        ("!R", list(&statement.not_resources)),
        ("C", conditions.concat()),
    ];
    let shown = pieces
        .iter()
        .filter(|(_, text)| !matches!(text.as_str(), "" | "[]" | "null"));
    shown
        .map(|(name, text)| format!("{name}{text}"))
        .collect::<Vec<_>>()
        .join(" ")
}
