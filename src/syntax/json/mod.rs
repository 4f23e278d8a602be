//! HCL's JSON syntax, read into the same tree as native syntax.
//!
//! Three steps: `read` makes JSON values with spans (`recover` helps it over errors), `shape` knows which members Terraform reads as blocks, and this
//! module makes nodes of both. Strings are templates; the native parser reads them. Inside the body of a resource every
//! member that is no block of Terraform itself becomes an attribute, because only a provider's schema knows better.
//!
//! Knows no type of resource, and does not judge whether a member belongs where it stands.

mod escape;
mod read;
mod recover;
mod shape;
mod string;
#[cfg(test)]
mod tests;

pub use escape::{WrongEscape, unescape_json};

use super::Parsed;
use super::ast::{NodeId, NodeKind, UnaryOp, text};
use super::build::Builder;
use crate::finding::Problem;
use crate::source::{SourceFile, Span};
use read::{Kind, Member, Value};
use shape::{BlockType, ROOT};
use std::sync::Arc;

/// Makes nodes of JSON values.
struct Writer<'a> {
    source: &'a SourceFile,
    tree: Builder,
    problems: Vec<Problem>,
}

/// Parses a file. The members of `*.tfvars.json` are attributes, those of other files blocks.
pub(super) fn parse(source: &Arc<SourceFile>) -> Parsed {
    let (root, problems) = recover::read(source);
    let mut writer = Writer {
        source,
        tree: Builder::for_text(source.text().len()),
        problems,
    };
    let mark = writer.tree.mark();
    let blocks: &[BlockType] = if source.path().ends_with(".tfvars.json") {
        &[]
    } else {
        &ROOT
    };
    for object in writer.objects(&root) {
        writer.members(object, blocks, !blocks.is_empty());
    }
    let end = source.text().len();
    let incomplete = u8::from(!root.whole);
    let root = writer
        .tree
        .finish(NodeKind::Body, incomplete, (0, end), mark);
    Parsed {
        ast: writer.tree.into_ast(source, root, true),
        problems: writer.problems,
    }
}

/// Parses the content of a JSON string as an expression.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method itself is not general enough over the lifetime of the parser"
)]
pub(super) fn parse_expression_at(source: &Arc<SourceFile>, span: Span) -> Parsed {
    let mut writer = Writer {
        source,
        tree: Builder::default(),
        problems: Vec::new(),
    };
    let content = (span.start as usize, span.end as usize);
    let root = writer.native(content, |parser| parser.whole_expression());
    Parsed {
        ast: writer.tree.into_ast(source, root, true),
        problems: writer.problems,
    }
}

