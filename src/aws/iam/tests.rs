//! Policies of evaluated configurations: every spelling is read, and its elements are found where they are written.

use super::document::Document;
use crate::aws::testing::{describe, evaluated};

/// For each policy by name: its statements, and the source text that the first action comes from.
fn policies(files: &[(&str, &str)]) -> Vec<(String, Vec<String>, String)> {
    let (configuration, sources) = evaluated(files);
    assert_eq!(configuration.problems, []);
    let instances = configuration.instances.iter();
    let policies = instances.filter(|instance| instance.resource_type.as_ref() == "aws_iam_policy");
    policies
        .map(|instance| {
            let policy = instance.value.field("policy").unwrap();
            let document = Document::read(&policy, &sources).unwrap();
            let statements = document.statements.iter().map(describe).collect();
            let action = &document.statements[0].actions.values()[0];
            let place = sources.slice(action.origin().span);
            (instance.name.to_string(), statements, place)
        })
        .collect()
}

const CONFIGURATION: &str = r#"
variable "bucket" {}

locals {
  encoded = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "base"
    actions   = ["s3:ListBucket"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::${var.bucket}/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-1"]
    }
  }
}

resource "aws_iam_policy" "a_encoded" {
  policy = local.encoded
}

resource "aws_iam_policy" "b_partly_encoded" {
  policy = jsonencode({ Statement = { Effect = "Allow", Action = ["s3:*"], Resource = "arn:aws:s3:::${var.bucket}" } })
}

resource "aws_iam_policy" "c_heredoc" {
  policy = <<-EOT
    {"Statement": [{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": "${var.bucket}"}]}
  EOT
}

resource "aws_iam_policy" "d_quoted" {
  policy = "{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"s3:Put*\", \"Resource\": \"*\"}]}"
}

resource "aws_iam_policy" "e_document" {
  policy = data.aws_iam_policy_document.all.json
}

resource "aws_iam_policy" "f_file" {
  policy = file("policy.json")
}

resource "aws_iam_policy" "g_template" {
  policy = templatefile("policy.tftpl", { action = "s3:List*", bucket = var.bucket })
}
"#;

#[test]
fn every_spelling_is_read_and_found() {
    let found = policies(&[
        ("main.tf", CONFIGURATION),
        (
            "policy.json",
            r#"{"Statement": [{"Effect": "Allow", "Action": "s3:A", "Resource": "*"}]}"#,
        ),
        (
            "policy.tftpl",
            r#"{"Statement": [{"Effect": "Allow", "Action": "${action}", "Resource": "${bucket}"}]}"#,
        ),
    ]);
    let expected: [(&str, &[&str], &str); 7] = [
        (
            "a_encoded",
            &[r#""Allow" A["s3:GetObject"] R["*"]"#],
            r#""s3:GetObject""#,
        ),
        (
            "b_partly_encoded",
            &[r#""Allow" A["s3:*"] R["arn:aws:s3:::?"]"#],
            r#""s3:*""#,
        ),
        (
            "c_heredoc",
            &[r#""Allow" A["s3:Get*"] R["?string"]"#],
            r#""s3:Get*""#,
        ),
        (
            "d_quoted",
            &[r#""Deny" A["s3:Put*"] R["*"]"#],
            r#"\"s3:Put*\""#,
        ),
        (
            "e_document",
            &[
                r#""base" "Allow" A["s3:ListBucket"] R["*"]"#,
                r#""Allow" A["s3:PutObject","s3:GetObject"] R["arn:aws:s3:::?/*"] C"StringEquals""aws:PrincipalOrgID"["o-1"]"#,
            ],
            r#""s3:ListBucket""#,
        ),
        ("f_file", &[r#""Allow" A["s3:A"] R["*"]"#], r#""s3:A""#),
        (
            "g_template",
            &[r#""Allow" A["s3:List*"] R["?string"]"#],
            r#""${action}""#,
        ),
    ];
    for ((name, statements, place), (wanted_name, wanted, wanted_place)) in
        found.iter().zip(expected)
    {
        assert_eq!(name, wanted_name);
        assert_eq!(statements, wanted, "{name}");
        assert!(place.starts_with(wanted_place), "{name}: {place}");
    }
    assert_eq!(found.len(), 7);
}
