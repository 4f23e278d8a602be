//! The table of companions: each join by reference in all its spellings, and what texts name a parent.

use super::ask;
use crate::aws::identity::companions::{companions, pairs};
use crate::graph::Join;
use crate::schema;
use std::fmt::Write;

/// The attribute by which a path takes its parent: an ARN where it says so.
fn named_by(parent: &str, path: &str) -> &'static str {
    let wants_arn = path.ends_with("arn") || path.ends_with("arns") || path.ends_with("Arn");
    let has_arn = schema::resource(parent).is_some_and(|schema| schema.attribute("arn").is_some());
    if wants_arn && has_arn { "arn" } else { "id" }
}

/// The argument at a path, with a value that names the parent.
fn argument(companion: &str, path: &str, value: &str) -> String {
    let (before, last) = path.rsplit_once('.').unwrap_or(("", path));
    if let Some(blocks) = before.strip_suffix("dimensions") {
        let blocks: Vec<&str> = blocks.split_terminator('.').collect();
        let open: String = blocks.iter().flat_map(|block| [*block, " {\n"]).collect();
        let close = "}\n".repeat(blocks.len());
        return format!("{open}dimensions = {{ \"{last}\" = {value} }}\n{close}");
    }
    assert_eq!(before, "", "{companion} {path}");
    let is_list = [
        "roles",
        "users",
        "groups",
        "group_names",
        "resources",
        "policy_arns",
    ]
    .contains(&path);
    if is_list {
        format!("{path} = [{value}]\n")
    } else {
        format!("{path} = {value}\n")
    }
}

/// How each pair is written: what the companion is called, and how it names its parent, where `P` is the parent's type and `A` the attribute.
const SPELLINGS: [(&str, &str, &str); 7] = [
    ("direct", "P.one.A", "P.one"),
    ("tried", "try(coalesce(null, P.one.A), null)", "P.one"),
    ("splat", "one(P.counted[*].A)", "P.counted[0]"),
    ("keyed", "P.each[\"a\"].A", "P.each[\"a\"]"),
    ("local", "local.P_A", "P.one"),
    ("module", "module.P.A", "module.P.P.inner"),
    ("chosen", "true ? P.one.A : \"x\"", "P.one"),
];

