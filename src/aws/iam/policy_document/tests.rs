use super::*;
use crate::aws::iam::document::Document;
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
            #[expect(
                clippy::disallowed_methods,
                reason = "the record is written by hand, not in a run"
            )]
            std::fs::write(Path::new(CASES).join(&record), json.as_bytes()).unwrap();
        }
        assert_eq!(json.as_ref(), text(&record), "{name}");
        let minified: serde_json::Value =
            serde_json::from_str(attribute(&config, "minified_json").as_str().unwrap()).unwrap();
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

/// The document of a configuration, without a text between; its elements keep the origins they have there.
fn direct(config: &Value) -> Document {
    Document::from_json(&merged(config).unwrap()).unwrap()
}

/// Statements read from the rendered text, and from the configuration itself.
fn both(config: &Value) -> [Vec<String>; 2] {
    let rendered = Document::read(&attribute(config, "json"), sources()).unwrap();
    [rendered, direct(config)].map(|document| document.statements.iter().map(describe).collect())
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
    let document = direct(&value(config));
    let unknown = |statement: &crate::aws::iam::document::Statement| statement.unknown.is_some();
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
    let document = direct(&config);
    assert_eq!(document.statements[0].actions.values()[0].origin(), &place);
}
