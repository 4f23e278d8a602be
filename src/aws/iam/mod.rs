//! Identity and access management: what policy documents say, and what AWS's actions and managed policies are.

pub mod accounts;
pub mod actions;
mod analysis;
pub mod caller;
pub mod document;
pub mod escalation;
pub mod federation;
pub mod identity_policies;
mod json;
mod located;
pub mod loose;
pub mod managed;
pub mod permissions;
pub mod policy_document;
pub mod resource_policies;
mod restrict;
pub mod roles;
mod shape;
mod sought;

use crate::source::Sources;
use crate::value::{Origin, Type, Unknown, Value};

/// Why a text is not a policy document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Malformed {
    /// Lower case, no full stop.
    pub message: String,
    pub origin: Origin,
}

/// The value that a JSON text encodes, each piece with the place where it is written; unknown as a whole when a key in it is not known.
pub fn decode(text: &Value, sources: &Sources) -> Result<Value, Malformed> {
    let json = located::with_places(json::Json::read(text)?, text, sources);
    let unknown = || {
        let unknown = Unknown::because_all(Type::Any, text.reasons());
        Value::unknown(unknown, text.origin().clone())
    };
    Ok(json.to_value().unwrap_or_else(unknown))
}

#[cfg(test)]
mod tests;
