//! Allows, denials, boundaries, and the elements of one statement, after the examples of AWS's documentation.

use super::{ALLOW_ALL, Example, assert_answers};

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

#[test]
fn known_answers() {
    assert_answers(CASES);
}
