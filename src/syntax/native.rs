//! (being written) HCL native syntax.
use super::{Ast, Parsed};
use crate::source::SourceFile;
use std::sync::Arc;

fn empty(source: &Arc<SourceFile>) -> Parsed {
    let node = super::ast::Node {
        kind: super::ast::NodeKind::Body,
        flag: 0,
        start: 0,
        end: 0,
        first: 0,
        count: 0,
    };
    let ast = Ast {
        source: Arc::clone(source),
        nodes: vec![node],
        children: vec![],
        texts: vec![],
        comments: vec![],
        root: super::ast::NodeId(0),
        json: false,
    };
    Parsed {
        ast,
        problems: vec![],
    }
}
pub(super) fn parse(source: &Arc<SourceFile>) -> Parsed {
    empty(source)
}
pub(super) fn parse_expression(source: &Arc<SourceFile>) -> Parsed {
    empty(source)
}
pub(super) fn parse_template(source: &Arc<SourceFile>) -> Parsed {
    empty(source)
}
