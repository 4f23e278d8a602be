//! Who a principal is: everyone, an account, somebody of an account, a service; and whose account it is, as far as the text says.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::marked::Marked;
use crate::aws::Truth;
use crate::aws::arn::{self, Arn};
use crate::aws::wildcard;
use crate::value::{Reason, Value};

/// What a principal stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Everyone,
    /// A whole account: everyone there to whom its administrators give the permission.
    Account,
    /// A role, a user or a session.
    Principal,
    Service,
    /// An identity provider.
    Federated,
    /// An account, or an origin access identity, by its canonical id.
    Canonical,
}

/// The account of a principal.
#[derive(Clone, Debug)]
pub(super) enum Account {
    /// It has none: everyone, services.
    None,
    Known(Box<str>),
    /// One that this configuration works in, whatever its number.
    Own(Value),
    Unknown(Value),
}

/// A principal, as far as it is known.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub(super) kind: Result<Kind, Vec<Reason>>,
    pub(super) account: Account,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Account => "account",
            Self::Principal => "principal",
            Self::Service => "service",
            Self::Federated => "federated",
            Self::Canonical => "canonical",
        }
    }
}

impl Who {
    pub(super) const fn new(kind: Kind, account: Account) -> Self {
        Self {
            kind: Ok(kind),
            account,
        }
    }

    pub(super) fn unknown(because: &Value) -> Self {
        Self {
            kind: Err(because.reasons()),
            account: Account::Unknown(because.clone()),
        }
    }

    /// Who an identifier of a kind of principals (`AWS`, `Service`, …) is.
    pub(super) fn of(kind: &str, identifier: &Value) -> Self {
        match kind {
            "AWS" | "*" => Self::aws(identifier),
            "Service" => Self::new(Kind::Service, Account::None),
            "Federated" => Self::new(Kind::Federated, account_in(identifier)),
            _ => Self::new(Kind::Canonical, source(identifier)),
        }
    }

    fn aws(identifier: &Value) -> Self {
        let marked = Marked::of(identifier);
        if let Some(arn) = Arn::parse(&marked.text) {
            return Self::of_arn(arn, &marked, identifier);
        }
        if let Some(account) = arn::account(&marked.text) {
            return Self::new(Kind::Account, Account::Known(account.into()));
        }
        match wildcard::is_everything(identifier) {
            Truth::True => Self::new(Kind::Everyone, Account::None),
            _ if identifier.is_unknown() => match Source::of(identifier) {
                Source::Service => Self::new(Kind::Service, Account::None),
                Source::Own if names_account(identifier) => {
                    Self::new(Kind::Account, Account::Own(identifier.clone()))
                }
                Source::Own => Self::new(Kind::Principal, Account::Own(identifier.clone())),
                Source::Elsewhere => match wildcard::is_everything(identifier) {
                    Truth::Unknown(_) => Self::unknown(identifier),
                    _ => Self::new(Kind::Principal, Account::Unknown(identifier.clone())),
                },
            },
            // The id of somebody who was deleted, or of a user: it names no account.
            _ => Self::new(Kind::Principal, Account::Unknown(identifier.clone())),
        }
    }

    fn of_arn(arn: Arn<'_>, marked: &Marked<'_>, identifier: &Value) -> Self {
        let kind = if arn.resource == "root" {
            Kind::Account
        } else {
            Kind::Principal
        };
        if let Some(account) = arn::account(arn.account) {
            return Self::new(kind, Account::Known(account.into()));
        }
        if let Some(hole) = marked.hole(arn.account) {
            return match Source::of(hole) {
                Source::Own => Self::new(kind, Account::Own(hole.clone())),
                _ => Self::new(kind, Account::Unknown(hole.clone())),
            };
        }
        if arn.account.contains('*') {
            return Self::new(Kind::Everyone, Account::None);
        }
        if arn
            .account
            .chars()
            .all(|character| character.is_ascii_alphabetic())
        {
            // `arn:aws:iam::cloudfront:user/…`: AWS itself.
            return Self::new(Kind::Service, Account::None);
        }
        Self::new(kind, Account::Unknown(identifier.clone()))
    }
}

/// The account that an ARN names; none for what is no ARN (`accounts.google.com`).
fn account_in(identifier: &Value) -> Account {
    let marked = Marked::of(identifier);
    match Arn::parse(&marked.text) {
        Some(arn) => Who::of_arn(arn, &marked, identifier).account,
        None if identifier.is_unknown() => source(identifier),
        None => Account::None,
    }
}

/// The account of what is named by an id that tells none.
fn source(identifier: &Value) -> Account {
    match Source::of(identifier) {
        Source::Own => Account::Own(identifier.clone()),
        Source::Service => Account::None,
        Source::Elsewhere => Account::Unknown(identifier.clone()),
    }
}

/// Whether an unknown of the configuration's own is the number of an account.
fn names_account(identifier: &Value) -> bool {
    let symbol = identifier
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref());
    symbol.is_some_and(|symbol| {
        let kind = resource_type(&symbol.instance).1;
        let path = symbol.path.as_ref();
        path.ends_with("account_id") || (path == "id" && NUMBERED.contains(&kind))
    })
}

