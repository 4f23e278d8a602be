//! groundrules: a Terraform-companion linter for AWS.
//!
//! The modules are floors (`docs/architecture.md`): a module uses its own children and lower floors, never a neighbour, never up.

pub mod aws;
pub mod cli;
pub mod expr;
pub mod finding;
pub mod graph;
pub mod inventory;
pub mod plan;
pub mod report;
pub mod rules;
pub mod schema;
pub mod session;
pub mod source;
pub mod syntax;
pub mod terraform;
pub mod triage;
pub mod value;
