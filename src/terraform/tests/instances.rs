//! Repetition, bodies by schema, providers, meta-arguments, data sources, both syntaxes.

use super::{Run, main, run, run_with};
use crate::terraform::{DataSources, Inputs, NoDataSources};
use crate::value::{Stop, Value, render_short};
use std::fmt::Write as _;
use std::sync::Arc;

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

/// What is asked of blocks whose number is unknown, and the answer: what is known of each decides where it can.
const QUESTIONS: &[(&str, &str)] = &[
    (
        "alltrue([for b in local.in : b.protocol == \"tcp\"])",
        "true",
    ),
    (
        "anytrue([for b in local.in : b.protocol == \"udp\"])",
        "false",
    ),
    (
        "anytrue([for b in local.in : b.protocol == \"tcp\"])",
        "(unknown)",
    ),
    (
        "contains(flatten(local.in[*].cidr_blocks), \"0.0.0.0/0\")",
        "false",
    ),
    (
        "contains(flatten(local.in[*].cidr_blocks), \"10.0.0.0/8\")",
        "(unknown)",
    ),
    (
        "contains(concat([\"x\"], flatten(local.in[*].cidr_blocks)), \"x\")",
        "true",
    ),
    (
        "contains(tolist(toset(local.in[*].protocol)), \"udp\")",
        "false",
    ),
    ("[for b in local.in : b if b.protocol == \"udp\"]", "[]"),
    (
        "[for b in local.in : b.from_port if b.protocol == \"tcp\"]",
        "(unknown)",
    ),
    (
        "alltrue([for b in local.in : b.from_port < 1024])",
        "(unknown)",
    ),
    ("length(local.in)", "(unknown)"),
    (
        "aws_launch_template.t.tag_specifications[0].resource_type",
        "\"volume\"",
    ),
    (
        "aws_launch_template.t.tag_specifications[1].resource_type",
        "(unknown)",
    ),
    (
        "contains(aws_launch_template.t.tag_specifications[*].resource_type, \"volume\")",
        "true",
    ),
    (
        "contains(aws_launch_template.t.tag_specifications[*].resource_type, \"instance\")",
        "(unknown)",
    ),
    (
        "alltrue([for t in aws_launch_template.t.tag_specifications : t.tags.a == \"b\"])",
        "true",
    ),
    (
        "alltrue([for t in aws_launch_template.t.tag_specifications : t.tags.a == \"c\"])",
        "false",
    ),
];

#[test]
fn one_block_stands_for_those_of_an_unknown_number() {
    let mut text = r#"
        variable "ports" { type = list(number) }
        variable "kinds" { type = map(list(string)) }
        locals { in = aws_security_group.g.ingress }
        resource "aws_security_group" "g" {
          dynamic "ingress" {
            for_each = var.ports
            content {
              from_port   = ingress.value
              to_port     = ingress.value
              protocol    = "tcp"
              cidr_blocks = ["10.0.0.0/8"]
            }
          }
        }
        resource "aws_launch_template" "t" {
          tag_specifications {
            resource_type = "volume"
            tags          = { a = "b" }
          }
          dynamic "tag_specifications" {
            for_each = var.kinds
            content {
              resource_type = tag_specifications.key
              tags          = { a = "b" }
            }
          }
        }
        "#
    .to_owned();
    for (number, (question, _)) in QUESTIONS.iter().enumerate() {
        let _ = writeln!(text, "output \"q{number}\" {{ value = {question} }}");
    }
    let run = main(&text);
    assert_eq!(run.messages(), [""; 0]);
    for (number, (question, answer)) in QUESTIONS.iter().enumerate() {
        assert_eq!(run.shown(&format!("q{number}")), *answer, "{question}");
    }
}

