//! The list of resources that somebody decided to leave out of Terraform, each with the reason.
//!
//! ```hcl
//! ignore {
//!   arn    = "arn:aws:s3:::legacy-*"
//!   reason = "moves to the archive account in March"
//! }
//! ```
//!
//! It stands in a file of its own, or in the settings (`triage::settings`).

use crate::aws::wildcard::{Case, covers};
use crate::finding::Problem;
use crate::source::{SourceFile, Span};
use crate::syntax::{self, Block, Body, ExprKind, Item};
use std::sync::Arc;

const ARGUMENTS: [&str; 2] = ["arn", "reason"];

/// An entry of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignore {
    /// An ARN, or what AWS Config calls the resource; `*` and `?` stand for any characters.
    pub pattern: String,
    pub reason: String,
    pub span: Span,
    pub file: String,
}

impl Ignore {
    /// The entries of a body that holds nothing but `ignore` blocks, and what is wrong with it.
    pub fn list(body: Body<'_>, path: &str, problems: &mut Vec<Problem>) -> Vec<Self> {
        let mut entries = Vec::new();
        for item in body.items() {
            let (name, span) = match item {
                Item::Block(block) if block.block_type() == "ignore" => {
                    entries.extend(entry(block, path, problems));
                    continue;
                }
                Item::Block(block) => (block.block_type(), block.header_span()),
                Item::Attribute(attribute) => (attribute.name(), attribute.name_span()),
            };
            let problem = Problem::error(span, "only `ignore` blocks stand here");
            problems.push(problem.with_suggestion(name, ["ignore"]));
        }
        entries
    }

    pub(super) fn covers(&self, identity: &str) -> bool {
        covers(&self.pattern, identity, Case::Sensitive)
    }
}

/// Reads a list; a mistake in it is a problem at its place.
pub(super) fn read(file: &Arc<SourceFile>) -> Result<Vec<Ignore>, Vec<Problem>> {
    let parsed = syntax::parse(file);
    let mut problems = parsed.problems;
    let entries = Ignore::list(parsed.ast.body(), file.path(), &mut problems);
    if problems.is_empty() {
        Ok(entries)
    } else {
        Err(problems)
    }
}

fn entry(block: Block<'_>, path: &str, problems: &mut Vec<Problem>) -> Option<Ignore> {
    for attribute in block.body().attributes() {
        if !ARGUMENTS.contains(&attribute.name()) {
            let message = format!("`ignore` has no argument `{}`", attribute.name());
            let problem = Problem::error(attribute.name_span(), message);
            problems.push(problem.with_suggestion(attribute.name(), ARGUMENTS));
        }
    }
    for inner in block.body().blocks() {
        problems.push(Problem::error(
            inner.header_span(),
            "`ignore` has no blocks",
        ));
    }
    let mut text = |name: &str, help: &str| {
        let value = block.body().attribute(name).map(syntax::Attribute::value);
        let span = value.map_or(block.header_span(), syntax::Expr::span);
        match value.map(syntax::Expr::kind) {
            Some(ExprKind::String(text)) if !text.trim().is_empty() => Some(text.into_owned()),
            Some(_) => {
                problems.push(
                    Problem::error(span, format!("`{name}` is a text, in quotes and not empty"))
                        .with_help(help),
                );
                None
            }
            None => {
                problems.push(
                    Problem::error(span, format!("this `ignore` gives no `{name}`"))
                        .with_help(help),
                );
                None
            }
        }
    };
    let pattern = text("arn", "write the ARN, with `*` for any characters");
    let reason = text(
        "reason",
        "write why the resource stays outside of Terraform",
    );
    Some(Ignore {
        pattern: pattern?,
        reason: reason?,
        span: block.span(),
        file: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn entries_need_a_pattern_and_a_reason() {
        let sources = Sources::new();
        let list = |text: &str| read(&sources.add("ignore.hcl", text));
        let entries =
            list("ignore {\n  arn = \"arn:aws:s3:::a-*\"\n  reason = \"old\"\n}\n").unwrap();
        assert!(entries[0].covers("arn:aws:s3:::a-1") && !entries[0].covers("arn:aws:s3:::b"));
        for (text, said) in [
            ("ignore {\n  arn = \"a\"\n}", "gives no `reason`"),
            ("ignore {\n  arn = \"a\"\n  reason = \" \"\n}", "not empty"),
            ("ignore {\n  arn = var.x\n  reason = \"r\"\n}", "is a text"),
            (
                "ignore {\n  arm = \"a\"\n  arn = \"a\"\n  reason = \"r\"\n}",
                "no argument `arm`",
            ),
            ("arn = \"a\"", "only `ignore` blocks"),
            ("ignore {", "unclosed block"),
        ] {
            let problems = list(text).unwrap_err();
            assert!(
                problems
                    .iter()
                    .any(|problem| problem.message.contains(said)),
                "{text}: {problems:?}"
            );
        }
    }
}
