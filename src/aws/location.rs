//! The region and the account that an instance is in, as far as the configuration says. Knows no credentials and no environment.

use super::arn;
use crate::schema;
use crate::terraform::{Instance, Mode};
use crate::value::{Kind, Member, Origin, Part, Reason, Stop, Type, Unknown, Value};
use std::sync::Arc;

/// The region of an instance: its own `region` argument (provider version 6), or that of its provider, also through modules and aliases.
/// Null for what is global (IAM, `CloudFront`, Route 53 …); unknown for a reason where it is set outside of the configuration.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support>
pub fn region(instance: &Instance) -> Value {
    let known = instance
        .value
        .field("region")
        .filter(|region| region.as_str().is_some());
    // A plan knows it even where nobody set it.
    if let Some(region) = own_region(instance).or(known) {
        return region;
    }
    if is_global(instance) {
        return Value::null(Type::String, Origin::expression(instance.header));
    }
    fact(instance, "region").unwrap_or_else(|| unsaid(instance, "region"))
}

/// The account of an instance: the one of the role that its provider takes on, or the only one that its provider allows.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#provider-configuration>
pub fn account(instance: &Instance) -> Value {
    let given = fact(instance, "accounts");
    let given = given
        .as_ref()
        .and_then(Value::as_sequence)
        .unwrap_or_default();
    let is_role = |value: &&Value| value.as_str().is_some_and(|text| text.starts_with("arn:"));
    let telling = given.iter().rev().find(is_role).or(match given {
        [only] => Some(only),
        _ => None,
    });
    let Some(telling) = telling else {
        return unsaid(instance, "account");
    };
    match telling.as_str() {
        Some(text) => arn::account(text).map_or_else(
            || unsaid(instance, "account"),
            |account| Value::string(account, telling.origin().clone()),
        ),
        None => unknown(telling.reasons(), telling),
    }
}

/// What is known of the `names` of an `aws_availability_zones`: each begins with the name of the region.
///
/// <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html>
pub fn zone_names(config: &Value) -> Option<(Arc<str>, Value)> {
    let region = config.field("region")?.as_str()?;
    let names = config.field("names")?;
    let unknown = names.as_unknown()?;
    let letter = Unknown::because_all(Type::String, unknown.reasons.iter().cloned());
    let letter = Value::unknown(letter.not_null(), names.origin().clone());
    let mut name = Unknown::because_all(Type::String, unknown.reasons.iter().cloned()).not_null();
    name.parts = Some([Part::Text(Arc::clone(region)), Part::String(letter)].into());
    let member = Member {
        value: Value::unknown(name, names.origin().clone()),
        certain: false,
    };
    let names = names.with_kind(Kind::Unknown(Arc::new(
        Unknown::clone(unknown).with_members(vec![member]),
    )));
    Some((Arc::from("names"), names))
}

/// The `region` argument of an instance, when it is set.
pub fn own_region(instance: &Instance) -> Option<Value> {
    let region = instance.value.field("region")?;
    let is_set = !region.is_null() && region.origin().stop != Stop::Absent;
    // What the provider fills in is its own region, with the place of that.
    let filled = || {
        fact(instance, "region").is_some_and(|given| {
            given.origin() == region.origin() && given.as_str() == region.as_str()
        })
    };
    (is_set && !filled()).then_some(region)
}

/// Whether the type is not of one region: the provider gives every other one a `region` argument.
fn is_global(instance: &Instance) -> bool {
    let schema = match instance.mode {
        Mode::Managed => schema::resource(&instance.resource_type),
        Mode::Data => schema::data_source(&instance.resource_type),
        Mode::Ephemeral => None,
    };
    instance.resource_type.starts_with("aws_")
        && schema.is_some_and(|schema| schema.attribute("region").is_none())
}

fn fact(instance: &Instance, name: &str) -> Option<Value> {
    instance.meta.field("provider")?.field(name).cloned()
}

fn unsaid(instance: &Instance, what: &str) -> Value {
    let reason = format!("the {what} of the provider is set outside the configuration");
    let unknown = Unknown::because(Type::String, Reason::Other(Arc::from(reason)));
    Value::unknown(unknown, Origin::expression(instance.header))
}

