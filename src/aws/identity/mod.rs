//! Which texts name a resource, so that a literal elsewhere is known to mean it, and which resources are companions of which.
//!
//! Knows names and forms of names; which instances there are knows the graph. A text is looked up by its name alone; where it says its region or account, and
//! those of the resource are known, they must be the same. Where one of them is not known, the name decides.

mod backups;
mod companions;
mod names;
mod places;
#[cfg(test)]
mod tests;

pub use backups::{SELECTION, selections};
pub use companions::companions;

use super::arn::Arn;
use crate::graph::{HOLE, Identity};
use crate::terraform::Instance;

/// Attributes that identify an instance of any type.
const ANY: &[&str] = &["id", "arn"];

/// The identities of AWS's resource types.
#[derive(Clone, Copy, Default, Debug)]
pub struct AwsIdentity;

impl Identity for AwsIdentity {
    fn attributes(&self, resource_type: &str) -> &'static [&'static str] {
        names::of(resource_type).map_or(ANY, |named| named.attributes)
    }

    fn forms(&self, resource_type: &str) -> &'static [&'static str] {
        names::of(resource_type).map_or(&[], |named| named.forms)
    }

    fn keys(&self, text: &str) -> Vec<String> {
        let text = text.trim_end_matches(['*', '/']);
        let text = text.strip_suffix(':').unwrap_or(text);
        if let Some(arn) = Arn::parse(text) {
            return arn_keys(&arn);
        }
        let host = text.strip_prefix("https://").unwrap_or(text);
        queue(host)
            .or_else(|| bucket(host))
            .or_else(|| service(text))
            .or_else(|| revision(text))
            .or_else(|| part(text))
            .or_else(|| {
                let (kind, name) = balanced(text)?;
                Some(format!("arn:elasticloadbalancing:{kind}/{name}"))
            })
            .into_iter()
            .collect()
    }

    fn is_elsewhere(&self, text: &str, from: &Instance, target: &Instance) -> bool {
        places::is_elsewhere(text, from, target)
    }
}

/// `arn:SERVICE:RESOURCE`, with what follows the name of a function, a log group or a bucket left out as well.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
fn arn_keys(arn: &Arn<'_>) -> Vec<String> {
    let key = |resource: &str| format!("arn:{}:{resource}", arn.service);
    let shorter = match arn.service {
        "s3" => arn.resource.split_once('/').map(|(bucket, _)| bucket),
        "dynamodb" | "kafka" => nth(arn.resource, '/', 2),
        "lambda" | "states" | "logs" => nth(arn.resource, ':', 2),
        "ecs" => arn.resource.rsplit_once(':').map(|(family, _)| family),
        _ => None,
    };
    let mut keys: Vec<String> = [Some(arn.resource), shorter]
        .into_iter()
        .flatten()
        .map(key)
        .collect();
    if arn.service == "elasticloadbalancing" {
        keys.extend(balanced(arn.resource).map(|(kind, name)| key(&format!("{kind}/{name}"))));
    }
    keys
}

/// What a load balancer or a target group is called in its ARN, or in what follows `loadbalancer/` in it, which metrics call it:
/// `app/NAME/ID`, `targetgroup/NAME/ID`. What it is, and its name.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html>
fn balanced(text: &str) -> Option<(&'static str, &str)> {
    let text = text.strip_prefix("loadbalancer/").unwrap_or(text);
    let (kind, rest) = text.split_once('/')?;
    let (name, id) = rest.split_once('/')?;
    let kind = match kind {
        "app" | "net" | "gwy" => "loadbalancer",
        "targetgroup" => "targetgroup",
        _ => return None,
    };
    (!id.is_empty() && !id.contains('/')).then_some((kind, name))
}

/// The text before the separator of this number.
fn nth(text: &str, separator: char, number: usize) -> Option<&str> {
    let (end, _) = text.match_indices(separator).nth(number.checked_sub(1)?)?;
    text.get(..end)
}

/// The URL of a queue: `sqs.REGION.amazonaws.com/ACCOUNT/NAME`.
fn queue(host: &str) -> Option<String> {
    let (server, path) = host.strip_prefix("sqs.")?.split_once('/')?;
    let (_, name) = path.split_once('/')?;
    server
        .contains(".amazonaws.com")
        .then(|| format!("arn:sqs:{name}"))
}

/// The host of a bucket: `NAME.s3.amazonaws.com`, `NAME.s3.REGION.amazonaws.com`, `NAME.s3-website-REGION.amazonaws.com`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>
fn bucket(host: &str) -> Option<String> {
    let host = host.split('/').next()?;
    let head = host
        .strip_suffix(".cn")
        .unwrap_or(host)
        .strip_suffix(".amazonaws.com")?;
    let (name, _) = head
        .split_once(".s3")
        .filter(|(_, rest)| rest.is_empty() || rest.starts_with(['.', '-']))?;
    (!name.is_empty() && !name.contains(HOLE)).then(|| format!("arn:s3:{name}"))
}

/// A service of a cluster that is not known: `service/CLUSTER/NAME`.
fn service(text: &str) -> Option<String> {
    let (_, name) = text.strip_prefix("service/")?.split_once('/')?;
    Some(format!("service of any cluster/{name}"))
}

/// A part of something that can be scaled: `function:NAME:ALIAS`, `endpoint/NAME/variant/VARIANT`.
///
/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html>
fn part(text: &str) -> Option<String> {
    let function = || nth(text.strip_prefix("function:").and(Some(text))?, ':', 2);
    let endpoint = || Some(text.strip_prefix("endpoint/")?.split_once("/variant/")?.0);
    function()
        .map(str::to_owned)
        .or_else(|| Some(format!("endpoint/{}", endpoint()?)))
}

/// `FAMILY:REVISION` of a task definition means the family.
fn revision(text: &str) -> Option<String> {
    let (family, number) = text.rsplit_once(':')?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) || number == HOLE.to_string();
    (is_number && !number.is_empty() && !family.contains(':')).then(|| family.to_owned())
}
