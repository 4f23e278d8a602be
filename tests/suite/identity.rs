//! An administrator's rights are found once however they are written, where they are written, and at whom they are held;
//! a boundary or a `Deny` that takes them away leaves nothing to find.

use super::support::{built_in, check};
use groundrules::finding::Severity;
use groundrules::rules::Profile;
use groundrules::source::MemoryTree;
use groundrules::triage::Outcome;

/// A way to write an administrator's rights: its name, the configuration, the place of the finding, and who is named.
struct Way {
    name: &'static str,
    configuration: &'static str,
    place: &'static str,
    named: &'static str,
}

/// `HOLDER` stands for further arguments of who holds the rights, `DENY` for a further policy of him.
const WAYS: [Way; 6] = [
    Way {
        name: "inline",
        configuration: r#"
            resource "aws_iam_role" "admin" {
              assume_role_policy = local.trust
              inline_policy {
                name   = "inline"
                policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
              }
              HOLDER
            }
            DENY
        "#,
        place: r#"main.tf: "*""#,
        named: "aws_iam_role.admin",
    },
    Way {
        name: "attached",
        configuration: r#"
            resource "aws_iam_role" "admin" {
              assume_role_policy = local.trust
              HOLDER
            }
            resource "aws_iam_policy" "everything" {
              policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }] })
            }
            resource "aws_iam_role_policy_attachment" "everything" {
              role       = aws_iam_role.admin.name
              policy_arn = aws_iam_policy.everything.arn
            }
            DENY
        "#,
        place: r#"main.tf: "*""#,
        named: "aws_iam_role.admin",
    },
    Way {
        name: "managed",
        configuration: r#"
            resource "aws_iam_role" "admin" {
              assume_role_policy = local.trust
              HOLDER
            }
            resource "aws_iam_role_policy_attachment" "managed" {
              role       = aws_iam_role.admin.name
              policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
            }
            DENY
        "#,
        place: r#"main.tf: "arn:aws:iam::aws:policy/AdministratorAccess""#,
        named: "aws_iam_role.admin",
    },
    Way {
        name: "source_policy_documents",
        configuration: r#"
            resource "aws_iam_role" "admin" {
              assume_role_policy = local.trust
              HOLDER
            }
            data "aws_iam_policy_document" "base" {
              statement {
                actions   = ["*"]
                resources = ["*"]
              }
            }
            data "aws_iam_policy_document" "merged" {
              source_policy_documents = [data.aws_iam_policy_document.base.json]
              statement {
                actions   = ["s3:GetObject"]
                resources = ["arn:aws:s3:::files/*"]
              }
            }
            resource "aws_iam_role_policy" "merged" {
              role   = aws_iam_role.admin.id
              policy = data.aws_iam_policy_document.merged.json
            }
            DENY
        "#,
        place: r#"main.tf: "*""#,
        named: "aws_iam_role.admin",
    },
    Way {
        name: "file",
        configuration: r#"
            resource "aws_iam_role" "admin" {
              assume_role_policy = local.trust
              HOLDER
            }
            resource "aws_iam_role_policy" "file" {
              role   = aws_iam_role.admin.id
              policy = file("${path.module}/admin.json")
            }
            DENY
        "#,
        place: r#"admin.json: "*""#,
        named: "aws_iam_role.admin",
    },
    Way {
        name: "group",
        configuration: r#"
            resource "aws_iam_user" "admin" {
              name = "admin"
              HOLDER
            }
            resource "aws_iam_group" "admins" {
              name = "admins"
            }
            resource "aws_iam_group_policy" "admins" {
              group  = aws_iam_group.admins.name
              policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
            }
            resource "aws_iam_user_group_membership" "admin" {
              user   = aws_iam_user.admin.name
              groups = [aws_iam_group.admins.name]
            }
            DENY
        "#,
        place: r#"main.tf: "*""#,
        named: "aws_iam_user.admin",
    },
];

const TRUST: &str = r#"
    locals {
      trust = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
      })
    }
"#;

/// With a variable of policies beside the statement, which is no template.
const FILE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*" },
    { "Effect": "Allow", "Action": "*", "Resource": "*" }
  ]
}"#;

