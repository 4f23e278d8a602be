//! Conditions that narrow down who can use a statement.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>, and for what makes a policy public
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>.

use super::document::Condition;
use crate::aws::Truth;
use crate::aws::arn::Arn;
use crate::aws::network::AddressSet;
use crate::aws::wildcard::{self, Case};
use crate::value::{Unknown, Value};

/// What the values of a condition key are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Names {
    /// An account, an organisation, a VPC, an endpoint, a user: any text but a bare wildcard.
    Identity,
    /// An ARN, which must name an account where ARNs of its service have one.
    Arn,
    /// An address range, which must not be the internet.
    Addresses,
    /// `true`.
    Flag,
}

/// Keys that say who calls, from where, or on whose behalf; in lower case, sorted.
const KEYS: &[(&str, Names)] = &[
    ("aws:principalaccount", Names::Identity),
    ("aws:principalarn", Names::Arn),
    ("aws:principalisawsservice", Names::Flag),
    ("aws:principalorgid", Names::Identity),
    ("aws:principalorgpaths", Names::Identity),
    ("aws:principalservicename", Names::Identity),
    ("aws:sourceaccount", Names::Identity),
    ("aws:sourcearn", Names::Arn),
    ("aws:sourceip", Names::Addresses),
    ("aws:sourceorgid", Names::Identity),
    ("aws:sourceorgpaths", Names::Identity),
    ("aws:sourceowner", Names::Identity),
    ("aws:sourcevpc", Names::Identity),
    ("aws:sourcevpcarn", Names::Arn),
    ("aws:sourcevpce", Names::Identity),
    ("aws:userid", Names::Identity),
    ("aws:username", Names::Identity),
    ("aws:viaawsservice", Names::Flag),
    ("aws:vpceaccount", Names::Identity),
    ("aws:vpceorgid", Names::Identity),
    ("elasticfilesystem:accessedviamounttarget", Names::Flag),
    ("kms:calleraccount", Names::Identity),
    ("kms:viaservice", Names::Identity),
    ("s3:dataaccesspointaccount", Names::Identity),
    ("s3:dataaccesspointarn", Names::Arn),
    ("sns:endpoint", Names::Arn),
];

/// What an operator makes of the values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Match {
    /// As they stand.
    Exact,
    /// As patterns.
    Pattern,
}

/// Whether the conditions of a statement, which all must hold, narrow down who calls.
pub(super) fn restrict_who(conditions: &[Condition]) -> Truth {
    let one = |condition| restricts_who(condition, || is_demanded(&condition.variable, conditions));
    Truth::any(conditions.iter().map(one))
}

/// Whether one condition narrows down who calls; `present` says whether another one asks for the key to be there.
fn restricts_who(condition: &Condition, present: impl Fn() -> Truth) -> Truth {
    on_key(condition, |names| {
        requires(condition, names, Presence::Open).or(|| {
            let demanded = requires(condition, names, Presence::Demanded);
            demanded.and(&present)
        })
    })
}

/// Whether those whom a condition of a `Deny` does not hold for are few: an account, an organisation, a network, a source.
///
/// Operators that exclude values hold for a request that lacks the key, so that it is denied.
pub(super) fn spares_few(condition: &Condition) -> Truth {
    on_key(condition, |names| {
        let Some(test) = condition.test.as_str() else {
            return Truth::unknown(&condition.test);
        };
        let test = test.strip_prefix("ForAllValues:").unwrap_or(test);
        let name = test.strip_suffix("IfExists").unwrap_or(test);
        if names == Names::Flag {
            let denied = |value: &Value| wildcard::value_equals(value, "false", Case::Insensitive);
            return Truth::from(name == "Bool").and(|| condition.values.all(denied));
        }
        match compares(EXCLUDING, name) {
            // What a `Deny` with a list of nothing spares, AWS does not say.
            Some(how) => {
                let given = condition.values.is_absent().negate();
                given.and(|| all_narrow(condition, names, how))
            }
            None => Truth::False,
        }
    })
}

