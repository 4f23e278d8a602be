//! The binary: hands the process's arguments to the command-line shell.
fn main() -> std::process::ExitCode {
    groundrules::cli::main()
}
