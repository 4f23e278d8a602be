//! What is left of a statement after denials and a boundary.

use super::{ALLOW_ALL, permissions};
use crate::aws::testing::describe;

/// What is left of the policies' statements.
fn left(policies: &str, boundary: Option<&str>) -> Vec<String> {
    let permissions = permissions(policies, boundary);
    let effective = permissions.effective().iter();
    let allowing = effective.filter(|granted| !granted.statement.allows().is_false());
    allowing
        .map(|granted| describe(&granted.statement))
        .collect()
}

#[test]
fn statements_are_narrowed() {
    let allow = r#""Allow""#;
    for (policies, boundary, expected) in [
        (ALLOW_ALL, None, vec![format!(r#"{allow} A["*"] R["*"]"#)]),
        // A boundary of two statements leaves two pieces.
        (
            ALLOW_ALL,
            Some(
                r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a"},{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#,
            ),
            vec![
                format!(r#"{allow} A["s3:*"] R["arn:aws:s3:::a"]"#),
                format!(r#"{allow} A["ec2:*"] R["*"]"#),
            ],
        ),
        // What the boundary covers stays as it is written.
        (
            r#"{"Effect":"Allow","Action":["s3:Get*","iam:PassRole"],"Resource":"*"}"#,
            Some(r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#),
            vec![format!(r#"{allow} A["s3:Get*"] R["*"]"#)],
        ),
        (
            r#"{"Effect":"Allow","NotAction":["s3:Delete*"],"Resource":"*"}"#,
            Some(
                r#"{"Effect":"Allow","Action":["s3:DeleteObject","s3:GetObject"],"Resource":"*"}"#,
            ),
            vec![format!(r#"{allow} A["s3:GetObject"] R["*"]"#)],
        ),
        // A boundary with a condition leaves nothing for certain.
        (
            ALLOW_ALL,
            Some(
                r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"true"}}}"#,
            ),
            vec![],
        ),
        (
            ALLOW_ALL,
            Some(r#""??boundary""#),
            vec![r#""?string" A["*"] R["*"]"#.to_owned()],
        ),
        // Of `*` whole services are taken away, single actions are not.
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":["iam:*","s3:DeleteBucket"],"Resource":"*"}"#,
            None,
            vec![format!(r#"{allow} !A["iam:*"] R["*"]"#)],
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"}"#,
            None,
            vec![format!(r#"{allow} A["*"] R["*"]"#)],
        ),
        (
            r#"{"Effect":"Allow","Action":["s3:Get*","iam:PassRole"],"Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#,
            None,
            vec![format!(r#"{allow} A["s3:Get*"] R["*"]"#)],
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:Get*","Resource":["a","b"]},{"Effect":"Deny","Action":"s3:*","Resource":"a"}"#,
            None,
            vec![format!(r#"{allow} A["s3:Get*"] R["b"]"#)],
        ),
        (
            r#"{"Effect":"Allow","Action":["s3:Get*","iam:PassRole"],"Resource":"*"},{"Effect":"Deny","NotAction":"s3:*","Resource":"*"}"#,
            None,
            vec![format!(r#"{allow} A["s3:Get*"] R["*"]"#)],
        ),
        // Denials that each take a part take it away together, whatever comes first.
        (
            r#"{"Effect":"Allow","Action":["s3:Get*","iam:PassRole"],"Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"a*"},{"Effect":"Deny","Action":"iam:Pass*","NotResource":"a*"}"#,
            None,
            vec![format!(r#"{allow} A["s3:Get*"] R["*"]"#)],
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:Get*","Resource":["a","b"]},{"Effect":"Deny","Action":"s3:GetObject*","Resource":"a"},{"Effect":"Deny","NotAction":"s3:GetObject*","Resource":"a"}"#,
            None,
            vec![format!(r#"{allow} A["s3:Get*"] R["b"]"#)],
        ),
        (
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"a*"},{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","NotResource":"a*"}"#,
            None,
            vec![format!(r#"{allow} !A["iam:*"] R["*"]"#)],
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"a*"},{"Effect":"Deny","Action":"s3:*","NotResource":"a*"}"#,
            None,
            vec![],
        ),
        // A denial of unknown extent may take it away; one of something else does not.
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"?x","Resource":"*"}"#,
            None,
            vec![r#""?string" A["s3:*"] R["*"]"#.to_owned()],
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"?x"}"#,
            None,
            vec![format!(r#"{allow} A["s3:*"] R["*"]"#)],
        ),
    ] {
        assert_eq!(
            left(policies, boundary),
            expected,
            "{policies} {boundary:?}"
        );
    }
}
