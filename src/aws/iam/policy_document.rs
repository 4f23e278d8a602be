//! The data source `aws_iam_policy_document`: its statements with the origins of the configuration, and the text it renders.
//!
//! Needs no account, so that it can be read before Terraform does. Follows
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>; real provider output is the judge.

use super::document::Document;
use super::imported::{self, by_name};
use super::json::Json;
use super::{Malformed, print};
use crate::aws::wildcard::{self, Case};
use crate::value::{Kind, Origin, Part, Reason, Type, Unknown, Value};
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

impl Document {
    /// The document of a configuration of the data source; its elements keep the origins they have there.
    pub fn from_policy_document_config(config: &Value) -> Result<Self, Malformed> {
        Self::from_json(&merged(config)?)
    }
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
        Some(text) => {
            let mut checksum = flate2::Crc::new();
            checksum.update(text.as_bytes());
            Value::string(checksum.sum().to_string(), json.origin().clone())
        }
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
            let known = |value: &Value| value.as_str().map(|text| text.to_string());
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
            let named = self.statements.iter_mut();
            for statement in named.filter(|statement| has_sid(statement)) {
                *statement = Json::Leaf(document.clone());
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

/// One `statement` block.
#[derive(Clone, Copy)]
struct Block<'a> {
    block: &'a Value,
    version: &'a Value,
}

impl Block<'_> {
    fn statement(self) -> Result<Json, Malformed> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{describe, sources, value};
    use crate::source::Tree;
    use crate::source::disk::Disk;
    use std::path::Path;

    const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/policy-documents");

    fn attribute(config: &Value, name: &str) -> Value {
        let attributes = read(config);
        let found = attributes.iter().find(|(key, _)| key.as_ref() == name);
        found.unwrap().1.clone()
    }

    /// The recorded texts, compared with real Terraform when they were recorded. `UPDATE=1` writes them anew.
    #[test]
    fn recorded_documents() {
        let tree = Disk::new(Path::new(CASES)).unwrap();
        let text = |path: &str| String::from_utf8(tree.read(path).unwrap()).unwrap();
        let mut cases = 0;
        for entry in tree.list("").unwrap() {
            let Some(name) = entry.name.strip_suffix(".config.json") else {
                continue;
            };
            cases += 1;
            let config = value(&text(&entry.name));
            let json = attribute(&config, "json");
            let json = json.as_str().unwrap_or_else(|| panic!("{name}: {json:?}"));
            let record = format!("{name}.json");
            if option_env!("UPDATE").is_some() {
                std::fs::write(Path::new(CASES).join(&record), json.as_bytes()).unwrap();
            }
            assert_eq!(json.as_ref(), text(&record), "{name}");
            let minified: serde_json::Value =
                serde_json::from_str(attribute(&config, "minified_json").as_str().unwrap())
                    .unwrap();
            assert_eq!(
                minified,
                serde_json::from_str::<serde_json::Value>(json).unwrap(),
                "{name}"
            );
            let [rendered, direct] = both(&config);
            assert_eq!(rendered, direct, "{name}");
        }
        assert!(cases > 10);
    }

    /// Statements read from the rendered text, and from the configuration itself.
    fn both(config: &Value) -> [Vec<String>; 2] {
        let rendered = Document::read(&attribute(config, "json"), sources()).unwrap();
        let direct = Document::from_policy_document_config(config).unwrap();
        [rendered, direct].map(|document| document.statements.iter().map(describe).collect())
    }

    #[test]
    fn unknown_pieces_keep_what_is_known_around_them() {
        for (config, expected) in [
            (
                r#"{"statement": [{"actions": ["s3:*"], "resources": ["?arn", "b"]}]}"#,
                vec![r#""Allow" A["s3:*"] R["?string","b"]"#],
            ),
            (
                r#"{"statement": [{"effect": "?effect", "actions": ["?action"], "sid": "?sid"}]}"#,
                vec![r#""?string" "?string" A["?string"]"#],
            ),
            (
                r#"{"statement": [{"actions": "??actions", "principals": "??some", "condition": [
                    {"test": "StringLike", "variable": "?key", "values": ["x", "?value"]},
                    {"test": "Bool", "variable": "k", "values": "??values"}]}]}"#,
                vec![
                    r#""Allow" P"?string""?list(string)" A"?list(string)" C"Bool""k""?list(string)""StringLike""?string"["x","?string"]"#,
                ],
            ),
            (
                r#"{"statement": [{"actions": ["a:B"], "principals": [
                    {"type": "AWS", "identifiers": ["?root", "x"]}, {"type": "Service", "identifiers": ["s"]}]}]}"#,
                vec![r#""Allow" P"AWS"["?string","x"]"Service"["s"] A["a:B"]"#],
            ),
            (
                r#"{"statement": "??dynamic"}"#,
                vec![
                    r#""?string" "?string" P"?string""?list(string)" !P"?string""?list(string)" A"?list(string)" !A"?list(string)" R"?list(string)" !R"?list(string)" C"?string""?string""?list(string)""#,
                ],
            ),
        ] {
            let both = both(&value(config));
            assert_eq!(both, [expected.clone(), expected], "{config}");
        }
    }

    #[test]
    fn an_unknown_override_may_replace_named_statements() {
        let config = r#"{"statement": [{"sid": "a", "actions": ["x:A"]}, {"actions": ["x:B"]}],
            "override_policy_documents": ["?other"]}"#;
        let document = Document::from_policy_document_config(&value(config)).unwrap();
        let unknown = |statement: &super::super::document::Statement| statement.unknown.is_some();
        assert_eq!(
            document.statements.iter().map(unknown).collect::<Vec<_>>(),
            [true, false, true]
        );
    }

    #[test]
    fn what_the_provider_refuses_is_unknown_with_the_mistake() {
        for (config, message) in [
            (
                r#"{"statement": [{"sid": "a"}, {"sid": "a"}]}"#,
                "two statements have the sid `a`",
            ),
            (
                r#"{"source_policy_documents": ["{\"Statement\": {}}"]}"#,
                "`Statement` of a document that is merged must be a list",
            ),
            (
                r#"{"version": "2008-10-17", "statement": [{"resources": ["&{x}"]}]}"#,
                "version 2008-10-17 has no policy variables, and `&{` stands for one",
            ),
        ] {
            let json = attribute(&value(config), "json");
            let reasons = [Reason::Mistake {
                message: message.into(),
            }];
            assert_eq!(json.reasons(), reasons, "{config}");
        }
    }

    #[test]
    fn elements_keep_their_origins() {
        use crate::source::{Sources, Span};
        let sources = Sources::new();
        let file = sources.add("main.tf", "actions").id();
        let place = Origin::expression(Span::new(file, 0, 7));
        let action = Value::string("s3:*", place.clone());
        let actions = Value::list(Type::String, vec![action], place.clone());
        let statement = Value::object([("actions".into(), actions)].into(), place.clone());
        let list = Value::tuple(vec![statement], crate::aws::testing::origin());
        let config = Value::object(
            [("statement".into(), list)].into(),
            crate::aws::testing::origin(),
        );
        let document = Document::from_policy_document_config(&config).unwrap();
        assert_eq!(document.statements[0].actions.values()[0].origin(), &place);
    }
}
