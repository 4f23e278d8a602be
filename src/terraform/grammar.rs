//! What may stand in the blocks that Terraform itself reads: which arguments and nested blocks, what must be there, what must be literal.
//!
//! Terraform up to 1.14 and `OpenTofu` up to 1.11 together, because a configuration does not say which of them will read it. What a provider
//! or a module reads is left open. <https://developer.hashicorp.com/terraform/language/syntax/configuration>

use super::constant::constant;
use super::content::{Argument, Content, Nested};
use crate::finding::Problem;
use crate::value::Type;
use crate::value::convert::convert;

/// What a kind of block may have inside.
struct Grammar {
    arguments: &'static [(&'static str, Need)],
    blocks: &'static [Inner],
    /// Whether somebody else knows further arguments and blocks.
    open: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Optional,
    Required,
    /// `true` or `false`, literally: it is read before anything is evaluated.
    Flag,
}
use Need::{Flag, Optional, Required};

/// A nested block: its type, how many labels it has, how many there may be, and its own inside.
struct Inner {
    name: &'static str,
    labels: usize,
    number: Number,
    grammar: &'static Grammar,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Any,
    AtMostOne,
    AtLeastOne,
}

const fn any(name: &'static str, labels: usize, grammar: &'static Grammar) -> Inner {
    Inner {
        name,
        labels,
        number: Number::Any,
        grammar,
    }
}

const fn one(name: &'static str, labels: usize, grammar: &'static Grammar) -> Inner {
    Inner {
        number: Number::AtMostOne,
        ..any(name, labels, grammar)
    }
}

const fn open(blocks: &'static [Inner]) -> Grammar {
    Grammar {
        arguments: &[],
        blocks,
        open: true,
    }
}

const fn closed(arguments: &'static [(&'static str, Need)], blocks: &'static [Inner]) -> Grammar {
    Grammar {
        arguments,
        blocks,
        open: false,
    }
}

const ANYTHING: Grammar = open(&[]);

const CONDITION: Grammar = closed(&[("condition", Required), ("error_message", Required)], &[]);

const PROVISIONER: Grammar = open(&[one("connection", 0, &ANYTHING)]);

const LIFECYCLE: Grammar = closed(
    &[
        ("create_before_destroy", Flag),
        ("prevent_destroy", Flag),
        ("destroy", Flag),
        ("enabled", Optional),
        ("ignore_changes", Optional),
        ("replace_triggered_by", Optional),
    ],
    &[
        any("precondition", 0, &CONDITION),
        any("postcondition", 0, &CONDITION),
        any("action_trigger", 0, &ANYTHING),
    ],
);

const RESOURCE: Grammar = open(&[
    one("lifecycle", 0, &LIFECYCLE),
    one("connection", 0, &ANYTHING),
    any("provisioner", 1, &PROVISIONER),
]);

const READ_LIFECYCLE: Grammar = closed(
    &[("enabled", Optional)],
    &[
        any("precondition", 0, &CONDITION),
        any("postcondition", 0, &CONDITION),
    ],
);

const READ: Grammar = open(&[one("lifecycle", 0, &READ_LIFECYCLE)]);

const MODULE_LIFECYCLE: Grammar = closed(&[("enabled", Optional)], &[]);

const REMOVED_LIFECYCLE: Grammar = closed(&[("destroy", Flag)], &[]);

/// The blocks at the top of a file. `locals` and `provider` are not here: nobody but the configuration and the provider knows what they have.
static TOP: [(&str, Grammar); 11] = [
    (
        "check",
        closed(
            &[],
            &[
                one("data", 2, &READ),
                Inner {
                    number: Number::AtLeastOne,
                    ..any("assert", 0, &CONDITION)
                },
            ],
        ),
    ),
    ("data", READ),
    ("ephemeral", READ),
    (
        "import",
        closed(
            &[
                ("to", Required),
                ("id", Optional),
                ("identity", Optional),
                ("for_each", Optional),
                ("provider", Optional),
            ],
            &[],
        ),
    ),
    ("module", open(&[one("lifecycle", 0, &MODULE_LIFECYCLE)])),
    (
        "moved",
        closed(&[("from", Required), ("to", Required)], &[]),
    ),
    (
        "output",
        closed(
            &[
                ("value", Optional),
                ("description", Optional),
                ("sensitive", Flag),
                ("ephemeral", Flag),
                ("depends_on", Optional),
                ("deprecated", Optional),
                ("type", Optional),
            ],
            &[
                any("precondition", 0, &CONDITION),
                any("postcondition", 0, &CONDITION),
            ],
        ),
    ),
    (
        "removed",
        closed(
            &[("from", Required)],
            &[
                one("lifecycle", 0, &REMOVED_LIFECYCLE),
                one("connection", 0, &ANYTHING),
                any("provisioner", 1, &PROVISIONER),
            ],
        ),
    ),
    ("resource", RESOURCE),
    (
        "terraform",
        closed(
            &[
                ("required_version", Optional),
                ("experiments", Optional),
                ("language", Optional),
            ],
            &[
                one("backend", 1, &ANYTHING),
                one("cloud", 0, &ANYTHING),
                one("encryption", 0, &ANYTHING),
                one("required_providers", 0, &ANYTHING),
                any("provider_meta", 1, &ANYTHING),
            ],
        ),
    ),
    (
        "variable",
        closed(
            &[
                ("type", Optional),
                ("default", Optional),
                ("description", Optional),
                ("sensitive", Flag),
                ("nullable", Flag),
                ("ephemeral", Flag),
                ("deprecated", Optional),
                ("const", Flag),
            ],
            &[any("validation", 0, &CONDITION)],
        ),
    ),
];

