//! Templates: text with `${ }` and `%{ }` in it, in quotes or bare. Heredocs are in `heredoc`, `%{ }` in `directive`.

use super::problem;
use super::trim::Indent;
use super::{Parse, Parser};
use crate::syntax::ast::{NodeId, NodeKind, text};

/// A template while it is read. Its parts wait in the table since `mark`.
pub(super) struct Template {
    start: usize,
    mark: usize,
    /// Where its own entries start among the open directives.
    pub(super) directives: usize,
    /// How its literals are to be read, a constant of `ast::text`.
    pub(super) style: u8,
    /// Where the text begins that is no node yet.
    pub(super) literal: usize,
    /// Whether the sequence before this text ended in `~}`.
    pub(super) trim_next: bool,
    pub(super) indent: Option<Indent>,
}

impl Parser<'_> {
    /// A template whose text starts here.
    pub(super) fn open_template(&self, start: usize, style: u8) -> Template {
        Template {
            start,
            mark: self.tree.mark(),
            directives: self.directives.len(),
            style,
            literal: self.pos,
            trim_next: false,
            indent: None,
        }
    }

    /// Finishes a template whose text ends at `text_end`, and which itself ends at `end`.
    pub(super) fn close_template(
        &mut self,
        mut template: Template,
        text_end: usize,
        end: usize,
    ) -> Parse<NodeId> {
        self.literal(&mut template, text_end, false);
        self.all_directives_closed(&template)?;
        if let Some(indent) = template.indent.take() {
            self.take_indent_away(&indent);
        }
        let span = (template.start, end);
        Ok(self.tree.finish(NodeKind::Template, 0, span, template.mark))
    }

    pub(super) fn quoted_template(&mut self) -> Parse<NodeId> {
        let start = self.pos;
        self.pos += 1;
        let mut template = self.open_template(start, text::QUOTED);
        loop {
            self.skip_string_text();
            match self.peek() {
                b'"' => break,
                b'$' | b'%' => self.marker(&mut template)?,
                _ => self.string_special(start)?,
            }
        }
        let text_end = self.pos;
        self.pos += 1;
        // The literal is still to be made, so a text without sequences has nothing waiting.
        if self.tree.mark() == template.mark && self.directives.len() == template.directives {
            return Ok(self
                .tree
                .leaf(NodeKind::String, text::QUOTED, start, self.pos));
        }
        self.close_template(template, text_end, self.pos)
    }

    /// A template without quotes, up to the end of the text.
    pub(super) fn bare_template(&mut self) -> Parse<NodeId> {
        let mut template = self.open_template(self.pos, text::HEREDOC);
        while let Some(length) = memchr::memchr2(b'$', b'%', self.rest()) {
            self.pos += length;
            self.marker(&mut template)?;
        }
        self.pos = self.bytes.len();
        self.close_template(template, self.pos, self.pos)
    }

    /// What stops the text of a quoted string and is no sequence: an escape, a line end, the end of the file.
    pub(super) fn string_special(&mut self, start: usize) -> Parse<()> {
        match self.peek() {
            b'\\' => {
                self.escape();
                Ok(())
            }
            _ if self.at_end() => self.fail(self.endless_string(start)),
            _ => {
                let opener = self.span(start, start + 1);
                let problem = self.expected_at(&problem::QUOTED_NEWLINE, self.here());
                self.fail(problem.with_related(opener, "the string starts here"))
            }
        }
    }

    /// Passes an escape of a quoted string; an invalid one is told and stays text.
    fn escape(&mut self) {
        let start = self.pos;
        let digits = match self.peek_second() {
            b'n' | b'r' | b't' | b'"' | b'\\' => {
                self.pos += 2;
                return;
            }
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        let hexadecimal = self.text.get(start + 2..start + 2 + digits);
        let code = hexadecimal.filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = code.and_then(|text| u32::from_str_radix(text, 16).ok());
        if digits > 0 && code.and_then(char::from_u32).is_some() {
            self.pos += 2 + digits;
            return;
        }
        self.pos += 1;
        if !matches!(self.peek(), b'\n' | b'\r') {
            self.pos += self.character(self.pos).map_or(0, char::len_utf8);
        }
        let problem = self.expected_at(&problem::ESCAPE, self.span(start, self.pos));
        self.note(problem);
    }

    /// A `$` or `%` in a template: the start of a sequence if a brace follows, an escape if it is doubled, else text.
    #[inline]
    pub(super) fn marker(&mut self, template: &mut Template) -> Parse<()> {
        let marker = self.peek();
        match (self.peek_second(), self.at(self.pos + 2)) {
            (b'{', _) => self.sequence(template),
            (second, b'{') if second == marker => {
                self.pos += 3;
                Ok(())
            }
            _ => {
                self.pos += 1;
                Ok(())
            }
        }
    }

    /// `${ … }` or `%{ … }`.
    fn sequence(&mut self, template: &mut Template) -> Parse<()> {
        let start = self.pos;
        let interpolation = self.peek() == b'$';
        self.pos += 2;
        let trim_before = self.eat(b'~');
        self.literal(template, start, trim_before);
        if let Some(indent) = &mut template.indent {
            indent.sequence();
        }
        self.enter()?;
        let outer = std::mem::replace(&mut self.free_lines, true);
        if interpolation {
            self.interpolation(template, start)?;
        } else {
            self.directive(template, start)?;
        }
        self.free_lines = outer;
        self.depth -= 1;
        template.literal = self.pos;
        Ok(())
    }

    fn interpolation(&mut self, template: &mut Template, start: usize) -> Parse<()> {
        let expression = self.expression()?;
        template.trim_next = self.close_sequence(start, &problem::INTERPOLATION_END)?;
        let span = (start, self.pos);
        let part = self.over(NodeKind::Interpolation, 0, span, &[expression])?;
        self.tree.wait(part);
        Ok(())
    }

    /// Takes the `}` or `~}` that ends a sequence; tells whether it was `~}`.
    pub(super) fn close_sequence(
        &mut self,
        start: usize,
        expected: &problem::Expected,
    ) -> Parse<bool> {
        let trim = self.sees(b"~}");
        self.pos += usize::from(trim);
        if self.eat(b'}') {
            return Ok(trim);
        }
        self.fail(self.unclosed_sequence(start, expected))
    }

    /// Makes nodes of the text up to an offset.
    #[inline]
    pub(super) fn literal(&mut self, template: &mut Template, end: usize, trim_before: bool) {
        let trim_after = std::mem::take(&mut template.trim_next);
        let start = template.literal;
        if start >= end {
            return;
        }
        if template.indent.is_some() {
            self.indented_literal(template, (start, end), trim_after, trim_before);
            return;
        }
        let trimmed = self.trimmed(template.style, (start, end), trim_after, trim_before);
        let literal = self
            .tree
            .leaf(NodeKind::Literal, template.style, trimmed.0, trimmed.1);
        self.tree.wait(literal);
    }
}