const BOUNDARY: &str = r#"
    resource "aws_iam_policy" "bound" {
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage", "logs:*"], Resource = "arn:aws:logs:*:*:*" }] })
    }
"#;

fn run(way: &Way, holder: &str, deny: &str) -> Outcome {
    let text = way
        .configuration
        .replace("HOLDER", holder)
        .replace("DENY", deny);
    let tree = MemoryTree::new([
        ("main.tf", format!("{TRUST}{text}")),
        ("admin.json", FILE.to_owned()),
    ]);
    let (sources, all) = built_in();
    let rules = all.iter().filter(|rule| {
        rule.info.lesson.as_ref() == "least-privilege" && rule.info.profile == Profile::Core
    });
    let outcome = check(&tree, sources, rules.cloned().collect(), all);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome
}

/// The rules, places and addresses of the findings.
fn shown(outcome: &Outcome) -> Vec<String> {
    let (sources, _) = built_in();
    let findings = outcome.findings.iter();
    findings
        .map(|finding| {
            let span = finding.primary.span;
            let names = finding.related.iter().map(|label| label.message.as_str());
            let names: Vec<&str> = finding
                .addresses
                .iter()
                .map(String::as_str)
                .chain(names)
                .collect();
            format!(
                "{}: {}: {}",
                sources.path(span),
                sources.slice(span),
                names.join(" ")
            )
        })
        .collect()
}

#[test]
fn each_way_is_found_once() {
    for way in &WAYS {
        let outcome = run(way, "", "");
        let found = shown(&outcome);
        assert_eq!(found.len(), 1, "{}: {found:?}", way.name);
        assert!(found[0].starts_with(way.place), "{}: {found:?}", way.name);
        assert!(found[0].contains(way.named), "{}: {found:?}", way.name);
    }
}

#[test]
fn a_boundary_takes_the_rights_away() {
    for way in &WAYS {
        for boundary in [
            "aws_iam_policy.bound.arn",
            r#""arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess""#,
        ] {
            let holder = format!("permissions_boundary = {boundary}");
            let outcome = run(way, &holder, BOUNDARY);
            assert_eq!(shown(&outcome), [""; 0], "{} {boundary}", way.name);
        }
        // One that bounds nothing leaves it; one that is not known leaves it open.
        let all = r#"permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess""#;
        assert_eq!(shown(&run(way, all, "")).len(), 1, "{}", way.name);
        let unknown = run(
            way,
            "permissions_boundary = var.boundary",
            "variable \"boundary\" {}",
        );
        assert_eq!(shown(&unknown), [""; 0], "{}", way.name);
        assert!(!unknown.undecided.is_empty(), "{}", way.name);
    }
}

#[test]
fn a_denial_takes_the_rights_away() {
    for way in &WAYS {
        let (kind, of) = if way.named.starts_with("aws_iam_user") {
            ("user", "aws_iam_user.admin.name")
        } else {
            ("role", "aws_iam_role.admin.name")
        };
        let deny = |statement: &str| {
            format!(
                r#"resource "aws_iam_{kind}_policy" "deny" {{
                     {kind}   = {of}
                     policy = jsonencode({{ Version = "2012-10-17", Statement = [{{ Effect = "Deny", {statement} }}] }})
                   }}"#
            )
        };
        let everything = run(way, "", &deny(r#"Action = "*", Resource = "*""#));
        assert_eq!(shown(&everything), [""; 0], "{}", way.name);
        // Without identity management nobody is an administrator: what is left are warnings.
        let power = run(way, "", &deny(r#"Action = "iam:*", Resource = "*""#));
        let mut errors = power.findings.iter();
        let error = errors.find(|finding| finding.severity == Severity::Error);
        assert_eq!(error, None, "{}", way.name);
        // What takes a little away, or only sometimes, leaves an administrator.
        for little in [
            r#"Action = "s3:DeleteBucket", Resource = "*""#,
            r#"Action = "s3:*", Resource = "*""#,
            r#"Action = "*", Resource = "arn:aws:s3:::logs/*""#,
            r#"Action = "*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } }"#,
        ] {
            let found = shown(&run(way, "", &deny(little)));
            assert_eq!(found.len(), 1, "{} {little}: {found:?}", way.name);
        }
    }
}
