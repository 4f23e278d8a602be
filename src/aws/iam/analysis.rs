//! What a statement gives: questions about one statement, answered true, false, or unknown for reasons.
//!
//! Knows no attachment and no boundary: what several policies give together is another question.

use super::document::{Condition, Document, Elements, Statement};
use super::restrict;
use crate::aws::Truth;
use crate::aws::wildcard::{self, Case};

impl Document {
    /// Whether some statement fulfils a condition.
    pub fn any(&self, condition: impl Fn(&Statement) -> Truth) -> Truth {
        Truth::any(self.statements.iter().map(condition))
    }
}

impl Statement {
    /// Whether the statement is about an action, or all actions of a pattern such as `s3:*`: through `Action` or around `NotAction`.
    pub fn covers_action(&self, action: &str) -> Truth {
        let action = whole(action);
        let listed = self.actions.any(|pattern| match pattern.as_str() {
            Some(known) => wildcard::covers(whole(known), action, Case::Insensitive).into(),
            None => wildcard::value_covers(pattern, action, Case::Insensitive),
        });
        listed.or(|| around(&self.not_actions, action, Case::Insensitive))
    }

    /// Whether the statement is about a resource, or all resources of a pattern: through `Resource` or around `NotResource`.
    pub fn covers_resource(&self, resource: &str) -> Truth {
        self.resources
            .cover(resource, Case::Sensitive)
            .or(|| around(&self.not_resources, resource, Case::Sensitive))
    }

    /// Whether nothing but its principals, actions and resources decides when it holds.
    pub fn is_unconditional(&self) -> Truth {
        Truth::all(self.conditions.iter().map(|condition| {
            if condition.is_unknown() {
                Truth::unknown(&condition.test)
            } else {
                Truth::False
            }
        }))
    }

    /// The conditions on a key, which is not case-sensitive; unknown ones may be on any key.
    pub fn conditions_on<'a>(
        &'a self,
        key: &'a str,
    ) -> impl Iterator<Item = (&'a Condition, Truth)> {
        self.conditions.iter().filter_map(move |condition| {
            let on = wildcard::value_equals(&condition.variable, key, Case::Insensitive);
            (!on.is_false()).then_some((condition, on))
        })
    }

    /// Whether every AWS principal, or everybody, is among its principals: `*`, `AWS: *`, or `NotPrincipal` in an `Allow`.
    pub fn names_everyone(&self) -> Truth {
        let everyone = self.principals.iter().map(|principal| {
            let kind = |name| wildcard::value_equals(&principal.kind, name, Case::Sensitive);
            kind("AWS")
                .or(|| kind("*"))
                .and(|| principal.identifiers.any(wildcard::is_everything))
        });
        let excluded = self.not_principals.iter().map(|principal| {
            let absent = principal.identifiers.is_absent();
            absent.negate().and(|| self.allows())
        });
        Truth::any(everyone.chain(excluded))
    }

    /// Whether a condition narrows down who can use it: an account, an organisation, a network, a source.
    pub fn restricts_who(&self) -> Truth {
        restrict::restrict_who(&self.conditions)
    }

    /// Whether it allows something to everyone.
    pub fn is_public(&self) -> Truth {
        self.allows()
            .and(|| self.names_everyone())
            .and(|| self.restricts_who().negate())
    }
}

/// `*:*` is all actions, as `*` is.
fn whole(action: &str) -> &str {
    if action == "*:*" { "*" } else { action }
}

