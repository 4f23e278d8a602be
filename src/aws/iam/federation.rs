//! Trust in identity providers that many organisations share: whose tokens a role accepts.
//!
//! The provider signs tokens for all its customers; only the subject says which one, so that a role must ask for it.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html>

use super::document::{Condition, Statement};
use super::restrict;
use crate::aws::Truth;
use crate::aws::wildcard::{self, Case};
use crate::value::{Kind, Part, Value};

/// A provider of web identities.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Provider {
    /// As reports name it.
    pub name: &'static str,
    /// What its host starts with.
    host: &'static str,
    /// What a subject starts with before the owner is named, and what ends the owner's name: `repo:` ORGANISATION `/`.
    /// `None` where the provider's own URL names the owner.
    owner: Option<(&'static str, char)>,
}

impl Provider {
    /// Whether one issuer signs for all its customers, so that only the subject says which one; the others have an issuer for each.
    pub const fn is_shared(&self) -> bool {
        self.owner.is_some()
    }
}

const PROVIDERS: &[Provider] = &[
    Provider {
        name: "GitHub Actions",
        host: "token.actions.githubusercontent.com",
        owner: Some(("repo:", '/')),
    },
    Provider {
        name: "GitLab",
        host: "gitlab.com",
        owner: Some(("project_path:", '/')),
    },
    Provider {
        name: "HCP Terraform",
        host: "app.terraform.io",
        owner: Some(("organization:", ':')),
    },
    Provider {
        name: "CircleCI",
        host: "oidc.circleci.com",
        owner: None,
    },
    Provider {
        name: "Bitbucket Pipelines",
        host: "api.bitbucket.org",
        owner: None,
    },
    Provider {
        name: "EKS",
        host: "oidc.eks.",
        owner: None,
    },
];

/// What a statement asks of the tokens of a provider.
#[derive(Clone, Debug)]
pub struct Trust {
    pub provider: Provider,
    /// The identifier of the principal.
    pub principal: Value,
    /// The values that the subject is compared with.
    pub subjects: Vec<Value>,
    /// Whether a token of another owner has a subject that is accepted.
    pub any_subject: Truth,
    /// Whether the audience is not asked for.
    pub any_audience: Truth,
}

impl Statement {
    /// The known providers that the statement trusts. The provider of an unknown principal is the one that the condition keys name.
    pub fn federated(&self) -> Vec<Trust> {
        let federated = self.principals.iter().filter(|principal| {
            wildcard::value_equals(&principal.kind, "Federated", Case::Sensitive).is_true()
        });
        federated
            .flat_map(|principal| principal.identifiers.values())
            .filter_map(|identifier| {
                let provider = provider(identifier).or_else(|| {
                    let unknown = identifier.is_unknown();
                    let mut conditions = self.conditions.iter().filter(|_| unknown);
                    conditions.find_map(|condition| provider(&condition.variable))
                })?;
                Some(self.trust(provider, identifier))
            })
            .collect()
    }

    fn trust(&self, provider: Provider, identifier: &Value) -> Trust {
        let subjects: Vec<&Condition> = self.claims(provider, ":sub").collect();
        let asked = subjects
            .iter()
            .map(|condition| asks_for_owner(condition, provider));
        let asked = Truth::any(asked.chain([self.perhaps()]));
        let audience = self.claims(provider, ":aud").map(|condition| {
            let test = condition.test.as_str();
            test.map_or_else(
                || Truth::unknown(&condition.test),
                |test| Truth::from(restrict::claim(test).is_some()),
            )
        });
        let values = subjects
            .iter()
            .flat_map(|condition| condition.values.values());
        Trust {
            provider,
            principal: identifier.clone(),
            subjects: values.cloned().collect(),
            any_subject: asked.negate(),
            any_audience: Truth::any(audience.chain([self.perhaps()])).negate(),
        }
    }

