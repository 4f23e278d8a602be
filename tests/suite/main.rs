//! The one integration binary: everything that is tested from outside the crate.
#![expect(
    unreachable_pub,
    reason = "`pub` means: for the other modules of this binary"
)]
#![expect(
    clippy::disallowed_methods,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests read the project's own files, and a failure anywhere is a failed test"
)]

mod answers;
mod architecture;
mod binary;
mod broken;
mod budgets;
mod chains;
mod cli;
mod console;
mod copies;
mod defaults;
mod documents;
mod expectations;
mod fixtures;
mod generated;
mod identity;
mod inventory;
mod laws;
mod network;
mod plan_inputs;
mod plan_kinds;
mod plans;
mod projects;
mod states;
mod strays;
mod support;
mod three_ways;
mod twins;
