//! What `lifecycle`, `provisioner`, conditions and `depends_on` say, checked as Terraform checks it before it evaluates anything.
//!
//! Knows the blocks alone; whether what they refer to is declared is checked with all other references.

use super::calls::first;
use super::content::{Argument, Nested};
use crate::expr::{StaticStep, references};
use crate::finding::Problem;
use crate::schema::{self, BlockSchema};
use crate::syntax::{Expr, ExprKind};
use std::borrow::Cow;

/// The provisioners of Terraform, and the argument that each needs.
const PROVISIONERS: [(&str, Option<&str>); 3] = [
    ("file", Some("destination")),
    ("local-exec", Some("command")),
    ("remote-exec", None),
];

/// The blocks of a resource that Terraform itself reads.
const OWN: [&str; 3] = ["connection", "lifecycle", "provisioner"];

/// Arguments of provisioners whose values are words.
const WORDS: [(&str, [&str; 2]); 2] = [
    ("on_failure", ["continue", "fail"]),
    ("when", ["create", "destroy"]),
];

/// What a provisioner that runs when its resource is destroyed may refer to.
const AT_DESTROY: [&str; 5] = ["self", "count", "each", "path", "terraform"];

/// The blocks with conditions that stand in others, by the place where they stand.
const CONDITIONS: [&str; 4] = ["assert", "postcondition", "precondition", "validation"];

/// Checks a block at the top of a file.
pub(super) fn check(block: &Nested, problems: &mut Vec<Problem>) {
    let schema = match (&*block.block_type, block.label(0)) {
        ("resource", Some(kind)) => schema::resource(kind),
        _ => None,
    };
    conditions(block, problems);
    misplaced(block, problems);
    if let Some(lifecycle) = first(block.content.nested("lifecycle", 0)) {
        conditions(&lifecycle, problems);
        if let Some(ignored) = lifecycle.content.argument("ignore_changes") {
            ignore_changes(&ignored, schema.as_deref(), problems);
        }
        if let Some(triggers) = lifecycle.content.argument("replace_triggered_by") {
            replace_triggered_by(&triggers, problems);
        }
    }
    for provisioner in block.content.nested("provisioner", 1) {
        check_provisioner(&provisioner, problems);
    }
    if let Some(argument) = block.content.argument("depends_on") {
        depends_on(&argument, problems);
    }
}

/// Blocks that Terraform itself reads can be made by no `dynamic` block, and some stand only in managed resources.
fn misplaced(block: &Nested, problems: &mut Vec<Problem>) {
    let block_type = &*block.block_type;
    if !matches!(block_type, "resource" | "data" | "ephemeral") {
        return;
    }
    for dynamic in block.content.nested("dynamic", 1) {
        if let Some(made) = dynamic.label(0).filter(|made| OWN.contains(&&***made)) {
            let message = format!("no `dynamic` block can make a `{made}` block");
            problems.push(Problem::error(dynamic.header, message));
        }
    }
    if block_type == "resource" {
        return;
    }
    for own in ["provisioner", "connection"] {
        for nested in block.content.nested(own, usize::from(own == "provisioner")) {
            let message = format!("a `{own}` block stands only in managed resources");
            problems.push(Problem::error(nested.header, message));
        }
    }
}

/// A condition that looks at nothing always has the same answer.
fn conditions(block: &Nested, problems: &mut Vec<Problem>) {
    for kind in CONDITIONS {
        for nested in block.content.nested(kind, 0) {
            let Some(condition) = nested.content.argument("condition") else {
                continue;
            };
            let found = references(condition.value);
            let own = |variable: &str| {
                found.iter().any(|reference| {
                    let step = reference.steps.first();
                    reference.root == "var"
                        && matches!(step, Some(StaticStep::Attribute(name, _)) if *name == variable)
                })
            };
            let message = match block.label(0) {
                _ if found.is_empty() => {
                    format!(
                        "the condition of this `{kind}` refers to nothing, so it checks nothing"
                    )
                }
                Some(variable) if kind == "validation" && !own(variable) => {
                    format!("the condition must look at the value: refer to `var.{variable}`")
                }
                _ => continue,
            };
            problems.push(Problem::error(condition.value.span(), message));
        }
    }
}

fn ignore_changes(
    argument: &Argument<'_>,
    schema: Option<&BlockSchema>,
    problems: &mut Vec<Problem>,
) {
    let ExprKind::Tuple(elements) = argument.value.kind() else {
        if argument.value.static_name().as_deref() != Some("all") {
            let message = "`ignore_changes` is a list of attributes, or the word `all`";
            problems.push(Problem::error(argument.value.span(), message));
        }
        return;
    };
    let Some(schema) = schema else { return };
    for element in elements {
        let Some(name) = root_name(element) else {
            problems.push(Problem::error(element.span(), "this is no attribute"));
            continue;
        };
        if schema.attribute(&name).is_none() && schema.block(&name).is_none() {
            let known = schema.attributes.iter().map(|attribute| &*attribute.name);
            let known = known.chain(schema.blocks.iter().map(|block| &*block.name));
            let message = format!("there is no attribute `{name}` to ignore");
            // The schema is of one version of the provider.
            let problem = Problem::incomplete(element.span(), message);
            problems.push(problem.with_suggestion(&name, known));
        }
    }
}

