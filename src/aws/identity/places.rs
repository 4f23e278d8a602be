//! Whether a text means something in another account or region than the resource whose name it has.
//!
//! Knows only what is written: where the text, the provider of the resource or the one of who names it says nothing, the name decides, because
//! most configurations never say their account, and a missed join would say that something is missing which is there.

use crate::aws::arn::{self, Arn};
use crate::aws::location;
use crate::terraform::Instance;
use crate::value::Value;

/// Resources whose name is that of one resource in the world (in a partition), so that it can be used from any region and account.
const WORLDWIDE: &[&str] = &["aws_s3_bucket"];

/// What a text says of where something is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Place<'t> {
    region: Option<&'t str>,
    account: Option<&'t str>,
}

/// Whether a text of `from` that has a name of `target` is known to mean another resource.
pub(super) fn is_elsewhere(text: &str, from: &Instance, target: &Instance) -> bool {
    let region = || location::region(target);
    let account = || location::account(target);
    if let Some(place) = said(text) {
        // What AWS manages is in no account, and no resource of a configuration.
        return place.account == Some("aws")
            || differs(place.region, region)
            || differs(place.account, account);
    }
    if WORLDWIDE.contains(&target.resource_type.as_ref()) {
        return false;
    }
    are_apart(from, target)
}

/// Whether two instances are known to be in different regions or accounts.
pub(super) fn are_apart(one: &Instance, other: &Instance) -> bool {
    let (region, account) = (location::region(one), location::account(one));
    differs(region.as_str().map(AsRef::as_ref), || {
        location::region(other)
    }) || differs(account.as_str().map(AsRef::as_ref), || {
        location::account(other)
    })
}

/// Whether both are known and not the same.
fn differs(said: Option<&str>, actual: impl Fn() -> Value) -> bool {
    said.is_some_and(|said| {
        let actual = actual();
        actual
            .as_str()
            .is_some_and(|actual| actual.as_ref() != said)
    })
}

/// What an ARN or an address says; `None` for a plain name, which means something where it is used.
fn said(text: &str) -> Option<Place<'_>> {
    if let Some(arn) = Arn::parse(text) {
        let account = arn::account(arn.account).or((arn.account == "aws").then_some("aws"));
        let is_region = |region: &&str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !region.is_empty() && region.bytes().all(plain)
        };
        let region = Some(arn.region).filter(is_region);
        return Some(Place { region, account });
    }
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
    let (server, path) = text.strip_prefix("https://sqs.")?.split_once('/')?;
    let (region, _) = server.split_once(".amazonaws.com")?;
    let (account, _) = path.split_once('/')?;
    Some(Place {
        region: Some(region).filter(|region| !region.contains(crate::graph::HOLE)),
        account: arn::account(account),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_texts_say_of_their_place() {
        let place = |region, account| Some(Place { region, account });
        for (text, expected) in [
            (
                "arn:aws:sqs:eu-west-1:123456789012:jobs",
                place(Some("eu-west-1"), Some("123456789012")),
            ),
            ("arn:aws:sqs:*:*:jobs", place(None, None)),
            ("arn:aws:sqs:\u{0}:\u{0}:jobs", place(None, None)),
            (
                "arn:aws:iam::aws:policy/ReadOnlyAccess",
                place(None, Some("aws")),
            ),
            ("arn:aws:s3:::logs", place(None, None)),
            (
                "https://sqs.us-east-1.amazonaws.com/123456789012/jobs",
                place(Some("us-east-1"), Some("123456789012")),
            ),
            ("jobs", None),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
