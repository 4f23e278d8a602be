//! HCL native syntax: one pass over the bytes, straight into the node table.
//!
//! A recursive-descent parser without a token stream: each function looks at the next byte, and the byte decides.
//! Nothing is read twice, with one exception: after an error `recover` reads the bad item again with a coarse lexer
//! that finds where the item ends. One bad item is one problem, and the rest of the file counts.
//!
//! Knows the language as `hclsyntax` of `HashiCorp` defines it, and bounds what that one does not bound: how deep things
//! nest (`MAX_DEPTH`) and how high a tree grows without nesting (`MAX_CHAIN`). Knows no Terraform block.

mod body;
mod collection;
mod directive;
mod expression;
mod heredoc;
mod problem;
mod recover;
mod scan;
mod template;
#[cfg(test)]
mod tests;
mod traversal;
mod trim;

use super::Parsed;
use super::ast::{NodeId, NodeKind, text};
use super::build::Builder;
use crate::finding::Problem;
use crate::source::{FileId, SourceFile, Span};
use std::sync::Arc;

/// How deep brackets, blocks, templates and operators may nest. Each level costs the parser some frames of stack, and a
/// thread has 2 MB; the deepest of 29,000 public files has 30 levels.
const MAX_DEPTH: u32 = 200;

/// How high a tree may be where an operator or a traversal is applied to it: bounds `a + a + a + …`, which nests nothing
/// in the text but a level for each operand in the tree.
const MAX_CHAIN: u16 = 500;

/// How many problems of one file are told.
const MAX_PROBLEMS: usize = 1000;

/// The item at hand cannot be parsed; the problem is already noted.
#[derive(Debug)]
pub(super) struct Abandoned;

type Parse<T> = Result<T, Abandoned>;

/// A parser of one text, or of the head of one text.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    file: FileId,
    pos: usize,
    /// Whether a newline is white space here, as it is inside parentheses and brackets.
    free_lines: bool,
    depth: u32,
    tree: Builder,
    problems: Vec<Problem>,
    /// `%{ if }` and `%{ for }` that wait for their ends, of all templates that are open.
    directives: Vec<directive::Open>,
    /// Literals at the starts of lines in `<<-` heredocs that are open.
    indented: Vec<NodeId>,
    /// How many heredocs had no end; see `recover`.
    endless: u8,
    /// Where to go on after the item that has just failed, when that is known already.
    resume: Option<usize>,
    /// Where the last heredoc without an end starts: it may have swallowed the closing braces of blocks before it.
    swallowed_at: usize,
    /// Whether the rest of the text was swallowed, so that whatever else is missing is no mistake of its own.
    silent: bool,
    /// Whether an unclosed block has been told.
    open_end: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, file: FileId, tree: Builder) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            file,
            pos: 0,
            free_lines: false,
            depth: 0,
            tree,
            problems: Vec::new(),
            directives: Vec::new(),
            indented: Vec::new(),
            endless: 0,
            resume: None,
            swallowed_at: 0,
            silent: false,
            open_end: false,
        }
    }

    /// Goes one level deeper; the caller takes it back by `self.depth -= 1`.
    #[inline]
    fn enter(&mut self) -> Parse<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail(self.too_deep());
        }
        Ok(())
    }

    /// Reads one expression and nothing after it, with newlines as white space.
    pub(super) fn whole_expression(&mut self) -> NodeId {
        self.free_lines = true;
        let start = self.pos;
        let expression = self.expression().and_then(|expression| {
            self.skip_space();
            if self.at_end() {
                Ok(expression)
            } else {
                self.fail(self.unexpected(&problem::EXTRA_AFTER_EXPRESSION))
            }
        });
        expression.unwrap_or_else(|Abandoned| self.tree.leaf(NodeKind::Null, 0, start, self.pos))
    }

    /// Reads the rest of the text as a template.
    pub(super) fn whole_template(&mut self) -> NodeId {
        let start = self.pos;
        self.bare_template().unwrap_or_else(|Abandoned| {
            let end = self.bytes.len();
            let literal = self.tree.leaf(NodeKind::Literal, text::RAW, start, end);
            self.tree
                .over(NodeKind::Template, 0, (start, end), &[literal])
        })
    }

    /// Begins at an offset instead of the start of the text.
    pub(super) fn start_at(&mut self, offset: usize) {
        self.pos = offset.min(self.bytes.len());
    }

    pub(super) fn into_parts(self) -> (Builder, Vec<Problem>) {
        (self.tree, self.problems)
    }

    fn finish(self, source: &Arc<SourceFile>, root: NodeId) -> Parsed {
        Parsed {
            ast: self.tree.into_ast(source, root, false),
            problems: self.problems,
        }
    }
}

/// Parses a file: attributes and blocks.
pub(super) fn parse(source: &Arc<SourceFile>) -> Parsed {
    let text = source.text();
    let mut parser = Parser::new(text, source.id(), Builder::for_text(text.len()));
    parser.skip_byte_order_mark();
    let root = parser.file_body();
    parser.finish(source, root)
}

/// Parses a text that is one expression.
pub(super) fn parse_expression(source: &Arc<SourceFile>) -> Parsed {
    let span = Span::new(source.id(), 0, source.text().len() as u32);
    parse_expression_at(source, span)
}

/// Parses a part of a text as one expression.
pub(super) fn parse_expression_at(source: &Arc<SourceFile>, span: Span) -> Parsed {
    let head = source.text().get(..span.end as usize).unwrap_or("");
    let room = span.end.saturating_sub(span.start) as usize;
    let mut parser = Parser::new(head, source.id(), Builder::for_text(room));
    parser.start_at(span.start as usize);
    parser.skip_byte_order_mark();
    let root = parser.whole_expression();
    parser.finish(source, root)
}

/// Parses a text that is one template.
pub(super) fn parse_template(source: &Arc<SourceFile>) -> Parsed {
    let text = source.text();
    let mut parser = Parser::new(text, source.id(), Builder::for_text(text.len()));
    parser.skip_byte_order_mark();
    let root = parser.whole_template();
    parser.finish(source, root)
}
