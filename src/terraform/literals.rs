//! What must be literal in a declaration: types, flags, sources and versions.

use super::early;
use super::module::{Location, Module, ModuleCall, Name, Requirement, Variable};
use super::type_constraint;
use super::version::Constraint;
use crate::finding::Problem;
use crate::source::{Sources, Span, join};
use crate::syntax::{Expr, ExprKind};
use std::sync::Arc;

/// Reads the type and the flags of a variable.
pub(super) fn finish_variable(
    variable: &mut Variable,
    sources: &Sources,
    problems: &mut Vec<Problem>,
) {
    let content = &variable.content;
    if let Some(constraint) = content.argument("type") {
        variable.constraint = type_constraint::parse(constraint.value, sources, problems);
    }
    variable.default = content.handle("default");
    variable.nullable = content
        .argument("nullable")
        .is_none_or(|flag| is_true(flag.value));
    if let Some(default) = content.argument("default") {
        if !variable.nullable && matches!(default.value.kind(), ExprKind::Null) {
            let message = "the default is null, and `nullable = false` forbids that";
            problems.push(Problem::error(default.value.span(), message));
        }
        if let Some(call) = first_call(default.value) {
            let message = "no function can be called in the default of a variable";
            let problem = Problem::error(call, message);
            problems.push(problem.with_help("a default is literal; compute the value in `locals`"));
        }
    }
    variable.sensitive = content
        .argument("sensitive")
        .is_some_and(|flag| is_true(flag.value));
}

/// The place of the first call in an expression made of literals.
fn first_call(expr: Expr<'_>) -> Option<Span> {
    match expr.kind() {
        ExprKind::Call { .. } => Some(expr.span()),
        ExprKind::Parentheses(inner) => first_call(inner),
        ExprKind::Tuple(elements) => elements.into_iter().find_map(first_call),
        ExprKind::Object(entries) => entries.into_iter().find_map(|(_, value)| first_call(value)),
        _ => None,
    }
}

/// Reads the source of a call of the module.
pub(super) fn finish_call(call: &mut ModuleCall, module: &Module, problems: &mut Vec<Problem>) {
    let directory = &*module.directory;
    let Some(source) = call.content.argument("source") else {
        let problem = Problem::error(call.header, "a module call needs a `source`");
        problems.push(problem);
        return;
    };
    call.source_span = source.value.span();
    let text = literal(source.value).or_else(|| early::text(module, source.value));
    let Some(text) = text else {
        let message = format!("the source of module `{}` is not a literal text", call.name);
        problems.push(Problem::incomplete(call.source_span, message));
        return;
    };
    call.source = Arc::from(text.as_str());
    if let Some(version) = call.content.argument("version") {
        check_constraint(version.value, problems);
    }
    let is_local = text == "." || text == ".." || text.starts_with("./") || text.starts_with("../");
    call.location = if !is_local {
        Location::Fetched
    } else if let Some(version) = call.content.argument("version") {
        let message = "a module of this directory tree has no version";
        let problem = Problem::error(version.name_span, message);
        problems.push(problem.with_help("only modules of a registry have versions"));
        join(directory, &text).map_or(Location::Outside, Location::Local)
    } else if let Some(target) = join(directory, &text) {
        Location::Local(target)
    } else {
        let message = format!(
            "the source of module `{}` lies outside the directory that is checked",
            call.name
        );
        problems.push(
            Problem::incomplete(call.source_span, message).with_help("check a directory higher up"),
        );
        Location::Outside
    };
}

/// What an entry of `required_providers` may have.
const REQUIREMENT: [&str; 3] = ["source", "version", "configuration_aliases"];

/// Reads one entry of `required_providers`.
pub(super) fn requirement(
    provider: Name,
    value: Expr<'_>,
    problems: &mut Vec<Problem>,
) -> Requirement {
    let mut requirement = Requirement {
        provider: Some(provider),
        source: None,
        version: String::new(),
        aliases: Vec::new(),
        span: value.span(),
    };
    let ExprKind::Object(entries) = value.kind() else {
        check_constraint(value, problems);
        requirement.version = literal(value).unwrap_or_default();
        return requirement;
    };
    for (key, value) in entries {
        match key.static_name().as_deref() {
            Some("version") => {
                check_constraint(value, problems);
                requirement.version = literal(value).unwrap_or_default();
                requirement.span = value.span();
            }
            Some("source") => {
                requirement.source = literal(value);
                let source = requirement.source.as_deref();
                if source.is_some_and(|source| !is_provider_source(source)) {
                    let problem = Problem::error(value.span(), "this is no source of a provider");
                    problems.push(problem.with_help("such as `hashicorp/aws`"));
                }
            }
            Some("configuration_aliases") => {
                let aliases = match value.kind() {
                    ExprKind::Tuple(aliases) => aliases,
                    _ => Vec::new(),
                };
                let names = aliases
                    .into_iter()
                    .map(|alias| alias.source_text().to_owned());
                requirement.aliases = names.collect();
            }
            Some(other) => {
                let message = format!("unsupported argument `{other}`");
                let problem = Problem::error(key.span(), message);
                problems.push(problem.with_suggestion(other, REQUIREMENT));
            }
            None => {}
        }
    }
    requirement
}

/// `aws`, `hashicorp/aws`, `registry.terraform.io/hashicorp/aws`
fn is_provider_source(source: &str) -> bool {
    let parts: Vec<&str> = source.split('/').collect();
    parts.len() <= 3 && parts.iter().all(|part| !part.is_empty())
}

/// Reports a text that is no version constraint.
pub(super) fn check_constraint(expr: Expr<'_>, problems: &mut Vec<Problem>) {
    let Some(text) = literal(expr) else { return };
    if Constraint::parse(&text).is_none() {
        let problem = Problem::error(expr.span(), format!("`{text}` is no version constraint"));
        problems.push(problem.with_help("such as `~> 5.0` or `>= 1.5, < 2.0`"));
    }
}

/// The text of a literal string.
pub(super) fn literal(expr: Expr<'_>) -> Option<String> {
    match expr.kind() {
        ExprKind::String(text) => Some(text.into_owned()),
        _ => None,
    }
}

fn is_true(expr: Expr<'_>) -> bool {
    matches!(expr.kind(), ExprKind::Bool(true)) || literal(expr).as_deref() == Some("true")
}
