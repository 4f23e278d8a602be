//! Two resources of one name, told apart by region and account.

use super::ask;

const PROVIDERS: &str = r#"
    provider "aws" {
      region              = "eu-west-1"
      allowed_account_ids = ["111111111111"]
    }
    provider "aws" {
      alias  = "east"
      region = "us-east-1"
      assume_role { role_arn = "arn:aws:iam::222222222222:role/deploy" }
    }
    provider "aws" { alias = "bare" }
    resource "aws_sqs_queue" "here" { name = "jobs" }
    resource "aws_sqs_queue" "east" {
      provider = aws.east
      name     = "jobs"
    }
    resource "aws_sqs_queue" "bare" {
      provider = aws.bare
      name     = "jobs"
    }
    resource "aws_iam_role" "here" { name = "app" }
    resource "aws_iam_role" "east" {
      provider = aws.east
      name     = "app"
    }
    resource "aws_iam_policy" "mine" { name = "ReadOnlyAccess" }
    resource "aws_s3_bucket" "east" {
      provider = aws.east
      bucket   = "jobs"
    }
"#;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_name_in_another_place_is_another_resource() {
    for (companion, argument, subject, expected) in [
        // An ARN of the account and region of one; of the third one neither is known, so that its name decides.
        (
            "aws_sns_topic_subscription",
            r#"endpoint = "arn:aws:sqs:eu-west-1:111111111111:jobs""#,
            "aws_sqs_queue",
            &["aws_sqs_queue.here", "aws_sqs_queue.bare"][..],
        ),
        (
            "aws_sns_topic_subscription",
            r#"endpoint = "arn:aws:sqs:us-east-1:222222222222:jobs""#,
            "aws_sqs_queue",
            &["aws_sqs_queue.east", "aws_sqs_queue.bare"],
        ),
        (
            "aws_sns_topic_subscription",
            r#"endpoint = "arn:aws:sqs:eu-west-1:333333333333:jobs""#,
            "aws_sqs_queue",
            &["aws_sqs_queue.bare"],
        ),
        (
            "aws_sns_topic_subscription",
            r#"endpoint = "arn:aws:sqs:us-west-2:111111111111:jobs""#,
            "aws_sqs_queue",
            &["aws_sqs_queue.bare"],
        ),
        (
            "aws_sns_topic_subscription",
            r#"endpoint = "arn:aws:sqs:*:*:jobs""#,
            "aws_sqs_queue",
            &[
                "aws_sqs_queue.here",
                "aws_sqs_queue.east",
                "aws_sqs_queue.bare",
            ],
        ),
        (
            "aws_sns_topic_subscription",
            r#"endpoint = "arn:aws:sqs:us-east-1:${var.account}:jobs""#,
            "aws_sqs_queue",
            &["aws_sqs_queue.east", "aws_sqs_queue.bare"],
        ),
        (
            "aws_sqs_queue_policy",
            r#"queue_url = "https://sqs.us-east-1.amazonaws.com/222222222222/jobs""#,
            "aws_sqs_queue",
            &["aws_sqs_queue.east", "aws_sqs_queue.bare"],
        ),
        // A plain name means what is where it is used.
        (
            "aws_cloudwatch_metric_alarm",
            r#"dimensions = { QueueName = "jobs" }"#,
            "aws_sqs_queue",
            &["aws_sqs_queue.here", "aws_sqs_queue.bare"],
        ),
        (
            "aws_cloudwatch_metric_alarm",
            "provider = aws.east\ndimensions = { QueueName = \"jobs\" }",
            "aws_sqs_queue",
            &["aws_sqs_queue.east", "aws_sqs_queue.bare"],
        ),
        (
            "aws_cloudwatch_metric_alarm",
            "region = \"us-west-2\"\ndimensions = { QueueName = \"jobs\" }",
            "aws_sqs_queue",
            &["aws_sqs_queue.bare"],
        ),
        // Roles have no region, and buckets are named for the whole world.
        (
            "aws_iam_role_policy_attachment",
            r#"role = "app""#,
            "aws_iam_role",
            &["aws_iam_role.here"],
        ),
        (
            "aws_lambda_function",
            r#"role = "arn:aws:iam::222222222222:role/app""#,
            "aws_iam_role",
            &["aws_iam_role.east"],
        ),
        (
            "aws_s3_bucket_versioning",
            r#"bucket = "jobs""#,
            "aws_s3_bucket",
            &["aws_s3_bucket.east"],
        ),
        // What AWS manages is no policy of the configuration.
        (
            "aws_iam_role_policy_attachment",
            r#"policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
            "aws_iam_policy",
            &[],
        ),
        (
            "aws_iam_role_policy_attachment",
            r#"policy_arn = "arn:aws:iam::111111111111:policy/ReadOnlyAccess""#,
            "aws_iam_policy",
            &["aws_iam_policy.mine"],
        ),
    ] {
        let path = argument.rsplit('\n').next().unwrap();
        let path = path.split(" =").next().unwrap();
        let path = if path == "dimensions" {
            "dimensions.QueueName"
        } else {
            path
        };
        let text = format!(
            "{PROVIDERS}\nvariable \"account\" {{ type = string }}\nresource \"{companion}\" \"x\" {{\n  {argument}\n}}"
        );
        let answer = ask(&[("main.tf", &text)], |graph| {
            let node = graph.find(&format!("{companion}.x")).unwrap();
            graph.references(node, path, Some(subject))
        });
        assert_eq!(answer, expected, "{argument}");
        // The same from the other side.
        for target in ["here", "east", "bare", "mine"] {
            let target = format!("{subject}.{target}");
            let back = super::with_graph(&[("main.tf", &text)], |graph| {
                let Some(node) = graph.find(&target) else {
                    return false;
                };
                matches!(graph.referrers(node, companion, path), crate::graph::Join::Known(found) if !found.is_empty())
            });
            assert_eq!(
                back,
                expected.contains(&target.as_str()),
                "{argument} back from {target}"
            );
        }
    }
}
