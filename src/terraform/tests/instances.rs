//! Which instances blocks have, and what their meta-arguments say.

use super::main;
use crate::value::render_short;

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