impl<'a> Writer<'a> {
    fn slice(&self, (start, end): (usize, usize)) -> &'a str {
        self.source.text().get(start..end).unwrap_or("")
    }

    /// The objects that a value stands for where blocks or labels are expected: itself, or the elements of an array.
    fn objects<'v>(&mut self, value: &'v Value) -> Vec<&'v Value> {
        let values = match &value.kind {
            Kind::Array(elements) => elements.iter().collect(),
            _ => vec![value],
        };
        let mut objects = Vec::new();
        for value in values {
            match value.kind {
                Kind::Object(_) => objects.push(value),
                Kind::Null | Kind::Missing => {}
                _ if !value.whole => {}
                _ => {
                    let span =
                        Span::new(self.source.id(), value.span.0 as u32, value.span.1 as u32);
                    let problem = Problem::error(span, "invalid block in JSON syntax")
                        .with_help("an object, or a list of objects, is expected here");
                    self.problems.push(problem);
                }
            }
        }
        objects
    }

    /// The members of a body, which wait: blocks where the table names them, else attributes. With `unknown_blocks` an
    /// object is a block although the table does not name it.
    fn members(&mut self, body: &Value, blocks: &[BlockType], unknown_blocks: bool) {
        let Kind::Object(members) = &body.kind else {
            return;
        };
        for member in members {
            let name = self.slice(member.content());
            if name == "//" {
                continue;
            }
            let structured = matches!(member.value.kind, Kind::Object(_) | Kind::Array(_));
            let block_type = blocks.iter().find(|block| block.name == name);
            match block_type {
                Some(block) if structured || unknown_blocks => {
                    self.blocks(member, member, block, &mut Vec::new());
                }
                None if structured && unknown_blocks => {
                    self.blocks(member, member, &BlockType::UNKNOWN, &mut Vec::new());
                }
                // Half a value is a wrong value; that it is missing, the body says.
                _ if !member.value.whole => {}
                _ => {
                    let name = self.name(member, NodeKind::Name);
                    let value = self.expression(&member.value);
                    let span = member.span();
                    let attribute = self.tree.over(NodeKind::Attribute, 0, span, &[name, value]);
                    self.tree.wait(attribute);
                }
            }
        }
    }

    /// The blocks that a member holds below the labels read so far; `first` is the member that names their type.
    fn blocks(
        &mut self,
        first: &Member,
        member: &Member,
        block_type: &BlockType,
        labels: &mut Vec<NodeId>,
    ) {
        for object in self.objects(&member.value) {
            if labels.len() == block_type.labels {
                let in_list = matches!(member.value.kind, Kind::Array(_));
                let span = if in_list { object.span } else { member.span() };
                self.block(first, member, block_type, labels, (object, span));
                continue;
            }
            let Kind::Object(members) = &object.kind else {
                continue;
            };
            for inner in members {
                let label = self.name(inner, NodeKind::Label);
                labels.push(label);
                self.blocks(first, inner, block_type, labels);
                labels.pop();
            }
        }
    }

    /// One block. Its type is written once for many blocks, so where the block has labels its type is placed at the last
    /// of them: what a reader knows this block by.
    fn block(
        &mut self,
        first: &Member,
        member: &Member,
        block_type: &BlockType,
        labels: &[NodeId],
        (object, span): (&Value, (usize, usize)),
    ) {
        let mark = self.tree.mark();
        let name = self.name(first, NodeKind::Name);
        if !labels.is_empty() {
            let aside = self.tree.text(self.slice(first.content()));
            let (start, end) = member.content();
            let node = self.tree.node_mut(name);
            (node.start, node.end) = (start as u32, end as u32);
            (node.flag, node.first) = (text::ASIDE, aside);
        }
        self.tree.wait(name);
        for &label in labels {
            self.tree.wait(label);
        }
        let inside = self.tree.mark();
        self.members(object, block_type.blocks, false);
        let incomplete = u8::from(!object.whole);
        let body = self
            .tree
            .finish(NodeKind::Body, incomplete, object.span, inside);
        self.tree.wait(body);
        let block = self.tree.finish(NodeKind::Block, 0, span, mark);
        self.tree.wait(block);
    }

    /// The name of a member, without its quotes.
    fn name(&mut self, member: &Member, kind: NodeKind) -> NodeId {
        let (start, end) = member.content();
        let name = self.tree.leaf(kind, text::RAW, start, end);
        if let Some(decoded) = string::decoded(self.slice((start, end))) {
            let aside = self.tree.text(&decoded.text);
            let node = self.tree.node_mut(name);
            (node.flag, node.first) = (text::ASIDE, aside);
        }
        name
    }

    fn expression(&mut self, value: &Value) -> NodeId {
        let (start, end) = value.span;
        match &value.kind {
            Kind::Null | Kind::Missing => self.tree.leaf(NodeKind::Null, 0, start, end),
            Kind::True => self.tree.leaf(NodeKind::True, 0, start, end),
            Kind::False => self.tree.leaf(NodeKind::False, 0, start, end),
            Kind::Number => self.number(value.span),
            Kind::String => self.template(value.span),
            Kind::Array(elements) => {
                let mark = self.tree.mark();
                for element in elements {
                    let element = self.expression(element);
                    self.tree.wait(element);
                }
                self.tree.finish(NodeKind::Tuple, 0, value.span, mark)
            }
            Kind::Object(members) => {
                let mark = self.tree.mark();
                for member in members {
                    let key = self.template(member.name);
                    self.tree.wait(key);
                    let value = self.expression(&member.value);
                    self.tree.wait(value);
                }
                self.tree.finish(NodeKind::Object, 0, value.span, mark)
            }
        }
    }

    /// A number; a sign is an operator in the tree, as in native syntax.
    fn number(&mut self, (start, end): (usize, usize)) -> NodeId {
        let negative = self.slice((start, end)).starts_with('-');
        let digits = start + usize::from(negative);
        let number = self.tree.leaf(NodeKind::Number, text::RAW, digits, end);
        if !negative {
            return number;
        }
        let negate = UnaryOp::Negate as u8;
        self.tree
            .over(NodeKind::Unary, negate, (start, end), &[number])
    }
}
