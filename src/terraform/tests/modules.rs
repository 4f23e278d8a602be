//! Module calls, fetched modules, override files, references.

use super::{main, run};
use crate::value::{Stop, Value, render_short};

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
fn what_is_installed_meets_the_constraint_or_is_a_gap() {
    let manifest = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},
        {"Key":"old","Source":"registry.terraform.io/x/y/z","Version":"1.4.0","Dir":".terraform/modules/m"},
        {"Key":"new","Source":"registry.terraform.io/x/y/z","Version":"2.4.0","Dir":".terraform/modules/m"}]}"#;
    let run = run(&[
        (
            "main.tf",
            r#"
            module "old" {
              source  = "x/y/z"
              version = "~> 2.0"
            }
            module "new" {
              source  = "x/y/z"
              version = "~> 2.0"
            }
            "#,
        ),
        (".terraform/modules/modules.json", manifest),
        (".terraform/modules/m/main.tf", "output \"a\" { value = 1 }"),
    ]);
    assert_eq!(
        run.messages(),
        ["module `old` is installed in version 1.4.0, and `~> 2.0` is asked for"]
    );
}

#[test]
fn sources_are_known_early_from_locals_and_defaults() {
    let run = run(&[
        (
            "main.tf",
            r#"
            variable "kind" { default = "small" }
            locals { base = "./modules" }
            module "m" { source = "${local.base}/${var.kind}" }
            output "size" { value = module.m.size }
            "#,
        ),
        ("modules/small/main.tf", "output \"size\" { value = 1 }"),
    ]);
    assert_eq!(run.messages(), [""; 0]);
    assert_eq!(run.shown("size"), "1");
}

#[test]
fn what_is_given_to_a_module_that_is_not_here_is_seen() {
    let run = main(
        r#"
        variable "on" {
          type = bool
        }
        module "counted" {
          source  = "example/a/aws"
          count   = var.on ? 1 : 0
          policy  = "p"
          number  = count.index
        }
        module "keyed" {
          source   = "example/a/aws"
          for_each = { x = "policy of x" }
          policy   = each.value
        }
        "#,
    );
    let given: Vec<String> = run
        .configuration
        .calls
        .iter()
        .map(|call| render_short(call.value.field("policy").unwrap(), 50))
        .collect();
    assert_eq!(given, ["\"p\"", "\"policy of x\""]);
    assert!(
        run.configuration
            .problems
            .iter()
            .all(|problem| { problem.kind == crate::finding::ProblemKind::Incomplete })
    );
}
