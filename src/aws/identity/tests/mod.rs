//! Every spelling of a reference, asked of the graph.
//!
//! What companions are joined by stands in `companions`, what tells two resources of one name apart in `places`.

mod backups;
mod companions;
mod places;

use super::*;
use crate::aws::testing::evaluated;
use crate::graph::{Graph, Join};

/// The answer to a question about the graph of these files.
fn with_graph<T>(files: &[(&str, &str)], question: impl FnOnce(&Graph<'_>) -> T) -> T {
    let (configuration, _) = evaluated(files);
    question(&Graph::new(&configuration.instances, &AwsIdentity))
}

/// The addresses of what a question finds, or `?`.
fn ask(files: &[(&str, &str)], question: impl FnOnce(&Graph<'_>) -> Join) -> Vec<String> {
    with_graph(files, |graph| match question(graph) {
        Join::Known(nodes) => nodes
            .iter()
            .map(|&node| graph.instance(node).address.to_string())
            .collect(),
        Join::Unknown(_) => vec!["?".to_owned()],
    })
}

const BUCKETS: &str = r#"
    resource "aws_s3_bucket" "logs" { bucket = "shop-logs" }
    resource "aws_s3_bucket" "other" { bucket = "other" }
    resource "aws_s3_bucket" "each" {
      for_each = toset(["a", "b"])
      bucket   = each.key
    }
    resource "aws_s3_bucket" "counted" {
      count  = 1
      bucket = "counted"
    }
    data "aws_partition" "current" {}
    variable "anything" { type = string }
"#;

/// Who versions a bucket, for each way to write which bucket it is.
#[test]
fn every_spelling_of_a_bucket() {
    let logs = "aws_s3_bucket.logs";
    for (spelling, bucket, found) in [
        ("aws_s3_bucket.logs.id", logs, true),
        ("aws_s3_bucket.logs.bucket", logs, true),
        ("\"shop-logs\"", logs, true),
        ("\"shop-${\"logs\"}\"", logs, true),
        ("\"arn:aws:s3:::shop-logs\"", logs, true),
        ("\"arn:aws-cn:s3:::shop-logs/*\"", logs, true),
        (
            "\"arn:${data.aws_partition.current.partition}:s3:::shop-logs\"",
            logs,
            true,
        ),
        ("\"shop-logs.s3.eu-west-1.amazonaws.com\"", logs, true),
        ("one([aws_s3_bucket.logs.id])", logs, true),
        ("try(aws_s3_bucket.logs.id, null)", logs, true),
        ("coalesce(null, aws_s3_bucket.logs.id)", logs, true),
        ("element([aws_s3_bucket.logs.id], 0)", logs, true),
        ("true ? aws_s3_bucket.logs.id : null", logs, true),
        (
            "one(aws_s3_bucket.counted[*].id)",
            "aws_s3_bucket.counted[0]",
            true,
        ),
        (
            "aws_s3_bucket.each[\"a\"].id",
            "aws_s3_bucket.each[\"a\"]",
            true,
        ),
        (
            "aws_s3_bucket.each[\"a\"].id",
            "aws_s3_bucket.each[\"b\"]",
            false,
        ),
        ("\"other\"", logs, false),
        ("aws_s3_bucket.other.id", logs, false),
        ("\"arn:aws:sns:::shop-logs\"", logs, false),
        ("\"shop-logs2\"", logs, false),
    ] {
        let text = format!(
            "{BUCKETS}\nresource \"aws_s3_bucket_versioning\" \"v\" {{\n  bucket = {spelling}\n}}"
        );
        let answer = ask(&[("main.tf", &text)], |graph| {
            graph.referrers(
                graph.find(bucket).unwrap(),
                "aws_s3_bucket_versioning",
                "bucket",
            )
        });
        let expected: &[&str] = if found {
            &["aws_s3_bucket_versioning.v"]
        } else {
            &[]
        };
        assert_eq!(answer, expected, "{spelling} for {bucket}");
        let back = ask(&[("main.tf", &text)], |graph| {
            graph.references(
                graph.find("aws_s3_bucket_versioning.v").unwrap(),
                "bucket",
                Some("aws_s3_bucket"),
            )
        });
        assert_eq!(
            back.iter().any(|address| address == bucket),
            found,
            "{spelling} back to {bucket}"
        );
    }
    let text = format!(
        "{BUCKETS}\nresource \"aws_s3_bucket_versioning\" \"v\" {{\n  bucket = var.anything\n}}"
    );
    let answer = ask(&[("main.tf", &text)], |graph| {
        graph.referrers(
            graph.find(logs).unwrap(),
            "aws_s3_bucket_versioning",
            "bucket",
        )
    });
    assert_eq!(answer, ["?"]);
}

/// A bucket whose own name is not known may be the one that a text names, unless that names another one or does not fit.
#[test]
fn an_unknown_name_may_be_any() {
    // The other way round: what a text refers to is not known where a resource of unknown name may be meant.
    for (name, bucket, expected) in [
        ("var.anything", "\"stray\"", &["?"][..]),
        ("var.anything", "\"shop-logs\"", &["aws_s3_bucket.logs"]),
        (
            "var.anything",
            "aws_s3_bucket.logs.id",
            &["aws_s3_bucket.logs"],
        ),
        (
            "\"app-${var.anything}\"",
            "\"arn:aws:s3:::app-x/*\"",
            &["?"],
        ),
        ("\"app-${var.anything}\"", "\"web-x\"", &[]),
        ("null", "\"stray\"", &[]),
    ] {
        let text = format!(
            "{BUCKETS}\nresource \"aws_s3_bucket\" \"open\" {{ bucket = {name} }}\n\
             resource \"aws_s3_bucket_versioning\" \"v\" {{\n  bucket = {bucket}\n}}"
        );
        let answer = ask(&[("main.tf", &text)], |graph| {
            let versioning = graph.find("aws_s3_bucket_versioning.v").unwrap();
            graph.references(versioning, "bucket", Some("aws_s3_bucket"))
        });
        assert_eq!(answer, expected, "{name}, {bucket}, referred to");
    }

    for (name, bucket, expected) in [
        ("var.anything", "\"stray\"", &["?"][..]),
        ("var.anything", "\"shop-logs\"", &[]),
        ("var.anything", "aws_s3_bucket.logs.id", &[]),
        ("\"app-${var.anything}\"", "\"app-x\"", &["?"]),
        ("\"app-${var.anything}\"", "\"web-x\"", &[]),
        (
            "var.anything",
            "aws_s3_bucket.open.id",
            &["aws_s3_bucket_versioning.v"],
        ),
    ] {
        let text = format!(
            "{BUCKETS}\nresource \"aws_s3_bucket\" \"open\" {{ bucket = {name} }}\n\
             resource \"aws_s3_bucket_versioning\" \"v\" {{\n  bucket = {bucket}\n}}"
        );
        let answer = ask(&[("main.tf", &text)], |graph| {
            let open = graph.find("aws_s3_bucket.open").unwrap();
            graph.referrers(open, "aws_s3_bucket_versioning", "bucket")
        });
        assert_eq!(answer, expected, "{name}, {bucket}");
    }
}

#[test]
fn through_modules_and_keys() {
    let main = r#"
        module "store" { source = "./store" }
        module "guard" {
          source = "./guard"
          bucket = module.store.id
          names  = module.store.names
        }
    "#;
    let store = r#"
        resource "aws_s3_bucket" "main" {}
        resource "aws_s3_bucket" "named" {
          for_each = toset(["x", "y"])
          bucket   = each.key
        }
        output "id" { value = aws_s3_bucket.main.id }
        output "names" { value = { for key, bucket in aws_s3_bucket.named : key => bucket.id } }
    "#;
    let guard = r#"
        variable "bucket" {}
        variable "names" {}
        resource "aws_s3_bucket_policy" "one" {
          bucket = var.bucket
          policy = "{}"
        }
        resource "aws_s3_bucket_policy" "each" {
          for_each = var.names
          bucket   = each.value
          policy   = "{}"
        }
    "#;
    let files = [
        ("main.tf", main),
        ("store/main.tf", store),
        ("guard/main.tf", guard),
    ];
    for (bucket, policy) in [
        (
            "module.store.aws_s3_bucket.main",
            "module.guard.aws_s3_bucket_policy.one",
        ),
        (
            "module.store.aws_s3_bucket.named[\"x\"]",
            "module.guard.aws_s3_bucket_policy.each[\"x\"]",
        ),
    ] {
        let answer = ask(&files, |graph| {
            graph.referrers(
                graph.find(bucket).unwrap(),
                "aws_s3_bucket_policy",
                "bucket",
            )
        });
        assert_eq!(answer, [policy], "{bucket}");
    }
}

#[test]
fn keys_of_texts() {
    for (text, keys) in [
        (
            "arn:aws:s3:::logs/a/b",
            &["arn:s3:logs/a/b", "arn:s3:logs"][..],
        ),
        (
            "arn:aws:logs:eu-west-1:1:log-group:/app:*",
            &["arn:logs:log-group:/app"],
        ),
        (
            "arn:aws:lambda:eu-west-1:1:function:f:3",
            &["arn:lambda:function:f:3", "arn:lambda:function:f"],
        ),
        ("arn:aws:iam::1:role/path/app", &["arn:iam:role/path/app"]),
        ("https://sqs.eu-west-1.amazonaws.com/1/q", &["arn:sqs:q"]),
        ("logs.s3-website-eu-west-1.amazonaws.com", &["arn:s3:logs"]),
        ("service/shop/api", &["service of any cluster/api"]),
        ("family:12", &["family"]),
        ("function:resize:live", &["function:resize"]),
        ("endpoint/price/variant/main", &["endpoint/price"]),
        (
            "app/web/50dc6c495c0c9188",
            &["arn:elasticloadbalancing:loadbalancer/web"],
        ),
        (
            "targetgroup/web/50dc6c495c0c9188",
            &["arn:elasticloadbalancing:targetgroup/web"],
        ),
        (
            "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/50dc6c495c0c9188",
            &[
                "arn:elasticloadbalancing:loadbalancer/app/web/50dc6c495c0c9188",
                "arn:elasticloadbalancing:loadbalancer/web",
            ],
        ),
        ("a:b", &[]),
        ("plain", &[]),
        ("", &[]),
    ] {
        assert_eq!(AwsIdentity.keys(text), keys, "{text}");
    }
}
