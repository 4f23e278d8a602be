//! Which ways statements open, and what proves them.

use super::{Escalations, find};
use crate::aws::iam::permissions::{Granted, Permissions};
use crate::aws::testing::statements;
use std::sync::Arc;

/// The permissions of some policies, each a list of statements.
fn permissions(policies: &[&str]) -> Permissions {
    let statements = policies.iter().enumerate().flat_map(|(number, json)| {
        statements(json).into_iter().map(move |statement| Granted {
            statement,
            carrier: Arc::from(format!("policy {number}")),
            group: None,
            managed: None,
        })
    });
    Permissions::new(statements.collect(), None)
}

/// Each way: its name, the statements that prove it, the number of others, and what it passes.
fn shown(found: &Escalations) -> Vec<String> {
    let ways = found.found.iter().map(|way| {
        let steps: Vec<String> = way
            .steps
            .iter()
            .map(|step| step.statement.to_string())
            .collect();
        let target = way
            .target
            .as_ref()
            .map_or_else(String::new, |target| format!(" to {target}"));
        format!(
            "{} {} +{}{target}",
            way.path.name,
            steps.join(","),
            way.others.len()
        )
    });
    let perhaps = (!found.perhaps.is_empty()).then(|| "perhaps".to_owned());
    ways.chain(perhaps).collect()
}

#[test]
fn ways_and_their_proofs() {
    const ALL: &str = "arn:aws:iam::*:role/*";
    let allow = |actions: &str, resource: &str| {
        format!(r#"{{"Effect":"Allow","Action":{actions},"Resource":["{resource}"]}}"#)
    };
    let deny = |actions: &str, resource: &str| {
        format!(r#"{{"Effect":"Deny","Action":{actions},"Resource":"{resource}"}}"#)
    };
    let lambda = allow(
        r#"["lambda:CreateFunction","lambda:InvokeFunction"]"#,
        "arn:aws:lambda:*:*:function:x",
    );
    let pass = allow(r#""iam:PassRole""#, ALL);
    for (policies, expected) in [
        (vec![allow(r#""iam:PutRolePolicy""#, "*")], vec!["iam-005 0 +0"]),
        (vec![allow(r#""iam:PutRolePolicy""#, "arn:aws:iam::123456789012:role/*")], vec!["iam-005 0 +0"]),
        (vec![allow(r#""iam:PutRolePolicy""#, "arn:aws:iam::123456789012:role/x")], vec![]),
        (vec![allow(r#""iam:PutRolePolicy""#, "arn:aws:iam::*:role/team-*")], vec![]),
        (vec![allow(r#""iam:CreateAccessKey""#, "arn:aws:iam::*:user/*")], vec!["iam-002 0 +0"]),
        // One finding a statement: ways with more actions are left out, others are counted.
        (vec![allow(r#"["iam:CreateAccessKey","iam:DeleteAccessKey","iam:AttachUserPolicy"]"#, "*")], vec!["iam-008 0 +1"]),
        (vec![pass.clone(), lambda.clone()], vec!["lambda-001 0,1,1 +0"]),
        (vec![lambda.clone()], vec![]),
        (vec![pass.clone()], vec![]),
        (vec![pass.clone(), lambda.clone(), deny(r#""iam:*""#, "*")], vec![]),
        (vec![pass.clone(), lambda.clone(), deny(r#""iam:PassRole""#, ALL)], vec![]),
        (vec![pass.clone(), lambda.clone(), deny(r#""iam:PassRole""#, "arn:aws:iam::*:role/admin")], vec!["lambda-001 0,1,1 +0"]),
        (vec![pass.clone(), deny(r#""lambda:*""#, "*"), lambda.clone()], vec![]),
        // Two denials close half of it each, by resources.
        (vec![pass.clone(), lambda.clone(), deny(r#""iam:PassRole""#, "arn:aws:iam::123456789012:role/app-*"),
              r#"{"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::123456789012:role/app-*"}"#.to_owned()], vec![]),
        (vec![pass.clone(), lambda.clone(), deny(r#""iam:PassRole""#, "arn:aws:iam::123456789012:role/*")], vec![]),
        (vec![pass.clone(), lambda.clone(), deny(r#""iam:PassRole""#, "arn:aws:iam::123456789012:role/team-*"),
              r#"{"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::123456789012:role/t*"}"#.to_owned()], vec!["lambda-001 0,1,1 +0"]),
        // Two statements give all roles together, and both are in the proof.
        (vec![format!(r#"{},{{"Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::*:role/app-*"}}"#, allow(r#""iam:PassRole""#, "arn:aws:iam::*:role/app-*")), lambda.clone()],
         vec!["lambda-001 0,1,2,2 +0"]),
        // The statements of one policy prove it, when they can.
        (vec![allow(r#""iam:PassRole""#, "*"), format!("{},{lambda}", allow(r#""iam:PassRole""#, "*"))], vec!["lambda-001 1,2,2 +0"]),
        (vec![allow(r#""iam:PassRole""#, "role of an administrator"), lambda.clone()], vec!["lambda-001 0,1,1 +0 to administrator"]),
        (vec![allow(r#""iam:PassRole""#, "role of a worker"), lambda], vec![]),
        (vec![allow(r#""ssm:SendCommand""#, "*")], vec!["ssm-002 0 +0"]),
        (vec![allow(r#"["ssm:*","lambda:UpdateFunctionCode"]"#, "*")], vec!["lambda-003 0 +2"]),
        (vec![allow(r#""lambda:UpdateFunctionCode""#, "arn:aws:lambda:*:123456789012:function:*")], vec!["lambda-003 0 +0"]),
        (vec![allow(r#""lambda:UpdateFunctionCode""#, "arn:aws:lambda:*:123456789012:function:app-*")], vec![]),
        (vec![allow(r#""ssm:StartSession""#, r#"arn:aws:ec2:*:*:instance/*","arn:aws:ssm:*:*:document/SSM-*"#)], vec!["ssm-001 0 +0"]),
        // No document with which a command of one's own could be run.
        (vec![allow(r#""ssm:SendCommand""#, r#"arn:aws:ec2:*:*:instance/*","arn:aws:ssm:*:*:document/create-user"#)], vec![]),
        (vec![allow(r#""?x""#, "*")], vec!["perhaps"]),
        (vec![allow(r#""iam:PutRolePolicy""#, "?x")], vec!["perhaps"]),
        (vec![allow(r#""s3:*""#, "?x")], vec![]),
        (vec![r#"{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*","Condition":{"Bool":{"a:b":"true"}}}"#.to_owned()], vec![]),
    ] {
        let policies: Vec<&str> = policies.iter().map(String::as_str).collect();
        let found = find(&permissions(&policies), &|resource, service| {
            let is_one = resource.as_str()?.as_ref() == "role of an administrator";
            (is_one && service == "lambda.amazonaws.com").then(|| Arc::from("administrator"))
        });
        assert_eq!(shown(&found), expected, "{policies:?}");
    }
}