/// For each pair of the tables a companion in each spelling: it is found at its parent, and at no other one.
#[test]
fn every_pair_by_reference() {
    let all: Vec<(&str, &str, &str)> = pairs()
        // By tags and patterns these are joined in a way of their own.
        .filter(|(companion, _, _)| schema::resource(companion).is_some())
        .filter(|(companion, path, _)| {
            let first = path.split('.').next().unwrap();
            schema::resource(companion).unwrap().has(first)
        })
        .collect();
    assert!(all.len() > 250, "{}", all.len());
    let mut parents: Vec<&str> = all.iter().map(|(_, _, parent)| *parent).collect();
    parents.sort_unstable();
    parents.dedup();
    let mut main = String::new();
    let mut modules: Vec<(String, String)> = Vec::new();
    for parent in &parents {
        let has_arn = schema::resource(parent).unwrap().attribute("arn").is_some();
        let attributes: &[&str] = if has_arn { &["id", "arn"] } else { &["id"] };
        writeln!(
            main,
            "resource \"{parent}\" \"one\" {{}}\nresource \"{parent}\" \"counted\" {{ count = 1 }}\n\
             resource \"{parent}\" \"each\" {{ for_each = toset([\"a\", \"b\"]) }}\nmodule \"{parent}\" {{ source = \"./{parent}\" }}"
        )
        .unwrap();
        let mut inner = format!("resource \"{parent}\" \"inner\" {{}}\n");
        for attribute in attributes {
            writeln!(
                main,
                "locals {{ {parent}_{attribute} = {parent}.one.{attribute} }}"
            )
            .unwrap();
            writeln!(
                inner,
                "output \"{attribute}\" {{ value = {parent}.inner.{attribute} }}"
            )
            .unwrap();
        }
        modules.push((format!("{parent}/main.tf"), inner));
    }
    for (number, (companion, path, parent)) in all.iter().enumerate() {
        for (name, spelling, _) in SPELLINGS {
            let value = spelling
                .replace('P', parent)
                .replace(".A", &format!(".{}", named_by(parent, path)));
            let value = value.replace("_A", &format!("_{}", named_by(parent, path)));
            let argument = argument(companion, path, &value);
            writeln!(
                main,
                "resource \"{companion}\" \"c{number}_{name}\" {{\n{argument}}}"
            )
            .unwrap();
        }
    }
    let mut files = vec![("main.tf", main.as_str())];
    files.extend(
        modules
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let wrong = super::with_graph(&files, |graph| {
        let mut wrong = Vec::new();
        for (number, (companion, path, parent)) in all.iter().enumerate() {
            for (name, _, expected) in SPELLINGS {
                let address = format!("{companion}.c{number}_{name}");
                for instance in [
                    "P.one",
                    "P.counted[0]",
                    "P.each[\"a\"]",
                    "P.each[\"b\"]",
                    "module.P.P.inner",
                ] {
                    let node = graph.find(&instance.replace('P', parent)).unwrap();
                    let found = matches!(graph.referrers(node, companion, path), Join::Known(found)
                        if found.iter().any(|&node| graph.instance(node).address.as_ref() == address));
                    if found != (instance == expected) {
                        wrong.push(format!(
                            "{address} by {path} at {}",
                            instance.replace('P', parent)
                        ));
                    }
                }
            }
        }
        wrong
    });
    assert_eq!(wrong, [""; 0]);
}

/// A parent, a companion of it, and whether they belong together.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn companions_by_text() {
    let services = r#"
        resource "aws_ecs_cluster" "main" { name = "shop" }
        resource "aws_ecs_service" "api" {
          name    = "api"
          cluster = aws_ecs_cluster.main.id
        }
        resource "aws_ecs_service" "literal" {
          name    = "web"
          cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"
        }
        variable "cluster" { type = string }
        resource "aws_ecs_service" "open" {
          name    = "open"
          cluster = var.cluster
        }
        resource "aws_dynamodb_table" "orders" { name = "orders" }
        resource "aws_rds_cluster" "db" { cluster_identifier = "main" }
        resource "aws_db_instance" "one" { identifier = "one" }
        resource "aws_lambda_function" "f" { function_name = "resize" }
        resource "aws_sqs_queue" "jobs" { name = "jobs" }
        resource "aws_ecs_task_definition" "app" { family = "app" }
        resource "aws_iam_role" "app" { name = "app" }
        resource "aws_lambda_alias" "live" {
          name          = "live"
          function_name = aws_lambda_function.f.arn
        }
        resource "aws_sagemaker_endpoint" "price" { name = "price" }
        resource "aws_elasticache_replication_group" "cache" { replication_group_id = "cache" }
        resource "aws_msk_cluster" "events" { cluster_name = "events" }
        resource "aws_keyspaces_table" "t" {
          keyspace_name = "ks"
          table_name    = "t"
        }
        resource "aws_appstream_fleet" "fleet" { name = "desk" }
        resource "aws_lb" "web" { name = "web" }
        resource "aws_lb_target_group" "web" { name = "web" }
        resource "aws_iam_policy" "p" { name = "p" }
        resource "aws_iam_user" "u" { name = "u" }
        resource "aws_iam_group" "g" { name = "g" }
        data "aws_caller_identity" "me" {}
        data "aws_region" "here" {}
    "#;
    let policy = "aws_appautoscaling_policy";
    let target = "aws_appautoscaling_target";
    let alarm = "aws_cloudwatch_metric_alarm";
    for (parent, companion, argument, found) in [
        (
            "aws_ecs_service.api",
            target,
            "resource_id = \"service/shop/api\"",
            true,
        ),
        (
            "aws_ecs_service.api",
            target,
            "resource_id = \"service/${aws_ecs_cluster.main.name}/${aws_ecs_service.api.name}\"",
            true,
        ),
        (
            "aws_ecs_service.literal",
            policy,
            "resource_id = \"service/shop/web\"",
            true,
        ),
        (
            "aws_ecs_service.api",
            target,
            "resource_id = \"service/other/api\"",
            false,
        ),
        (
            "aws_ecs_service.open",
            target,
            "resource_id = \"service/shop/open\"",
            true,
        ),
        (
            "aws_ecs_service.open",
            target,
            "resource_id = \"service/shop/other\"",
            false,
        ),
        (
            "aws_dynamodb_table.orders",
            target,
            "resource_id = \"table/orders\"",
            true,
        ),
        (
            "aws_dynamodb_table.orders",
            target,
            "resource_id = \"table/order\"",
            false,
        ),
        (
            "aws_rds_cluster.db",
            target,
            "resource_id = \"cluster:main\"",
            true,
        ),
        (
            "aws_rds_cluster.db",
            target,
            "resource_id = \"cluster:${aws_rds_cluster.db.id}\"",
            true,
        ),
        (
            "aws_db_instance.one",
            "aws_cloudwatch_metric_alarm",
            "dimensions = { DBInstanceIdentifier = \"one\" }",
            true,
        ),
        (
            "aws_db_instance.one",
            "aws_cloudwatch_metric_alarm",
            "dimensions = { DBInstanceIdentifier = aws_db_instance.one.identifier }",
            true,
        ),
        (
            "aws_db_instance.one",
            "aws_cloudwatch_metric_alarm",
            "dimensions = { DBClusterIdentifier = \"one\" }",
            false,
        ),
        (
            "aws_lambda_function.f",
            "aws_cloudwatch_log_group",
            "name = \"/aws/lambda/resize\"",
            true,
        ),
        (
            "aws_lambda_function.f",
            "aws_cloudwatch_log_group",
            "name = \"/aws/lambda/${aws_lambda_function.f.function_name}\"",
            true,
        ),
        (
            "aws_lambda_function.f",
            "aws_cloudwatch_log_group",
            "name = \"/aws/lambda/other\"",
            false,
        ),
        (
            "aws_lambda_function.f",
            "aws_lambda_permission",
            "function_name = \"arn:aws:lambda:eu-west-1:123456789012:function:resize:live\"",
            true,
        ),
        (
            "aws_lambda_function.f",
            "aws_lambda_permission",
            "function_name = \"arn:aws:lambda:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:function:resize\"",
            true,
        ),
        (
            "aws_sqs_queue.jobs",
            "aws_sqs_queue_policy",
            "queue_url = \"https://sqs.eu-west-1.amazonaws.com/123456789012/jobs\"",
            true,
        ),
        (
            "aws_ecs_task_definition.app",
            "aws_ecs_service",
            "task_definition = \"app:7\"",
            true,
        ),
        (
            "aws_ecs_task_definition.app",
            "aws_ecs_service",
            "task_definition = \"app\"",
            true,
        ),
        (
            "aws_ecs_task_definition.app",
            "aws_ecs_service",
            "task_definition = \"apple:7\"",
            false,
        ),
        (
            "aws_ecs_task_definition.app",
            "aws_ecs_service",
            "task_definition = \"${aws_ecs_task_definition.app.family}:${max(aws_ecs_task_definition.app.revision, 1)}\"",
            true,
        ),
        (
            "aws_iam_role.app",
            "aws_ecs_task_definition",
            "task_role_arn = \"arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/app\"",
            true,
        ),
        (
            "aws_iam_role.app",
            "aws_ecs_task_definition",
            "execution_role_arn = \"arn:aws:iam::123456789012:role/app\"",
            true,
        ),
        (
            "aws_iam_role.app",
            "aws_ecs_task_definition",
            "task_role_arn = \"arn:aws:iam::123456789012:user/app\"",
            false,
        ),
        (
            "aws_iam_role.app",
            "aws_iam_role_policy_attachment",
            "role = \"app\"",
            true,
        ),
        (
            "aws_rds_cluster.db",
            target,
            "resource_id = \"cluster:other\"",
            false,
        ),
        (
            "aws_lambda_function.f",
            target,
            "resource_id = \"function:resize:live\"",
            true,
        ),
        (
            "aws_lambda_function.f",
            target,
            "resource_id = \"function:other:live\"",
            false,
        ),
        (
            "aws_lambda_alias.live",
            target,
            "resource_id = \"function:resize:live\"",
            true,
        ),
        (
            "aws_lambda_alias.live",
            target,
            "resource_id = \"function:resize:test\"",
            false,
        ),
        (
            "aws_sagemaker_endpoint.price",
            target,
            "resource_id = \"endpoint/price/variant/main\"",
            true,
        ),
        (
            "aws_elasticache_replication_group.cache",
            target,
            "resource_id = \"replication-group/cache\"",
            true,
        ),
        (
            "aws_msk_cluster.events",
            target,
            "resource_id = \"arn:aws:kafka:eu-west-1:123456789012:cluster/events/abc-1\"",
            true,
        ),
        (
            "aws_keyspaces_table.t",
            target,
            "resource_id = \"keyspace/ks/table/t\"",
            true,
        ),
        (
            "aws_appstream_fleet.fleet",
            target,
            "resource_id = \"fleet/desk\"",
            true,
        ),
        (
            "aws_lb.web",
            "aws_wafv2_web_acl_association",
            "resource_arn = \"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188\"",
            true,
        ),
        (
            "aws_lb.web",
            "aws_wafv2_web_acl_association",
            "resource_arn = \"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/other/50dc6c495c0c9188\"",
            false,
        ),
        (
            "aws_lb.web",
            alarm,
            "dimensions = { LoadBalancer = aws_lb.web.arn_suffix }",
            true,
        ),
        (
            "aws_lb.web",
            alarm,
            "dimensions = { LoadBalancer = \"app/web/50dc6c495c0c9188\" }",
            true,
        ),
        (
            "aws_lb_target_group.web",
            alarm,
            "dimensions = { TargetGroup = \"targetgroup/web/50dc6c495c0c9188\" }",
            true,
        ),
        (
            "aws_lb_target_group.web",
            alarm,
            "dimensions = { TargetGroup = \"targetgroup/api/50dc6c495c0c9188\" }",
            false,
        ),
        (
            "aws_db_instance.one",
            alarm,
            "metric_query {\n id = \"m\"\n metric {\n dimensions = { DBInstanceIdentifier = \"one\" }\n }\n }",
            true,
        ),
        (
            "aws_iam_policy.p",
            "aws_iam_role_policy_attachment",
            "policy_arn = \"arn:aws:iam::123456789012:policy/p\"",
            true,
        ),
        (
            "aws_iam_policy.p",
            "aws_iam_role_policy_attachment",
            "policy_arn = \"arn:aws:iam::aws:policy/p\"",
            false,
        ),
        (
            "aws_iam_policy.p",
            "aws_iam_policy_attachment",
            "policy_arn = aws_iam_policy.p.arn",
            true,
        ),
        (
            "aws_iam_policy.p",
            "aws_iam_role_policy_attachments_exclusive",
            "policy_arns = [\"arn:aws:iam::123456789012:policy/p\"]",
            true,
        ),
        (
            "aws_iam_role.app",
            "aws_iam_policy_attachment",
            "roles = [\"app\", \"other\"]",
            true,
        ),
        (
            "aws_iam_role.app",
            "aws_iam_policy_attachment",
            "roles = [\"other\"]",
            false,
        ),
        (
            "aws_iam_role.app",
            "aws_iam_role_policies_exclusive",
            "role_name = \"app\"",
            true,
        ),
        (
            "aws_iam_role.app",
            "aws_iam_role_policy_attachments_exclusive",
            "role_name = aws_iam_role.app.name",
            true,
        ),
        (
            "aws_iam_user.u",
            "aws_iam_user_policy_attachments_exclusive",
            "user_name = \"u\"",
            true,
        ),
        (
            "aws_iam_user.u",
            "aws_iam_policy_attachment",
            "users = [\"u\"]",
            true,
        ),
        (
            "aws_iam_group.g",
            "aws_iam_group_policies_exclusive",
            "group_name = \"g\"",
            true,
        ),
        (
            "aws_iam_group.g",
            "aws_iam_user_group_membership",
            "groups = [\"g\"]",
            true,
        ),
    ] {
        let text = format!("{services}\nresource \"{companion}\" \"x\" {{\n  {argument}\n}}");
        let answer = ask(&[("main.tf", &text)], |graph| {
            let node = graph.find(parent).unwrap();
            let kind = &graph.instance(node).resource_type;
            Join::any(
                companions(companion, kind).map(|path| graph.referrers(node, companion, path)),
            )
        });
        let address = format!("{companion}.x");
        assert_eq!(
            answer.contains(&address),
            found,
            "{parent}: {argument}: {answer:?}"
        );
    }
}
