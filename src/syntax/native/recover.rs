//! After an error: where the bad item ends, so that the next one can be read.
//!
//! The item is read again from its start by a coarse lexer that knows brackets, strings, heredocs and comments but no
//! grammar. It never goes back behind the line of the error, so the whole stays linear.

use super::Parser;

/// What the parser was in the midst of, to be taken up again after an error.
#[derive(Clone, Copy)]
pub(super) struct State {
    waiting: usize,
    directives: usize,
    indented: usize,
    depth: u32,
}

/// How many heredocs without an end are looked for; each costs a pass over the rest of the text.
const MAX_ENDLESS: u8 = 8;

/// How many open brackets are remembered in a bad item.
const MAX_OPEN: usize = 500;

/// How many lines are looked at for the end of a quoted string that goes over its line.
const MAX_STRING_LINES: usize = 50;

/// A pass over a bad item.
struct Skip {
    /// Brackets that are open: `(`, `[`, `{`, `"`, and `$` for the brace of a sequence in a string.
    open: Vec<u8>,
    start: usize,
    failed: usize,
    /// Where the line of the error starts.
    error_line: usize,
}

impl Parser<'_> {
    #[inline]
    pub(super) fn state(&self) -> State {
        State {
            waiting: self.tree.mark(),
            directives: self.directives.len(),
            indented: self.indented.len(),
            depth: self.depth,
        }
    }

    pub(super) fn restore(&mut self, state: State) {
        self.tree.forget(state.waiting);
        self.directives.truncate(state.directives);
        self.indented.truncate(state.indented);
        self.depth = state.depth;
        self.free_lines = false;
    }

    /// Passes the rest of an item that started at `start` and failed at `self.pos`. Stops before a line end, before a
    /// brace that closes the body around the item, or at the start of a line where another item plainly begins.
    #[cold]
    pub(super) fn skip_item(&mut self, start: usize) {
        if let Some(resume) = self.resume.take() {
            self.pos = resume;
            return;
        }
        let failed = self.pos.min(self.bytes.len());
        let before = self.bytes.get(..failed).unwrap_or(&[]);
        let mut skip = Skip {
            open: Vec::new(),
            start,
            failed,
            error_line: memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1),
        };
        self.pos = start;
        while !self.at_end() {
            let at_item_end = match skip.open.last() {
                Some(b'"') => self.skip_in_string(&mut skip),
                _ => self.skip_in_code(&mut skip),
            };
            if at_item_end {
                return;
            }
        }
    }

    /// Passes one piece of code; tells whether it is the end of the item, and then does not pass it.
    fn skip_in_code(&mut self, skip: &mut Skip) -> bool {
        let byte = self.peek();
        match byte {
            b'(' | b'[' | b'{' | b'"' => skip.open(byte),
            b')' => skip.close(b"("),
            b']' => skip.close(b"["),
            b'}' if skip.opened(b"{$").is_some() => skip.close(b"{$"),
            b'}' if self.pos >= skip.failed => return true,
            b'\n' | b'\r' if self.at_line_end() => return self.skip_line_end(skip),
            b'#' => return self.skip_comment(skip),
            b'/' if matches!(self.peek_second(), b'/' | b'*') => return self.skip_comment(skip),
            b'<' if self.peek_second() == b'<' => return self.skip_heredoc(),
            _ => {}
        }
        self.pos += 1;
        false
    }

    fn skip_line_end(&mut self, skip: &Skip) -> bool {
        if skip.open.is_empty() && self.pos >= skip.failed {
            return true;
        }
        self.eat_line_end();
        self.pos > skip.start && self.pos >= skip.error_line && self.sees_other_item(skip)
    }

    /// Whether an item begins on this line that cannot be a part of what is open.
    fn sees_other_item(&self, skip: &Skip) -> bool {
        if self.block_header_at(self.pos) {
            return true;
        }
        let in_list = matches!(skip.open.last(), Some(b'(' | b'['));
        let keys_possible = skip.open.iter().any(|open| matches!(open, b'{' | b'$'));
        in_list && !keys_possible && begins_attribute(self.line_text(self.pos))
    }

    /// Passes a comment, and keeps it when the parser did not come to it.
    fn skip_comment(&mut self, skip: &Skip) -> bool {
        let known = self.tree.comments.len();
        let problems = self.problems.len();
        let start = self.pos;
        let outer = std::mem::replace(&mut self.free_lines, false);
        self.skip_space();
        self.free_lines = outer;
        if start < skip.failed {
            self.tree.comments.truncate(known);
            self.problems.truncate(problems);
        }
        false
    }

    fn skip_heredoc(&mut self) -> bool {
        let start = self.pos;
        self.pos += "<<".len();
        self.eat(b'-');
        let Some(marker) = self.identifier() else {
            return false;
        };
        if !self.at_line_end() || self.endless >= MAX_ENDLESS {
            return false;
        }
        let marker = self.slice(marker, self.pos);
        let after_marker = self.pos;
        while !self.at_end() {
            self.pos = self.line_end_after(self.pos);
            self.eat_line_end();
            if let Some((_, line_end)) = self.heredoc_end(marker) {
                self.pos = line_end;
                return false;
            }
        }
        self.endless += 1;
        self.pos = after_marker.max(start + 1);
        false
    }

    fn skip_in_string(&mut self, skip: &mut Skip) -> bool {
        self.skip_string_text();
        match self.peek() {
            _ if self.at_end() => {}
            b'"' => {
                self.pos += 1;
                skip.open.pop();
            }
            b'\\' if matches!(self.peek_second(), b'"' | b'\\') => self.pos += 2,
            b'$' | b'%' if self.peek_second() == b'{' => {
                self.pos += 2;
                skip.open(b'$');
            }
            b'\n' if !self.string_goes_on() => {
                let outermost = skip.open.iter().position(|&open| open == b'"');
                skip.open.truncate(outermost.unwrap_or(0));
                // A brace that the string has swallowed, as in `module "name {`, opens a block all the same.
                let before = self.slice(skip.start, self.pos);
                if before.trim_end_matches([' ', '\t', '\r']).ends_with('{') {
                    skip.open.push(b'{');
                }
            }
            _ => self.pos += 1,
        }
        false
    }

    /// Whether a string that is not closed on its line was meant to go on, and does not just lack its closing quote:
    /// then a quote comes before anything that looks like an item.
    fn string_goes_on(&self) -> bool {
        let lines = self.slice(self.pos, self.bytes.len()).lines();
        for line in lines.skip(1).take(MAX_STRING_LINES) {
            let text = line.trim_start();
            let ends = text.is_empty() || text.starts_with(['}', '#', ']', ')']);
            if ends || begins_attribute(line) || begins_block(line) {
                return false;
            }
            if line.contains('"') {
                return true;
            }
        }
        false
    }

    /// Whether a block with a label begins at an offset, without indentation.
    fn block_header_at(&self, offset: usize) -> bool {
        let line = self.line_text(offset);
        let labels = line.trim_start_matches(is_name).trim_start();
        line.starts_with(is_name) && labels.starts_with('"') && begins_block(line)
    }

    fn line_text(&self, offset: usize) -> &str {
        self.slice(offset, self.line_end_after(offset))
    }

    /// After a heredoc without an end: where the next block without indentation begins. What stands before it may well
    /// be the text of the heredoc.
    pub(super) fn resume_after_heredoc(&mut self, start: usize) {
        self.endless = self.endless.saturating_add(1);
        self.swallowed_at = start;
        if self.endless > MAX_ENDLESS {
            self.silent = true;
            return;
        }
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let mut lines = memchr::memchr_iter(b'\n', rest).map(|newline| start + newline + 1);
        self.resume = lines.find(|&line| self.block_header_at(line));
        self.silent = self.resume.is_none();
    }
}

