//! What is true of AWS: ARNs, policy documents, actions and their access levels, managed policies.
//!
//! Knows no rule and no severity. Works on values: a document may be known in part, and every answer has three values.

pub mod arn;

pub mod iam;
mod truth;
pub mod wildcard;

pub use truth::Truth;

#[cfg(test)]
mod testing;