/// The first name of a path: `tags` of `tags["a"]`, also in quotes.
fn root_name(expr: Expr<'_>) -> Option<Cow<'_, str>> {
    match expr.kind() {
        ExprKind::GetAttr { object, .. } => root_name(object),
        ExprKind::Index { collection, .. } | ExprKind::LegacyIndex { collection, .. } => {
            root_name(collection)
        }
        ExprKind::String(text) => {
            let end = text.find(['.', '[']).unwrap_or(text.len());
            Some(Cow::Owned(text.get(..end)?.to_owned()))
        }
        _ => expr.static_name(),
    }
}

fn replace_triggered_by(argument: &Argument<'_>, problems: &mut Vec<Problem>) {
    let ExprKind::Tuple(elements) = argument.value.kind() else {
        let message = "`replace_triggered_by` is a list of references to resources";
        problems.push(Problem::error(argument.value.span(), message));
        return;
    };
    for element in elements {
        let root = root_name(element);
        let is_resource = root.as_deref().is_some_and(|root| {
            !matches!(
                root,
                "var" | "local" | "module" | "path" | "terraform" | "self" | "ephemeral"
            )
        });
        if !is_resource {
            let message =
                "only a resource of this module, or an attribute of one, can trigger a replacement";
            let problem = Problem::error(element.span(), message);
            problems.push(problem.with_help(
                "a `terraform_data` resource whose `input` is the value can stand between",
            ));
        }
    }
}

fn check_provisioner(block: &Nested, problems: &mut Vec<Problem>) {
    let kind = block.label(0).map_or("", AsRef::as_ref);
    match PROVISIONERS.iter().find(|(name, _)| *name == kind) {
        None => {
            let problem = Problem::error(block.header, format!("there is no provisioner `{kind}`"));
            let names = PROVISIONERS.iter().map(|(name, _)| *name);
            problems.push(problem.with_suggestion(kind, names));
        }
        Some((_, Some(needed)))
            if block.content.argument(needed).is_none() && !block.content.is_incomplete() =>
        {
            let message = format!("the provisioner `{kind}` needs the argument `{needed}`");
            problems.push(Problem::error(block.header, message));
        }
        Some(_) => {}
    }
    for (name, words) in WORDS {
        if let Some(argument) = block.content.argument(name) {
            let word = argument.value.static_name();
            if !word.as_deref().is_some_and(|word| words.contains(&word)) {
                let [one, other] = words;
                let message = format!("`{name}` is `{one}` or `{other}`");
                problems.push(
                    Problem::error(argument.value.span(), message)
                        .with_suggestion(word.as_deref().unwrap_or(""), words),
                );
            }
        }
    }
    let when = block.content.argument("when");
    if when.and_then(|when| when.value.static_name()).as_deref() == Some("destroy") {
        at_destroy(block, problems);
    }
}

/// When a resource is destroyed, nothing else is sure to be there.
fn at_destroy(block: &Nested, problems: &mut Vec<Problem>) {
    let arguments = block.content.arguments();
    let values = arguments
        .values()
        .filter(|argument| !WORDS.iter().any(|(word, _)| *word == argument.name));
    for reference in values.flat_map(|argument| references(argument.value)) {
        if !AT_DESTROY.contains(&reference.root) {
            let message = "a provisioner that runs at destruction refers only to `self`, `count.index` and `each.key`";
            problems.push(Problem::error(reference.span, message));
        }
    }
}

/// Each element is a resource, data source, module, variable, local value or output of a module as a whole.
fn depends_on(argument: &Argument<'_>, problems: &mut Vec<Problem>) {
    let ExprKind::Tuple(elements) = argument.value.kind() else {
        let message = "`depends_on` is a list of references";
        problems.push(Problem::error(argument.value.span(), message));
        return;
    };
    for element in elements {
        let whole = match element.kind() {
            // What Terraform 0.11 wrote in quotes is still read.
            ExprKind::String(text) => text.contains('.'),
            ExprKind::GetAttr { .. } | ExprKind::Index { .. } | ExprKind::LegacyIndex { .. } => {
                references(element).first().is_some_and(|reference| {
                    let names = reference
                        .steps
                        .iter()
                        .filter(|step| matches!(step, StaticStep::Attribute(..)));
                    let names = names.count();
                    let ends_in_name =
                        matches!(reference.steps.last(), Some(StaticStep::Attribute(..)));
                    match reference.root {
                        "data" | "ephemeral" | "resource" => names == 2,
                        "module" => names == 1 || (names == 2 && ends_in_name),
                        _ => names == 1,
                    }
                })
            }
            _ => false,
        };
        if !whole {
            let message = "`depends_on` takes whole resources, data sources and modules";
            problems.push(Problem::error(element.span(), message));
        }
    }
}