fn unknown(reasons: Vec<Reason>, at: &Value) -> Value {
    Value::unknown(
        Unknown::because_all(Type::String, reasons),
        at.origin().clone(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::evaluated;

    const MAIN: &str = r#"
        variable "region" { default = "eu-central-1" }
        variable "unset" { type = string }
        provider "aws" {
          region              = var.region
          allowed_account_ids = ["111111111111"]
        }
        provider "aws" {
          alias  = "east"
          region = "us-east-1"
          assume_role { role_arn = "arn:aws:iam::222222222222:role/deploy" }
        }
        provider "aws" {
          alias  = "open"
          region = var.unset
        }
        provider "aws" { alias = "bare" }
        data "aws_caller_identity" "me" {}
        provider "aws" {
          alias               = "several"
          region              = "eu-west-2"
          allowed_account_ids = ["111111111111", "333333333333"]
        }
        provider "aws" {
          alias  = "looked_up"
          region = "eu-west-2"
          assume_role { role_arn = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/deploy" }
        }
        resource "aws_sqs_queue" "several" { provider = aws.several }
        resource "aws_sqs_queue" "looked_up" { provider = aws.looked_up }
        module "renames" {
          source    = "./outer"
          providers = {
            aws           = aws
            aws.secondary = aws.east
          }
        }
        module "each" {
          source    = "./m"
          for_each  = toset(["a"])
          providers = { aws = aws.several }
        }
        resource "aws_sqs_queue" "plain" {}
        resource "aws_sqs_queue" "own" { region = "ap-south-1" }
        resource "aws_sqs_queue" "east" { provider = aws.east }
        resource "aws_sqs_queue" "open" { provider = aws.open }
        resource "aws_sqs_queue" "bare" { provider = aws.bare }
        resource "aws_iam_role" "global" { assume_role_policy = "{}" }
        data "aws_vpc" "looked_up" { provider = aws.east }
        module "inherits" { source = "./m" }
        module "passes" {
          source    = "./m"
          providers = { aws = aws.east }
        }
    "#;

    #[test]
    fn regions_and_accounts() {
        let (configuration, _) = evaluated(&[
            ("main.tf", MAIN),
            ("m/main.tf", "resource \"aws_sqs_queue\" \"q\" {}"),
            (
                "outer/main.tf",
                r#"
                terraform {
                  required_providers {
                    aws = {
                      source                = "hashicorp/aws"
                      configuration_aliases = [aws.secondary]
                    }
                  }
                }
                resource "aws_sqs_queue" "second" { provider = aws.secondary }
                resource "aws_sqs_queue" "own" {
                  provider = aws.secondary
                  region   = "sa-east-1"
                }
                module "inner" {
                  source    = "../m"
                  providers = { aws = aws.secondary }
                }
                "#,
            ),
        ]);
        let shown = |value: Value| match value.as_str() {
            Some(text) => text.to_string(),
            None if value.is_null() => "global".to_owned(),
            None => "?".to_owned(),
        };
        let found: Vec<(&str, String, String)> = configuration
            .instances
            .iter()
            .map(|instance| {
                (
                    &*instance.address,
                    shown(region(instance)),
                    shown(account(instance)),
                )
            })
            .collect();
        let expected = [
            ("aws_sqs_queue.plain", "eu-central-1", "111111111111"),
            ("aws_sqs_queue.own", "ap-south-1", "111111111111"),
            ("aws_sqs_queue.east", "us-east-1", "222222222222"),
            ("aws_sqs_queue.open", "?", "?"),
            ("aws_sqs_queue.bare", "?", "?"),
            ("aws_sqs_queue.several", "eu-west-2", "?"),
            ("aws_sqs_queue.looked_up", "eu-west-2", "?"),
            (
                "module.renames.aws_sqs_queue.second",
                "us-east-1",
                "222222222222",
            ),
            (
                "module.renames.aws_sqs_queue.own",
                "sa-east-1",
                "222222222222",
            ),
            (
                "module.renames.module.inner.aws_sqs_queue.q",
                "us-east-1",
                "222222222222",
            ),
            ("module.each[\"a\"].aws_sqs_queue.q", "eu-west-2", "?"),
            ("data.aws_caller_identity.me", "global", "111111111111"),
            ("aws_iam_role.global", "global", "111111111111"),
            ("data.aws_vpc.looked_up", "us-east-1", "222222222222"),
            (
                "module.inherits.aws_sqs_queue.q",
                "eu-central-1",
                "111111111111",
            ),
            ("module.passes.aws_sqs_queue.q", "us-east-1", "222222222222"),
        ];
        assert_eq!(found.len(), expected.len());
        for (address, region, account) in &found {
            let found = (*address, region.as_str(), account.as_str());
            assert!(expected.contains(&found), "{found:?}");
        }
    }
}
