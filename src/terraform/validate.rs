//! References to what is not declared, found in the text: also in blocks that have no instance and branches that are never taken.
//!
//! Names are all that is looked at. Native syntax only: in JSON syntax the schema decides what is an expression.

use super::evaluator::Evaluator;
use super::instance::Mode;
use super::module::{Module, Name, Resource, resource_address};
use crate::expr::{Reference, StaticStep, references};
use crate::finding::{Problem, ProblemKind};
use crate::source::Span;
use crate::syntax::{Body, Expr, Item};
use std::collections::BTreeMap;

/// Blocks at the top of a file whose attributes are expressions of the module.
const EVALUATED: [&str; 8] = [
    "resource",
    "data",
    "ephemeral",
    "module",
    "output",
    "locals",
    "provider",
    "check",
];

/// Attributes that are names, not values.
const NAMES: [&str; 4] = ["provider", "providers", "ignore_changes", "iterator"];

impl Evaluator<'_> {
    /// Reports what the files of a module refer to and do not declare.
    pub(super) fn check_references(&self, module: &Module) {
        for file in module.files.iter().filter(|file| !file.ast.is_json()) {
            for block in file.ast.body().blocks() {
                if EVALUATED.contains(&block.block_type()) {
                    self.check_body(module, block.body(), &mut Vec::new());
                }
            }
        }
    }

    /// `iterators` are the names that the `dynamic` blocks around bring.
    fn check_body(&self, module: &Module, body: Body<'_>, iterators: &mut Vec<Name>) {
        for item in body.items() {
            match item {
                Item::Attribute(attribute) if NAMES.contains(&attribute.name()) => {}
                Item::Attribute(attribute) => {
                    self.check_expression(module, attribute.value(), iterators);
                }
                Item::Block(block) => {
                    let depth = iterators.len();
                    if block.block_type() == "dynamic" {
                        let iterator = block
                            .body()
                            .attribute("iterator")
                            .and_then(|iterator| iterator.value().static_name());
                        let name = iterator.or_else(|| Some(block.label(0)?.0));
                        iterators.extend(name.map(|name| Name::from(&*name)));
                    }
                    self.check_body(module, block.body(), iterators);
                    iterators.truncate(depth);
                }
            }
        }
    }

    fn check_expression(&self, module: &Module, expr: Expr<'_>, iterators: &[Name]) {
        for reference in references(expr) {
            if !iterators
                .iter()
                .any(|iterator| **iterator == *reference.root)
                && let Some(problem) = check(module, &reference)
            {
                self.report.add(problem);
            }
        }
    }
}

/// The name of a step, if it is `.name`.
fn name<'a>(reference: &Reference<'a>, index: usize) -> Option<(&'a str, Span)> {
    match reference.steps.get(index) {
        Some(StaticStep::Attribute(name, span)) => Some((name, *span)),
        _ => None,
    }
}

fn check(module: &Module, reference: &Reference<'_>) -> Option<Problem> {
    let (first, span) = name(reference, 0)?;
    let place = reference.root_span.to(span);
    match reference.root {
        "var" => check_name(module, "variable", first, place, &module.variables),
        "local" => check_name(module, "local value", first, place, &module.locals),
        "module" => check_name(module, "module", first, place, &module.calls),
        "each" | "count" | "self" | "path" | "terraform" | "tofu" => None,
        "data" => check_resource(module, Mode::Data, first, reference, 1),
        "ephemeral" => check_resource(module, Mode::Ephemeral, first, reference, 1),
        "resource" => check_resource(module, Mode::Managed, first, reference, 1),
        resource_type => check_resource(module, Mode::Managed, resource_type, reference, 0),
    }
}

fn check_name<T>(
    module: &Module,
    what: &str,
    name: &str,
    place: Span,
    known: &BTreeMap<Name, T>,
) -> Option<Problem> {
    (!known.contains_key(name))
        .then(|| undeclared(module, what, name, place, known.keys().map(AsRef::as_ref)))
}

fn check_resource(
    module: &Module,
    mode: Mode,
    resource_type: &str,
    reference: &Reference<'_>,
    step: usize,
) -> Option<Problem> {
    let (name, span) = name(reference, step)?;
    let declared = module.resource(mode, resource_type, name).is_some();
    (!declared).then(|| {
        undeclared_resource(
            module,
            mode,
            resource_type,
            name,
            reference.root_span.to(span),
        )
    })
}

/// A reference to what is not declared.
pub(super) fn undeclared<'n>(
    module: &Module,
    what: &str,
    name: &str,
    place: Span,
    known: impl IntoIterator<Item = &'n str>,
) -> Problem {
    let problem = Problem::error(place, format!("reference to undeclared {what} `{name}`"));
    if module.is_incomplete {
        let help = "its declaration may be in what could not be read";
        let kind = ProblemKind::Incomplete;
        return Problem { kind, ..problem }.with_help(help);
    }
    problem.with_suggestion(name, known)
}

/// A reference to a resource or data source that is not declared.
pub(super) fn undeclared_resource(
    module: &Module,
    mode: Mode,
    resource_type: &str,
    name: &str,
    place: Span,
) -> Problem {
    let alike = module
        .resources
        .iter()
        .filter(|resource| resource.mode == mode);
    let known: Vec<String> = alike.map(Resource::address).collect();
    let address = resource_address(mode, resource_type, name);
    let what = if mode == Mode::Data {
        "data source"
    } else {
        "resource"
    };
    undeclared(
        module,
        what,
        &address,
        place,
        known.iter().map(String::as_str),
    )
}
