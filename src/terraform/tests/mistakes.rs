//! Mistakes are said once, and nothing runs on for ever.

use super::{main, run};
use crate::finding::ProblemKind;
use crate::source::{MemoryTree, Sources};
use crate::terraform::{Inputs, NoDataSources, Project};
use crate::value::Kind;
use std::fmt::Write as _;

#[test]
fn circles_end() {
    let run = main(
        r#"
        locals {
          a = local.b
          b = [local.a]
          fine = 1
        }
        module "self" { source = "./." }
        output "fine" { value = local.fine }
        "#,
    );
    assert_eq!(
        run.messages(),
        [
            "reference in a circle: `local.a` → `local.b` → `local.a`",
            "module `self` calls itself, directly or through the modules it calls"
        ]
    );
    assert_eq!(run.shown("fine"), "1");
}

#[test]
fn mistakes_are_said_once_with_help() {
    let run = main(
        r#"
        variable "region" { default = "x" }
        resource "aws_s3_bucket" "logs" {
          count  = 3
          bucket = var.regoin
          buket  = "x"
        }
        resource "aws_s3_bucket" "logs" {}
        resource "aws_s3_bucket_policy" "p" { bucket = aws_s3_bucket.log.id }
        resource "random_password" "p" { lenght = 12 }
        resource "random_uid" "b" {}
        resorce "x" "y" {}
        "#,
    );
    let said: Vec<(&str, Option<&str>)> = run
        .problems
        .iter()
        .map(|problem| (problem.message.as_str(), problem.help.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            ("duplicate resource `aws_s3_bucket.logs`", None),
            (
                "unsupported block type `resorce`",
                Some("did you mean `resource`?")
            ),
            (
                "reference to undeclared variable `regoin`",
                Some("did you mean `region`?")
            ),
            (
                "reference to undeclared resource `aws_s3_bucket.log`",
                Some("did you mean `aws_s3_bucket.logs`?")
            ),
            ("missing required argument `length`", None),
            (
                "unsupported argument `lenght`",
                Some("did you mean `length`?")
            ),
            (
                "there is no resource type `random_uid`",
                Some("did you mean `random_id`?")
            ),
        ]
    );
}

#[test]
fn undeclared_names_are_found_where_nothing_is_evaluated() {
    let run = main(
        r#"
        resource "aws_launch_template" "t" {
          count = 0
          name  = local.nothing
          dynamic "tag_specifications" {
            for_each = toset([])
            iterator = it
            content { resource_type = it.value }
          }
        }
        output "o" { value = [for x in [] : module.m.out] }
        "#,
    );
    assert_eq!(
        run.messages(),
        [
            "reference to undeclared local value `nothing`",
            "reference to undeclared module `m`"
        ]
    );
}

#[test]
fn bytes_that_are_not_text() {
    let mut tree = MemoryTree::new([("good.tf", "resource \"aws_sqs_queue\" \"q\" {}")]);
    tree.insert("bad.tf", b"locals {\n a = \"\xff\"\n}".to_vec());
    let sources = Sources::new();
    let project = Project::load(&tree, &sources, &[String::new()]);
    let messages: Vec<String> = project
        .problems()
        .into_iter()
        .map(|problem| problem.message)
        .collect();
    assert_eq!(messages, ["`bad.tf` is not valid UTF-8 from byte 15 on"]);
    assert_eq!(
        project
            .evaluate("", &Inputs::default(), &NoDataSources)
            .instances
            .len(),
        1
    );
}

#[test]
fn long_chains_and_many_instances_end() {
    let mut text = String::from("locals {\n l0 = 1\n");
    for index in 1..5_000 {
        writeln!(text, " l{index} = local.l{} + 1", index - 1).unwrap();
    }
    text.push_str("}\nresource \"aws_sqs_queue\" \"q\" {\n for_each = toset([for i in range(1000) : \"k${i}\"])\n count_of = local.l4999\n}");
    let thread = std::thread::Builder::new()
        .stack_size(64 * 1024 * 1024)
        .spawn(move || {
            let run = main(&text);
            assert_eq!(run.configuration.instances.len(), 1000);
            assert!(matches!(
                run.configuration.instances[0].value.get().kind(),
                Kind::Object(_)
            ));
        });
    thread.unwrap().join().unwrap();
}

#[test]
fn a_long_chain_of_resources_ends() {
    let mut text = String::from("resource \"aws_launch_template\" \"t0\" {}\n");
    for index in 1..600 {
        let before = index - 1;
        writeln!(
            text,
            r#"resource "aws_launch_template" "t{index}" {{
              dynamic "block_device_mappings" {{
                for_each = aws_launch_template.t{before}.name == null ? [] : ["x"]
                content {{
                  ebs {{ snapshot_id = aws_launch_template.t{before}.id }}
                }}
              }}
            }}"#
        )
        .unwrap();
    }
    let thread = std::thread::Builder::new()
        .stack_size(64 * 1024 * 1024)
        .spawn(move || {
            // The last one first: the whole chain is asked for at once.
            let text: Vec<&str> = text.split_inclusive("}}\n").collect();
            let reversed = format!(
                "output \"o\" {{ value = aws_launch_template.t599.id }}\n{}",
                text.concat()
            );
            assert_eq!(main(&reversed).configuration.instances.len(), 600);
        });
    thread.unwrap().join().unwrap();
}

