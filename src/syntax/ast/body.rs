//! Views of what stands between expressions: bodies, attributes and blocks.

use super::Ast;
use super::expr::Expr;
use super::literal::quoted_text;
use super::node::{NodeId, NodeKind};
use crate::source::Span;
use std::borrow::Cow;

/// A run of items between braces, or a whole file.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    pub(super) ast: &'a Ast,
    pub(super) id: NodeId,
}

/// One item of a body.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    Attribute(Attribute<'a>),
    Block(Block<'a>),
}

impl Item<'_> {
    pub fn span(self) -> Span {
        match self {
            Self::Attribute(attribute) => attribute.span(),
            Self::Block(block) => block.span(),
        }
    }
}

impl<'a> Body<'a> {
    pub const fn ast(self) -> &'a Ast {
        self.ast
    }

    /// The node, for those who keep ids instead of views.
    pub const fn id(self) -> NodeId {
        self.id
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }

    /// Whether an item of this body could not be read: what is missing here may have been written.
    pub fn is_incomplete(self) -> bool {
        self.ast.node(self.id).flag == 1
    }

    /// The items in the order of the text.
    pub fn items(self) -> impl Iterator<Item = Item<'a>> {
        let ast = self.ast;
        let kids = ast.kids(self.id).iter();
        kids.filter_map(move |&id| Self::item(ast, id))
    }

    /// The attribute or block that a place lies in. Bisects, as the items are in the order of the text.
    pub fn item_around(self, place: Span) -> Option<Item<'a>> {
        let kids = self.ast.kids(self.id);
        let before = kids.partition_point(|&id| self.ast.span(id).end < place.end);
        let here = Self::item(self.ast, *kids.get(before)?)?;
        (here.span().start <= place.start).then_some(here)
    }

    fn item(ast: &'a Ast, id: NodeId) -> Option<Item<'a>> {
        match ast.node(id).kind {
            NodeKind::Attribute => Some(Item::Attribute(Attribute { ast, id })),
            NodeKind::Block => Some(Item::Block(Block { ast, id })),
            _ => None,
        }
    }

    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        self.items().filter_map(|item| match item {
            Item::Attribute(attribute) => Some(attribute),
            Item::Block(_) => None,
        })
    }

    pub fn blocks(self) -> impl Iterator<Item = Block<'a>> {
        self.items().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Attribute(_) => None,
        })
    }

    /// The first attribute of this name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'a>> {
        self.attributes().find(|attribute| attribute.name() == name)
    }

    /// The blocks of this type.
    pub fn blocks_of(self, block_type: &'a str) -> impl Iterator<Item = Block<'a>> {
        self.blocks()
            .filter(move |block| block.block_type() == block_type)
    }
}

/// `name = value`.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    pub(super) ast: &'a Ast,
    pub(super) id: NodeId,
}

impl<'a> Attribute<'a> {
    pub fn name(self) -> &'a str {
        self.ast.raw(self.ast.kid(self.id, 0))
    }

    pub fn name_span(self) -> Span {
        self.ast.span(self.ast.kid(self.id, 0))
    }

    pub fn value(self) -> Expr<'a> {
        Expr {
            ast: self.ast,
            id: self.ast.kid(self.id, 1),
        }
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }
}

/// `type "label" { … }`.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    pub(super) ast: &'a Ast,
    pub(super) id: NodeId,
}

impl<'a> Block<'a> {
    pub fn block_type(self) -> &'a str {
        self.ast.raw(self.ast.kid(self.id, 0))
    }

    pub fn type_span(self) -> Span {
        self.ast.span(self.ast.kid(self.id, 0))
    }

    /// The labels, decoded, with their spans (quotes included).
    pub fn labels(self) -> impl Iterator<Item = (Cow<'a, str>, Span)> {
        let ast = self.ast;
        let kids = ast.kids(self.id);
        let labels = kids.get(1..kids.len().saturating_sub(1)).unwrap_or(&[]);
        labels
            .iter()
            .map(move |&id| (quoted_text(ast, id), ast.span(id)))
    }

    /// One label.
    pub fn label(self, index: usize) -> Option<(Cow<'a, str>, Span)> {
        self.labels().nth(index)
    }

    pub fn body(self) -> Body<'a> {
        let last = self.ast.kids(self.id).len().saturating_sub(1);
        Body {
            ast: self.ast,
            id: self.ast.kid(self.id, last),
        }
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }

    /// Type and labels: what a reader knows the block by.
    pub fn header_span(self) -> Span {
        let start = self.type_span();
        self.labels()
            .last()
            .map_or(start, |(_, label)| start.to(label))
    }
}
