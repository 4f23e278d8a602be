//! Grows the node table of a tree. Knows nodes and their children; knows no syntax.

use super::ast::{Ast, Node, NodeId, NodeKind};
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// The table while it grows. Children wait on a stack until the parent that takes them is finished.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) nodes: Vec<Node>,
    children: Vec<NodeId>,
    pub(super) texts: Vec<Box<str>>,
    pub(super) comments: Vec<Span>,
    waiting: Vec<NodeId>,
}

impl Builder {
    /// A table with room for the nodes that a text of this many bytes usually has, so that it seldom moves.
    pub(super) fn for_text(bytes: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(bytes / 8 + 8),
            children: Vec::with_capacity(bytes / 8 + 8),
            waiting: Vec::with_capacity(64),
            ..Self::default()
        }
    }

    /// A node without children.
    #[inline]
    pub(super) fn leaf(&mut self, kind: NodeKind, flag: u8, start: usize, end: usize) -> NodeId {
        self.add(Node {
            kind,
            flag,
            height: 0,
            start: start as u32,
            end: end as u32,
            first: 0,
            count: 0,
        })
    }

    /// A node over children that are at hand.
    #[inline]
    pub(super) fn over(
        &mut self,
        kind: NodeKind,
        flag: u8,
        (start, end): (usize, usize),
        children: &[NodeId],
    ) -> NodeId {
        let first = self.children.len() as u32;
        self.children.extend_from_slice(children);
        self.parent(kind, flag, (start, end), first)
    }

    /// A node over the children that wait since `mark`.
    #[inline]
    pub(super) fn finish(
        &mut self,
        kind: NodeKind,
        flag: u8,
        (start, end): (usize, usize),
        mark: usize,
    ) -> NodeId {
        let first = self.children.len() as u32;
        self.children
            .extend_from_slice(self.waiting.get(mark..).unwrap_or(&[]));
        self.waiting.truncate(mark);
        self.parent(kind, flag, (start, end), first)
    }

    #[inline]
    fn parent(
        &mut self,
        kind: NodeKind,
        flag: u8,
        (start, end): (usize, usize),
        first: u32,
    ) -> NodeId {
        let children = self.children.get(first as usize..).unwrap_or(&[]);
        let tallest = children.iter().map(|&id| self.node(id).height).max();
        let node = Node {
            kind,
            flag,
            height: tallest.unwrap_or(0).saturating_add(1),
            start: start as u32,
            end: end as u32,
            first,
            count: children.len() as u32,
        };
        self.add(node)
    }

    #[inline]
    fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }

    /// Puts a text aside that stands nowhere in the file, and returns its index.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        self.texts.push(text.into());
        self.texts.len() as u32 - 1
    }

    /// Lets a child wait for its parent.
    #[inline]
    pub(super) fn wait(&mut self, child: NodeId) {
        self.waiting.push(child);
    }

    /// Where the next waiting child will stand.
    #[inline]
    pub(super) fn mark(&self) -> usize {
        self.waiting.len()
    }

    /// The children that wait since `mark`.
    pub(super) fn since(&self, mark: usize) -> &[NodeId] {
        self.waiting.get(mark..).unwrap_or(&[])
    }

    /// Takes away the children that wait since `mark`.
    pub(super) fn take(&mut self, mark: usize) -> Vec<NodeId> {
        self.waiting.split_off(mark.min(self.waiting.len()))
    }

    /// Forgets the children that wait since `mark`.
    pub(super) fn forget(&mut self, mark: usize) {
        self.waiting.truncate(mark);
    }

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: ids are made by this builder"
    )]
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: ids are made by this builder"
    )]
    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes made when there were already `len`.
    pub(super) fn ids_since(&self, len: usize) -> impl Iterator<Item = NodeId> + use<> {
        (len as u32..self.nodes.len() as u32).map(NodeId)
    }

    /// A child of a finished node.
    pub(super) fn child(&self, id: NodeId, index: u32) -> Option<&Node> {
        let at = self.node(id).first + index;
        self.children
            .get(at as usize)
            .map(|&child| self.node(child))
    }

    pub(super) fn into_ast(self, source: &Arc<SourceFile>, root: NodeId, json: bool) -> Ast {
        Ast {
            source: Arc::clone(source),
            nodes: self.nodes,
            children: self.children,
            texts: self.texts,
            comments: self.comments,
            root,
            json,
        }
    }
}