#[test]
fn a_file_that_is_built_later_is_a_gap() {
    let run = main("locals { package = filebase64sha256(\"lambda.zip\") }");
    assert_eq!(
        run.problems
            .iter()
            .map(|problem| problem.kind)
            .collect::<Vec<_>>(),
        [ProblemKind::Incomplete]
    );
}

/// What does not fit the schema of the AWS provider is for rules to say; which version counts follows from the root module.
#[test]
fn misfits_follow_the_version_of_the_provider() {
    let misfits = |version: &str| -> Vec<String> {
        let requirement = if version.is_empty() {
            String::new()
        } else {
            format!("version = \"{version}\"")
        };
        let run = main(&format!(
            r#"
            terraform {{
              required_providers {{
                aws = {{
                  source = "hashicorp/aws"
                  {requirement}
                }}
              }}
            }}
            resource "aws_eip" "e" {{
              vpc    = true
              region = "eu-west-1"
              tgs    = {{}}
            }}
            "#
        ));
        let instance = &run.configuration.instances[0];
        let misfits = instance.meta.field("misfits");
        let found = misfits
            .as_ref()
            .and_then(crate::value::Value::as_sequence)
            .unwrap_or_default();
        found
            .iter()
            .map(|misfit| {
                let text = |name| misfit.field(name).unwrap().as_str().unwrap().to_string();
                let certain = misfit.field("certain").unwrap().as_bool() == Some(true);
                format!(
                    "{} {}{}",
                    text("kind"),
                    text("name"),
                    if certain { "!" } else { "" }
                )
            })
            .collect()
    };
    for (version, expected) in [
        ("", vec!["unsupported tgs"]),
        ("~> 5.0", vec!["unsupported region!", "unsupported tgs!"]),
        (">= 5.0", vec!["unsupported tgs", "removed vpc"]),
        ("~> 6.0", vec!["unsupported tgs", "removed vpc!"]),
        ("6.1.0", vec!["unsupported tgs!", "removed vpc!"]),
        ("~> 4.0", vec![]),
    ] {
        assert_eq!(misfits(version), expected, "{version}");
    }
}