/// Whether a list of exceptions is there and leaves all of a pattern out.
fn around(exceptions: &Elements, pattern: &str, case: Case) -> Truth {
    exceptions.is_absent().negate().and(|| {
        exceptions.all(|exception| match exception.as_str() {
            Some(known) => (!wildcard::overlaps(whole(known), pattern, case)).into(),
            None => Truth::unknown(exception),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{statements, word};

    fn statement(json: &str) -> Statement {
        statements(json).into_iter().next().unwrap()
    }

    fn allows_everything(statement: &Statement) -> Truth {
        statement
            .allows()
            .and(|| statement.covers_action("*"))
            .and(|| statement.covers_resource("*"))
            .and(|| statement.is_unconditional())
    }

    #[test]
    fn everything_is_all_actions_on_all_resources_always() {
        for (json, expected) in [
            (r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, "yes"),
            (
                r#"{"Effect":"Allow","Action":["s3:Get*","*:*"],"Resource":["x","*"]}"#,
                "yes",
            ),
            (r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#, "no"),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b"}"#,
                "no",
            ),
            (r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#, "no"),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}"#,
                "no",
            ),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}"#,
                "yes",
            ),
            (
                r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#,
                "no",
            ),
            (
                r#"{"Effect":"Allow","Action":"?x","Resource":"*"}"#,
                "unknown",
            ),
            (r#"{"Effect":"Allow","Action":"?x","Resource":"y"}"#, "no"),
            (r#"{"Effect":"?x","Action":"*","Resource":"*"}"#, "unknown"),
            (
                r#"{"Effect":"Allow","Action":"??x","Resource":"*"}"#,
                "unknown",
            ),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":"??x"}"#,
                "unknown",
            ),
            (
                r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"?x"}}}"#,
                "no",
            ),
            (r#""??statement""#, "unknown"),
        ] {
            assert_eq!(
                word(&allows_everything(&statement(json))),
                expected,
                "{json}"
            );
        }
    }

    #[test]
    fn actions_are_covered_directly_or_around_exceptions() {
        for (json, action, expected) in [
            (r#""Action":"iam:Pass*""#, "iam:PassRole", "yes"),
            (r#""Action":"IAM:passrole""#, "iam:PassRole", "yes"),
            (r#""Action":"*""#, "s3:*", "yes"),
            (r#""Action":"s3:Get*""#, "s3:*", "no"),
            (r#""NotAction":"s3:Get*""#, "s3:PutObject", "yes"),
            (r#""NotAction":"s3:Get*""#, "s3:GetObject", "no"),
            (r#""NotAction":"s3:Get*""#, "s3:*", "no"),
            (r#""NotAction":"s3:Get*""#, "ec2:*", "yes"),
            (r#""NotAction":["s3:Get*","?x"]"#, "ec2:*", "unknown"),
            (r#""NotAction":["ec2:*","?x"]"#, "ec2:*", "no"),
            (r#""NotAction":"??x""#, "ec2:*", "unknown"),
            (r#""Resource":"*""#, "ec2:*", "no"),
        ] {
            let statement = statement(&format!(r#"{{"Effect":"Allow",{json}}}"#));
            assert_eq!(
                word(&statement.covers_action(action)),
                expected,
                "{json} {action}"
            );
        }
    }

    #[test]
    fn public_is_everyone_without_a_restriction() {
        for (json, expected) in [
            (r#""Principal":"*""#, "yes"),
            (r#""Principal":{"AWS":"*"}"#, "yes"),
            (r#""Principal":{"AWS":["123456789012","*"]}"#, "yes"),
            (r#""Principal":{"Service":"*"}"#, "no"),
            (r#""Principal":{"AWS":"123456789012"}"#, "no"),
            (r#""Principal":{"AWS":"?x"}"#, "unknown"),
            (r#""Principal":"??x""#, "unknown"),
            (r#""NotPrincipal":{"AWS":"123456789012"}"#, "yes"),
            (
                r#""Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#,
                "no",
            ),
            (
                r#""Principal":"*","Condition":{"StringEquals":{"aws:SourceAccount":"?x"}}"#,
                "no",
            ),
            (
                r#""Principal":"*","Condition":{"StringNotEquals":{"aws:SourceAccount":"1"}}"#,
                "yes",
            ),
            (
                r#""Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#,
                "yes",
            ),
            (
                r#""Principal":"?x","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#,
                "no",
            ),
        ] {
            let statement = statement(&format!(r#"{{"Effect":"Allow","Action":"s3:*",{json}}}"#));
            assert_eq!(word(&statement.is_public()), expected, "{json}");
        }
        let denied = statement(r#"{"Effect":"Deny","Principal":"*"}"#);
        assert_eq!(denied.is_public(), Truth::False);
    }

    #[test]
    fn keys_of_conditions_are_not_case_sensitive() {
        let has_condition_on = |statement: &Statement, key: &str| {
            Truth::any(statement.conditions_on(key).map(|(_, on)| on))
        };
        let conditions =
            r#"{"Effect":"Allow","Condition":{"StringEquals":{"iam:passedtoservice":"x"}}}"#;
        assert_eq!(
            has_condition_on(&statement(conditions), "iam:PassedToService"),
            Truth::True
        );
        assert_eq!(
            has_condition_on(&statement(conditions), "iam:Other"),
            Truth::False
        );
        let unknown = statement(r#"{"Effect":"Allow","Condition":"??x"}"#);
        assert_eq!(
            word(&has_condition_on(&unknown, "iam:PassedToService")),
            "unknown"
        );
    }
}
