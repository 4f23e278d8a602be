//! Policies of AWS: what is known of their class alone, and what they give together with others.

use super::statements;
use crate::aws::iam::permissions::{Granted, Permissions, managed as of_class};
use crate::aws::iam::{escalation, managed};
use crate::aws::testing::{known, word};
use std::sync::Arc;

#[test]
fn policies_of_aws_are_known_by_their_class() {
    let held = |path: &str| {
        let arn = known(&format!("arn:aws:iam::aws:policy/{path}"));
        let mut permissions = Permissions::default();
        let policy = managed::path(&arn).and_then(managed::policy).unwrap();
        let (found, opaque) = of_class::statements(policy, arn.origin());
        permissions
            .statements
            .extend(found.into_iter().map(|statement| Granted {
                statement,
                carrier: Arc::from("policy"),
                group: None,
                managed: Some(arn.clone()),
            }));
        permissions.opaque.extend(opaque);
        permissions
    };
    for (path, action, resource, expected) in [
        ("AdministratorAccess", "*", "*", "yes"),
        ("PowerUserAccess", "s3:*", "*", "yes"),
        ("PowerUserAccess", "iam:PassRole", "*", "no"),
        ("PowerUserAccess", "iam:*", "*", "no"),
        ("PowerUserAccess", "*", "*", "no"),
        ("AmazonS3FullAccess", "s3:*", "*", "yes"),
        ("IAMFullAccess", "iam:*", "*", "yes"),
        ("IAMFullAccess", "s3:GetObject", "*", "unknown"),
        ("AmazonS3ReadOnlyAccess", "s3:GetObject", "*", "unknown"),
        ("AmazonS3ReadOnlyAccess", "s3:PutObject", "*", "no"),
        ("AmazonS3ReadOnlyAccess", "iam:*", "*", "no"),
        (
            "AmazonS3ReadOnlyAccess",
            "s3:PutObject",
            "arn:aws:s3:::a/b",
            "unknown",
        ),
    ] {
        let answer = held(path).allows(action, resource);
        assert_eq!(word(&answer), expected, "{path} {action} {resource}");
    }
    // What they give joins what other policies give; what they give alone is said by their class.
    let create = r#"{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}"#;
    for (path, more, expected) in [
        ("IAMFullAccess", create, &["lambda-001"][..]),
        ("IAMFullAccess", "", &[]),
        ("PowerUserAccess", create, &[]),
        (
            "PowerUserAccess",
            r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}"#,
            &["lambda-001"],
        ),
        ("AmazonS3FullAccess", create, &[]),
    ] {
        let mut permissions = held(path);
        permissions.statements.extend(statements(more));
        let ways = escalation::find(&permissions, &|_, _| None).found;
        let names = ways
            .iter()
            .flat_map(|way| std::iter::once(way.path).chain(way.others.iter().copied()));
        let names: Vec<&str> = names.map(|path| path.name).collect();
        assert!(
            expected.iter().all(|name| names.contains(name)),
            "{path}: {names:?}"
        );
        assert_eq!(expected.is_empty(), names.is_empty(), "{path}: {names:?}");
    }
}