impl Skip {
    /// Where the last one of these brackets was opened in the code at hand.
    fn opened(&self, brackets: &[u8]) -> Option<usize> {
        let string = self.open.iter().rposition(|&open| open == b'"');
        let opened = self.open.iter().rposition(|open| brackets.contains(open))?;
        string
            .is_none_or(|string| string < opened)
            .then_some(opened)
    }

    /// Opens a bracket. What is deeper than any text that people write is not told apart, so that each bracket costs little.
    fn open(&mut self, bracket: u8) {
        if self.open.len() < MAX_OPEN {
            self.open.push(bracket);
        }
    }

    /// Closes one of these brackets and whatever was left open in it.
    fn close(&mut self, brackets: &[u8]) {
        if let Some(opened) = self.opened(brackets) {
            self.open.truncate(opened);
        }
    }
}

fn is_name(character: char) -> bool {
    matches!(character, '_' | '-') || character.is_alphanumeric()
}

/// Whether a line reads `name =`.
fn begins_attribute(line: &str) -> bool {
    let line = line.trim_start();
    let after = line.trim_start_matches(is_name).trim_start();
    let equals = after.strip_prefix('=');
    line.starts_with(is_name) && equals.is_some_and(|value| !value.starts_with(['=', '>']))
}

/// Whether a line reads `name {` or `name "label" … {`.
fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    let after = line.trim_start_matches(is_name).trim_start();
    let labels = after.trim_end_matches(|c: char| c != '{');
    let Some(labels) = labels.strip_suffix('{') else {
        return false;
    };
    let plain = |c: char| is_name(c) || matches!(c, '"' | ' ' | '\t' | '.' | '/');
    line.starts_with(is_name) && labels.chars().all(plain)
}
