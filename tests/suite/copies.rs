//! Documents that copy a policy which AWS manages, among statements of their own: what is known of either counts, and the class of the copy rules the rest out.

use super::support::{built_in, check};
use groundrules::source::MemoryTree;
use groundrules::triage::Outcome;

/// A role whose policy is this document, and copies of policies that AWS manages: by name, by ARN, and one whose name is not known.
const BESIDE: &str = r#"
variable "name" {
  type = string
}

data "aws_iam_policy" "read" {
  name = "ReadOnlyAccess"
}

data "aws_iam_policy" "admin" {
  arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

data "aws_iam_policy" "identities" {
  arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

data "aws_iam_policy" "some" {
  name = var.name
}

data "aws_iam_policy_document" "everything" {
  statement {
    sid       = "Everything"
    actions   = ["*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "Bucket"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::files/*"]
  }
}

resource "aws_iam_role" "it" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "it" {
  role   = aws_iam_role.it.id
  policy = local.policy
}
"#;

const DOCUMENT: &str = "data.aws_iam_policy_document.it.json";

/// What rules say of the role that holds a policy.
fn outcome(policy: &str, document: &str) -> Outcome {
    let text = format!(
        "{BESIDE}\nlocals {{\n  policy = {policy}\n}}\ndata \"aws_iam_policy_document\" \"it\" {{\n{document}\n}}\n"
    );
    let tree = MemoryTree::new([("main.tf".to_owned(), text.into_bytes())]);
    let (sources, all) = built_in();
    let rules = all.iter().filter(|rule| {
        let names = [
            "iam-policy-full-admin",
            "iam-service-wildcard-actions",
            "role-effective-permissions",
        ];
        names.contains(&&*rule.info.name)
    });
    let outcome = check(&tree, sources, rules.cloned().collect(), all);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome
}

/// Of the role: the rules that find something, and those that cannot decide.
fn answers(outcome: &Outcome) -> (Vec<&str>, Vec<&str>) {
    let role = |address: &str| address == "aws_iam_role.it";
    let found = outcome.findings.iter();
    let found = found.filter(|finding| finding.addresses.iter().any(|it| role(it)));
    let open = outcome.undecided.iter();
    let open = open.filter(|answer| role(&answer.address));
    (
        found.map(|finding| &*finding.rule).collect(),
        open.map(|answer| &*answer.rule).collect(),
    )
}

#[test]
fn what_is_known_beside_a_copy_counts() {
    const FULL: &[&str] = &["iam-policy-full-admin"];
    let everything = "statement {\n    actions   = [\"*\"]\n    resources = [\"*\"]\n  }";
    let named = "statement {\n    sid = \"Everything\"\n    actions   = [\"*\"]\n    resources = [\"*\"]\n  }";
    let source = |list: &str| format!("source_policy_documents = [{list}]");
    let overriding = |list: &str| format!("override_policy_documents = [{list}]");
    let (read, some) = (
        "data.aws_iam_policy.read.policy",
        "data.aws_iam_policy.some.policy",
    );
    let (all, bucket) = (
        "data.aws_iam_policy_document.everything.json",
        "data.aws_iam_policy_document.bucket.json",
    );
    for (document, found, decided) in [
        (source(read), &[][..], true),
        (source(&format!("{read}, {bucket}")), &[], true),
        (source(&format!("{read}, {all}")), FULL, true),
        (source(&format!("{all}, {read}")), FULL, true),
        (format!("{}\n{everything}", source(read)), FULL, true),
        (format!("{}\n{named}", source(read)), FULL, true),
        (format!("{}\n{everything}", overriding(read)), FULL, true),
        // A statement of the same `Sid` in the copy would stand in its place.
        (format!("{}\n{named}", overriding(read)), &[], false),
        (source(some), &[], false),
        (format!("{}\n{everything}", source(some)), FULL, false),
        (source(&format!("{some}, {all}")), FULL, false),
    ] {
        let outcome = outcome(DOCUMENT, &document);
        let (rules, open) = answers(&outcome);
        assert_eq!(rules, found, "{document}");
        assert_eq!(
            !open.contains(&"iam-policy-full-admin"),
            decided,
            "{document}: {open:?}"
        );
    }
}

#[test]
fn a_copy_that_makes_an_administrator_is_found_where_it_is_copied_to() {
    let (admin, identities) = (
        "data.aws_iam_policy.admin.policy",
        "data.aws_iam_policy.identities.policy",
    );
    let named = "statement {\n    sid       = \"Bucket\"\n    actions   = [\"s3:GetObject\"]\n    resources = [\"arn:aws:s3:::files/*\"]\n  }";
    for (policy, document, found) in [
        (admin, String::new(), "iam-policy-full-admin"),
        (identities, String::new(), "iam-service-wildcard-actions"),
        (
            DOCUMENT,
            format!("source_policy_documents = [{admin}]\n{named}"),
            "iam-policy-full-admin",
        ),
        (
            DOCUMENT,
            format!("override_policy_documents = [{admin}]"),
            "iam-policy-full-admin",
        ),
        (
            DOCUMENT,
            format!("source_policy_documents = [{identities}]"),
            "iam-service-wildcard-actions",
        ),
        // Its own statements may have a `Sid`, and another may stand in their place: what the copy gives is not certain.
        (
            DOCUMENT,
            format!("source_policy_documents = [{identities}]\n{named}"),
            "",
        ),
    ] {
        let outcome = outcome(policy, &document);
        let (rules, _) = answers(&outcome);
        assert_eq!(
            rules.first().copied().unwrap_or_default(),
            found,
            "{policy} {document}"
        );
        if !found.is_empty() {
            let (sources, _) = built_in();
            let mut findings = outcome.findings.iter();
            let finding = findings.find(|finding| finding.addresses == ["aws_iam_role.it"]);
            let place = finding.unwrap().primary.span;
            let text = sources.get(place.file);
            let text = &text.text()[place.start as usize..place.end as usize];
            assert!([admin, identities].contains(&text), "{text}");
        }
    }
}
