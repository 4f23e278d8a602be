//! Small configurations in memory: files → addresses, values, problems.

use super::{Configuration, DataSources, Inputs, NoDataSources, Project};
use crate::finding::{Problem, ProblemKind};
use crate::source::{MemoryTree, Sources};
use crate::value::{Kind, Stop, Value, render_short};
use std::sync::Arc;

type Files<'a> = &'a [(&'a str, &'a str)];

struct Run {
    configuration: Configuration,
    problems: Vec<Problem>,
    roots: Vec<String>,
}

fn run_with(files: Files<'_>, inputs: &Inputs, data: &dyn DataSources) -> Run {
    let tree = MemoryTree::new(files.iter().map(|&(path, text)| (path, text)));
    let sources = Sources::new();
    let directories: std::collections::BTreeSet<String> = files
        .iter()
        .filter(|(path, _)| !path.contains(".terraform") && super::files::is_configuration(path))
        .map(|(path, _)| {
            path.rsplit_once('/')
                .map_or("", |(directory, _)| directory)
                .to_owned()
        })
        .collect();
    let directories: Vec<String> = directories.into_iter().collect();
    let project = Project::load(&tree, &sources, &directories);
    let roots = project.roots();
    let configuration = project.evaluate(&roots[0], inputs, data);
    let mut problems = project.problems();
    problems.extend(configuration.problems.iter().cloned());
    Run {
        configuration,
        problems,
        roots,
    }
}

fn run(files: Files<'_>) -> Run {
    run_with(files, &Inputs::default(), &NoDataSources)
}

fn main(text: &str) -> Run {
    run(&[("main.tf", text)])
}

impl Run {
    fn addresses(&self) -> Vec<&str> {
        self.configuration
            .instances
            .iter()
            .map(|instance| &*instance.address)
            .collect()
    }

    fn messages(&self) -> Vec<&str> {
        self.problems
            .iter()
            .map(|problem| problem.message.as_str())
            .collect()
    }

    fn output(&self, name: &str) -> &Value {
        self.configuration
            .outputs
            .iter()
            .find(|(output, _)| &**output == name)
            .map(|(_, value)| value)
            .unwrap()
    }

    fn shown(&self, output: &str) -> String {
        render_short(self.output(output), 1000)
    }

    fn value(&self, address: &str) -> &Value {
        let found = self
            .configuration
            .instances
            .iter()
            .find(|instance| &*instance.address == address);
        &found
            .unwrap_or_else(|| panic!("{address} among {:?}", self.addresses()))
            .value
    }

    fn attribute(&self, address: &str, path: &[&str]) -> &Value {
        path.iter().fold(self.value(address), |value, step| {
            match step.parse::<usize>() {
                Ok(index) => &value.as_sequence().unwrap()[index],
                Err(_) => value
                    .field(step)
                    .unwrap_or_else(|| panic!("{step} in {value:?}")),
            }
        })
    }

    fn text(&self, address: &str, path: &[&str]) -> String {
        render_short(self.attribute(address, path), 1000)
    }
}

/// A module that puts values out: what each expression gives.
fn outputs(prelude: &str, expressions: &[(&str, &str)]) {
    let mut text = prelude.to_owned();
    for (index, (expression, _)) in expressions.iter().enumerate() {
        text.push_str(&format!("\noutput \"o{index}\" {{ value = {expression} }}"));
    }
    let run = main(&text);
    for (index, (expression, expected)) in expressions.iter().enumerate() {
        assert_eq!(
            run.shown(&format!("o{index}")),
            *expected,
            "{expression}; {:?}",
            run.messages()
        );
    }
}

