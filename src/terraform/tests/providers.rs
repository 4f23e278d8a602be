//! Provider configurations: which one a resource has, and what only a provider knows.

use super::{main, run};

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