/// Types whose `id` is the number of an account.
const NUMBERED: &[&str] = &["aws_caller_identity", "aws_organizations_account"];

/// Data sources that speak of the account that the configuration works in, or of its organisation.
const OWN: &[&str] = &[
    "aws_caller_identity",
    "aws_canonical_user_id",
    "aws_cloudfront_origin_access_identities",
    "aws_cloudfront_origin_access_identity",
    "aws_iam_role",
    "aws_iam_roles",
    "aws_iam_session_context",
    "aws_iam_user",
    "aws_iam_users",
    "aws_organizations_organization",
    "aws_organizations_organizational_unit_child_accounts",
    "aws_organizations_organizational_unit_descendant_accounts",
];

/// Data sources that name accounts of AWS itself.
const SERVICES: &[&str] = &[
    "aws_billing_service_account",
    "aws_cloudfront_log_delivery_canonical_user_id",
    "aws_cloudtrail_service_account",
    "aws_elb_service_account",
    "aws_redshift_service_account",
];

/// What an unknown is read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Source {
    /// A resource of the configuration, or a data source that speaks of its account.
    Own,
    /// A data source that names an account of AWS.
    Service,
    Elsewhere,
}

impl Source {
    /// All that an unknown depends on must be of one source.
    fn of(value: &Value) -> Self {
        let reasons = value.reasons();
        let mut sources = reasons.iter().map(|reason| match reason {
            Reason::Data { address } => Self::at(address),
            Reason::Computed { symbol } => Self::at(&symbol.instance),
            _ => Self::Elsewhere,
        });
        let first = sources.next().unwrap_or(Self::Elsewhere);
        if sources.all(|source| source == first) {
            first
        } else {
            Self::Elsewhere
        }
    }

    fn at(address: &str) -> Self {
        match resource_type(address) {
            (true, kind) if OWN.contains(&kind) => Self::Own,
            (true, kind) if SERVICES.contains(&kind) => Self::Service,
            (false, kind) if kind.starts_with("aws_") => Self::Own,
            _ => Self::Elsewhere,
        }
    }
}

/// Whether an address is one of a data source, and its type: of `module.a.data.aws_iam_role.x["k"]`.
fn resource_type(address: &str) -> (bool, &str) {
    let key = address.ends_with(']').then(|| address.rfind('[')).flatten();
    let without_key = key.and_then(|at| address.get(..at)).unwrap_or(address);
    let mut pieces = without_key.rsplit('.');
    let kind = pieces.nth(1).unwrap_or("");
    (pieces.next() == Some("data"), kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{hole, known, partly, symbolic};

    fn describe(who: &Who) -> String {
        let kind = who.kind.as_ref().map_or("?", |kind| kind.name());
        let account = match &who.account {
            Account::None => "",
            Account::Known(account) => account,
            Account::Own(_) => "own",
            Account::Unknown(_) => "?",
        };
        format!("{kind} {account}")
    }

    #[test]
    fn texts() {
        for (text, expected) in [
            ("*", "everyone "),
            ("123456789012", "account 123456789012"),
            ("arn:aws:iam::123456789012:root", "account 123456789012"),
            (
                "arn:aws-cn:iam::123456789012:role/x",
                "principal 123456789012",
            ),
            (
                "arn:aws:sts::123456789012:assumed-role/x/y",
                "principal 123456789012",
            ),
            ("arn:aws:iam::*:root", "everyone "),
            (
                "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
                "service ",
            ),
            ("AIDAEXAMPLE", "principal ?"),
        ] {
            assert_eq!(describe(&Who::of("AWS", &known(text))), expected, "{text}");
        }
        assert_eq!(describe(&Who::of("Service", &hole("x"))), "service ");
        let provider = known("arn:aws:iam::123456789012:oidc-provider/x");
        assert_eq!(
            describe(&Who::of("Federated", &provider)),
            "federated 123456789012"
        );
    }

    #[test]
    fn unknowns() {
        let account = symbolic("data.aws_caller_identity.current", "account_id");
        let role = symbolic("module.a[\"b.c\"].aws_iam_role.x[\"d.e\"]", "arn");
        let looked_up = symbolic("module.a.data.aws_iam_role.x", "arn");
        let elb = symbolic("data.aws_elb_service_account.main", "arn");
        let elsewhere = symbolic("data.terraform_remote_state.x", "outputs.arn");
        for (value, expected) in [
            (account.clone(), "account own"),
            (partly("arn:aws:iam::", &account, ":root"), "account own"),
            (
                partly("arn:aws:iam::", &hole("x"), ":role/x"),
                "principal ?",
            ),
            (
                partly("arn:", &hole("partition"), ":iam::123456789012:root"),
                "account 123456789012",
            ),
            (partly("", &hole("x"), ":root"), "principal ?"),
            (role, "principal own"),
            (looked_up, "principal own"),
            (elb, "service "),
            (elsewhere, "principal ?"),
            (hole("x"), "? ?"),
        ] {
            assert_eq!(describe(&Who::of("AWS", &value)), expected, "{value:?}");
        }
    }
}
