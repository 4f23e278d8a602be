//! Texts to the terminal or to a file; a pipe that is closed on the other side is no mistake.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

/// Writes a report to standard output, or to a file when one is named.
pub(super) fn write(text: &str, file: Option<&Path>) -> Result<(), String> {
    let Some(path) = file else {
        return to_stdout(text);
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "I1: the shell writes the file that a person names"
    )]
    std::fs::write(path, text)
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

fn to_stdout(text: &str) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("cannot write to standard output: {error}")),
        Ok(()) => Ok(()),
    }
}

/// A line to standard error.
pub(super) fn error(message: &str) {
    // There is nowhere left to say that this went wrong.
    let _ = writeln!(io::stderr().lock(), "error: {message}");
}

/// Shows how far a long run is, on a terminal only; the line is taken away again.
#[derive(Debug)]
pub(super) struct ProgressLine {
    shown: bool,
    started: std::time::Instant,
}

impl ProgressLine {
    pub(super) fn new() -> Self {
        Self {
            shown: io::stderr().is_terminal(),
            started: std::time::Instant::now(),
        }
    }

    /// Says how many root modules are done, when the run has lasted long enough for a person to wonder.
    pub(super) fn update(&self, done: usize, all: usize) {
        if self.shown && self.started.elapsed().as_millis() > 500 {
            let _ = write!(
                io::stderr().lock(),
                "\rchecked {done} of {all} root modules\u{1b}[K"
            );
        }
    }

    pub(super) fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

/// The columns of the terminal; a file or a pipe gets a width that reads well everywhere.
pub(super) fn width(to_file: bool) -> usize {
    let terminal = if to_file || !io::stdout().is_terminal() {
        None
    } else {
        terminal_size::terminal_size()
    };
    terminal.map_or(100, |(terminal_size::Width(width), _)| {
        usize::from(width).min(140)
    })
}

/// Whether to colour standard output: what the person says, then what the environment says (`NO_COLOR`, `CLICOLOR_FORCE`, a terminal).
pub(super) fn color(when: &str, to_file: bool) -> bool {
    match when {
        "always" => true,
        "never" => false,
        _ => {
            !to_file && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
        }
    }
}
