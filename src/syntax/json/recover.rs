//! After an error in JSON: where the bad element ends, and whether what was read behind it is to be believed.
//!
//! The rest of a bad element is passed by brackets and quotes alone. A bracket too many or too few would then put what follows it into the
//! wrong object, so the reading counts only if all brackets agree at the end of the text; if not, what stands before the first error is kept.

use super::read::{Reader, Value};
use crate::finding::Problem;
use crate::source::SourceFile;

/// A text with so many mistakes is no JSON.
const MOST_PROBLEMS: usize = 100;

/// Reads a text; gives its value, and what is wrong if it is no JSON.
pub(super) fn read(source: &SourceFile) -> (Value, Vec<Problem>) {
    let mut reader = Reader::new(source, MOST_PROBLEMS);
    let value = reader.document();
    let believed = !reader.failed && reader.at_end();
    if believed {
        return (value, reader.problems);
    }
    let mut until_error = Reader::new(source, 1);
    let value = until_error.document();
    (value, until_error.problems)
}

impl Reader<'_> {
    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// Takes a comma, or the closing bracket; tells whether another element follows. `whole` becomes false when something of the
    /// array or object is lost.
    pub(super) fn separator(&mut self, open: usize, close: u8, whole: &mut bool) -> bool {
        let mut told = self.failed;
        loop {
            if self.failed && !self.pass_element() {
                break;
            }
            self.skip_space();
            match self.peek() {
                b',' => {
                    self.pos += 1;
                    return true;
                }
                next if next == close => {
                    self.pos += 1;
                    return false;
                }
                _ if told => break,
                _ => self.fail_at_separator(open, close),
            }
            told = true;
            // Where the next element begins plainly, only the comma is missing.
            if self.peek() == b'"' && !self.gives_up() {
                self.failed = false;
                return true;
            }
            *whole = false;
        }
        self.failed = true;
        *whole = false;
        false
    }

    fn fail_at_separator(&mut self, open: usize, close: u8) {
        if !self.at_end() {
            let help = "elements and members are separated by commas";
            let message = format!("missing `,` or `{}`", char::from(close));
            self.fail(self.here(), &message, help);
            return;
        }
        let opener = char::from(self.bytes.get(open).copied().unwrap_or(b'{'));
        let message = format!("unclosed `{opener}`");
        self.fail(
            (open, open + 1),
            &message,
            "the file ends before it is closed",
        );
    }

    fn gives_up(&self) -> bool {
        self.problems.len() >= self.most_problems
    }

    /// Passes what is left of a bad element, up to a comma or a bracket that closes what it stands in; false: nothing more is read.
    fn pass_element(&mut self) -> bool {
        if self.gives_up() {
            return false;
        }
        self.failed = false;
        let mut open = 0_u32;
        while !self.at_end() {
            match self.peek() {
                b'"' => {
                    self.pass_string();
                    continue;
                }
                b'{' | b'[' | b'(' => open += 1,
                b',' | b'}' | b']' if open == 0 => return true,
                b'}' | b']' | b')' => open = open.saturating_sub(1),
                _ => {}
            }
            self.pos += 1;
        }
        true
    }

    /// Passes a string, at most to the end of its line.
    fn pass_string(&mut self) {
        self.pos += 1;
        while !self.at_end() && self.peek() != b'\n' {
            match self.peek() {
                b'"' => {
                    self.pos += 1;
                    return;
                }
                b'\\' => self.pos += 2,
                _ => self.pos += 1,
            }
        }
    }
}