    /// The conditions on a claim of the provider's tokens.
    fn claims(&self, of: Provider, claim: &'static str) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(move |condition| {
            let other = provider(&condition.variable).is_some_and(|named| named != of);
            let end = tail(&condition.variable).unwrap_or("").to_ascii_lowercase();
            !other && end.ends_with(claim)
        })
    }

    /// Unknown when there may be conditions that are not known.
    fn perhaps(&self) -> Truth {
        Truth::any(
            self.conditions
                .iter()
                .map(|condition| match condition.variable.as_unknown() {
                    Some(_) if tail(&condition.variable).is_none() => {
                        Truth::unknown(&condition.variable)
                    }
                    _ => Truth::False,
                }),
        )
    }
}

/// The provider whose host a text holds, in what is known of it.
fn provider(value: &Value) -> Option<Provider> {
    let named = |text: &str| {
        let mut providers = PROVIDERS.iter();
        let found = providers.find(|provider| {
            let mut places = text.match_indices(provider.host);
            // `gitlab.com` is not found in `my-gitlab.com`.
            places.any(|(at, _)| {
                at == 0 || text.get(..at).is_some_and(|before| before.ends_with('/'))
            })
        });
        found.copied()
    };
    match value.kind() {
        Kind::String(text) => named(text),
        Kind::Unknown(unknown) => unknown
            .parts
            .iter()
            .flat_map(|parts| parts.iter())
            .find_map(|part| match part {
                Part::Text(text) => named(text),
                Part::String(_) | Part::Json(_) => None,
            }),
        _ => None,
    }
}

