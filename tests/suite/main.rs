//! The one integration binary: everything that is tested from outside the crate.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read the project's own files"
)]

mod architecture;
mod console;
mod expectations;
mod fixtures;
mod support;
