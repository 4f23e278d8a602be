//! What a plan does to one instance: actions, the values before and after, and what forces a replacement.

use crate::terraform::{InstanceKey, Mode};
use crate::value::Held;
use std::sync::Arc;

/// What happens to an instance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    NoOp,
    Create,
    Read,
    Update,
    /// Destroyed and created again; `create_first`: the new one is there before the old one goes (`create_before_destroy`).
    Replace {
        create_first: bool,
    },
    Delete,
    /// Taken out of the state, not out of the account (`removed` with `destroy = false`).
    Forget,
    /// Changed outside of Terraform since the last apply.
    Drift,
}

impl Action {
    /// The action that a list of Terraform's words means; `None` for words of a newer format.
    pub(super) fn parse(words: &[&str]) -> Option<Self> {
        Some(match words {
            [] | ["no-op"] => Self::NoOp,
            ["create"] => Self::Create,
            ["read"] => Self::Read,
            ["update"] => Self::Update,
            ["delete", "create"] => Self::Replace {
                create_first: false,
            },
            ["create", "delete" | "forget"] => Self::Replace { create_first: true },
            ["delete"] => Self::Delete,
            ["forget"] => Self::Forget,
            _ => return None,
        })
    }

    /// The word of rules and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoOp => "no-op",
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Replace { .. } => "replace",
            Self::Delete => "delete",
            Self::Forget => "forget",
            Self::Drift => "drift",
        }
    }
}

/// One entry of `resource_changes` or `resource_drift`.
#[derive(Clone, Debug)]
pub struct Change {
    pub address: Arc<str>,
    /// Where the instance was before a `moved` block or a rename.
    pub previous_address: Option<Arc<str>>,
    pub module: Arc<str>,
    pub mode: Mode,
    pub resource_type: Arc<str>,
    pub name: Arc<str>,
    pub key: InstanceKey,
    /// The key of a deposed object: what an interrupted replacement left behind.
    pub deposed: Option<Arc<str>>,
    pub action: Action,
    /// Terraform's own word, such as `replace_because_cannot_update`.
    pub reason: Option<Arc<str>>,
    /// Null for what did not exist.
    pub before: Held,
    /// Null for what will not exist.
    pub after: Held,
    /// The paths of the attributes that force a replacement: `engine_version`, `storage[0].size`.
    pub replace_paths: Vec<Arc<str>>,
    /// Whether the instance is adopted by an `import` block.
    pub importing: bool,
}

/// An instance whose change Terraform left for a later plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deferred {
    pub address: String,
    /// Terraform's own word, such as `instance_count_unknown`.
    pub reason: String,
}

/// A check of the configuration's own that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FailedCheck {
    /// What it belongs to, such as `check.health` or `aws_lb.main`.
    pub address: String,
    /// The configuration's own words.
    pub message: String,
}
