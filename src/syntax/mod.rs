//! What the text says: HCL native syntax and HCL's JSON syntax, parsed into one compact tree with a span on every node.
//!
//! Knows no Terraform block and evaluates nothing. Parsing never fails: it gives a tree and the problems it met.

pub mod ast;
mod build;
#[cfg(test)]
mod differential;
mod json;
#[cfg(test)]
mod laws;
mod native;
#[cfg(test)]
mod picture;

pub use ast::{Ast, Attribute, Block, Body, Expr, ExprKind, Item, NodeId, TemplatePart};
pub use json::{WrongEscape, unescape_json};

use crate::finding::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// A tree and everything that is wrong with its text. What could not be parsed is missing from the tree.
#[derive(Debug)]
pub struct Parsed {
    pub ast: Ast,
    pub problems: Vec<Problem>,
}

/// Parses a configuration file; a path that ends in `.json` is read as JSON syntax.
pub fn parse(source: &Arc<SourceFile>) -> Parsed {
    if is_json(source) {
        json::parse(source)
    } else {
        native::parse(source)
    }
}

#[expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "Terraform compares file names so"
)]
fn is_json(source: &SourceFile) -> bool {
    source.path().ends_with(".json")
}

/// Parses one expression, as for `-var` values.
pub fn parse_expression(source: &Arc<SourceFile>) -> Parsed {
    native::parse_expression(source)
}

/// Parses a whole text as a template, as `templatefile` reads it. The root is a template expression.
pub fn parse_template(source: &Arc<SourceFile>) -> Parsed {
    native::parse_template(source)
}

/// Parses a part of a text as one expression, with spans into the whole text: the content of a string (its span without
/// quotes) that Terraform reads as a reference, for example. In a JSON file its escapes are decoded first.
pub fn parse_expression_at(source: &Arc<SourceFile>, span: Span) -> Parsed {
    if is_json(source) {
        json::parse_expression_at(source, span)
    } else {
        native::parse_expression_at(source, span)
    }
}
