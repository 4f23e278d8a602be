//! The command line: arguments in, texts and an exit code out. With `lsp`, the only place that knows a process.

mod arguments;
mod check;
mod explain;
mod inventory;
mod output;
mod place;
mod plan;
mod rules;
mod state;

use arguments::{Arguments, Command};
use clap::Parser as _;
use std::process::ExitCode;

/// The exit code for work that could not be done.
const COULD_NOT: u8 = 2;

/// Runs the process's command line; 0 clean, 1 findings, 2 could not do the work.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not mistakes. A closed pipe on the other side is neither.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { COULD_NOT } else { 0 });
        }
    };
    let result = match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Inventory(arguments) => inventory::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            output::error(&message);
            ExitCode::from(COULD_NOT)
        }
    }
}
