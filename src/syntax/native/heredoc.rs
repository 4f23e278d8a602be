//! Heredocs: `<<EOT` and `<<-EOT`, line by line up to a line of nothing but the marker.

use super::problem;
use super::template::Template;
use super::{Abandoned, Parse, Parser};
use crate::syntax::ast::{NodeId, text};

impl Parser<'_> {
    pub(super) fn heredoc(&mut self) -> Parse<NodeId> {
        let start = self.pos;
        self.pos += "<<".len();
        let indented = self.eat(b'-');
        let Some(marker_start) = self.identifier() else {
            return self.fail(self.unexpected(&problem::HEREDOC_MARKER));
        };
        let marker = self.slice(marker_start, self.pos);
        let marker_span = self.span(marker_start, self.pos);
        if !self.at_line_end() {
            return self.fail(self.unexpected(&problem::HEREDOC_LINE));
        }
        self.eat_line_end();
        let mut template = self.open_template(start, text::HEREDOC);
        template.indent = indented.then(|| self.open_indent());
        loop {
            if let Some((end, line_end)) = self.heredoc_end(marker) {
                let text_end = self.pos;
                self.pos = line_end;
                self.lone_carriage_returns(marker_span.end as usize, text_end);
                return self.close_template(template, text_end, end);
            }
            if self.at_end() {
                let problem = self.endless_heredoc(start, marker_span);
                self.note(problem);
                self.resume_after_heredoc(marker_start);
                return Err(Abandoned);
            }
            self.heredoc_line(&mut template)?;
        }
    }

    /// Where the marker and its line end, if this line is nothing but the marker. A line without a newline at its end is
    /// no such line, as in HCL.
    #[inline]
    pub(super) fn heredoc_end(&self, marker: &str) -> Option<(usize, usize)> {
        let rest = self.rest();
        let blank = rest
            .iter()
            .take_while(|&&b| b == b' ' || b == b'\t')
            .count();
        let first = *rest.get(blank)?;
        // Either the marker, or white space outside ASCII before it.
        if marker.as_bytes().first() != Some(&first) && first.is_ascii_graphic() {
            return None;
        }
        let line_end = self.line_end_after(self.pos);
        if line_end >= self.bytes.len() {
            return None;
        }
        let line = self.slice(self.pos, line_end);
        let end = self.pos + line.trim_end().len();
        (line.trim() == marker).then_some((end, line_end))
    }

    /// One line of text with its newline, and what follows on lines that a sequence goes over.
    fn heredoc_line(&mut self, template: &mut Template) -> Parse<()> {
        while let Some(length) = memchr::memchr3(b'\n', b'$', b'%', self.rest()) {
            self.pos += length;
            if self.eat(b'\n') {
                return Ok(());
            }
            self.marker(template)?;
        }
        self.pos = self.bytes.len();
        Ok(())
    }

    /// Tells of carriage returns without a newline, which HCL does not take for text.
    fn lone_carriage_returns(&mut self, start: usize, end: usize) {
        let text = self.bytes.get(start..end).unwrap_or(&[]);
        for at in memchr::memchr_iter(b'\r', text).map(|at| start + at) {
            if self.at(at + 1) != b'\n' {
                let problem = self.expected_at(&problem::CARRIAGE_RETURN, self.span(at, at + 1));
                self.note(problem);
            }
        }
    }
}