/// The known end of a text.
fn tail(value: &Value) -> Option<&str> {
    match value.kind() {
        Kind::String(text) => Some(text),
        Kind::Unknown(unknown) => match unknown.parts.as_deref() {
            Some([.., Part::Text(last)]) => Some(last),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a condition on the subject lets tokens of one owner pass only: every value names it.
fn asks_for_owner(condition: &Condition, provider: Provider) -> Truth {
    let Some(test) = condition.test.as_str() else {
        return Truth::unknown(&condition.test);
    };
    match restrict::claim(test) {
        None => Truth::False,
        Some(restrict::Match::Exact) => condition.values.is_absent().negate(),
        Some(restrict::Match::Pattern) => {
            let named = condition.values.all(|value| names_owner(value, provider));
            condition.values.is_absent().negate().and(|| named)
        }
    }
}

/// Whether a pattern of subjects fixes the owner before its first wildcard.
fn names_owner(value: &Value, provider: Provider) -> Truth {
    let (known, open) = match value.kind() {
        Kind::String(text) => (text.as_ref(), false),
        Kind::Unknown(unknown) => (unknown.prefix(), true),
        _ => return Truth::False,
    };
    let fixed = known.split(['*', '?']).next().unwrap_or("");
    let wild = fixed.len() < known.len();
    let rest = match provider.owner {
        None => Some(fixed),
        Some((before, end)) => match fixed.strip_prefix(before) {
            Some(owner) => owner.split_once(end).map(|(owner, _)| owner),
            // A subject of another shape, as the owner can configure: the first word must be fixed.
            None => fixed.split_once(':').map(|(word, _)| word),
        },
    };
    match rest {
        Some(owner) if !owner.is_empty() => Truth::True,
        _ if wild => Truth::False,
        _ if open => Truth::unknown(value),
        // No wildcard at all: one subject.
        _ => (!known.is_empty()).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{hole, partly, statements};

    const GITHUB: &str =
        "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

    fn trusts(principal: &str, condition: &str) -> Vec<Trust> {
        let json = format!(
            r#"{{"Effect":"Allow","Principal":{{"Federated":"{principal}"}},"Condition":{condition}}}"#
        );
        statements(&json)[0].federated()
    }

    fn words(trust: &Trust) -> [&'static str; 2] {
        [&trust.any_subject, &trust.any_audience].map(|truth| match truth {
            Truth::True => "any",
            Truth::False => "asked",
            Truth::Unknown(_) => "unknown",
        })
    }

    #[test]
    fn subjects_and_audiences_of_github() {
        for (condition, expected) in [
            ("{}", ["any", "any"]),
            (
                r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/app:*"}}"#,
                ["asked", "any"],
            ),
            (
                r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/*","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}"#,
                ["asked", "asked"],
            ),
            (
                r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme*"}}"#,
                ["any", "any"],
            ),
            (
                r#"{"StringLike":{"token.actions.githubusercontent.com:sub":["repo:acme/app:*","*"]}}"#,
                ["any", "any"],
            ),
            (
                r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}}"#,
                ["any", "any"],
            ),
            (
                r#"{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme/app:ref:refs/heads/main"}}"#,
                ["asked", "any"],
            ),
            (
                r#"{"StringEquals":{"token.actions.githubusercontent.com:sub":"?x"}}"#,
                ["asked", "any"],
            ),
            (
                r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"?x"}}"#,
                ["unknown", "any"],
            ),
            (
                r#"{"StringNotLike":{"token.actions.githubusercontent.com:sub":"repo:evil/*"}}"#,
                ["any", "any"],
            ),
            (
                r#"{"StringLike":{"gitlab.com:sub":"project_path:acme/app:*"}}"#,
                ["any", "any"],
            ),
            (
                r#"{"ForAllValues:StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme/app:x","token.actions.githubusercontent.com:aud":"x"}}"#,
                ["asked", "asked"],
            ),
            (r#""??x""#, ["unknown", "unknown"]),
        ] {
            let trusts = trusts(GITHUB, condition);
            assert_eq!(words(&trusts[0]), expected, "{condition}");
            assert_eq!(trusts[0].provider.name, "GitHub Actions");
        }
    }

    #[test]
    fn other_providers() {
        for (host, claim, subject, expected) in [
            (
                "gitlab.com",
                "gitlab.com",
                "project_path:acme/app:*",
                "asked",
            ),
            ("gitlab.com", "gitlab.com", "project_path:*/app:*", "any"),
            (
                "app.terraform.io",
                "app.terraform.io",
                "organization:acme:project:*",
                "asked",
            ),
            (
                "app.terraform.io",
                "app.terraform.io",
                "organization:*:workspace:prod:*",
                "any",
            ),
            (
                "oidc.circleci.com/org/1",
                "oidc.circleci.com/org/1",
                "org/1/*",
                "asked",
            ),
            (
                "oidc.eks.eu-west-1.amazonaws.com/id/A",
                "oidc.eks.eu-west-1.amazonaws.com/id/A",
                "*",
                "any",
            ),
        ] {
            let principal = format!("arn:aws:iam::123456789012:oidc-provider/{host}");
            let condition = format!(r#"{{"StringLike":{{"{claim}:sub":"{subject}"}}}}"#);
            assert_eq!(
                words(&trusts(&principal, &condition)[0])[0],
                expected,
                "{subject}"
            );
        }
        for other in [
            "cognito-identity.amazonaws.com",
            "arn:aws:iam::1:oidc-provider/my-gitlab.com",
        ] {
            assert!(trusts(other, "{}").is_empty(), "{other}");
        }
    }

    #[test]
    fn an_unknown_principal_is_known_by_the_keys() {
        let condition =
            r#"{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/*"}}"#;
        assert_eq!(words(&trusts("?arn", condition)[0]), ["asked", "any"]);
        assert!(trusts("?arn", "{}").is_empty());
    }

    #[test]
    fn an_owner_is_fixed_before_the_unknown_piece() {
        let github = PROVIDERS[0];
        assert_eq!(
            names_owner(&partly("repo:acme/", &hole("app"), ":*"), github),
            Truth::True
        );
        assert!(matches!(
            names_owner(&partly("repo:", &hole("org"), "/*"), github),
            Truth::Unknown(_)
        ));
        assert_eq!(
            names_owner(&partly("*", &hole("org"), "/*"), github),
            Truth::False
        );
    }
}
