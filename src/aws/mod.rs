//! What is true of AWS: identity, addresses, IAM, network, data tables. Knows no rule.

pub mod identity;
pub mod network;
