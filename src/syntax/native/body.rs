//! Bodies: attributes and blocks, one item a line.

use super::problem::{self, Expected};
use super::{Abandoned, Parse, Parser};
use crate::source::Span;
use crate::syntax::ast::{NodeId, NodeKind, text};
use rustc_hash::FxHashMap;

/// What is known of a block before its body is read.
struct Header {
    /// Where its children wait: the name, the labels, then the body.
    mark: usize,
    start: usize,
    end: usize,
    brace: usize,
}

/// What stands between the braces of a block.
struct Content {
    body: NodeId,
    closed: bool,
    /// When the text ends before the block does: the blocks read into it that stand at the start of a line, as its
    /// neighbours do, and what follows them.
    neighbours: Vec<NodeId>,
}

/// How reading the items of a body went.
struct Items {
    /// Whether the text ended, rather than the body.
    at_end: bool,
    /// Whether an item could not be read.
    incomplete: bool,
}

impl Parser<'_> {
    /// The body that is the whole file.
    pub(super) fn file_body(&mut self) -> NodeId {
        let mark = self.tree.mark();
        let mut incomplete = false;
        loop {
            let items = self.items();
            incomplete |= items.incomplete;
            if items.at_end {
                break;
            }
            let problem = self.expected_at(&problem::STRAY_BRACE, self.here());
            self.note(problem);
            self.pos += 1;
        }
        self.drop_redefined(mark);
        let end = self.bytes.len();
        self.tree
            .finish(NodeKind::Body, u8::from(incomplete), (0, end), mark)
    }

    /// Reads items until a closing brace, or until the end of the text.
    fn items(&mut self) -> Items {
        let mut incomplete = false;
        loop {
            self.free_lines = true;
            self.skip_space();
            self.free_lines = false;
            let at_end = self.at_end();
            if at_end || self.peek() == b'}' {
                return Items { at_end, incomplete };
            }
            let state = self.state();
            let start = self.pos;
            if let Ok(item) = self.item() {
                self.tree.wait(item);
            } else {
                self.restore(state);
                self.skip_item(start);
                incomplete = true;
            }
        }
    }

    fn item(&mut self) -> Parse<NodeId> {
        let Some(start) = self.identifier() else {
            let expected = match self.peek() {
                b'"' => &problem::QUOTED_ARGUMENT,
                _ => &problem::ITEM,
            };
            return self.fail(self.unexpected(expected));
        };
        let name = self.tree.leaf(NodeKind::Name, 0, start, self.pos);
        self.skip_space();
        match self.peek() {
            b'=' if self.peek_second() != b'=' => {
                let attribute = self.attribute(start, name)?;
                self.end_of_line(&problem::AFTER_ARGUMENT)?;
                Ok(attribute)
            }
            b'{' | b'"' => self.block(start, name),
            _ if self.at_name() => self.block(start, name),
            _ => self.fail(self.unexpected(&problem::AFTER_NAME)),
        }
    }

    /// The value of an attribute, from its equals sign.
    fn attribute(&mut self, start: usize, name: NodeId) -> Parse<NodeId> {
        self.pos += 1;
        self.skip_space();
        if self.at_line_end() {
            return self.fail(self.unexpected(&problem::VALUE));
        }
        let value = self.expression()?;
        let end = self.tree.node(value).end as usize;
        Ok(self
            .tree
            .over(NodeKind::Attribute, 0, (start, end), &[name, value]))
    }

    /// Takes the end of the line after an item.
    #[inline]
    fn end_of_line(&mut self, expected: &Expected) -> Parse<()> {
        self.skip_space();
        if self.at_line_end() {
            self.eat_line_end();
            return Ok(());
        }
        let expected = match self.peek() {
            b',' => &problem::COMMA_AFTER_ARGUMENT,
            _ => expected,
        };
        self.fail(self.unexpected(expected))
    }

    fn block(&mut self, start: usize, name: NodeId) -> Parse<NodeId> {
        let header = self.header(start, name)?;
        self.enter()?;
        self.pos = header.brace + 1;
        self.skip_space();
        let content = if self.peek() == b'}' || self.at_line_end() {
            self.lines(&header)
        } else {
            self.one_line_body(&header)?
        };
        self.depth -= 1;
        let end = self.tree.node(content.body).end as usize;
        self.tree.wait(content.body);
        let block = self
            .tree
            .finish(NodeKind::Block, 0, (start, end), header.mark);
        if content.closed {
            self.after_block();
        }
        let mut last = block;
        for neighbour in content.neighbours {
            self.tree.wait(last);
            last = neighbour;
        }
        Ok(last)
    }

    /// Labels up to the opening brace, which is found but not taken.
    fn header(&mut self, start: usize, name: NodeId) -> Parse<Header> {
        let mark = self.tree.mark();
        self.tree.wait(name);
        let mut end = self.tree.node(name).end as usize;
        loop {
            self.skip_space();
            match self.peek() {
                b'{' => break,
                b'"' => {
                    let label = self.label()?;
                    self.tree.wait(label);
                }
                _ => {
                    let Some(label) = self.identifier() else {
                        self.broken_header()?;
                        break;
                    };
                    let label = self.tree.leaf(NodeKind::Label, text::RAW, label, self.pos);
                    self.tree.wait(label);
                }
            }
            end = self.pos;
        }
        Ok(Header {
            mark,
            start,
            end,
            brace: self.pos,
        })
    }

    /// A header without a brace after it. A brace on the next line is a mistake that can be read over.
    fn broken_header(&mut self) -> Parse<()> {
        let expected = match self.peek() {
            b'=' => &problem::HEADER_EQUALS,
            _ if self.at_line_end() => &problem::HEADER_LINE,
            _ => &problem::HEADER,
        };
        let problem = self.unexpected(expected);
        self.note(problem);
        if !self.at_line_end() {
            return Err(Abandoned);
        }
        let line_end = self.pos;
        let comments = self.tree.comments.len();
        self.free_lines = true;
        self.skip_space();
        self.free_lines = false;
        if self.peek() == b'{' {
            return Ok(());
        }
        self.pos = line_end;
        self.tree.comments.truncate(comments);
        Err(Abandoned)
    }

    /// A quoted label.
    fn label(&mut self) -> Parse<NodeId> {
        let start = self.pos;
        self.pos += 1;
        loop {
            self.skip_string_text();
            match self.peek() {
                b'"' => {
                    self.pos += 1;
                    return Ok(self
                        .tree
                        .leaf(NodeKind::Label, text::QUOTED, start, self.pos));
                }
                b'$' | b'%' => self.label_marker(),
                _ => self.string_special(start)?,
            }
        }
    }

    /// A `$` or `%` in a label: text, unless a brace follows.
    fn label_marker(&mut self) {
        let marker = self.peek();
        match (self.peek_second(), self.at(self.pos + 2)) {
            (second, b'{') if second == marker => self.pos += 3,
            (b'{', _) => {
                let span = self.span(self.pos, self.pos + 2);
                let problem = self.expected_at(&problem::LABEL_TEMPLATE, span);
                self.note(problem);
                self.pos += 2;
            }
            _ => self.pos += 1,
        }
    }

    /// The body of a block with its items on lines of their own.
    fn lines(&mut self, header: &Header) -> Content {
        let mark = self.tree.mark();
        let Items {
            at_end: unclosed,
            incomplete,
        } = self.items();
        let mut end = self.pos;
        let mut neighbours = Vec::new();
        if unclosed {
            neighbours = self.neighbours(header, mark);
        } else {
            self.pos += 1;
            end = self.pos;
        }
        self.drop_redefined(mark);
        if let Some(&first) = neighbours.first() {
            end = self.tree.node(first).start as usize;
        }
        let span = (header.brace, end);
        Content {
            body: self
                .tree
                .finish(NodeKind::Body, u8::from(incomplete || unclosed), span, mark),
            closed: !unclosed,
            neighbours,
        }
    }

    /// Tells that a block is not closed, and takes the items away that do not belong to it.
    fn neighbours(&mut self, header: &Header, mark: usize) -> Vec<NodeId> {
        let first = self.tree.since(mark).iter().position(|&item| {
            let node = self.tree.node(item);
            node.kind == NodeKind::Block && self.starts_line(node.start as usize)
        });
        // The innermost open block is told, and outer ones only where it is plain that each is open.
        let swallowed = header.brace < self.swallowed_at;
        if !swallowed && (self.starts_line(header.start) || !self.open_end) {
            let span = self.span(header.start, header.end);
            let problem = self.unclosed_block(span, header.brace);
            self.note(problem);
        }
        self.open_end = true;
        first.map_or_else(Vec::new, |first| self.tree.take(mark + first))
    }

    /// The body of a block that is opened and closed on one line; it holds one attribute.
    fn one_line_body(&mut self, header: &Header) -> Parse<Content> {
        let mark = self.tree.mark();
        let Some(start) = self.identifier() else {
            return self.fail(self.unexpected(&problem::ONE_LINE_ITEM));
        };
        let name = self.tree.leaf(NodeKind::Name, 0, start, self.pos);
        self.skip_space();
        if self.peek() != b'=' || self.peek_second() == b'=' {
            return self.fail(self.unexpected(&problem::ONE_LINE_ITEM));
        }
        let attribute = self.attribute(start, name)?;
        self.tree.wait(attribute);
        self.skip_space();
        if self.peek() != b'}' {
            return self.fail(self.unclosed(header.brace, &problem::ONE_LINE_END));
        }
        self.pos += 1;
        let span = (header.brace, self.pos);
        Ok(Content {
            body: self.tree.finish(NodeKind::Body, 0, span, mark),
            closed: true,
            neighbours: Vec::new(),
        })
    }

    /// What follows a block on its line is a problem of its own and takes nothing from the block.
    fn after_block(&mut self) {
        let start = self.pos;
        if let Err(Abandoned) = self.end_of_line(&problem::AFTER_BLOCK) {
            self.skip_item(start);
        }
    }

    /// Keeps the first of several attributes with one name, and tells of the others.
    fn drop_redefined(&mut self, mark: usize) {
        let repeated = self.redefined_in(mark);
        if repeated.is_empty() {
            return;
        }
        for &(_, name, first) in &repeated {
            let problem = self.redefined(name, first);
            self.note(problem);
        }
        let mut repeated = repeated.into_iter().map(|(item, ..)| item).peekable();
        for item in self.tree.take(mark) {
            if repeated.next_if_eq(&item).is_none() {
                self.tree.wait(item);
            }
        }
    }

    /// The attributes since `mark` whose name was there before: item, its name, the first one's name.
    fn redefined_in(&self, mark: usize) -> Vec<(NodeId, Span, Span)> {
        let names = self.tree.since(mark).iter().filter_map(|&item| {
            if self.tree.node(item).kind != NodeKind::Attribute {
                return None;
            }
            let name = self.tree.child(item, 0)?;
            Some((item, self.span(name.start as usize, name.end as usize)))
        });
        let text = |name: Span| self.slice(name.start as usize, name.end as usize);
        let mut repeated = Vec::new();
        if names.clone().nth(8).is_none() {
            for (index, (item, name)) in names.clone().enumerate() {
                let mut before = names.clone().take(index);
                if let Some((_, first)) = before.find(|&(_, first)| text(first) == text(name)) {
                    repeated.push((item, name, first));
                }
            }
            return repeated;
        }
        let mut seen = FxHashMap::default();
        for (item, name) in names {
            let first = *seen.entry(text(name)).or_insert(name);
            if first != name {
                repeated.push((item, name, first));
            }
        }
        repeated
    }
}