#[test]
fn versions_that_no_schema_describes_are_not_judged() {
    let judged = |head: &str| {
        let run = main(&format!(
            "{head}\nresource \"aws_s3_bucket\" \"b\" {{\n  tagz = {{}}\n}}\n"
        ));
        run.configuration.instances[0]
            .meta
            .field("misfits")
            .is_some()
    };
    for (head, expected) in [
        ("", true),
        (r#"provider "aws" { version = "2.46.0" }"#, false),
        (r#"provider "aws" { version = "~> 5.21" }"#, true),
        (r#"provider "google" { version = "2.46.0" }"#, true),
        (r#"terraform { required_version = "= 0.11.15" }"#, false),
        (r#"terraform { required_version = "< 0.12" }"#, false),
        (r#"terraform { required_version = "~> 0.12.31" }"#, true),
        (r#"terraform { required_version = ">= 0.11" }"#, true),
    ] {
        assert_eq!(judged(head), expected, "{head}");
    }
}

#[test]
fn version_5_deprecates_nothing_that_it_asks_for() {
    let messages = |version: &str| -> Vec<String> {
        let run = main(&format!(
            r#"
            terraform {{
              required_providers {{
                aws = {{
                  version = "{version}"
                }}
              }}
            }}
            resource "aws_config_aggregate_authorization" "a" {{
              account_id = "111122223333"
              region     = "eu-west-1"
            }}
            resource "aws_s3_bucket" "b" {{
              acl = "private"
            }}
            "#
        ));
        let instances = run.configuration.instances.iter();
        instances
            .filter_map(|instance| instance.meta.field("misfits"))
            .flat_map(|misfits| misfits.as_sequence().unwrap_or_default().to_vec())
            .map(|misfit| {
                misfit
                    .field("message")
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_string()
            })
            .collect()
    };
    assert_eq!(
        messages("~> 5.0"),
        ["`acl` of `aws_s3_bucket` is deprecated, in version 6 of the AWS provider at the latest"]
    );
    assert_eq!(
        messages("~> 6.0"),
        [
            "`region` of `aws_config_aggregate_authorization` is deprecated",
            "`acl` of `aws_s3_bucket` is deprecated"
        ]
    );
}

/// What real Terraform 1.11 says of the first: `Unsupported argument` at `regoin`, `Unsupported block type` at `default_tag`,
/// `Unsupported argument` inside of `assume_role` and `endpoints`.
#[test]
fn blocks_of_the_aws_provider_fit_its_schema() {
    let text = |version: &str| {
        format!(
            r#"
            terraform {{
              required_providers {{
                aws = {{
                  source = "hashicorp/aws"
                  {version}
                }}
              }}
            }}
            provider "aws" {{
              alias  = "east"
              regoin = "us-east-1"
              default_tag {{
                tags = {{}}
              }}
              assume_role {{
                role = "x"
              }}
              endpoints {{
                opsworks = "http://localhost"
                s3       = "http://localhost"
              }}
            }}
            provider "aws" {{
              unused = "and so not judged"
            }}
            resource "aws_vpc" "v" {{
              provider = aws.east
            }}
            "#
        )
    };
    let removed = "version 6 of the AWS provider removed `opsworks` from provider `aws`";
    let wrong = [
        "provider `aws` has no argument `regoin`",
        "provider `aws` has no block `default_tag`",
        "`assume_role` of provider `aws` has no argument `role`",
    ];
    for (version, kind, removed) in [
        ("version = \"6.1.0\"", ProblemKind::Error, Some(removed)),
        ("version = \"~> 6.0\"", ProblemKind::Warning, Some(removed)),
        ("version = \"~> 5.0\"", ProblemKind::Error, None),
        ("", ProblemKind::Warning, None),
    ] {
        let run = main(&text(version));
        let problems = &run.configuration.problems;
        let mut messages: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
        messages.sort_unstable();
        let mut expected: Vec<&str> = wrong.into_iter().chain(removed).collect();
        expected.sort_unstable();
        assert_eq!(messages, expected, "{version}");
        let misspelt = problems.iter().find(|it| it.message == wrong[0]).unwrap();
        assert_eq!(misspelt.kind, kind, "{version}");
        assert!(
            misspelt
                .help
                .as_deref()
                .is_some_and(|help| help.contains("`region`"))
        );
    }
    assert!(
        main(&text("version = \"~> 4.0\""))
            .configuration
            .problems
            .is_empty()
    );
}

/// `terraform init` chooses one version for all modules, <https://developer.hashicorp.com/terraform/language/providers/requirements>.
#[test]
fn called_modules_narrow_the_version_of_the_provider() {
    let requires = |version: &str| {
        format!(
            "terraform {{\n  required_providers {{\n    aws = {{ version = \"{version}\" }}\n  }}\n}}\n"
        )
    };
    let root = |version: &str| {
        requires(version)
            + "module \"a\" { source = \"./a\" }\nprovider \"aws\" { regoin = \"x\" }\nresource \"aws_vpc\" \"v\" {}\n"
    };
    let calling = "module \"b\" { source = \"../b\" }";
    for (root_wants, child_wants, kind) in [
        (">= 5.0", "~> 5.40", Some(ProblemKind::Error)),
        (">= 5.0", "6.1.0", Some(ProblemKind::Error)),
        (">= 5.0", ">= 4.0", Some(ProblemKind::Warning)),
        (">= 5.0", "~> 4.0", None),
    ] {
        let run = run(&[
            ("main.tf", &root(root_wants)),
            ("a/main.tf", calling),
            ("b/main.tf", &requires(child_wants)),
        ]);
        let found = run
            .configuration
            .problems
            .first()
            .map(|problem| problem.kind);
        assert_eq!(found, kind, "{child_wants}");
    }
}

#[test]
fn what_may_not_be_there_is_no_error() {
    let problems = |count: &str| {
        let run = main(&format!(
            r#"
            variable "launch" {{
              type = bool
            }}
            variable "options" {{
              type    = object({{ name = string }})
              default = null
            }}
            resource "terraform_data" "a" {{
              {count}
              input = var.options.name
            }}
            "#
        ));
        let problems = run.configuration.problems.iter();
        problems
            .map(|problem| problem.kind.name())
            .collect::<Vec<_>>()
    };
    assert_eq!(problems(""), ["error"]);
    assert_eq!(problems("count = 1"), ["error"]);
    assert_eq!(problems("count = var.launch ? 1 : 0"), ["incomplete"]);
    assert_eq!(problems("count = 0"), [""; 0]);
}

/// Checked with Terraform 1.11: the output need not be there, and parts of it may not be named.
#[test]
fn an_output_may_be_depended_on() {
    for (reference, expected) in [
        ("module.m", 0),
        ("module.m[0]", 0),
        ("module.m.o", 0),
        ("module.m[0].o", 0),
        ("module.m.nope", 0),
        ("module.m.o.x", 1),
        ("module.m[0].o[0]", 1),
    ] {
        let text = format!(
            "module \"m\" {{\n  source = \"./m\"\n  count = 1\n}}\nresource \"terraform_data\" \"b\" {{\n  depends_on = [{reference}]\n}}\n"
        );
        let run = run(&[
            ("main.tf", &*text),
            ("m/main.tf", "output \"o\" { value = 1 }\n"),
        ]);
        assert_eq!(run.problems.len(), expected, "{reference}");
    }
}
