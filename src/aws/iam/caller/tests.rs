use super::*;
use crate::aws::testing::{statements, word};
use proptest::prelude::*;

/// `kind own restricted` of each caller.
fn describe(json: &str) -> Vec<String> {
    let callers = callers(&statements(json), &Accounts::default());
    let line = |caller: &Caller| {
        let kind = caller.kind.as_str().map_or("?", AsRef::as_ref);
        format!(
            "{kind} {} {}",
            word(&caller.is_own),
            word(&caller.is_restricted)
        )
    };
    callers.iter().map(line).collect()
}

#[test]
fn each_principal_is_a_caller() {
    for (json, expected) in [
        (
            r#"{"Effect":"Allow","Principal":"*"}"#,
            vec!["everyone no no"],
        ),
        (r#"{"Effect":"Deny","Principal":"*"}"#, vec![]),
        (r#"{"Effect":"Allow","Action":"s3:*"}"#, vec![]),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":["111122223333","?x"],"Service":"sns.amazonaws.com"}}"#,
            vec!["account no no", "? unknown no", "service no no"],
        ),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Resource":"arn:aws:sqs:eu-west-1:111122223333:q"}"#,
            vec!["account yes no"],
        ),
        (
            r#"{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"}}"#,
            vec!["everyone no no"],
        ),
        (r#"{"Effect":"?x","Principal":"*"}"#, vec!["? no no"]),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":"??x"},"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}"#,
            vec!["? unknown yes"],
        ),
        (
            r#"{"Effect":"Allow","Principal":"??x"}"#,
            vec!["? unknown no"],
        ),
        (
            r#"{"Effect":"Allow","Principal":{"CanonicalUser":"79a59d"}}"#,
            vec!["canonical unknown no"],
        ),
    ] {
        assert_eq!(describe(json), expected, "{json}");
    }
}

#[test]
fn a_deny_beside_it_closes_what_is_open() {
    let allow = r#"{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::logs/*"}"#;
    let all =
        r#""Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]"#;
    for (deny, expected) in [
        (
            format!(r#"{all},"Condition":{{"StringNotEquals":{{"aws:PrincipalOrgID":"o-1"}}}}"#),
            "yes",
        ),
        (
            format!(
                r#"{all},"Condition":{{"StringNotEqualsIfExists":{{"aws:SourceVpce":"vpce-1"}}}}"#
            ),
            "yes",
        ),
        (
            format!(
                r#"{all},"Condition":{{"ForAllValues:StringNotLike":{{"aws:PrincipalOrgPaths":"o-1/*"}}}}"#
            ),
            "yes",
        ),
        // Holds only for who has a value: an anonymous caller has none.
        (
            format!(
                r#"{all},"Condition":{{"ForAnyValue:StringNotLike":{{"aws:PrincipalOrgPaths":"o-1/*"}}}}"#
            ),
            "no",
        ),
        (
            format!(r#"{all},"Condition":{{"NotIpAddress":{{"aws:SourceIp":"10.0.0.0/8"}}}}"#),
            "yes",
        ),
        (
            format!(
                r#"{all},"Condition":{{"NotIpAddress":{{"aws:SourceIp":["10.0.0.0/8","0.0.0.0/0"]}}}}"#
            ),
            "no",
        ),
        (
            format!(r#"{all},"Condition":{{"StringNotLike":{{"aws:PrincipalArn":"*"}}}}"#),
            "no",
        ),
        (
            format!(r#"{all},"Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}"#),
            "no",
        ),
        (
            format!(r#"{all},"Condition":{{"Null":{{"aws:PrincipalOrgID":"true"}}}}"#),
            "no",
        ),
        (
            format!(
                r#"{all},"Condition":{{"StringNotEquals":{{"aws:PrincipalOrgID":"o-1"}},"BoolIfExists":{{"aws:PrincipalIsAWSService":"false"}}}}"#
            ),
            "yes",
        ),
        // Denied only to who is outside of the organisation and comes without TLS.
        (
            format!(
                r#"{all},"Condition":{{"StringNotEquals":{{"aws:PrincipalOrgID":"o-1"}},"Bool":{{"aws:SecureTransport":"false"}}}}"#
            ),
            "no",
        ),
        (all.to_owned(), "yes"),
        (
            all.replace(
                r#""Principal":"*""#,
                r#""NotPrincipal":{"AWS":"111122223333"}"#,
            ),
            "yes",
        ),
        (all.replace("s3:*", "s3:PutObject"), "no"),
        (all.replace("logs/*", "other/*"), "no"),
        (all.replace("s3:*", "?x"), "unknown"),
        (
            format!(r#"{all},"Condition":{{"StringNotEquals":{{"aws:PrincipalOrgID":"?x"}}}}"#),
            "yes",
        ),
        (format!(r#"{all},"Condition":"??x""#), "unknown"),
    ] {
        let json = format!(r#"{allow},{{"Effect":"Deny",{deny}}}"#);
        assert_eq!(
            describe(&json),
            [format!("everyone no {expected}")],
            "{deny}"
        );
    }
}

/// Statements of small parts, of which many meet.
fn parts() -> impl Strategy<Value = String> {
    let effect = prop_oneof![Just("Allow"), Just("Deny")];
    let principal = prop_oneof![Just(r#""*""#), Just(r#"{"AWS":"111122223333"}"#)];
    let action = prop_oneof![Just("*"), Just("s3:*"), Just("s3:GetObject")];
    let resource = prop_oneof![Just("*"), Just("arn:aws:s3:::a/*"), Just("arn:aws:s3:::b")];
    let condition = prop_oneof![
        Just("{}"),
        Just(r#"{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#),
        Just(r#"{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}"#),
        Just(r#"{"StringEquals":{"aws:SourceVpce":"?x"}}"#),
    ];
    (effect, principal, action, resource, condition).prop_map(
        |(effect, principal, action, resource, condition)| {
            format!(r#"{{"Effect":"{effect}","Principal":{principal},"Action":"{action}","Resource":"{resource}","Condition":{condition}}}"#)
        },
    )
}

proptest! {
    /// One more `Deny` opens nothing, and one more `Allow` closes nothing.
    #[test]
    fn statements_are_monotonic(before in prop::collection::vec(parts(), 1..4), more in parts()) {
        let rank = |line: &String| match line.rsplit(' ').next() {
            Some("no") => 0,
            Some("unknown") => 1,
            _ => 2,
        };
        let old = describe(&before.join(","));
        let new = describe(&[before.join(","), more.clone()].join(","));
        prop_assert!(new.len() >= old.len());
        for (old, new) in old.iter().zip(&new) {
            prop_assert!(rank(new) >= rank(old), "{old} {new} {more}");
            prop_assert!(more.contains("Deny") || rank(new) == rank(old), "{old} {new} {more}");
        }
    }
}