/// The mistakes in a block at the top of a file, as far as the block alone shows them. In an override file nothing must be there.
pub(super) fn check(block: &Nested, is_override: bool, problems: &mut Vec<Problem>) {
    let found = TOP.iter().find(|(name, _)| *name == &*block.block_type);
    if let Some((_, grammar)) = found {
        let mut checker = Checker {
            is_override,
            problems,
        };
        checker.block(block, grammar);
        if &*block.block_type == "module" {
            checker.no_other_blocks(&block.content, grammar);
        }
    }
}

struct Checker<'a> {
    is_override: bool,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn block(&mut self, block: &Nested, grammar: &Grammar) {
        let content = &block.content;
        for (name, need) in grammar.arguments {
            match (need, content.argument(name)) {
                (Required, None) if !self.is_override && !content.is_incomplete() => {
                    let message =
                        format!("a `{}` block needs the argument `{name}`", block.block_type);
                    self.problems.push(Problem::error(block.header, message));
                }
                (Flag, Some(argument)) => self.flag(&argument),
                _ => {}
            }
        }
        if !grammar.open {
            self.no_other_arguments(content, grammar);
            self.no_other_blocks(content, grammar);
        }
        for inner in grammar.blocks {
            self.inner(block, inner);
        }
    }

    fn inner(&mut self, block: &Nested, inner: &Inner) {
        let found = block.content.nested(inner.name, inner.labels);
        if inner.number == Number::AtMostOne
            && let [first, second, ..] = found.as_slice()
        {
            let message = format!(
                "a second `{}` block: at most one may stand here",
                inner.name
            );
            let problem = Problem::error(second.header, message);
            self.problems
                .push(problem.with_related(first.header, "the first is here"));
        }
        if inner.number == Number::AtLeastOne && found.is_empty() && !block.content.is_incomplete()
        {
            let message = format!(
                "a `{}` block needs at least one `{}` block",
                block.block_type, inner.name
            );
            self.problems.push(Problem::error(block.header, message));
        }
        for nested in &found {
            self.block(nested, inner.grammar);
        }
    }

    fn no_other_arguments(&mut self, content: &Content, grammar: &Grammar) {
        let names = || grammar.arguments.iter().map(|(name, _)| *name);
        for argument in content.arguments().into_values() {
            let is_block = content.has_json()
                && grammar
                    .blocks
                    .iter()
                    .any(|inner| inner.name == argument.name);
            if !is_block && !names().any(|name| name == argument.name) {
                let message = format!("unsupported argument `{}`", argument.name);
                let problem = Problem::error(argument.name_span, message);
                self.problems
                    .push(problem.with_suggestion(&argument.name, names()));
            }
        }
    }

    fn no_other_blocks(&mut self, content: &Content, grammar: &Grammar) {
        let names = || grammar.blocks.iter().map(|inner| inner.name);
        for (name, span) in content.block_types() {
            if !names().any(|known| *known == *name) {
                let problem = Problem::error(span, format!("unsupported block `{name}`"));
                self.problems.push(problem.with_suggestion(&name, names()));
            }
        }
    }

    fn flag(&mut self, argument: &Argument<'_>) {
        let name = &argument.name;
        let span = argument.value.span();
        match constant(argument.value) {
            Err(_) => self.problems.push(
                Problem::error(
                    span,
                    format!("`{name}` must be `true` or `false`, literally"),
                )
                .with_help("Terraform reads it before it evaluates anything"),
            ),
            Ok(value) if convert(&value, &Type::Bool).is_err() => {
                let message = format!("`{name}` must be `true` or `false`");
                self.problems.push(Problem::error(span, message));
            }
            Ok(_) => {}
        }
    }
}
