//! Reading constants out of a rule file, with a problem for everything that is not as it should be.

use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Body, Expr, Item};
use crate::terraform;
use crate::value::Value;

/// Collects the problems of one rule file.
#[derive(Default, Debug)]
pub(super) struct Decoder {
    pub(super) problems: Vec<Problem>,
}

impl Decoder {
    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::error(span, message));
    }

    /// Refuses every argument and block that is not listed.
    pub(super) fn known_items(&mut self, body: Body<'_>, arguments: &[&str], blocks: &[&str]) {
        for item in body.items() {
            let (name, span, kind, known) = match item {
                Item::Attribute(attribute) => (
                    attribute.name(),
                    attribute.name_span(),
                    "argument",
                    arguments,
                ),
                Item::Block(block) => (block.block_type(), block.type_span(), "block", blocks),
            };
            if !known.contains(&name) {
                let problem = Problem::error(span, format!("a rule has no {kind} `{name}` here"));
                self.problems
                    .push(problem.with_suggestion(name, known.iter().copied()));
            }
        }
    }

    /// A string that must be there.
    pub(super) fn required_string(
        &mut self,
        body: Body<'_>,
        name: &str,
        missing_at: Span,
    ) -> Option<String> {
        let Some(attribute) = body.attribute(name) else {
            self.error(missing_at, format!("`{name}` is missing"));
            return None;
        };
        let value = self.constant(attribute.value())?;
        let text = value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(ToString::to_string);
        if text.is_none() {
            self.error(
                attribute.value().span(),
                format!("`{name}` must be a text that is not empty"),
            );
        }
        text
    }

    /// A string that must be one of a few words.
    pub(super) fn word<T>(
        &mut self,
        body: Body<'_>,
        name: &str,
        missing_at: Span,
        parse: fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<T> {
        let text = self.required_string(body, name, missing_at)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let span = body
                .attribute(name)
                .map_or(missing_at, |attribute| attribute.value().span());
            self.error(span, format!("`{name}` must be {words}"));
        }
        parsed
    }

    /// A list of strings; empty when it is not there.
    pub(super) fn strings(&mut self, body: Body<'_>, name: &str) -> Vec<String> {
        let Some(attribute) = body.attribute(name) else {
            return Vec::new();
        };
        let Some(value) = self.constant(attribute.value()) else {
            return Vec::new();
        };
        let texts: Option<Vec<String>> = value.as_sequence().and_then(|elements| {
            elements
                .iter()
                .map(|element| element.as_str().map(ToString::to_string))
                .collect()
        });
        texts.unwrap_or_else(|| {
            self.error(
                attribute.value().span(),
                format!("`{name}` must be a list of texts"),
            );
            Vec::new()
        })
    }

    fn constant(&mut self, expr: Expr<'_>) -> Option<Value> {
        match terraform::constant(expr) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problems.push(*problem);
                None
            }
        }
    }
}