#[test]
fn types_without_schema() {
    let run = main(
        r#"
        resource "acme_thing" "t" {
          for_each = toset(["k"])
          size = 3
          part { x = 1 }
          lifecycle {
            postcondition {
              condition     = length(self.names) > 100
              error_message = "too few"
            }
          }
        }
        output "set" { value = acme_thing.t["k"].size }
        output "part" { value = acme_thing.t["k"].part[0].x }
        output "other" { value = acme_thing.t["k"].secret }
        output "inner" { value = acme_thing.t["k"].part[0].computed }
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
        ("inner", run.output("inner")),
        ("all", run.output("all").field("k").unwrap()),
    ] {
        assert_eq!(
            value.reasons().first().map(ToString::to_string).as_deref(),
            Some("no schema is known for `acme_thing`"),
            "{output}"
        );
    }
}

/// The port of a cluster that nobody sets is 27017, which no schema says.
#[test]
fn what_the_provider_may_fill_in_is_no_mistake() {
    let run = main(
        r#"
        resource "aws_docdb_cluster" "c" {}
        output "port" { value = "x:${aws_docdb_cluster.c.port}" }
        output "next" { value = aws_docdb_cluster.c.port + 1 }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    for output in ["port", "next"] {
        assert_eq!(
            run.output(output)
                .reasons()
                .first()
                .map(ToString::to_string),
            Some("`aws_docdb_cluster.c.port` is known after apply".to_owned())
        );
    }
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
          provisioner "local-exec" {
            command = "echo ${self.name}"
            when    = destroy
          }
          name = "n"
        }
        resource "aws_sqs_queue" "other" {}
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let meta = run.configuration.instances[0].meta.get();
    let shown = |path: &[&str]| {
        let value = path
            .iter()
            .fold(&meta, |value, step| value.field(step).unwrap());
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
        r#"[{"command" = "echo n", "type" = "local-exec", "when" = "destroy"}]"#
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
        let shown = |run: &Run| render_short(&run.value(address), 100_000);
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
fn template_files_are_rendered() {
    let files = [
        (
            "main.tf",
            r#"
            variable "bucket" { type = string }
            data "template_file" "policy" {
              template = file("${path.module}/policy.tpl")
              vars     = { bucket = "logs", days = 7 }
            }
            data "template_file" "plain" { template = "as it is" }
            data "template_file" "partly" {
              template = "arn:$${bucket}"
              vars     = { bucket = var.bucket }
            }
            data "template_file" "wrong" { template = "$${nobody}" }
            output "policy" { value = data.template_file.policy.rendered }
            output "plain" { value = data.template_file.plain.rendered }
            output "partly" { value = data.template_file.partly.rendered }
            output "wrong" { value = data.template_file.wrong.rendered }
            "#,
        ),
        ("policy.tpl", "${bucket} for ${days} days"),
    ];
    let run = run_with(&files, &Inputs::default(), &NoDataSources);
    assert_eq!(run.shown("policy"), "\"logs for 7 days\"");
    assert_eq!(run.shown("plain"), "\"as it is\"");
    assert_eq!(
        run.output("partly").reasons()[0].to_string(),
        "variable `bucket` has no value"
    );
    assert_eq!(
        run.output("wrong").reasons()[0].to_string(),
        "`data.template_file.wrong` is read when Terraform runs"
    );
}

#[test]
fn what_is_not_enabled_is_null() {
    let run = main(
        r#"
        variable "wanted" { type = bool }
        resource "aws_sns_topic" "off" {
          lifecycle { enabled = false }
        }
        resource "aws_sns_topic" "on" {
          name = "on"
          lifecycle { enabled = true }
        }
        resource "aws_sns_topic" "perhaps" {
          lifecycle { enabled = var.wanted }
        }
        output "off" { value = aws_sns_topic.off == null }
        output "on" { value = aws_sns_topic.on.name }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(
        run.addresses(),
        ["aws_sns_topic.on", "aws_sns_topic.perhaps[*]"]
    );
    assert_eq!(run.shown("off"), "true");
    assert_eq!(run.shown("on"), "\"on\"");
}

#[test]
fn what_is_only_written_is_seen_by_rules_and_by_no_reference() {
    let run = main(
        r#"
        resource "aws_db_instance" "d" {
          instance_class      = "db.t4g.micro"
          password_wo         = "secret"
          password_wo_version = 1
        }
        output "password" { value = aws_db_instance.d.password_wo }
        output "whole" { value = aws_db_instance.d["password_wo"] == null }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let own = run.attribute("aws_db_instance.d", &["password_wo"]);
    assert_eq!(own.as_str().map(AsRef::as_ref), Some("secret"));
    assert!(own.is_sensitive());
    assert_eq!(run.shown("password"), "tostring(null)");
    assert_eq!(run.shown("whole"), "true");
}

#[test]
fn functions_from_elsewhere_are_unknown_and_say_so() {
    let run = main(
        r#"
        terraform {
          required_providers {
            aws = { source = "hashicorp/aws" }
          }
        }
        output "parsed" { value = provider::aws::arn_parse("arn:aws:s3:::b") }
        output "inside" { value = cidrcontains("10.0.0.0/8", "10.1.0.0/16") }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(run.shown("parsed"), "(unknown)");
    assert_eq!(run.shown("inside"), "(unknown)");
}

#[test]
fn an_alias_must_be_configured_where_nobody_gives_it() {
    let run = main(
        r#"
        terraform {
          required_providers {
            aws = {
              source                = "hashicorp/aws"
              configuration_aliases = [aws.given]
            }
          }
        }
        provider "aws" {
          alias  = "east"
          region = "us-east-1"
        }
        resource "aws_sns_topic" "a" { provider = aws.east }
        resource "aws_sns_topic" "b" { provider = aws.given }
        resource "aws_sns_topic" "c" { provider = aws.esat }
        "#,
    );
    assert_eq!(
        run.messages(),
        ["there is no provider configuration `aws.esat`"]
    );
}

#[test]
fn one_instance_stands_for_those_of_an_unknown_number_also_in_chains() {
    let run = main(
        r#"
        variable "zones" { type = set(string) }
        variable "more" { type = number }
        resource "aws_subnet" "s" {
          for_each = var.zones
          vpc_id                  = "vpc-1"
          availability_zone       = each.key
          map_public_ip_on_launch = false
        }
        resource "aws_instance" "i" {
          for_each      = aws_subnet.s
          subnet_id     = each.value.id
          instance_type = each.value.map_public_ip_on_launch ? "big" : "small"
        }
        resource "aws_sns_topic" "t" {
          count        = var.more
          display_name = "x"
        }
        output "private" { value = alltrue([for s in aws_subnet.s : !s.map_public_ip_on_launch]) }
        output "names" { value = alltrue([for n in aws_sns_topic.t[*].display_name : n == "x"]) }
        output "zones" { value = alltrue([for s in aws_subnet.s : s.availability_zone == "a"]) }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(
        run.text("aws_instance.i[*]", &["instance_type"]),
        "\"small\""
    );
    let subnet = run.attribute("aws_instance.i[*]", &["subnet_id"]);
    let symbol = subnet.as_unknown().unwrap().symbol.clone().unwrap();
    assert_eq!(
        (&*symbol.instance, &*symbol.path),
        ("aws_subnet.s[*]", "id")
    );
    assert_eq!(run.shown("private"), "true");
    assert_eq!(run.shown("names"), "true");
    assert_eq!(run.shown("zones"), "(unknown)");
}

#[test]
fn a_provider_for_each_element_is_one_whose_region_is_unknown() {
    let run = run(&[(
        "main.tofu",
        r#"
        provider "aws" {
          alias    = "by"
          for_each = toset(["eu-west-1", "eu-central-1"])
          region   = each.value
        }
        resource "aws_sqs_queue" "q" {
          for_each = toset(["eu-west-1", "eu-central-1"])
          provider = aws.by[each.key]
        }
        "#,
    )]);
    assert_eq!(run.messages(), Vec::<&str>::new());
    let instance = run.configuration.instances.first().unwrap();
    let provider = instance.meta.field("provider").unwrap();
    assert!(provider.field("region").unwrap().is_unknown());
}
