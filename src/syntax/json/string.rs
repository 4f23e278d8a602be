//! JSON strings as templates: escapes decoded, and offsets in the decoded text led back into the file.

use super::Writer;
use super::escape::{WrongEscape, unescape_json};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::ast::{NodeId, NodeKind, quoted_content, text, unescape};
use crate::syntax::native::Parser;

/// The text that a JSON string with escapes stands for.
pub(super) struct Decoded {
    pub(super) text: String,
    /// After each escape: the offset in the text, and the offset in the string as it is written.
    after_escapes: Vec<(usize, usize)>,
}

impl Decoded {
    /// Where in the written string an offset in the text lies.
    fn written(&self, offset: usize) -> usize {
        let after = self
            .after_escapes
            .partition_point(|&(decoded, _)| decoded <= offset);
        match after
            .checked_sub(1)
            .and_then(|at| self.after_escapes.get(at))
        {
            Some(&(decoded, written)) => written + (offset - decoded),
            None => offset,
        }
    }
}

/// Decodes the content of a JSON string, if there is an escape in it.
pub(super) fn decoded(content: &str) -> Option<Decoded> {
    memchr::memchr(b'\\', content.as_bytes())?;
    let mut text = String::with_capacity(content.len());
    let mut after_escapes = Vec::new();
    let mut at = 0;
    while let Some(rest) = content.get(at..)
        && !rest.is_empty()
    {
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        text.push_str(rest.get(..plain).unwrap_or(""));
        at += plain;
        if plain == rest.len() {
            break;
        }
        let (character, length) = escape(content.get(at..).unwrap_or(""));
        text.push(character);
        at += length;
        after_escapes.push((text.len(), at));
    }
    Some(Decoded {
        text,
        after_escapes,
    })
}

/// The character of an escape and the bytes it takes; what is wrong has been said, and stands for itself or is replaced.
fn escape(rest: &str) -> (char, usize) {
    unescape_json(rest).unwrap_or_else(|wrong| match wrong {
        WrongEscape::CutOff | WrongEscape::Unknown => ('\\', 1),
        WrongEscape::Digits => (char::REPLACEMENT_CHARACTER, 2),
    })
}

impl Writer<'_> {
    /// A string as a template; the span includes its quotes.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method itself is not general enough over the lifetime of the parser"
    )]
    pub(super) fn template(&mut self, (start, end): (usize, usize)) -> NodeId {
        let content = (start + 1, end.saturating_sub(1).max(start + 1));
        let written = self.slice(content);
        let marked = memchr::memmem::find(written.as_bytes(), b"{").is_some()
            && memchr::memchr2(b'$', b'%', written.as_bytes()).is_some()
            || written.contains("\\u");
        let template = if marked {
            self.native(content, |parser| parser.whole_template())
        } else {
            self.text(content)
        };
        let node = self.tree.node_mut(template);
        (node.start, node.end) = (start as u32, end as u32);
        template
    }

    /// A string without sequences.
    fn text(&mut self, (start, end): (usize, usize)) -> NodeId {
        let literal = self.tree.leaf(NodeKind::Literal, text::RAW, start, end);
        if let Some(decoded) = decoded(self.slice((start, end))) {
            self.put_aside(literal, &decoded.text);
        }
        self.tree
            .over(NodeKind::Template, 0, (start, end), &[literal])
    }

    fn put_aside(&mut self, leaf: NodeId, text: &str) {
        let aside = self.tree.text(text);
        let node = self.tree.node_mut(leaf);
        (node.flag, node.first) = (text::ASIDE, aside);
    }

    /// Lets the native parser read the content of a string.
    pub(super) fn native(
        &mut self,
        (start, end): (usize, usize),
        read: fn(&mut Parser<'_>) -> NodeId,
    ) -> NodeId {
        let file = self.source.id();
        let tree = std::mem::take(&mut self.tree);
        let Some(decoded) = decoded(self.slice((start, end))) else {
            let mut parser = Parser::new(self.slice((0, end)), file, tree);
            parser.start_at(start);
            let root = read(&mut parser);
            let (tree, problems) = parser.into_parts();
            self.tree = tree;
            self.problems.extend(problems);
            return root;
        };
        let (nodes, comments) = (tree.len(), tree.comments.len());
        let mut parser = Parser::new(&decoded.text, file, tree);
        let root = read(&mut parser);
        let (tree, problems) = parser.into_parts();
        self.tree = tree;
        let place = |offset: u32| (start + decoded.written(offset as usize)) as u32;
        self.lead_back(nodes, &decoded.text, &place);
        for comment in self.tree.comments.iter_mut().skip(comments) {
            *comment = led_back(*comment, &place);
        }
        let problems = problems.into_iter();
        let problems = problems.map(|problem| problem_led_back(problem, &place));
        self.problems.extend(problems);
        root
    }

    /// Gives nodes made from a decoded text their places in the file, and puts the texts aside that stand there in
    /// another form.
    fn lead_back(&mut self, first: usize, decoded: &str, place: &dyn Fn(u32) -> u32) {
        for id in self.tree.ids_since(first) {
            let node = *self.tree.node(id);
            let (start, end) = (place(node.start), place(node.end));
            let changed = self.tree.node_mut(id);
            (changed.start, changed.end) = (start, end);
            let named = matches!(
                node.kind,
                NodeKind::Name
                    | NodeKind::Variable
                    | NodeKind::Number
                    | NodeKind::Literal
                    | NodeKind::String
            );
            let text = decoded.get(node.start as usize..node.end as usize);
            let text = text.unwrap_or("");
            if !named || node.flag == text::ASIDE {
                continue;
            }
            if self.slice((start as usize, end as usize)) != text {
                let content = match node.kind {
                    NodeKind::String => quoted_content(text),
                    _ => text,
                };
                self.put_aside(id, &unescape(content, node.flag));
            }
        }
    }
}

fn led_back(span: Span, place: &dyn Fn(u32) -> u32) -> Span {
    Span::new(span.file, place(span.start), place(span.end))
}

fn problem_led_back(mut problem: Problem, place: &dyn Fn(u32) -> u32) -> Problem {
    for label in problem.primary.iter_mut().chain(&mut problem.related) {
        label.span = led_back(label.span, place);
    }
    problem
}
