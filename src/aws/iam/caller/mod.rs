//! Who may use a resource, by the policy that the resource carries: every principal that an `Allow` lets in, and whether something narrows it down.
//!
//! Knows no policies of the callers themselves, and none of the organisation; what service control policies and block public access
//! take away is another question.

mod denial;
mod marked;
mod principal;

pub use principal::Kind;

use super::document::{Principal, Statement};
use crate::aws::arn::{self, Arn};
use crate::aws::{Truth, iam::accounts::Accounts};
use crate::value::{Origin, Reason, Type, Unknown, Value};
use principal::{Account, Who};
use std::collections::BTreeSet;

/// One principal of one statement that allows something.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The name of a [`Kind`], or unknown.
    pub kind: Value,
    /// As it is written.
    pub principal: Value,
    /// The number of its account; null where it has none.
    pub account: Value,
    /// Whether the account is one that this configuration works in. False for what has no account.
    pub is_own: Truth,
    /// Whether a condition, or a `Deny` beside it, leaves only callers of a stated account, organisation, network or source.
    pub is_restricted: Truth,
    /// The statement in the form of rules.
    pub statement: Value,
}

/// The callers that the statements of one policy let in, in their order. A statement that may not be there has a caller of whom nothing is known.
pub fn callers(statements: &[Statement], accounts: &Accounts) -> Vec<Caller> {
    let owned = owned(statements);
    let allowing = statements
        .iter()
        .filter(|statement| !statement.allows().is_false());
    let mut all = Vec::new();
    for statement in allowing {
        let let_in = who(statement);
        if let_in.is_empty() {
            continue;
        }
        let is_restricted = statement.restricts_who().or(|| {
            let others = statements
                .iter()
                .filter(|other| !std::ptr::eq(*other, statement));
            Truth::any(others.map(|deny| denial::closes(deny, statement)))
        });
        let value = statement.to_value();
        let is_own = |account: &Account| is_own(account, accounts, &owned);
        all.extend(let_in.into_iter().map(|(principal, who)| Caller {
            kind: kind(&who, statement, &principal),
            account: number(&who.account, principal.origin()),
            is_own: is_own(&who.account),
            is_restricted: is_restricted.clone(),
            statement: value.clone(),
            principal,
        }));
    }
    all
}

/// The principals of a statement that allows, each as it is written and who it is.
fn who(statement: &Statement) -> Vec<(Value, Who)> {
    let mut all: Vec<(Value, Who)> = statement.principals.iter().flat_map(members).collect();
    // All but some: everyone whom nobody thought of.
    for principal in &statement.not_principals {
        match principal.identifiers.is_absent() {
            Truth::True => {}
            Truth::False => {
                let place = principal.identifiers.values().first();
                let place = place.unwrap_or(&principal.kind).clone();
                all.push((place, Who::new(Kind::Everyone, Account::None)));
            }
            Truth::Unknown(_) => all.push((principal.kind.clone(), Who::unknown(&principal.kind))),
        }
    }
    all
}

fn members(principal: &Principal) -> Vec<(Value, Who)> {
    let identifiers = principal.identifiers.values().iter();
    let Some(kind) = principal.kind.as_str() else {
        let unknown = Who::unknown(&principal.kind);
        let places = identifiers.chain(principal.identifiers.rest());
        return places
            .map(|place| (place.clone(), unknown.clone()))
            .collect();
    };
    let known = identifiers.chain(principal.identifiers.rest());
    known
        .map(|identifier| (identifier.clone(), Who::of(kind, identifier)))
        .collect()
}

/// The kind as a value; unknown also where it is not known whether the statement allows.
fn kind(who: &Who, statement: &Statement, principal: &Value) -> Value {
    let at = principal.origin().clone();
    let unknown = |reasons: Vec<Reason>| {
        let unknown = Unknown::because_all(Type::String, reasons);
        Value::unknown(unknown.not_null(), at.clone())
    };
    match (statement.allows(), &who.kind) {
        (Truth::Unknown(reasons), _) => unknown(reasons),
        (_, Err(reasons)) => unknown(reasons.clone()),
        (_, Ok(kind)) => Value::string(kind.name(), at),
    }
}

/// The number of an account as a value.
fn number(account: &Account, at: &Origin) -> Value {
    match account {
        Account::None => Value::null(Type::String, at.clone()),
        Account::Known(number) => Value::string(number, at.clone()),
        Account::Own(value) | Account::Unknown(value) => {
            let unknown = Unknown::because_all(Type::String, reasons(value));
            Value::unknown(unknown.not_null(), at.clone())
        }
    }
}

fn is_own(account: &Account, accounts: &Accounts, owned: &BTreeSet<&str>) -> Truth {
    match account {
        Account::None => Truth::False,
        Account::Own(_) => Truth::True,
        Account::Known(number) => {
            (owned.contains(number.as_ref()) || accounts.contains(number)).into()
        }
        Account::Unknown(value) => Truth::Unknown(reasons(value)),
    }
}

/// Why the account of a principal is not known.
fn reasons(value: &Value) -> Vec<Reason> {
    let reasons = value.reasons();
    if reasons.is_empty() {
        let text = "it names a principal by an id, which tells no account";
        return vec![Reason::Other(text.into())];
    }
    reasons
}

/// The accounts in the `Resource` elements of a resource policy: they are the resource's own.
fn owned(statements: &[Statement]) -> BTreeSet<&str> {
    let resources = statements
        .iter()
        .flat_map(|statement| statement.resources.values());
    let texts = resources.filter_map(|resource| Arn::parse(resource.as_str()?));
    texts.filter_map(|arn| arn::account(arn.account)).collect()
}

#[cfg(test)]
mod tests;