/// The answer for the key of the condition; false for a key that says nothing of who calls.
fn on_key(condition: &Condition, answer: impl Fn(Names) -> Truth) -> Truth {
    if condition.is_unknown() {
        return Truth::unknown(&condition.test);
    }
    let on = KEYS.iter().map(|(key, names)| {
        let on = wildcard::value_equals(&condition.variable, key, Case::Insensitive);
        on.and(|| answer(*names))
    });
    Truth::any(on)
}

/// Whether `Null` asks for a key to be there.
fn is_demanded(key: &Value, conditions: &[Condition]) -> Truth {
    let Some(key) = key.as_str() else {
        return Truth::unknown(key);
    };
    let demands = conditions.iter().map(|condition| {
        let present = |value: &Value| wildcard::value_equals(value, "false", Case::Insensitive);
        wildcard::value_equals(&condition.test, "Null", Case::Sensitive)
            .and(|| wildcard::value_equals(&condition.variable, key, Case::Insensitive))
            .and(|| condition.values.all(present))
    });
    Truth::any(demands)
}

/// Whether a request that lacks the key can come this far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Presence {
    Open,
    /// Another condition asks for the key.
    Demanded,
}

/// Whether the operator asks for one of the values, and each value is narrow.
fn requires(condition: &Condition, names: Names, presence: Presence) -> Truth {
    let Some(test) = condition.test.as_str() else {
        return Truth::unknown(&condition.test);
    };
    match operator(test, names, presence) {
        Some(how) => all_narrow(condition, names, how),
        None => Truth::False,
    }
}

/// Whether each value is narrow.
///
/// One broad value among several is enough to let everybody in: a condition holds when one of its values does. So one that asks
/// for a value out of none never holds, and lets nobody in.
fn all_narrow(condition: &Condition, names: Names, how: Match) -> Truth {
    condition.values.all(|value| is_narrow(value, names, how))
}

/// Operators that ask for a value, and how they compare.
const ASKING: &[(&str, Match)] = &[
    ("ArnEquals", Match::Pattern),
    ("ArnLike", Match::Pattern),
    ("Bool", Match::Exact),
    ("IpAddress", Match::Pattern),
    ("StringEquals", Match::Exact),
    ("StringEqualsIgnoreCase", Match::Exact),
    ("StringLike", Match::Pattern),
];

/// Operators that exclude values.
const EXCLUDING: &[(&str, Match)] = &[
    ("ArnNotEquals", Match::Pattern),
    ("ArnNotLike", Match::Pattern),
    ("NotIpAddress", Match::Pattern),
    ("StringNotEquals", Match::Exact),
    ("StringNotEqualsIgnoreCase", Match::Exact),
    ("StringNotLike", Match::Pattern),
];

/// How an operator without set prefix and `IfExists` compares; `None` when it is none of these.
fn compares(operators: &[(&str, Match)], name: &str) -> Option<Match> {
    let mut operators = operators.iter();
    operators
        .find(|(known, _)| *known == name)
        .map(|(_, how)| *how)
}

/// How an operator compares a claim that every token has: one value, always there.
pub(super) fn claim(test: &str) -> Option<Match> {
    let single = test.split_once(':').map_or(test, |(_, single)| single);
    compares(ASKING, single.strip_suffix("IfExists").unwrap_or(single))
}

/// How an operator compares; `None` when it lets requests without the key pass, or excludes values.
fn operator(test: &str, names: Names, presence: Presence) -> Option<Match> {
    // `ForAllValues:` and `…IfExists` hold for a request that lacks the key; only the address of the caller is always there.
    let single = test.strip_prefix("ForAnyValue:").unwrap_or(test);
    let demanded = presence == Presence::Demanded;
    let single = match single.strip_prefix("ForAllValues:") {
        Some(single) if demanded => single,
        _ => single,
    };
    let name = match single.strip_suffix("IfExists") {
        Some(name) if demanded || names == Names::Addresses => name,
        _ => single,
    };
    compares(ASKING, name)
}

