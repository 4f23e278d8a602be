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
    let expected =
        r#""Allow" A"?list(string)" R["arn:aws:s3:::?/*","b"] C"?string""?string""?list(string)""#;
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
