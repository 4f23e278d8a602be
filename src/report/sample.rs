//! A small run for the tests of the formats: a module called twice, a value that comes through three files, a syntax error.

use crate::finding::{Finding, Label, Problem, Severity, Undecided};
use crate::rules::{Profile, RuleInfo};
use crate::source::{SourceFile, Sources, Span};
use crate::triage::{Counts, Outcome, Suppressed};

const MODULE: &str = r#"variable "versioning" {
  type = string
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
	status = var.versioning # für "日本" 🎉
  }
}
"#;

const ROOT: &str = r#"variable "mode" {
  type = string
}

module "logs" {
  source     = "./modules/bucket"
  versioning = var.mode
}

resource "aws_db_instance" "main" {
  multi_az            = false
  publicly_accessible = true
}
"#;

const VALUES: &str = "# values of the stage\nmode = \"Suspended\"\n";

const BROKEN: &str = "resource \"aws_vpc\" \"x\" {\n  cidr_block = = 1\n}\n";

/// The span of the first occurrence of a text.
pub(super) fn span(file: &SourceFile, text: &str) -> Span {
    let start = file.text().find(text).unwrap();
    Span::new(file.id(), start as u32, (start + text.len()) as u32)
}

pub(super) fn finding(rule: &str, severity: Severity, message: &str, primary: Label) -> Finding {
    Finding {
        rule: rule.into(),
        lesson: "data-protection".into(),
        severity,
        message: message.into(),
        help: None,
        addresses: Vec::new(),
        primary,
        related: Vec::new(),
        fingerprint: "0123456789abcdef0123456789abcdef".into(),
    }
}

pub(super) fn rule(name: &str, severity: Severity) -> RuleInfo {
    RuleInfo {
        name: name.into(),
        lesson: "data-protection".into(),
        title: format!("title of {name}"),
        severity,
        profile: Profile::Core,
        subjects: vec!["aws_s3_bucket".into()],
        documentation: "A bucket without versions turns one bad deploy into lost data.\n\nTurn `versioning` on.".into(),
        references: vec!["https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html".into()],
        options: Vec::new(),
        equivalent: vec!["CKV_AWS_21".into()],
    }
}

/// The rules that ran in [`run`].
pub(super) fn rules() -> Vec<RuleInfo> {
    vec![
        rule("rds-public", Severity::Error),
        rule("rds-multi-az", Severity::Warning),
        rule("s3-bucket-versioning", Severity::Warning),
    ]
}

pub(super) fn run() -> (Outcome, Sources) {
    let sources = Sources::new();
    let root = sources.add("stage/main.tf", ROOT);
    let module = sources.add("stage/modules/bucket/main.tf", MODULE);
    let values = sources.add("stage/terraform.tfvars", VALUES);
    let broken = sources.add("stage/broken file.tf", BROKEN);
    let versioning = Finding {
        help: Some("set `status` to \"Enabled\", and let a lifecycle rule expire old versions so that they do not cost for ever".into()),
        addresses: (0..7)
            .map(|index| format!("module.logs[{index}].aws_s3_bucket.this"))
            .collect(),
        related: vec![
            Label::new(span(&root, "var.mode"), "passed by the module call"),
            Label::new(span(&values, "\"Suspended\""), "set in a variables file"),
        ],
        ..finding(
            "s3-bucket-versioning",
            Severity::Warning,
            "`module.logs[0].aws_s3_bucket.this` does not keep old versions",
            Label::new(span(&module, "var.versioning"), "is \"Suspended\""),
        )
    };
    let public = Finding {
        help: Some("set `publicly_accessible` to false".into()),
        addresses: vec!["aws_db_instance.main".into()],
        ..finding(
            "rds-public",
            Severity::Error,
            "`aws_db_instance.main` can be reached from the internet",
            Label::new(span(&root, "true"), ""),
        )
    };
    let alone = Finding {
        addresses: vec!["aws_db_instance.main".into()],
        ..finding(
            "rds-multi-az",
            Severity::Warning,
            "`aws_db_instance.main` runs in one zone",
            Label::new(span(&root, "false"), "one zone only"),
        )
    };
    let outcome = Outcome {
        findings: vec![public, versioning],
        suppressed: vec![Suppressed {
            finding: alone,
            reason: "a stage may be down for an hour".into(),
        }],
        undecided: vec![Undecided {
            rule: "rds-backups".into(),
            lesson: "data-protection".into(),
            address: "aws_db_instance.main".into(),
            reasons: [
                "`data.aws_ssm_parameter.days` is read when Terraform runs".into(),
                "variable `days` has no value".into(),
            ]
            .into(),
            span: span(&root, "resource \"aws_db_instance\" \"main\""),
        }],
        problems: vec![
            Problem::error(span(&broken, "= 1"), "expected an expression, found `=`")
                .with_label("one `=` too many"),
        ],
        counts: Counts {
            files: 4,
            roots: 1,
            resources: 3,
            rules: 40,
        },
        plan: None,
    };
    (outcome, sources)
}
