use super::*;
use crate::aws::testing::{hole, known, origin, partly, show, sources, symbolic, value};
use serde_json::json;

fn call(name: &str, values: &[Value]) -> Result<Value, String> {
    let function = FUNCTIONS
        .iter()
        .find(|function| function.name == name)
        .unwrap();
    let arguments = Arguments {
        values,
        origin: &origin(),
        sources: sources(),
    };
    (function.run)(&arguments)
}

fn answer(name: &str, values: &[Value]) -> serde_json::Value {
    show(&call(name, values).unwrap())
}

#[test]
fn the_table_is_sorted_and_documented() {
    assert!(FUNCTIONS.is_sorted_by(|a, b| a.name < b.name));
    for function in FUNCTIONS {
        assert!(function.documentation.ends_with('.'), "{}", function.name);
        let commas = function.signature.matches(',').count();
        assert_eq!(function.arguments.1, commas + 1, "{}", function.name);
    }
}

#[test]
fn statements_of_all_spellings() {
    let text = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let config = value(r#"{"statement":[{"actions":["s3:*"],"resources":["*"]}]}"#);
    let rendered = crate::aws::iam::policy_document::read(&config);
    let rendered = rendered
        .iter()
        .find(|(name, _)| name.as_ref() == "json")
        .unwrap();
    let expected = answer("iam::statements", &[known(text)]);
    assert_eq!(expected[0]["actions"], json!(["s3:*"]));
    assert_eq!(answer("iam::statements", &[value(text)]), expected);
    assert_eq!(
        answer("iam::statements", std::slice::from_ref(&rendered.1)),
        expected
    );
    assert_eq!(answer("iam::statements", &[value("null")]), json!([]));
    assert_eq!(answer("iam::statements", &[hole("policy")]), json!("?any"));
    let malformed = call("iam::statements", &[known("{")]).unwrap();
    assert_eq!(malformed.reasons().len(), 1);
}

#[test]
fn questions_about_a_statement() {
    let statement = value(
        r#"{"effect":"Allow","actions":["iam:Pass*","s3:GetObject"],"resources":["*"],"principals":[{"type":"*","identifiers":["*"]}],
            "conditions":[{"test":"StringEquals","variable":"iam:PassedToService","values":["x"]}]}"#,
    );
    let with = |text: &str| [statement.clone(), known(text)];
    assert_eq!(
        answer("iam::covers_action", &with("iam:PassRole")),
        json!(true)
    );
    assert_eq!(answer("iam::covers_action", &with("*")), json!(false));
    assert_eq!(answer("iam::covers_resource", &with("*")), json!(true));
    assert_eq!(answer("iam::is_public", &with("")), json!(true));
    assert_eq!(
        answer("iam::conditions", &with("iam:passedtoservice"))[0]["values"],
        json!(["x"])
    );
    assert_eq!(answer("iam::conditions", &with("aws:SourceArn")), json!([]));
    assert_eq!(
        answer("iam::is_public", &[hole("statement")]),
        json!("?bool")
    );
    assert!(call("iam::is_public", &[known("x")]).is_err());
}

#[test]
fn patterns_and_actions() {
    let patterns = value(r#"["s3:Get*","iam:Pass*"]"#);
    assert_eq!(
        answer("iam::matching", &[patterns.clone(), known("iam:PassRole")]),
        json!(["iam:Pass*"])
    );
    assert_eq!(
        answer(
            "iam::matching",
            &[value(r#"["?x"]"#), known("iam:PassRole")]
        ),
        json!("?list(string)")
    );
    let write = answer("iam::actions", &[patterns, value(r#"["write"]"#)]);
    assert_eq!(
        write,
        json!([{"name": "iam:PassRole", "level": "write", "names_resources": true}])
    );
    assert_eq!(
        answer(
            "iam::actions",
            &[value(r#"["s3:*","?x"]"#), value(r#"["write"]"#)]
        ),
        json!("?any")
    );
    assert!(call("iam::actions", &[known("x"), known("y")]).is_err());
}

#[test]
fn managed_policies() {
    let admin = partly(
        "arn:",
        &hole("partition"),
        ":iam::aws:policy/AdministratorAccess",
    );
    assert_eq!(
        answer("iam::managed_policy", &[admin])["class"],
        json!("admin")
    );
    let new = known("arn:aws:iam::aws:policy/service-role/Brand-New");
    assert_eq!(
        answer("iam::managed_policy", &[new])["name"],
        json!("Brand-New")
    );
    let own = known("arn:aws:iam::123456789012:policy/own");
    assert_eq!(answer("iam::managed_policy", &[own]), json!(null));
    assert_eq!(
        answer(
            "iam::managed_policy",
            &[symbolic("aws_iam_policy.x", "arn")]
        ),
        json!(null)
    );
    assert_eq!(answer("iam::managed_policy", &[hole("arn")]), json!("?any"));
}

#[test]
fn arns() {
    let role = answer(
        "aws::arn",
        &[known("arn:aws:iam::123456789012:role/path/x")],
    );
    assert_eq!(
        (&role["account"], &role["type"], &role["id"]),
        (&json!("123456789012"), &json!("role"), &json!("path/x"))
    );
    assert_eq!(answer("aws::arn", &[known("*")]), json!(null));
    assert_eq!(answer("aws::arn", &[hole("x")]), json!("?any"));
}

#[test]
fn trust_in_providers() {
    let statement = value(
        r#"{"effect":"Allow","principals":[{"type":"Federated","identifiers":["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]}],
            "conditions":[{"test":"StringLike","variable":"token.actions.githubusercontent.com:sub","values":["repo:acme*"]}]}"#,
    );
    let trust = answer("iam::federated", &[statement]);
    assert_eq!(trust[0]["any_subject"], json!(true));
    assert_eq!(trust[0]["subjects"], json!(["repo:acme*"]));
    assert_eq!(answer("iam::federated", &[hole("x")]), json!("?any"));
}

#[test]
fn json_of_all_spellings() {
    let text = r#"[{"name":"app","privileged":true}]"#;
    let expected = json!([{"name": "app", "privileged": true}]);
    assert_eq!(answer("aws::json", &[known(text)]), expected);
    assert_eq!(answer("aws::json", &[value("null")]), json!(null));
    assert_eq!(answer("aws::json", &[hole("x")]), json!("?string"));
    let part = partly(r#"[{"image":""#, &hole("image"), r#"","privileged":true}]"#);
    assert_eq!(answer("aws::json", &[part])[0]["privileged"], json!(true));
    assert_eq!(call("aws::json", &[known("[")]).unwrap().reasons().len(), 1);
}
