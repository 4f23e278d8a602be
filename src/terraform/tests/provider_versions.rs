//! What is evaluated with the schema of a version of the provider that the root module does not get.

use super::{Run, main};
use crate::finding::ProblemKind;
use crate::value::Value;

const OLDER: &str = "the AWS provider is older than version 5, the first that groundrules knows";

/// A root module that asks for a version of the AWS provider.
fn with_version(version: &str, text: &str) -> Run {
    main(&format!(
        "terraform {{\n  required_providers {{\n    aws = {{\n      source  = \"hashicorp/aws\"\n      version = \"{version}\"\n    }}\n  }}\n}}\n{text}"
    ))
}

fn errors(run: &Run) -> usize {
    let problems = run.problems.iter();
    problems
        .filter(|problem| problem.kind == ProblemKind::Error)
        .count()
}

const CERTIFICATE: &str = r#"
resource "aws_acm_certificate" "c" {
  domain_name       = "example.com"
  validation_method = "DNS"
}
"#;

/// `domain_validation_options` was a list before version 3 and is a set since.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-3-upgrade>
#[test]
fn an_older_provider_may_have_other_shapes() {
    for (expression, symbol) in [
        (
            "aws_acm_certificate.c.domain_validation_options[0].resource_record_name",
            true,
        ),
        (
            "aws_acm_certificate.c.domain_validation_options.0.resource_record_name",
            true,
        ),
        (
            "lookup(aws_acm_certificate.c.domain_validation_options[0], \"resource_record_name\")",
            false,
        ),
        (
            "try(aws_acm_certificate.c.domain_validation_options[0].resource_record_name, \"none\")",
            false,
        ),
        ("local.c.domain_validation_options[0]", true),
        ("aws_acm_certificate.c.subject_alternative_names[0]", true),
        ("aws_acm_certificate.c.domain_name[0].name", true),
        ("aws_acm_certificate.c.no_longer_there", true),
        (
            "try(aws_acm_certificate.c.no_longer_there, \"none\")",
            false,
        ),
        ("aws_security_group.s.ingress[0].from_port", true),
    ] {
        let text = format!(
            "{CERTIFICATE}\nlocals {{\n  c = aws_acm_certificate.c\n}}\noutput \"o\" {{\n  value = {expression}\n}}\n\
             resource \"aws_security_group\" \"s\" {{\n  ingress {{\n    from_port = 1\n    to_port = 1\n    protocol = \"tcp\"\n  }}\n}}\n"
        );
        let run = with_version("~> 2.46", &text);
        assert!(
            run.problems.is_empty(),
            "{expression}: {:?}",
            run.messages()
        );
        let value = run.output("o");
        assert!(value.is_unknown(), "{expression}");
        let named = value.origin().symbol.is_some() || value.as_unknown().unwrap().symbol.is_some();
        assert!(named || !symbol, "{expression}");
    }
}

#[test]
fn what_fits_is_known_whatever_the_version() {
    let text = format!(
        "{CERTIFICATE}\noutput \"o\" {{\n  value = [aws_acm_certificate.c.domain_name, upper(aws_acm_certificate.c.validation_method)]\n}}\n"
    );
    for version in ["~> 2.46", ">= 7", "~> 6.0"] {
        let run = with_version(version, &text);
        let texts: Vec<_> = run.output("o").as_sequence().unwrap().to_vec();
        let texts: Vec<_> = texts.iter().filter_map(Value::as_str).collect();
        assert_eq!(texts.len(), 2, "{version}");
        assert_eq!(&**texts[0], "example.com");
    }
}

#[test]
fn the_same_is_a_mistake_where_the_schema_is_the_provider_s() {
    let text = format!(
        "{CERTIFICATE}\noutput \"o\" {{\n  value = aws_acm_certificate.c.domain_validation_options[0].resource_record_name\n}}\n"
    );
    for (version, wrong) in [
        ("~> 2.46", 0),
        ("2.46.0", 0),
        (">= 2.0, < 5.0", 0),
        (">= 7.0", 0),
        ("~> 5.0", 1),
        (">= 2.0", 1),
        ("~> 6.0", 1),
    ] {
        assert_eq!(errors(&with_version(version, &text)), wrong, "{version}");
    }
}

#[test]
fn a_type_that_does_not_fit_may_fit_an_older_provider() {
    let text = "resource \"aws_iam_role\" \"r\" {\n  name = [\"a\"]\n  assume_role_policy = \"{}\"\n}\n\
                variable \"v\" {\n  type = number\n  default = \"x\"\n}\n";
    let run = with_version("~> 4.0", text);
    let gap = run
        .problems
        .iter()
        .find(|problem| problem.kind == ProblemKind::Incomplete)
        .unwrap();
    assert_eq!(
        gap.message,
        "invalid value for `name`: string required, but have tuple"
    );
    assert_eq!(gap.help.as_deref(), Some(OLDER));
    let reasons = run.configuration.instances[0]
        .value
        .get()
        .field("name")
        .unwrap()
        .reasons();
    assert_eq!(reasons[0].to_string(), OLDER);
    assert_eq!(
        errors(&run),
        1,
        "what is wrong of a variable is wrong in any version"
    );
    assert_eq!(errors(&with_version("~> 5.0", text)), 2);
}