#[test]
fn instances_of_blocks() {
    let run = main(
        r#"
        variable "unset" { type = number }
        resource "aws_sqs_queue" "one" { count = 2 }
        resource "aws_sqs_queue" "none" { count = 0 }
        resource "aws_sqs_queue" "each" { for_each = toset(["b", "a"]) }
        resource "aws_sqs_queue" "map" {
          for_each = { "x y" = "q\"", z = "w" }
          name = "${each.key}-${each.value}"
        }
        resource "aws_sqs_queue" "some" { count = var.unset }
        data "aws_region" "here" {}
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(
        run.addresses(),
        [
            "aws_sqs_queue.one[0]",
            "aws_sqs_queue.one[1]",
            "aws_sqs_queue.each[\"a\"]",
            "aws_sqs_queue.each[\"b\"]",
            "aws_sqs_queue.map[\"x y\"]",
            "aws_sqs_queue.map[\"z\"]",
            "aws_sqs_queue.some[*]",
            "data.aws_region.here",
        ]
    );
    assert_eq!(run.text("aws_sqs_queue.map[\"z\"]", &["name"]), "\"z-w\"");
}

#[test]
fn bad_repetition_is_said_and_gives_an_unknown_number() {
    for (argument, words) in [
        ("count = -1", "must not be negative"),
        ("count = 1.5", "whole number"),
        ("count = null", "it is null"),
        ("for_each = [\"a\"]", "a map or a set of strings is needed"),
        ("for_each = null", "it is null"),
        ("for_each = sensitive(toset([\"a\"]))", "it is sensitive"),
        ("count = 1000000000", "not looked at one by one"),
    ] {
        let run = main(&format!(
            "resource \"aws_sqs_queue\" \"q\" {{ {argument} }}"
        ));
        assert_eq!(run.addresses(), ["aws_sqs_queue.q[*]"], "{argument}");
        assert!(
            run.messages().iter().any(|message| message.contains(words)),
            "{argument}: {:?}",
            run.messages()
        );
    }
}

#[test]
fn bodies_follow_the_schema() {
    let run = main(
        r#"
        resource "aws_ebs_volume" "v" {
          availability_zone = "us-east-1a"
          size      = "10"
          encrypted = "true"
        }
        resource "aws_launch_template" "t" {
          dynamic "tag_specifications" {
            for_each = ["instance", "volume"]
            iterator = it
            content {
              resource_type = it.value
              tags = { n = it.key }
            }
          }
          metadata_options { http_tokens = "required" }
        }
        resource "aws_security_group" "s" {
          ingress {
            from_port = 22
            to_port   = 22
            protocol  = "tcp"
          }
        }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let volume = "aws_ebs_volume.v";
    assert_eq!(run.text(volume, &["size"]), "10");
    assert_eq!(run.text(volume, &["encrypted"]), "true");
    let id = run.attribute(volume, &["id"]);
    let symbol = id
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref())
        .unwrap();
    assert_eq!((&*symbol.instance, &*symbol.path), (volume, "id"));
    assert_eq!(id.origin().stop, Stop::Absent);
    assert!(run.attribute(volume, &["final_snapshot"]).is_null());
    let template = "aws_launch_template.t";
    assert_eq!(
        run.text(template, &["tag_specifications", "1", "resource_type"]),
        "\"volume\""
    );
    assert_eq!(
        run.text(template, &["tag_specifications", "1", "tags", "n"]),
        "\"1\""
    );
    assert_eq!(
        run.text(template, &["metadata_options", "0", "http_tokens"]),
        "\"required\""
    );
    assert_eq!(
        run.attribute(template, &["block_device_mappings"])
            .as_sequence()
            .map(<[Value]>::len),
        Some(0)
    );
    assert_eq!(
        run.attribute(template, &["block_device_mappings"])
            .origin()
            .stop,
        Stop::Absent
    );
    assert_eq!(
        run.text("aws_security_group.s", &["ingress", "0", "from_port"]),
        "22"
    );
    assert!(
        run.attribute("aws_security_group.s", &["ingress", "0", "description"])
            .is_null()
    );
    assert_eq!(
        run.value(volume).instance().map(|address| &**address),
        Some(volume)
    );
}

#[test]
fn dynamic_over_the_unknown_is_unknown() {
    let run = main(
        r#"
        variable "kinds" { type = list(string) }
        resource "aws_launch_template" "t" {
          dynamic "tag_specifications" {
            for_each = var.kinds
            content { resource_type = tag_specifications.value }
          }
        }
        "#,
    );
    let blocks = run.attribute("aws_launch_template.t", &["tag_specifications"]);
    assert_eq!(
        blocks
            .reasons()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["variable `kinds` has no value"]
    );
}

#[test]
fn references_carry_the_attribute_they_read() {
    let run = main(
        r#"
        resource "aws_s3_bucket" "a" { bucket = "literal" }
        resource "aws_s3_bucket_versioning" "a" {
          bucket = aws_s3_bucket.a.bucket
          versioning_configuration { status = "Enabled" }
        }
        resource "aws_subnet" "s" {
          count  = 2
          vpc_id = "vpc-1"
        }
        output "ids" { value = aws_subnet.s[*].id }
        output "second" { value = aws_subnet.s[1].id }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let bucket = run.attribute("aws_s3_bucket_versioning.a", &["bucket"]);
    assert_eq!(bucket.as_str().map(|text| &**text), Some("literal"));
    let read: Vec<String> = bucket
        .origin()
        .chain()
        .filter_map(|origin| origin.symbol.as_ref())
        .map(|symbol| format!("{}.{}", symbol.instance, symbol.path))
        .collect();
    assert_eq!(
        read.first().map(String::as_str),
        Some("aws_s3_bucket.a.bucket")
    );
    let symbol = |value: &Value| {
        value
            .as_unknown()
            .and_then(|unknown| unknown.symbol.as_ref())
            .map(|symbol| symbol.instance.to_string())
    };
    assert_eq!(
        symbol(run.output("second")).as_deref(),
        Some("aws_subnet.s[1]")
    );
    let ids: Vec<_> = run
        .output("ids")
        .as_sequence()
        .unwrap()
        .iter()
        .map(symbol)
        .collect();
    assert_eq!(
        ids,
        [
            Some("aws_subnet.s[0]".to_owned()),
            Some("aws_subnet.s[1]".to_owned())
        ]
    );
}

#[test]
fn types_without_schema() {
    let run = main(
        r#"
        resource "acme_thing" "t" {
          for_each = toset(["k"])
          size = 3
          part { x = 1 }
        }
        output "set" { value = acme_thing.t["k"].size }
        output "part" { value = acme_thing.t["k"].part[0].x }
        output "other" { value = acme_thing.t["k"].secret }
        output "all" { value = { for k, v in acme_thing.t : k => v.secret } }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(
        (run.shown("set"), run.shown("part")),
        ("3".to_owned(), "1".to_owned())
    );
    for (output, value) in [
        ("other", run.output("other")),
        ("all", run.output("all").field("k").unwrap()),
    ] {
        assert_eq!(
            value.reasons().first().map(ToString::to_string).as_deref(),
            Some("no schema is known for `acme_thing`"),
            "{output}"
        );
    }
}

#[test]
fn variables_by_type() {
    outputs(
        r#"
        variable "cfg" {
          type = object({ name = string, size = optional(number, 3), opts = optional(object({ on = optional(bool, true) }), {}) })
          default = { name = "n" }
        }
        variable "list" {
          type = list(object({ a = optional(string, "x"), b = optional(number) }))
          default = [{}, { a = "y", b = "2" }]
        }
        variable "map" {
          type    = map(object({ on = optional(bool, false) }))
          default = { k = {}, l = { on = true } }
        }
        variable "any" { default = ["a", 1] }
        variable "number" {
          type    = number
          default = "12"
        }
        "#,
        &[
            ("var.cfg.size", "3"),
            ("var.cfg.opts.on", "true"),
            ("var.list[0].a", "\"x\""),
            ("var.list[0].b == null", "true"),
            ("var.list[1].b", "2"),
            ("var.map[\"k\"].on", "false"),
            ("var.map[\"l\"].on", "true"),
            ("var.any[1]", "1"),
            ("var.number", "12"),
        ],
    );
}

#[test]
fn precedence_of_variables() {
    let declarations = r#"
        variable "a" { default = "default" }
        variable "b" { default = "default" }
        variable "c" { default = "default" }
        variable "d" { default = "default" }
        variable "e" {
          type    = list(string)
          default = []
        }
        variable "f" { type = string }
        output "all" { value = [var.a, var.b, var.c, var.d, var.e] }
        output "f" { value = var.f }
    "#;
    let files = [
        ("main.tf", declarations),
        (
            "terraform.tfvars",
            "b = \"tfvars\"\nc = \"tfvars\"\nd = \"tfvars\"\nnothing = 1",
        ),
        ("z.auto.tfvars.json", r#"{"c": "auto ${x}"}"#),
        ("extra.tfvars", "d = \"file\""),
    ];
    let inputs = Inputs {
        environment: [
            ("TF_VAR_a".to_owned(), "env".to_owned()),
            ("TF_VAR_b".to_owned(), "env".to_owned()),
        ]
        .into(),
        var_files: vec!["extra.tfvars".to_owned()],
        variables: vec![("e".to_owned(), "[\"cli\"]".to_owned())],
        ..Inputs::default()
    };
    let run = run_with(&files, &inputs, &NoDataSources);
    let all = run.output("all").as_sequence().unwrap();
    let texts: Vec<String> = all.iter().map(|value| render_short(value, 100)).collect();
    assert_eq!(
        texts,
        [
            "\"env\"",
            "\"tfvars\"",
            "\"auto $${x}\"",
            "\"file\"",
            "tolist([\"cli\"])"
        ]
    );
    let stops: Vec<Stop> = all
        .iter()
        .map(|value| value.origin().chain().last().unwrap().stop)
        .collect();
    assert_eq!(
        stops,
        [
            Stop::CommandLine,
            Stop::VariablesFile,
            Stop::VariablesFile,
            Stop::VariablesFile,
            Stop::CommandLine
        ]
    );
    assert!(run.output("f").is_unknown());
    assert_eq!(
        run.messages(),
        ["value for an undeclared variable `nothing`"]
    );
    assert_eq!(run.problems[0].kind, ProblemKind::Incomplete);
}

#[test]
fn validation_blames_the_value() {
    let run = main(
        r#"
        variable "env" {
          default = "qa"
          validation {
            condition     = contains(["dev", "prod"], var.env)
            error_message = "Not ${var.env}."
          }
        }
        "#,
    );
    assert_eq!(run.messages(), ["invalid value for variable `env`: Not qa"]);
}

#[test]
fn modules_and_their_outputs() {
    let run = run(&[
        (
            "live/main.tf",
            r#"
            module "net" {
              source   = "../modules/net"
              for_each = { a = "10.0.0.0/16", b = "10.1.0.0/16" }
              cidr     = each.value
            }
            module "twice" {
              source = "../modules/net"
              count  = 2
              cidr   = "10.${count.index}.0.0/16"
            }
            resource "aws_subnet" "s" { vpc_id = module.net["a"].vpc_id }
            output "cidrs" { value = { for k, m in module.net : k => m.cidr } }
            output "second" { value = module.twice[1].cidr }
            output "path" { value = module.net["a"].path }
            "#,
        ),
        (
            "modules/net/main.tf",
            r#"
            variable "cidr" { type = string }
            resource "aws_vpc" "this" { cidr_block = var.cidr }
            output "vpc_id" { value = aws_vpc.this.id }
            output "cidr" { value = aws_vpc.this.cidr_block }
            output "path" { value = path.module }
            "#,
        ),
    ]);
    assert_eq!(run.roots, ["live"]);
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(
        run.addresses(),
        [
            "aws_subnet.s",
            "module.net[\"a\"].aws_vpc.this",
            "module.net[\"b\"].aws_vpc.this",
            "module.twice[0].aws_vpc.this",
            "module.twice[1].aws_vpc.this",
        ]
    );
    assert_eq!(run.shown("second"), "\"10.1.0.0/16\"");
    assert_eq!(run.shown("path"), "\"../modules/net\"");
    let vpc = run
        .attribute("aws_subnet.s", &["vpc_id"])
        .as_unknown()
        .unwrap()
        .symbol
        .clone()
        .unwrap();
    assert_eq!(&*vpc.instance, "module.net[\"a\"].aws_vpc.this");
    let stops: Vec<Stop> = run
        .attribute("module.net[\"b\"].aws_vpc.this", &["cidr_block"])
        .origin()
        .chain()
        .map(|origin| origin.stop)
        .collect();
    assert!(stops.contains(&Stop::ModuleArgument), "{stops:?}");
    assert_eq!(run.configuration.calls.len(), 4);
    assert_eq!(
        render_short(run.configuration.calls[0].value.field("cidr").unwrap(), 50),
        "\"10.0.0.0/16\""
    );
}

#[test]
fn modules_that_are_not_there() {
    let run = run(&[
        (
            "a/main.tf",
            r#"
            module "fetched" { source = "terraform-aws-modules/vpc/aws" }
            module "again" {
              source = "terraform-aws-modules/vpc/aws"
              count  = 3
            }
            module "there" { source = "acme/there/aws" }
            module "outside" { source = "../../x" }
            output "id" { value = module.fetched.vpc_id }
            "#,
        ),
        (
            "a/.terraform/modules/modules.json",
            r#"{"Modules":[{"Key":"there","Dir":".terraform/modules/there"}]}"#,
        ),
        (
            "a/.terraform/modules/there/main.tf",
            "resource \"aws_sqs_queue\" \"q\" {}",
        ),
    ]);
    assert_eq!(
        run.messages(),
        [
            "the source of module `outside` lies outside the directory that is checked",
            "module `fetched` is not installed",
            "module `again` is not installed",
        ]
    );
    assert_eq!(run.addresses(), ["module.there.aws_sqs_queue.q"]);
    assert_eq!(
        run.output("id").reasons()[0].to_string(),
        "`module.fetched` is not installed"
    );
    assert_eq!(run.configuration.uninstalled.len(), 2);
}

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
        resource "aws_s3_bukcet" "b" {}
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
                "unsupported argument `buket`",
                Some("did you mean `bucket`?")
            ),
            ("missing required argument `policy`", None),
            (
                "reference to undeclared resource `aws_s3_bucket.log`",
                Some("did you mean `aws_s3_bucket.logs`?")
            ),
            (
                "there is no resource type `aws_s3_bukcet`",
                Some("did you mean `aws_s3_bucket`?")
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
fn override_files() {
    let run = run(&[
        (
            "main.tf",
            r#"
            variable "n" { default = 1 }
            locals { l = "base" }
            resource "aws_ebs_volume" "v" {
              availability_zone = "a"
              size              = var.n
            }
            resource "aws_launch_template" "t" {
              name = "t"
              metadata_options { http_tokens = "optional" }
              metadata_options { http_tokens = "optional" }
            }
            output "l" { value = local.l }
            "#,
        ),
        (
            "a_override.tf",
            "variable \"n\" { default = 2 }\nlocals { l = \"over\" }\nresource \"aws_ebs_volume\" \"v\" { availability_zone = \"b\" }",
        ),
        (
            "override.tf",
            "resource \"aws_launch_template\" \"t\" {\n metadata_options { http_tokens = \"required\" }\n}\nresource \"aws_sqs_queue\" \"q\" {}",
        ),
    ]);
    assert_eq!(
        run.messages(),
        ["there is no resource `aws_sqs_queue.q` to override"]
    );
    assert_eq!(run.text("aws_ebs_volume.v", &["size"]), "2");
    assert_eq!(
        run.text("aws_ebs_volume.v", &["availability_zone"]),
        "\"b\""
    );
    assert_eq!(
        run.text(
            "aws_launch_template.t",
            &["metadata_options", "0", "http_tokens"]
        ),
        "\"required\""
    );
    assert_eq!(run.shown("l"), "\"over\"");
}

#[test]
fn providers_reach_their_resources() {
    let run = run(&[
        (
            "main.tf",
            r#"
            provider "aws" {
              region = "eu-central-1"
              default_tags { tags = { team = "a", env = "x" } }
            }
            provider "aws" {
              alias  = "us"
              region = "us-east-1"
            }
            resource "aws_sqs_queue" "here" { tags = { env = "y" } }
            resource "aws_sqs_queue" "there" { provider = aws.us }
            module "m" {
              source    = "./m"
              providers = { aws = aws.us }
            }
            module "n" { source = "./m" }
            "#,
        ),
        ("m/main.tf", "resource \"aws_sqs_queue\" \"q\" {}"),
    ]);
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(
        run.text("aws_sqs_queue.here", &["tags_all"]),
        r#"tomap({"env" = "y", "team" = "a"})"#
    );
    let regions: Vec<String> = [
        "aws_sqs_queue.here",
        "aws_sqs_queue.there",
        "module.m.aws_sqs_queue.q",
        "module.n.aws_sqs_queue.q",
    ]
    .iter()
    .map(|address| run.text(address, &["region"]))
    .collect();
    assert_eq!(
        regions,
        [
            "\"eu-central-1\"",
            "\"us-east-1\"",
            "\"us-east-1\"",
            "\"eu-central-1\""
        ]
    );
}

#[test]
fn meta_arguments() {
    let run = main(
        r#"
        resource "aws_sqs_queue" "q" {
          depends_on = [aws_sqs_queue.other]
          lifecycle {
            prevent_destroy = true
            ignore_changes  = [tags, policy]
          }
          provisioner "local-exec" { command = "echo ${self.name}" }
          name = "n"
        }
        resource "aws_sqs_queue" "other" {}
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let meta = &run.configuration.instances[0].meta;
    let shown = |path: &[&str]| {
        let value = path
            .iter()
            .fold(meta, |value, step| value.field(step).unwrap());
        render_short(value, 200)
    };
    assert_eq!(shown(&["lifecycle", "prevent_destroy"]), "true");
    assert_eq!(
        shown(&["lifecycle", "ignore_changes"]),
        "tolist([\"tags\", \"policy\"])"
    );
    assert_eq!(shown(&["depends_on"]), "tolist([\"aws_sqs_queue.other\"])");
    assert_eq!(
        shown(&["provisioners"]),
        r#"[{"command" = "echo n", "type" = "local-exec"}]"#
    );
}

#[test]
fn json_syntax_says_the_same() {
    let native = main(
        r#"
        variable "n" {
          type    = list(string)
          default = ["a"]
        }
        resource "aws_launch_template" "t" {
          count = length(var.n)
          name  = "x-${var.n[0]}"
          metadata_options { http_tokens = "required" }
          tag_specifications { resource_type = "instance" }
          tag_specifications { resource_type = "volume" }
        }
        resource "aws_security_group" "s" {
          ingress {
            from_port = 1
            to_port   = 2
            protocol  = "tcp"
          }
        }
        "#,
    );
    let json = run(&[(
        "main.tf.json",
        r#"{
          "//": "a comment",
          "variable": {"n": {"type": "list(string)", "default": ["a"]}},
          "resource": {
            "aws_launch_template": {"t": {
              "count": "${length(var.n)}",
              "name": "x-${var.n[0]}",
              "metadata_options": {"http_tokens": "required"},
              "tag_specifications": [{"resource_type": "instance"}, {"resource_type": "volume"}]
            }},
            "aws_security_group": [{"s": {"ingress": [{"from_port": 1, "to_port": 2, "protocol": "tcp"}]}}]
          }
        }"#,
    )]);
    assert_eq!((native.messages(), json.messages()), (vec![], vec![]));
    assert_eq!(native.addresses(), json.addresses());
    for address in native.addresses() {
        let shown = |run: &Run| render_short(run.value(address), 100_000);
        assert_eq!(shown(&native), shown(&json), "{address}");
    }
}

#[test]
fn data_sources_without_a_cloud() {
    struct Document;
    impl DataSources for Document {
        fn read(&self, data_type: &str, config: &Value) -> Option<Vec<(Arc<str>, Value)>> {
            let statements = config.field("statement")?.as_sequence()?.len();
            let text = Value::string(format!("{data_type} {statements}"), config.origin().clone());
            Some(vec![(Arc::from("json"), text)])
        }
    }
    let files = [(
        "main.tf",
        r#"
        data "aws_iam_policy_document" "d" {
          statement { actions = ["s3:*"] }
        }
        output "json" { value = data.aws_iam_policy_document.d.json }
        data "aws_ami" "a" { owners = ["self"] }
        output "ami" { value = data.aws_ami.a.id }
        "#,
    )];
    let run = run_with(&files, &Inputs::default(), &Document);
    assert_eq!(run.shown("json"), "\"aws_iam_policy_document 1\"");
    assert_eq!(
        run.output("ami").reasons()[0].to_string(),
        "`data.aws_ami.a` is read when Terraform runs"
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
        text.push_str(&format!(" l{index} = local.l{} + 1\n", index - 1));
    }
    text.push_str("}\nresource \"aws_sqs_queue\" \"q\" {\n for_each = toset([for i in range(1000) : \"k${i}\"])\n count_of = local.l4999\n}");
    let thread = std::thread::Builder::new()
        .stack_size(64 * 1024 * 1024)
        .spawn(move || {
            let run = main(&text);
            assert_eq!(run.configuration.instances.len(), 1000);
            assert!(matches!(
                run.configuration.instances[0].value.kind(),
                Kind::Object(_)
            ));
        });
    thread.unwrap().join().unwrap();
}
