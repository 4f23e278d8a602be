//! The one integration binary: everything that is tested from outside the crate.
#![expect(
    clippy::disallowed_methods,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests read the project's own files, and a failure anywhere is a failed test"
)]

mod architecture;
mod console;
mod expectations;
mod fixtures;
mod support;
