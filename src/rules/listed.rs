//! What rules are asked about that no configuration holds: the objects of a state, and what a comparison of states with an account lists.
//! Knows neither states nor accounts: `session` fills the facts in.

use crate::source::Span;
use crate::value::{Fields, Value};
use std::sync::Arc;

/// A list whose entries rules are asked about, one by one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum List {
    /// The managed objects of a state, beside the configuration.
    State,
    /// What is in an account and in no state.
    Unmanaged,
    /// What is in a state and not in the account.
    Gone,
    /// The entries of the ignore list that cover nothing.
    UnusedIgnores,
}

impl List {
    /// The lists of an inventory: what `inventory` may name.
    pub(super) const INVENTORY: [Self; 3] = [Self::Unmanaged, Self::Gone, Self::UnusedIgnores];

    /// The word of rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Unmanaged => "unmanaged",
            Self::Gone => "gone",
            Self::UnusedIgnores => "unused-ignores",
        }
    }

    /// The facts that `self` has, as `docs/rule-language.md` describes them.
    pub const fn facts(self) -> &'static [&'static str] {
        match self {
            Self::State => &[
                "address",
                "type",
                "name",
                "module",
                "file",
                "holds_data",
                "declared",
            ],
            Self::Unmanaged => &[
                "address",
                "identity",
                "arn",
                "service",
                "type",
                "name",
                "region",
                "account",
                "tags",
                "file",
                "import",
                "no_import",
                "managed",
            ],
            Self::Gone => &["address", "type", "arn", "id", "file", "exists"],
            Self::UnusedIgnores => &["address", "arn", "reason", "file", "used"],
        }
    }
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub list: List,
    /// The resource type, for the patterns of rules; empty where it is not known.
    pub resource_type: String,
    /// What names the entry in reports: an address of Terraform, or an identity of AWS.
    pub address: String,
    /// The addresses that a finding lists.
    pub addresses: Vec<String>,
    pub place: Span,
    /// `self`: an object with the facts of the list.
    pub facts: Value,
}

impl Listed {
    /// The facts of an entry as `self`; only those of its list.
    pub fn object(list: List, facts: Vec<(&'static str, Value)>) -> Fields {
        let facts = facts.into_iter();
        let facts = facts.filter(|(name, _)| list.facts().contains(name));
        facts
            .map(|(name, value)| (Arc::from(name), value))
            .collect()
    }
}
