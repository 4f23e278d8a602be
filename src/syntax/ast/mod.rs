//! The tree: a flat table of nodes, and typed views over it.
//!
//! A node is a kind, a span and a run of children. Views (`Body`, `Block`, `Expr` …) are two words and cheap to copy;
//! they read names and literals straight from the text. The table is built by the parsers only.

mod body;
mod expr;
mod literal;
mod node;
mod operator;

pub use body::{Attribute, Block, Body, Item};
pub use expr::{Expr, ExprKind, For, TemplatePart};
pub use node::NodeId;
pub use operator::{BinaryOp, UnaryOp};

pub(super) use literal::{quoted_content, unescape};
pub(super) use node::{Node, NodeKind, for_flag, text};

use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// The tree of one file.
#[derive(Debug)]
pub struct Ast {
    pub(super) source: Arc<SourceFile>,
    pub(super) nodes: Vec<Node>,
    pub(super) children: Vec<NodeId>,
    pub(super) texts: Vec<Box<str>>,
    /// Spans of comments with their markers, in order of the text.
    pub(super) comments: Vec<Span>,
    pub(super) root: NodeId,
    pub(super) json: bool,
}

impl Ast {
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// Whether the text is JSON syntax: then a nested block may stand as an attribute whose value is an object or a list of objects.
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// The body of the file; empty for a tree that is one expression.
    pub const fn body(&self) -> Body<'_> {
        Body {
            ast: self,
            id: self.root,
        }
    }

    /// The expression of a tree made by `parse_expression` or `parse_template`.
    pub const fn expression(&self) -> Expr<'_> {
        Expr {
            ast: self,
            id: self.root,
        }
    }

    /// The body with this id, for those who keep ids instead of views.
    pub const fn body_at(&self, id: NodeId) -> Body<'_> {
        Body { ast: self, id }
    }

    /// The expression at a node of this tree, as [`Expr::id`] gave it.
    pub const fn expression_at(&self, id: NodeId) -> Expr<'_> {
        Expr { ast: self, id }
    }

    /// Spans of comments, with their markers, in order of the text.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// How many nodes the tree has.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: ids are made by the parser of this tree"
    )]
    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span::new(self.source.id(), node.start, node.end)
    }

    fn kids(&self, id: NodeId) -> &[NodeId] {
        let node = self.node(id);
        let first = node.first as usize;
        self.children
            .get(first..first + node.count as usize)
            .unwrap_or(&[])
    }

    /// The child at a place; the node itself when the tree is malformed, which the parsers never make it.
    fn kid(&self, id: NodeId, index: usize) -> NodeId {
        self.kids(id).get(index).copied().unwrap_or(id)
    }

    /// The text of a leaf as it stands in the file or aside.
    fn raw(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.flag == text::ASIDE {
            self.texts.get(node.first as usize).map_or("", |text| text)
        } else {
            self.source
                .text()
                .get(node.start as usize..node.end as usize)
                .unwrap_or("")
        }
    }
}
