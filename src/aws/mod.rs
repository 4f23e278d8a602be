//! What is true of AWS: identity, addresses, IAM, network, data tables. Knows no rule.
//!
//! Works on values: a document may be known in part, and every answer has three values.

pub mod arn;
pub mod iam;
pub mod identity;
pub mod network;
mod truth;
pub mod wildcard;

pub use truth::Truth;

#[cfg(test)]
mod testing;
