//! What follows a term: attributes, indices, splats.

use super::problem;
use super::{Parse, Parser};
use crate::syntax::ast::{NodeId, NodeKind, text};

impl Parser<'_> {
    /// All steps after a term, applied to it from left to right; white space after them is passed.
    #[inline]
    pub(super) fn traversal(&mut self, mut from: NodeId) -> Parse<NodeId> {
        loop {
            self.skip_space();
            from = match self.peek() {
                b'.' if !self.sees(b"...") => self.dot(from)?,
                b'[' => self.bracket(from)?,
                _ => return Ok(from),
            };
        }
    }

    fn dot(&mut self, from: NodeId) -> Parse<NodeId> {
        let dot = self.pos;
        self.pos += 1;
        self.skip_space();
        if self.peek() != b'*' {
            return self.attribute_step(from, dot);
        }
        self.pos += 1;
        let mut each = self.tree.leaf(NodeKind::SplatItem, 0, self.pos, self.pos);
        loop {
            self.skip_space();
            if self.peek() != b'.' || self.sees(b"...") {
                break;
            }
            let dot = self.pos;
            self.pos += 1;
            self.skip_space();
            if self.peek() == b'*' {
                return self.fail(self.unexpected(&problem::NESTED_SPLAT));
            }
            each = self.attribute_step(each, dot)?;
        }
        let span = self.extent(from, each);
        self.over(NodeKind::Splat, 0, span, &[from, each])
    }

    /// A name or the digits of a legacy index, after their dot.
    fn attribute_step(&mut self, from: NodeId, dot: usize) -> Parse<NodeId> {
        let start = self.pos;
        let kind = if self.at_digit() {
            self.pos = self.number_end();
            NodeKind::LegacyIndex
        } else if self.identifier().is_some() {
            NodeKind::GetAttr
        } else {
            let mut problem = self.unexpected(&problem::ATTRIBUTE_NAME);
            if self.at_line_end() {
                // The dot is what a reader has to look at, not the end of its line.
                problem = self.expected_at(&problem::ATTRIBUTE_NAME, self.span(dot, dot + 1));
            }
            return self.fail(problem);
        };
        if kind == NodeKind::LegacyIndex && self.slice(start, self.pos).contains('.') {
            let span = self.span(start, self.pos);
            let problem = self.chained_index(span);
            self.note(problem);
        }
        let name = self.tree.leaf(NodeKind::Name, text::RAW, start, self.pos);
        let span = self.extent(from, name);
        self.over(kind, 0, span, &[from, name])
    }

    fn bracket(&mut self, from: NodeId) -> Parse<NodeId> {
        let open = self.pos;
        self.pos += 1;
        self.skip_space();
        if self.peek() == b'*' {
            return self.full_splat(from, open);
        }
        let outer = std::mem::replace(&mut self.free_lines, true);
        let key = self.expression()?;
        if self.peek() != b']' {
            return self.fail(self.unclosed(open, &problem::INDEX_END));
        }
        self.pos += 1;
        self.free_lines = outer;
        let start = self.tree.node(from).start as usize;
        self.over(NodeKind::Index, 0, (start, self.pos), &[from, key])
    }

    /// `[*]` and all steps after it, which are done to each element.
    fn full_splat(&mut self, from: NodeId, open: usize) -> Parse<NodeId> {
        self.enter()?;
        self.pos += 1;
        self.skip_space();
        if self.peek() != b']' {
            return self.fail(self.unclosed(open, &problem::SPLAT_END));
        }
        self.pos += 1;
        let item = self.tree.leaf(NodeKind::SplatItem, 0, self.pos, self.pos);
        let each = self.traversal(item)?;
        self.depth -= 1;
        let span = self.extent(from, each);
        self.over(NodeKind::Splat, 1, span, &[from, each])
    }
}
