//! Bodies by the schema of their type: arguments, blocks, what is only written, and both syntaxes.

use super::{Run, main, run};
use crate::value::{Stop, Value, render_short};
use std::fmt::Write as _;

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
