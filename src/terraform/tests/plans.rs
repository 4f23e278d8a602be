//! What the comparison with plans of real Terraform has taught (`scripts/compare-plans`), in configurations of our own.

use super::{main, run};

#[test]
fn dynamic_blocks_that_make_none_are_not_written() {
    let run = main(
        r#"
        variable "none" { default = [] }
        resource "aws_default_security_group" "dynamic" {
          dynamic "ingress" {
            for_each = var.none
            content { protocol = ingress.value }
          }
        }
        resource "aws_default_security_group" "empty" { ingress = [] }
        resource "aws_default_security_group" "silent" {}
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let ingress = |name: &str| {
        run.value(&format!("aws_default_security_group.{name}"))
            .field("ingress")
            .cloned()
            .unwrap()
    };
    assert!(ingress("silent").is_unknown());
    assert!(ingress("dynamic").is_unknown());
    assert_eq!(
        ingress("dynamic").origin().stop,
        ingress("silent").origin().stop
    );
    assert_eq!(ingress("empty").as_sequence().map(<[_]>::len), Some(0));
}

#[test]
fn try_keeps_what_apply_will_give() {
    let run = main(
        r#"
        variable "encryption" {
          type    = any
          default = {}
        }
        locals {
          encryption = merge(var.encryption, { rule = { key = aws_kms_key.k.arn, algorithm = "aws:kms" } })
        }
        resource "aws_kms_key" "k" {}
        resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
          bucket = "b"
          dynamic "rule" {
            for_each = try(flatten([local.encryption["rule"]]), [])
            content {
              dynamic "apply_server_side_encryption_by_default" {
                for_each = try([rule.value], [])
                content {
                  sse_algorithm     = try(rule.value.algorithm, "AES256")
                  kms_master_key_id = try(rule.value.key, null)
                }
              }
            }
          }
        }
        "#,
    );
    assert_eq!(run.messages(), [""; 0]);
    let address = "aws_s3_bucket_server_side_encryption_configuration.e";
    let value = run.value(address);
    let rule = value.field("rule").unwrap().as_sequence().unwrap();
    let applied = rule
        .first()
        .unwrap()
        .field("apply_server_side_encryption_by_default");
    let applied = applied.unwrap().as_sequence().unwrap().first().unwrap();
    assert_eq!(
        applied
            .field("sse_algorithm")
            .unwrap()
            .as_str()
            .map(AsRef::as_ref),
        Some("aws:kms")
    );
    let key = applied.field("kms_master_key_id").unwrap();
    assert_eq!(
        &*key.as_unknown().unwrap().symbol.as_ref().unwrap().instance,
        "aws_kms_key.k"
    );
}

#[test]
fn try_is_open_where_there_may_be_nothing() {
    let run = run(&[(
        "main.tf",
        r#"
        variable "unset" { type = number }
        resource "aws_sqs_queue" "some" {
          count = var.unset
          name  = "jobs"
        }
        resource "aws_sqs_queue" "one" {
          count = 1
          name  = "jobs"
        }
        resource "other_thing" "x" { name = "jobs" }
        module "gone" { source = "example.com/gone/aws" }
        output "some" { value = try(aws_sqs_queue.some[0].name, "none") }
        output "can_some" { value = can(aws_sqs_queue.some[0].name) }
        output "plain" { value = aws_sqs_queue.some[0].name }
        output "one" { value = try(aws_sqs_queue.one[0].name, "none") }
        output "arn" { value = try(aws_sqs_queue.one[0].arn, "none") }
        output "can_arn" { value = can(aws_sqs_queue.one[0].arn) }
        output "beyond" { value = try(aws_sqs_queue.one[1].arn, "none") }
        output "thing" { value = try({ name = "a", size = other_thing.x.size }, "none") }
        output "gone" { value = try({ name = "a", size = module.gone.size }, "none") }
        output "local" { value = try({ name = "a", size = local.gone }, "none").name }
        locals { gone = module.gone.size[0] }
        "#,
    )]);
    assert_eq!(run.messages(), ["module `gone` is not installed"]);
    for open in ["some", "can_some", "thing", "gone"] {
        assert!(run.output(open).is_unknown(), "{open}");
    }
    assert_eq!(run.shown("plain"), "\"jobs\"");
    assert_eq!(run.shown("one"), "\"jobs\"");
    assert_eq!(run.shown("can_arn"), "true");
    assert_eq!(run.shown("beyond"), "\"none\"");
    // A mistake in a local value is reported there; `try` does not see it.
    assert_eq!(run.shown("local"), "\"a\"");
    let arn = run.output("arn").as_unknown().unwrap();
    assert_eq!(
        &*arn.symbol.as_ref().unwrap().instance,
        "aws_sqs_queue.one[0]"
    );
}

#[test]
fn an_object_of_json_is_no_list_of_blocks_where_an_attribute_is_meant() {
    let rule = r#"{"from_port": 1, "to_port": 2, "protocol": "tcp"}"#;
    let said = |egress: &str| {
        let text =
            format!(r#"{{"resource": {{"aws_security_group": {{"g": {{"egress": {egress}}}}}}}}}"#);
        let run = run(&[("main.tf.json", &text)]);
        run.messages()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&format!("[{rule}]")), [""; 0]);
    assert_eq!(
        said(rule),
        ["invalid value for `egress`: set of object required"]
    );
}
