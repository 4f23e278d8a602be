//! The command line: arguments in, exit code out.
use std::process::ExitCode;

/// Runs the process's command line; 0 clean, 1 findings, 2 could not do the work.
pub fn main() -> ExitCode {
    ExitCode::from(2)
}
