//! What several statements do together and none does alone.

use super::{Example, assert_answers, statements};
use crate::aws::iam::document::Elements;
use crate::aws::iam::permissions::Permissions;
use crate::aws::testing::{symbolic, word};

/// What several statements do together and none does alone.
const TOGETHER: &[Example] = &[
    (
        "two denials that each take half of the resources leave nothing",
        r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},
           {"Effect":"Deny","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/app-*"},
           {"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::*:role/app-*"}"#,
        None,
        &[
            ("iam:PassRole", "*", "no"),
            ("iam:PassRole", "arn:aws:iam::*:role/*", "no"),
        ],
    ),
    (
        "what is between two denials is left",
        r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},
           {"Effect":"Deny","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/app-*"},
           {"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::*:role/ap*"}"#,
        None,
        &[
            ("iam:PassRole", "arn:aws:iam::*:role/*", "yes"),
            ("iam:PassRole", "arn:aws:iam::1:role/apx", "yes"),
        ],
    ),
    (
        "two denials that each take half of the actions leave nothing",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:Get*","Resource":"*"},
           {"Effect":"Deny","NotAction":["s3:Get*","iam:*"],"Resource":"*"}"#,
        None,
        &[("s3:*", "*", "no"), ("s3:*", "arn:aws:s3:::a/*", "no")],
    ),
    (
        "four quarters are a whole",
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:*","Resource":"a*"},{"Effect":"Deny","NotAction":"s3:*","Resource":"a*"},
           {"Effect":"Deny","Action":"s3:*","NotResource":"a*"},{"Effect":"Deny","NotAction":"s3:*","NotResource":"a*"}"#,
        None,
        &[
            ("*", "*", "no"),
            ("s3:*", "*", "no"),
            ("ec2:RunInstances", "b", "no"),
        ],
    ),
    (
        "three quarters are not",
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:*","Resource":"a*"},{"Effect":"Deny","NotAction":"s3:*","Resource":"a*"},
           {"Effect":"Deny","Action":"s3:*","NotResource":"a*"}"#,
        None,
        &[
            ("*", "*", "yes"),
            ("s3:*", "*", "no"),
            ("ec2:*", "*", "yes"),
        ],
    ),
    (
        "a denial of the policy and one of the boundary work together",
        r#"{"Effect":"Allow","Action":"iam:*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"arn:*"}"#,
        Some(
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","NotResource":"arn:*"}"#,
        ),
        &[("iam:*", "*", "no"), ("iam:CreateUser", "*", "no")],
    ),
    (
        "several allows give a whole together, in a policy and in a boundary",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a*"},{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::a*"}"#,
        Some(
            r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},{"Effect":"Allow","NotAction":"s3:Get*","Resource":"*"}"#,
        ),
        &[("s3:*", "*", "yes"), ("ec2:*", "*", "no")],
    ),
    (
        "a condition on one half takes nothing away for certain",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:*","Resource":"a*"},
           {"Effect":"Deny","Action":"s3:*","NotResource":"a*","Condition":{"Bool":{"k":"true"}}}"#,
        None,
        &[("s3:*", "*", "yes"), ("s3:*", "a*", "no")],
    ),
    (
        "an unknown half leaves it undecided",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:*","Resource":"a*"},
           {"Effect":"Deny","Action":"?x","NotResource":"a*"}"#,
        None,
        &[("s3:*", "*", "unknown")],
    ),
];

#[test]
fn known_answers_of_several_statements() {
    assert_answers(TOGETHER);
}

/// Of a role that nobody knows the ARN of, and of all but that role.
#[test]
fn an_unknown_text_and_all_but_it_are_everything() {
    let own = statements(
        r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},
           {"Effect":"Deny","Action":"iam:PassRole","Resource":"x"},
           {"Effect":"Deny","Action":"iam:PassRole","NotResource":"x"}"#,
    );
    let with_roles = |one: &str, other: &str| {
        let mut own = own.clone();
        let role = |name: &str| Elements::of(vec![symbolic(name, "arn")]);
        own[1].statement.resources = role(one);
        own[2].statement.not_resources = role(other);
        Permissions::new(own, None)
    };
    let same = with_roles("aws_iam_role.a", "aws_iam_role.a");
    assert_eq!(word(&same.allows("iam:PassRole", "*")), "no");
    assert!(
        same.effective()
            .iter()
            .all(|granted| granted.statement.allows().is_false())
    );
    let others = with_roles("aws_iam_role.a", "aws_iam_role.b");
    assert_eq!(word(&others.allows("iam:PassRole", "*")), "unknown");
}
