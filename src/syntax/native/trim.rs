//! White space that templates take away: `~` beside a sequence, and the indentation of `<<-` heredocs.
//!
//! Both are done here, on the spans of literals, and not when the template is evaluated. HCL works on its tokens: a
//! line of a heredoc is one token (up to and with its newline), the text of a quoted string is one. `~` trims the token
//! beside it and never the next line, and indentation is counted on what is left after that.

use super::Parser;
use super::template::Template;
use crate::syntax::ast::{NodeKind, text};

/// The common indentation of a `<<-` heredoc while its lines are read.
pub(super) struct Indent {
    /// Whether the next part begins a line.
    at_line_start: bool,
    /// The smallest indentation so far, in characters; of lines that are not blank.
    least: Option<usize>,
    /// Where the literals that begin its lines start in `Parser::indented`.
    mark: usize,
}

impl Indent {
    /// A sequence is the next part; at the start of a line it means no indentation.
    pub(super) fn sequence(&mut self) {
        if std::mem::take(&mut self.at_line_start) {
            self.least = Some(0);
        }
    }
}

impl Parser<'_> {
    pub(super) fn open_indent(&self) -> Indent {
        Indent {
            at_line_start: true,
            least: None,
            mark: self.indented.len(),
        }
    }

    /// Makes one node a line, and counts the indentation of each.
    pub(super) fn indented_literal(
        &mut self,
        template: &mut Template,
        (mut start, end): (usize, usize),
        mut trim_after: bool,
        trim_before: bool,
    ) {
        while start < end {
            let line = self.bytes.get(start..end).unwrap_or(&[]);
            let line_end = memchr::memchr(b'\n', line).map_or(end, |length| start + length + 1);
            let trim_end = trim_before && line_end == end;
            let span = self.trimmed(template.style, (start, line_end), trim_after, trim_end);
            let literal = self
                .tree
                .leaf(NodeKind::Literal, template.style, span.0, span.1);
            self.tree.wait(literal);
            trim_after = false;
            start = line_end;
            let text = self.slice(span.0, span.1);
            let Some(indent) = &mut template.indent else {
                continue;
            };
            if std::mem::take(&mut indent.at_line_start) {
                let white = text.chars().take_while(|c| c.is_whitespace()).count();
                let blank = text.ends_with('\n') && text.trim_start().is_empty();
                if !blank {
                    indent.least = Some(indent.least.map_or(white, |least| least.min(white)));
                    self.indented.push(literal);
                }
            }
            indent.at_line_start = text.ends_with('\n');
        }
    }

    /// Moves the starts of all lines by the indentation they have in common.
    pub(super) fn take_indent_away(&mut self, indent: &Indent) {
        let lines = self
            .indented
            .split_off(indent.mark.min(self.indented.len()));
        let common = indent.least.unwrap_or(0);
        if common == 0 {
            return;
        }
        for line in lines {
            let node = self.tree.node(line);
            let text = self.slice(node.start as usize, node.end as usize);
            let length: usize = text.chars().take(common).map(char::len_utf8).sum();
            self.tree.node_mut(line).start += length as u32;
        }
    }

    /// The span of a literal without the white space that a `~` before or after it takes away.
    #[inline]
    pub(super) fn trimmed(
        &self,
        style: u8,
        (mut start, mut end): (usize, usize),
        after: bool,
        before: bool,
    ) -> (usize, usize) {
        if after {
            start = self.trimmed_start(style, start, end);
        }
        if before {
            end = self.trimmed_end(style, start, end);
        }
        (start, end)
    }

    fn trimmed_start(&self, style: u8, mut start: usize, end: usize) -> usize {
        while start < end {
            let (length, white) = self.unit(style, start);
            if !white {
                break;
            }
            start += length;
            if style != text::QUOTED && self.at(start - 1) == b'\n' {
                break;
            }
        }
        start
    }

    fn trimmed_end(&self, style: u8, start: usize, end: usize) -> usize {
        let mut at = start;
        if style != text::QUOTED {
            let before_last = self.bytes.get(start..end.saturating_sub(1)).unwrap_or(&[]);
            at += memchr::memrchr(b'\n', before_last).map_or(0, |newline| newline + 1);
        }
        let mut last = at;
        while at < end {
            let (length, white) = self.unit(style, at);
            at += length;
            if !white {
                last = at;
            }
        }
        last.min(end)
    }

    /// The length of the character or escape at an offset, and whether it is white space.
    fn unit(&self, style: u8, at: usize) -> (usize, bool) {
        let plain = self.character(at).unwrap_or(' ');
        if style != text::QUOTED || plain != '\\' {
            return (plain.len_utf8(), plain.is_whitespace());
        }
        let digits = match self.at(at + 1) {
            b'n' | b'r' | b't' => return (2, true),
            b'u' => 4,
            b'U' => 8,
            _ => return (1 + self.character(at + 1).map_or(0, char::len_utf8), false),
        };
        let code = self.text.get(at + 2..at + 2 + digits);
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) => (2 + digits, character.is_whitespace()),
            None => (2, false),
        }
    }
}
