//! Known answers, after the examples of AWS's documentation, and laws.

use super::{Granted, Permissions};
use crate::aws::Truth;
use crate::aws::iam::document::{Document, Statement};
use crate::aws::iam::escalation;
use crate::aws::testing::{describe, known, sources, value};
use proptest::prelude::*;
use std::sync::Arc;

fn statements(json: &str) -> Vec<Granted> {
    let document = value(&format!(r#"{{"Statement":[{json}]}}"#));
    let document = Document::read(&document, sources()).unwrap();
    let granted = |statement: Statement| Granted {
        statement,
        carrier: Arc::from("policy"),
        group: None,
        managed: None,
    };
    document.statements.into_iter().map(granted).collect()
}

/// The permissions of policies, and of a boundary when one is given.
fn permissions(policies: &str, boundary: Option<&str>) -> Permissions {
    let boundary = boundary.map(|boundary| Permissions::new(statements(boundary), None));
    Permissions::new(statements(policies), boundary)
}

fn word(truth: &Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown(_) => "unknown",
    }
}

const ALLOW_ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

/// Each case: what it shows, the policies, the boundary, and questions with answers.
type Example = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [(&'static str, &'static str, &'static str)],
);

/// After <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html> and its neighbours.
const CASES: &[Example] = &[
    (
        "what nothing allows is denied",
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::carlossalazar/*"}"#,
        None,
        &[
            ("s3:GetObject", "arn:aws:s3:::carlossalazar/a", "yes"),
            ("s3:PutObject", "arn:aws:s3:::carlossalazar/a", "no"),
            ("s3:GetObject", "arn:aws:s3:::other/a", "no"),
            ("s3:*", "arn:aws:s3:::carlossalazar/*", "no"),
        ],
    ),
    (
        // reference_policies_evaluation-logic_policy-eval-basics: all of S3, but not the logs.
        "an explicit deny wins over every allow",
        r#"{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"},
           {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::carlossalazar","arn:aws:s3:::carlossalazar/*"]},
           {"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::carlossalazar-logs","arn:aws:s3:::carlossalazar-logs/*"]}"#,
        None,
        &[
            ("s3:ListAllMyBuckets", "*", "yes"),
            ("s3:DeleteObject", "arn:aws:s3:::carlossalazar/a", "yes"),
            ("s3:ListBucket", "arn:aws:s3:::carlossalazar-logs", "no"),
            ("ec2:RunInstances", "*", "no"),
        ],
    ),
    (
        "an explicit deny wins also over full control",
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::logs*"}"#,
        None,
        &[
            ("s3:GetObject", "arn:aws:s3:::logs/a", "no"),
            ("s3:*", "arn:aws:s3:::logs-2/*", "no"),
            ("s3:GetObject", "arn:aws:s3:::site/a", "yes"),
            ("iam:CreateUser", "*", "yes"),
        ],
    ),
    (
        "a deny of everything leaves nothing",
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}"#,
        None,
        &[("*", "*", "no"), ("s3:GetObject", "arn:aws:s3:::a/b", "no")],
    ),
    (
        // access_policies_boundaries: both the policy and the boundary must allow.
        "a boundary allows nothing, and bounds what is allowed",
        r#"{"Effect":"Allow","Action":"iam:CreateUser","Resource":"*"},{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
        Some(r#"{"Effect":"Allow","Action":["s3:*","cloudwatch:*","ec2:*"],"Resource":"*"}"#),
        &[
            ("iam:CreateUser", "*", "no"),
            ("s3:PutObject", "arn:aws:s3:::a/b", "yes"),
            ("ec2:RunInstances", "*", "no"),
            ("s3:*", "*", "yes"),
        ],
    ),
    (
        "a deny in the boundary counts too",
        r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
        Some(
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":["iam:*","organizations:*"],"Resource":"*"}"#,
        ),
        &[
            ("iam:CreateUser", "*", "no"),
            ("iam:*", "*", "no"),
            ("s3:GetObject", "*", "yes"),
        ],
    ),
    (
        "a boundary of nothing leaves nothing",
        ALLOW_ALL,
        Some(r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#),
        &[("s3:GetObject", "*", "no"), ("*", "*", "no")],
    ),
    (
        "an unknown boundary leaves all that is allowed undecided",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
        Some(r#""??boundary""#),
        &[
            ("s3:GetObject", "*", "unknown"),
            ("ec2:RunInstances", "*", "no"),
        ],
    ),
    (
        // reference_policies_elements_notaction: all of S3 but deleting buckets; the resource keeps other services out.
        "NotAction allows what it does not list",
        r#"{"Effect":"Allow","NotAction":"s3:DeleteBucket","Resource":"arn:aws:s3:::*"}"#,
        None,
        &[
            ("s3:PutObject", "arn:aws:s3:::a/b", "yes"),
            ("s3:DeleteBucket", "arn:aws:s3:::a", "no"),
            ("s3:ListAllMyBuckets", "*", "no"),
            (
                "ec2:RunInstances",
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
                "no",
            ),
        ],
    ),
    (
        "NotAction around a service allows all others",
        r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#,
        None,
        &[
            ("ec2:*", "*", "yes"),
            ("iam:PassRole", "*", "no"),
            ("IAM:passrole", "*", "no"),
            ("*", "*", "no"),
        ],
    ),
    (
        "NotAction in another statement does not take back what one allows",
        r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},{"Effect":"Allow","Action":"iam:*","Resource":"*"}"#,
        None,
        &[("iam:PassRole", "*", "yes"), ("s3:GetObject", "*", "yes")],
    ),
    (
        // reference_policies_elements_notaction: with MFA there, the deny does not hold; so it takes nothing away for certain.
        "a deny with a condition takes nothing away for certain",
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},
           {"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}"#,
        None,
        &[
            ("s3:GetObject", "*", "yes"),
            ("iam:ChangePassword", "*", "yes"),
        ],
    ),
    (
        "NotAction with Deny denies what it does not list, and allows nothing",
        r#"{"Effect":"Deny","NotAction":"iam:*","Resource":"*"},{"Effect":"Allow","Action":["s3:*","iam:ListUsers"],"Resource":"*"}"#,
        None,
        &[
            ("s3:GetObject", "*", "no"),
            ("iam:ListUsers", "*", "yes"),
            ("iam:CreateUser", "*", "no"),
        ],
    ),
    (
        // reference_policies_elements_notresource: the payroll folder is all that is left.
        "NotResource with Deny leaves what it lists",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:*","NotResource":["arn:aws:s3:::HRBucket/Payroll","arn:aws:s3:::HRBucket/Payroll/*"]}"#,
        None,
        &[
            ("s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/may", "yes"),
            ("s3:GetObject", "arn:aws:s3:::HRBucket/Payroll", "yes"),
            ("s3:GetObject", "arn:aws:s3:::HRBucket/Other", "no"),
        ],
    ),
    (
        "NotResource with Allow is everything else",
        r#"{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::secret/*"}"#,
        None,
        &[
            ("s3:GetObject", "arn:aws:s3:::open/a", "yes"),
            ("s3:GetObject", "arn:aws:s3:::secret/a", "no"),
            ("s3:GetObject", "*", "no"),
        ],
    ),
    (
        "an allow with a condition gives nothing for certain",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}"#,
        None,
        &[("s3:GetObject", "*", "no")],
    ),
    (
        "an unknown condition may be none",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":"??x"}"#,
        None,
        &[
            ("s3:GetObject", "*", "unknown"),
            ("ec2:RunInstances", "*", "no"),
        ],
    ),
    (
        "upper and lower case are the same in actions, and not in resources",
        r#"{"Effect":"Allow","Action":"S3:getobject","Resource":"arn:aws:s3:::Bucket/*"}"#,
        None,
        &[
            ("s3:GetObject", "arn:aws:s3:::Bucket/a", "yes"),
            ("s3:GetObject", "arn:aws:s3:::bucket/a", "no"),
        ],
    ),
    (
        "wildcards stand within names too",
        r#"{"Effect":"Allow","Action":"s3:*Object","Resource":"arn:aws:s3:::team-?/*"}"#,
        None,
        &[
            ("s3:PutObject", "arn:aws:s3:::team-a/x", "yes"),
            ("s3:PutObjectAcl", "arn:aws:s3:::team-a/x", "no"),
            ("s3:PutObject", "arn:aws:s3:::team-ab/x", "no"),
        ],
    ),
    (
        "a statement that may be a deny leaves undecided what it is about",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"?x","Action":"s3:Delete*","Resource":"*"}"#,
        None,
        &[
            ("s3:DeleteObject", "*", "unknown"),
            ("s3:GetObject", "*", "yes"),
        ],
    ),
    (
        "a policy of which nothing is known may give anything, and is not taken for a denial",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},"??policy""#,
        None,
        &[
            ("s3:GetObject", "*", "yes"),
            ("ec2:RunInstances", "*", "unknown"),
        ],
    ),
];

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
    for (name, policies, boundary, questions) in TOGETHER {
        let permissions = permissions(policies, *boundary);
        for (action, resource, expected) in *questions {
            let answer = permissions.allows(action, resource);
            assert_eq!(word(&answer), *expected, "{name}: {action} on {resource}");
        }
    }
}

/// Of a role that nobody knows the ARN of, and of all but that role.
#[test]
fn an_unknown_text_and_all_but_it_are_everything() {
    use crate::aws::iam::document::Elements;
    use crate::aws::testing::symbolic;
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

#[test]
fn known_answers() {
    for (name, policies, boundary, questions) in CASES {
        let permissions = permissions(policies, *boundary);
        for (action, resource, expected) in *questions {
            let answer = permissions.allows(action, resource);
            assert_eq!(word(&answer), *expected, "{name}: {action} on {resource}");
        }
    }
}

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

#[test]
fn policies_of_aws_are_known_by_their_class() {
    use crate::aws::iam::managed;
    let held = |path: &str| {
        let arn = known(&format!("arn:aws:iam::aws:policy/{path}"));
        let mut permissions = Permissions::default();
        let policy = managed::path(&arn).and_then(managed::policy).unwrap();
        let (found, opaque) = super::managed::statements(policy, arn.origin());
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

fn patterns(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    let list = proptest::collection::vec(proptest::sample::select(all), 1..3);
    list.prop_map(|list| serde_json::to_string(&list).unwrap())
}

/// A statement of few actions and resources, so that statements often meet; some are conditional, some known in part.
fn statement(effect: &'static str) -> impl Strategy<Value = String> {
    let element = |name: &'static str, all: &'static [&'static str]| {
        (any::<bool>(), patterns(all)).prop_map(move |(not, list)| {
            let not = if not { "Not" } else { "" };
            format!(r#""{not}{name}":{list}"#)
        })
    };
    let actions = element(
        "Action",
        &[
            "*",
            "s3:*",
            "s3:Get*",
            "*:GetObject",
            "iam:*",
            "iam:PassRole",
            "?x",
        ],
    );
    let resources = element("Resource", &["*", "a*", "*b", "ab", "c", "?y"]);
    let condition =
        proptest::sample::select(&["", "", "", r#","Condition":{"Bool":{"k":"true"}}"#][..]);
    (actions, resources, condition).prop_map(move |(actions, resources, condition)| {
        format!(r#"{{"Effect":"{effect}",{actions},{resources}{condition}}}"#)
    })
}

fn policies() -> impl Strategy<Value = Vec<String>> {
    let either = prop_oneof![3 => statement("Allow"), 1 => statement("Deny")];
    proptest::collection::vec(either, 1..4)
}

const QUESTIONS: &[(&str, &str)] = &[
    ("s3:GetObject", "ab"),
    ("s3:GetObject", "c"),
    ("s3:PutObject", "b"),
    ("iam:PassRole", "a"),
    ("iam:CreateUser", "*"),
    ("s3:*", "a*"),
    ("*", "*"),
];

/// No, unknown, yes: a policy that gives more never has a smaller answer.
fn rank(truth: &Truth) -> u8 {
    match truth {
        Truth::False => 0,
        Truth::Unknown(_) => 1,
        Truth::True => 2,
    }
}

fn answers(policies: &[String], boundary: Option<&[String]>) -> Vec<u8> {
    let boundary = boundary.map(|boundary| boundary.join(","));
    let permissions = permissions(&policies.join(","), boundary.as_deref());
    let questions = QUESTIONS.iter();
    questions
        .map(|(action, resource)| rank(&permissions.allows(action, resource)))
        .collect()
}

fn with(policies: &[String], more: &str) -> Vec<String> {
    policies.iter().cloned().chain([more.to_owned()]).collect()
}

proptest! {
    #[test]
    fn a_deny_never_widens_and_an_allow_never_narrows(
        policies in policies(),
        boundary in proptest::option::of(policies()),
        deny in statement("Deny"),
        allow in statement("Allow"),
    ) {
        let before = answers(&policies, boundary.as_deref());
        let denied = answers(&with(&policies, &deny), boundary.as_deref());
        let allowed = answers(&with(&policies, &allow), boundary.as_deref());
        for ((before, denied), allowed) in before.iter().zip(denied).zip(allowed) {
            prop_assert!(denied <= *before && *before <= allowed);
        }
    }

    #[test]
    fn a_boundary_never_widens_and_the_order_does_not_matter(
        policies in policies(),
        boundary in policies(),
    ) {
        let free = answers(&policies, None);
        let bounded = answers(&policies, Some(&boundary));
        prop_assert!(bounded.iter().zip(&free).all(|(bounded, free)| bounded <= free));
        let mut reversed = policies.clone();
        reversed.reverse();
        prop_assert_eq!(answers(&reversed, Some(&boundary)), bounded);
    }

    /// A denial parted in two, by its resources or by its actions, is the same denial; and where it stands does not matter.
    #[test]
    fn two_halves_are_a_whole(
        policies in policies(),
        boundary in proptest::option::of(policies()),
        (actions, resources) in (patterns(&["*", "s3:*", "iam:*", "s3:Get*"]), patterns(&["*", "a*", "ab", "c"])),
        by_actions in any::<bool>(),
        in_boundary in any::<bool>(),
        place in 0_usize..4,
    ) {
        let one = r#""s3:G*""#;
        let deny = |action: String, resource: String| format!(r#"{{"Effect":"Deny",{action},{resource}}}"#);
        let whole = deny(format!(r#""Action":{actions}"#), format!(r#""Resource":{resources}"#));
        let everything = |name: &str| format!(r#""{name}":"*""#);
        let (halves, whole) = if by_actions {
            let half = |not: &str| deny(format!(r#""{not}Action":{one}"#), format!(r#""Resource":{resources}"#));
            (vec![half(""), half("Not")], deny(everything("Action"), format!(r#""Resource":{resources}"#)))
        } else if in_boundary {
            let half = |not: &str| deny(format!(r#""Action":{actions}"#), format!(r#""{not}Resource":"a*""#));
            (vec![half(""), half("Not")], deny(format!(r#""Action":{actions}"#), everything("Resource")))
        } else {
            let lists: (Vec<String>, Vec<String>) = (serde_json::from_str(&actions).unwrap(), serde_json::from_str(&resources).unwrap());
            let halves = lists.0.iter().flat_map(|action| lists.1.iter().map(move |resource| (action, resource)));
            (halves.map(|(action, resource)| deny(format!(r#""Action":"{action}""#), format!(r#""Resource":"{resource}""#))).collect(), whole)
        };
        let mut parted = policies.clone();
        parted.splice(place.min(policies.len())..place.min(policies.len()), halves.iter().cloned());
        let bounded = boundary.as_deref();
        prop_assert_eq!(answers(&parted, bounded), answers(&with(&policies, &whole), bounded));
        // One half in the policy and one in the boundary.
        if let (Some(bound), [first, second]) = (&boundary, halves.as_slice()) {
            let split = answers(&with(&policies, first), Some(&with(bound, second)));
            prop_assert_eq!(split, answers(&with(&policies, &whole), bounded));
        }
        // What is left of the statements says the same of what is asked of it.
        let left = |policies: &[String]| {
            let boundary = boundary.as_ref().map(|boundary| boundary.join(","));
            let left = permissions(&policies.join(","), boundary.as_deref()).effective().to_vec();
            let left = Permissions::new(left.into_iter().filter(|granted| !granted.statement.allows().is_false()).collect(), None);
            QUESTIONS.iter().map(|(action, resource)| rank(&left.allows(action, resource))).collect::<Vec<_>>()
        };
        prop_assert_eq!(left(&parted), left(&with(&policies, &whole)));
    }

    /// What is allowed is in what is left (or may be); and what is left is no more than what is written.
    #[test]
    fn narrowed_statements_keep_what_is_allowed(
        policies in policies(),
        boundary in proptest::option::of(policies()),
    ) {
        let boundary = boundary.map(|boundary| boundary.join(","));
        let whole = permissions(&policies.join(","), boundary.as_deref());
        let effective = Permissions::new(whole.effective().to_vec(), None);
        // A pattern may be left in pieces, none of which covers all of it.
        for (action, resource) in QUESTIONS.iter().filter(|(action, resource)| !action.contains('*') && !resource.contains('*')) {
            let left = effective.allows(action, resource);
            let lost = left.is_false() && !whole.allows(action, resource).is_false();
            prop_assert!(!lost, "{} on {}", action, resource);
            let written = Permissions::new(whole.statements.clone(), None);
            prop_assert!(rank(&left) <= rank(&written.allows(action, resource)), "{} on {}", action, resource);
        }
    }
}
