//! Statements of documents that `aws_iam_policy_document` takes in: what the provider keeps of their elements, and how it writes them.
//!
//! The provider reads them into a model of its own and drops what the model does not have.

use crate::aws::iam::Malformed;
use crate::aws::iam::json::Json;
use crate::value::Value;

/// The elements that are kept, in the order in which they are written.
const ELEMENTS: &[&str] = &[
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
];

/// The statements of a document; an unknown one is a leaf.
pub(super) fn statements(list: &Json) -> Result<Vec<Json>, Malformed> {
    match list.opened().as_ref() {
        Json::Leaf(value) if value.is_unknown() => Ok(vec![list.clone()]),
        Json::Array(statements, _) => statements.iter().map(statement).collect(),
        other => Err(Malformed::new(
            "`Statement` of a document that is merged must be a list",
            other,
        )),
    }
}

fn statement(json: &Json) -> Result<Json, Malformed> {
    match json {
        Json::Leaf(value) if value.is_unknown() => return Ok(json.clone()),
        Json::Object(..) => {}
        other => return Err(Malformed::new("a statement is a JSON object", other)),
    }
    let mut fields = Vec::new();
    for &name in ELEMENTS {
        let Some(element) = json.get(name) else {
            continue;
        };
        let element = match name {
            "Principal" | "NotPrincipal" => principal(element),
            "Condition" => condition(element),
            _ => element.clone(),
        };
        let empty = element.as_str() == Some("") && matches!(name, "Sid" | "Effect");
        if !empty {
            fields.push((Value::string(name, element.origin().clone()), element));
        }
    }
    Ok(Json::Object(fields, json.origin().clone()))
}

/// Any text is read as `*`; lists are written in falling order.
fn principal(json: &Json) -> Json {
    match json {
        Json::Leaf(value) if value.as_str().is_some() => {
            Json::Leaf(Value::string("*", value.origin().clone()))
        }
        Json::Object(kinds, origin) => {
            if let [(kind, identifiers)] = kinds.as_slice()
                && is_star(kind)
                && is_only_star(identifiers)
            {
                return Json::Leaf(kind.clone());
            }
            let kinds = kinds.iter().map(|(kind, identifiers)| match identifiers {
                Json::Array(values, origin)
                    if values.iter().all(|json| json.as_str().is_some()) =>
                {
                    let mut values = values.clone();
                    values.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
                    (kind.clone(), Json::Array(values, origin.clone()))
                }
                other => (kind.clone(), other.clone()),
            });
            Json::Object(by_name(kinds.collect()), origin.clone())
        }
        other => other.clone(),
    }
}

fn is_star(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.as_ref() == "*")
}

fn is_only_star(identifiers: &Json) -> bool {
    match identifiers {
        Json::Leaf(value) => is_star(value),
        Json::Array(values, _) => matches!(values.as_slice(), [only] if only.as_str() == Some("*")),
        Json::Object(..) => false,
    }
}

/// Values that are neither text nor boolean are dropped; one value alone is written without its list.
fn condition(json: &Json) -> Json {
    let Json::Object(tests, origin) = json else {
        return json.clone();
    };
    let tests = tests.iter().map(|(test, keys)| {
        let Json::Object(keys, origin) = keys else {
            return (test.clone(), keys.clone());
        };
        let keys = keys.iter().filter_map(|(key, values)| {
            let values = match values {
                Json::Array(values, _) if values.len() == 1 => values.first().cloned(),
                Json::Leaf(value) => match value.as_bool() {
                    Some(flag) => {
                        let text = if flag { "true" } else { "false" };
                        Some(Json::Leaf(Value::string(text, value.origin().clone())))
                    }
                    None => (value.as_number().is_none()).then(|| values.clone()),
                },
                other => Some(other.clone()),
            };
            Some((key.clone(), values?))
        });
        (
            test.clone(),
            Json::Object(by_name(keys.collect()), origin.clone()),
        )
    });
    Json::Object(by_name(tests.collect()), origin.clone())
}

/// Go writes the keys of a map in order; unknown keys come last here.
pub(super) fn by_name(mut entries: Vec<(Value, Json)>) -> Vec<(Value, Json)> {
    entries.sort_by(|(a, _), (b, _)| {
        let unknown = a.as_str().is_none().cmp(&b.as_str().is_none());
        unknown.then_with(|| a.as_str().cmp(&b.as_str()))
    });
    entries
}
