//! Directives of templates: `%{ if }`, `%{ else }`, `%{ endif }`, `%{ for }`, `%{ endfor }`, paired into nodes.

use super::problem;
use super::template::Template;
use super::{Parse, Parser};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::ast::{NodeKind, text};

/// A directive that waits for its end.
#[derive(Debug)]
pub(super) struct Open {
    kind: Kind,
    /// The whole opening sequence.
    span: Span,
    /// Where its children wait: the condition or the header of `for`, then `then` once `else` was seen, then parts.
    mark: usize,
    /// Where its parts wait that are no template yet, and where their text starts.
    parts: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    If,
    Else,
    /// with the flags of its node
    For(u8),
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::Else => "else",
            Self::For(_) => "for",
        }
    }

    const fn end_word(self) -> &'static str {
        match self {
            Self::If | Self::Else => "endif",
            Self::For(_) => "endfor",
        }
    }
}

impl Parser<'_> {
    /// A directive, from the word after `%{`; the sequence starts at `start`.
    pub(super) fn directive(&mut self, template: &mut Template, start: usize) -> Parse<()> {
        self.skip_space();
        let word_start = self.pos;
        let word = match self.identifier() {
            Some(_) => self.slice(word_start, self.pos),
            None => return self.fail(self.unexpected(&problem::DIRECTIVE)),
        };
        match word {
            "if" => self.open_if(template, start),
            "for" => {
                self.pos = word_start;
                self.open_for(template, start)
            }
            "else" => self.else_directive(template, start),
            "endif" | "endfor" => self.end_directive(template, start, word),
            _ => {
                let span = self.span(word_start, self.pos);
                self.fail(self.expected_at(&problem::DIRECTIVE, span))
            }
        }
    }

    fn open_if(&mut self, template: &mut Template, start: usize) -> Parse<()> {
        let mark = self.tree.mark();
        let condition = self.expression()?;
        self.tree.wait(condition);
        self.open_directive(template, start, mark, Kind::If)
    }

    fn open_for(&mut self, template: &mut Template, start: usize) -> Parse<()> {
        let mark = self.tree.mark();
        let flags = self.for_header()?;
        self.open_directive(template, start, mark, Kind::For(flags))
    }

    fn open_directive(
        &mut self,
        template: &mut Template,
        start: usize,
        mark: usize,
        kind: Kind,
    ) -> Parse<()> {
        self.enter()?;
        template.trim_next = self.close_sequence(start, &problem::DIRECTIVE_END)?;
        self.directives.push(Open {
            kind,
            span: self.span(start, self.pos),
            mark,
            parts: (self.tree.mark(), self.pos),
        });
        Ok(())
    }

    fn else_directive(&mut self, template: &mut Template, start: usize) -> Parse<()> {
        self.skip_space();
        template.trim_next = self.close_sequence(start, &problem::DIRECTIVE_END)?;
        let span = self.span(start, self.pos);
        let open = self.innermost(template, span, "else")?;
        match open.kind {
            Kind::If => {}
            Kind::Else => {
                let problem = self.expected_at(&problem::SECOND_ELSE, span);
                return self.fail(problem.with_related(open.span, "the `if` starts here"));
            }
            Kind::For(_) => return self.fail(mismatch(&open, span, "else")),
        }
        self.template_of_parts(open.parts, start);
        self.directives.push(Open {
            kind: Kind::Else,
            parts: (self.tree.mark(), self.pos),
            ..open
        });
        Ok(())
    }

    fn end_directive(&mut self, template: &mut Template, start: usize, word: &str) -> Parse<()> {
        self.skip_space();
        template.trim_next = self.close_sequence(start, &problem::DIRECTIVE_END)?;
        let span = self.span(start, self.pos);
        let open = self.innermost(template, span, word)?;
        if open.kind.end_word() != word {
            return self.fail(mismatch(&open, span, word));
        }
        self.template_of_parts(open.parts, start);
        let (kind, flags) = match open.kind {
            Kind::For(flags) => (NodeKind::For, flags),
            Kind::Else => (NodeKind::If, 0),
            Kind::If => {
                let parts = (self.tree.mark(), start);
                self.template_of_parts(parts, start);
                (NodeKind::If, 0)
            }
        };
        self.depth -= 1;
        let span = (open.span.start as usize, self.pos);
        let part = self.tree.finish(kind, flags, span, open.mark);
        self.tree.wait(part);
        Ok(())
    }

    /// Makes a template of the parts between two directives, and lets it wait in their place.
    fn template_of_parts(&mut self, (mark, start): (usize, usize), end: usize) {
        let template = self
            .tree
            .finish(NodeKind::Template, text::RAW, (start, end), mark);
        self.tree.wait(template);
    }

    /// The last open directive of this template, for an `else` or end that belongs to it.
    fn innermost(&mut self, template: &Template, span: Span, word: &str) -> Parse<Open> {
        if self.directives.len() > template.directives
            && let Some(open) = self.directives.pop()
        {
            return Ok(open);
        }
        let problem = Problem::error(span, format!("unexpected `{word}` directive"))
            .with_help("no directive before it in this template is open");
        self.fail(problem)
    }

    /// Tells of a directive that is still open at the end of its template.
    pub(super) fn all_directives_closed(&mut self, template: &Template) -> Parse<()> {
        if self.directives.len() <= template.directives {
            return Ok(());
        }
        let Some(open) = self.directives.pop() else {
            return Ok(());
        };
        let (opener, end) = (open.kind.word(), open.kind.end_word());
        let problem = Problem::error(open.span, format!("unclosed `{opener}` directive"))
            .with_help(format!("close it with `%{{ {end} }}`"));
        self.fail(problem)
    }
}

fn mismatch(open: &Open, span: Span, word: &str) -> Problem {
    let (opener, end) = (open.kind.word(), open.kind.end_word());
    Problem::error(span, format!("unexpected `{word}` directive"))
        .with_help(format!("`{opener}` is closed by `%{{ {end} }}`"))
        .with_related(open.span, format!("the `{opener}` starts here"))
}
