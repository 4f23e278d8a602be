//! The one integration binary: everything that is tested from outside the crate.
#![expect(
    unreachable_pub,
    reason = "`pub` means: for the other modules of this binary"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests read the project's own files"
)]

mod architecture;
mod binary;
mod cli;
mod console;
mod documents;
mod expectations;
mod fixtures;
mod laws;
mod support;
