//! Which selections of AWS Backup take a resource.

use super::ask;
use crate::aws::identity::selections;

const STORES: &str = r#"
    provider "aws" {
      region = "eu-west-1"
      default_tags { tags = { Owner = "shop" } }
    }
    variable "anything" { type = string }
    resource "aws_db_instance" "db" {
      identifier = "orders"
      tags       = { Backup = "daily", Stage = "prod-eu" }
    }
    resource "aws_efs_file_system" "files" {}
    resource "aws_dynamodb_table" "open" {
      name = "open"
      tags = { Backup = var.anything }
    }
    resource "aws_sqs_queue" "none" { tags = { Backup = "daily" } }
"#;

#[test]
fn by_name_by_pattern_and_by_tag() {
    let tag = |key: &str, value: &str| {
        format!(
            "selection_tag {{\n type = \"STRINGEQUALS\"\n key = \"{key}\"\n value = \"{value}\"\n}}\n"
        )
    };
    let condition = |kind: &str, key: &str, value: &str| {
        format!(
            "condition {{\n {kind} {{\n key = \"aws:ResourceTag/{key}\"\n value = \"{value}\"\n }}\n}}\n"
        )
    };
    let resources = |list: &str| format!("resources = [{list}]\n");
    let (db, files, open) = (
        "aws_db_instance.db",
        "aws_efs_file_system.files",
        "aws_dynamodb_table.open",
    );
    for (selection, node, expected) in [
        (resources("aws_db_instance.db.arn"), db, "yes"),
        (resources("aws_efs_file_system.files.arn"), db, "no"),
        (
            resources("\"arn:aws:rds:eu-west-1:123456789012:db:orders\""),
            db,
            "yes",
        ),
        (
            resources("\"arn:aws:rds:us-east-1:123456789012:db:orders\""),
            db,
            "no",
        ),
        (resources("\"arn:aws:rds:*:*:db:*\""), db, "yes"),
        (resources("\"arn:aws:rds:*:*:db:or*\""), db, "yes"),
        (resources("\"arn:aws:rds:*:*:db:x*\""), db, "no"),
        (resources("\"arn:aws:rds:*:*:cluster:*\""), db, "no"),
        (
            resources("\"arn:aws:elasticfilesystem:*:*:file-system/*\""),
            files,
            "yes",
        ),
        (
            resources("\"arn:aws:elasticfilesystem:*:*:file-system/fs-1*\""),
            files,
            "?",
        ),
        (
            resources("\"arn:aws:elasticfilesystem:eu-west-1:1:file-system/fs-12345\""),
            files,
            "no",
        ),
        (resources("\"*\""), db, "yes"),
        (resources("var.anything"), db, "?"),
        (String::new(), db, "yes"),
        (String::new(), "aws_sqs_queue.none", "no"),
        (tag("Backup", "daily"), db, "yes"),
        (tag("Backup", "weekly"), db, "no"),
        (tag("Backup", "daily"), files, "no"),
        (tag("Backup", "daily"), open, "?"),
        (tag("Owner", "shop"), files, "yes"),
        // One of several tags is enough; conditions must all hold.
        (tag("Backup", "weekly") + &tag("Owner", "shop"), db, "yes"),
        (
            condition("string_equals", "Backup", "daily")
                + &condition("string_like", "Stage", "prod-*"),
            db,
            "yes",
        ),
        (
            condition("string_equals", "Backup", "daily")
                + &condition("string_like", "Stage", "test-*"),
            db,
            "no",
        ),
        (condition("string_not_equals", "Backup", "daily"), db, "no"),
        (condition("string_not_like", "Stage", "test-*"), db, "yes"),
        (
            resources("\"*\"") + &condition("string_equals", "Backup", "weekly"),
            db,
            "no",
        ),
        (
            resources("\"*\"") + "not_resources = [\"arn:aws:rds:*:*:db:*\"]\n",
            db,
            "no",
        ),
        (
            resources("\"*\"") + "not_resources = [\"arn:aws:rds:*:*:db:*\"]\n",
            files,
            "yes",
        ),
        (resources("\"*\"") + &tag("Backup", "weekly"), db, "?"),
        (resources("\"*\"") + &tag("Backup", "daily"), db, "yes"),
        (
            "region = \"us-east-1\"\n".to_owned() + &tag("Backup", "daily"),
            db,
            "no",
        ),
        (
            "count = length(var.anything)\n".to_owned() + &tag("Backup", "daily"),
            db,
            "?",
        ),
    ] {
        let text = format!("{STORES}\nresource \"aws_backup_selection\" \"s\" {{\n{selection}}}\n");
        let answer = ask(&[("main.tf", &text)], |graph| {
            selections(graph, graph.find(node).unwrap())
        });
        let found = match answer.first().map(String::as_str) {
            None => "no",
            Some("?") => "?",
            Some(_) => "yes",
        };
        assert_eq!(found, expected, "{node}: {selection}");
    }
}