fn is_narrow(value: &Value, names: Names, how: Match) -> Truth {
    match names {
        Names::Flag => wildcard::value_equals(value, "true", Case::Insensitive),
        Names::Addresses => match value.as_str() {
            Some(range) => {
                let set: AddressSet = std::iter::once(range.as_ref()).collect();
                (!set.covers_internet()).into()
            }
            None => Truth::unknown(value),
        },
        _ if how == Match::Exact => Truth::True,
        Names::Identity => wildcard::is_everything(value).negate(),
        Names::Arn => match value.as_str() {
            Some(pattern) => names_owner(pattern).into(),
            // Nothing that ends or starts in known text is a bare wildcard; whose it is, the unknown piece says.
            None if is_identity(value) => Truth::True,
            None => wildcard::is_everything(value).negate(),
        },
    }
}

fn is_identity(value: &Value) -> bool {
    let unknown: Option<&Unknown> = value.as_unknown().map(AsRef::as_ref);
    unknown.is_some_and(wildcard::is_specific)
}

/// Whether a pattern of ARNs says whose they are: by account, or (for services whose ARNs have no account, as S3) by resource.
fn names_owner(pattern: &str) -> bool {
    Arn::parse(pattern).is_some_and(|arn| {
        let wild = |text: &str| text.bytes().all(|byte| byte == b'*');
        // ARNs of buckets have no account, and what stands in its place changes nothing: the name of a bucket is its owner's alone.
        if arn.account.is_empty() || arn.service == "s3" {
            !wild(arn.resource)
        } else {
            !arn.account.contains(['*', '?'])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{decided, statements};

    #[test]
    fn keys_are_sorted_and_in_lower_case() {
        assert!(KEYS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(KEYS.iter().all(|(key, _)| *key == key.to_ascii_lowercase()));
    }

    #[test]
    fn operators_and_values_decide() {
        for (condition, expected) in [
            (r#"{"StringEquals":{"AWS:sourceaccount":"1"}}"#, Some(true)),
            (
                r#"{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}"#,
                Some(false),
            ),
            (
                r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}}"#,
                Some(true),
            ),
            (
                r#"{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}}"#,
                Some(false),
            ),
            (r#"{"StringLike":{"aws:PrincipalOrgID":"*"}}"#, Some(false)),
            (
                r#"{"StringEquals":{"aws:PrincipalOrgID":["o-1","?x"]}}"#,
                Some(true),
            ),
            (
                r#"{"StringLike":{"aws:PrincipalOrgID":["o-1","?x"]}}"#,
                None,
            ),
            (r#"{"StringEquals":{"aws:PrincipalOrgID":[]}}"#, Some(true)),
            (r#"{"IpAddress":{"aws:SourceIp":[]}}"#, Some(true)),
            (
                r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::logs"}}"#,
                Some(true),
            ),
            (
                r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}}"#,
                Some(false),
            ),
            (
                r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:logs"}}"#,
                Some(true),
            ),
            (
                r#"{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"Null":{"aws:sourceVpce":"false"}}"#,
                Some(true),
            ),
            (
                r#"{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"},"Null":{"aws:PrincipalOrgPaths":["false"]}}"#,
                Some(true),
            ),
            (
                r#"{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"Null":{"aws:SourceVpce":"true"}}"#,
                Some(false),
            ),
            (
                r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:123456789012:*"}}"#,
                Some(true),
            ),
            (
                r#"{"ArnLike":{"aws:SourceArn":["arn:aws:sns:*:*:topic","arn:aws:s3:::logs"]}}"#,
                Some(false),
            ),
            (
                r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8"]}}"#,
                Some(true),
            ),
            (
                r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","0.0.0.0/0"]}}"#,
                Some(false),
            ),
            (r#"{"IpAddress":{"aws:SourceIp":"?x"}}"#, None),
            (
                r#"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#,
                Some(false),
            ),
            (
                r#"{"Bool":{"elasticfilesystem:AccessedViaMountTarget":"true"}}"#,
                Some(true),
            ),
            (
                r#"{"Bool":{"elasticfilesystem:AccessedViaMountTarget":false}}"#,
                Some(false),
            ),
            (r#"{"Null":{"aws:SourceVpce":"false"}}"#, Some(false)),
            (r#"{"StringEquals":"??x"}"#, None),
            (r#""??x""#, None),
        ] {
            let json = format!(r#"{{"Effect":"Allow","Condition":{condition}}}"#);
            let restricts = statements(&json)[0].restricts_who();
            assert_eq!(decided(&restricts), expected, "{condition}");
        }
    }
}
