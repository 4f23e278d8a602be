//! Identity and access management: what policy documents say, and what AWS's actions and managed policies are.

pub mod actions;
mod analysis;
pub mod document;
pub mod escalation;
pub mod federation;
pub mod identity_policies;
mod json;
mod located;
pub mod managed;
pub mod permissions;
pub mod policy_document;
mod restrict;
pub mod roles;
mod shape;

use crate::value::Origin;

/// Why a text is not a policy document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Malformed {
    /// Lower case, no full stop.
    pub message: String,
    pub origin: Origin,
}

#[cfg(test)]
mod tests;
