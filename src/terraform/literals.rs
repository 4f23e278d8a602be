//! What must be literal in a declaration: types, flags, sources and versions.

use super::module::{Location, ModuleCall, Name, Requirement, Variable};
use super::type_constraint;
use crate::finding::Problem;
use crate::source::{Sources, join};
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
    variable.sensitive = content
        .argument("sensitive")
        .is_some_and(|flag| is_true(flag.value));
}

/// Reads the source of a module call.
pub(super) fn finish_call(call: &mut ModuleCall, directory: &str, problems: &mut Vec<Problem>) {
    let Some(source) = call.content.argument("source") else {
        let problem = Problem::error(call.header, "a module call needs a `source`");
        problems.push(problem);
        return;
    };
    call.source_span = source.value.span();
    let Some(text) = literal(source.value) else {
        let message = format!("the source of module `{}` is not a literal text", call.name);
        problems.push(Problem::incomplete(call.source_span, message));
        return;
    };
    call.source = Arc::from(text.as_str());
    let is_local = text == "." || text == ".." || text.starts_with("./") || text.starts_with("../");
    call.location = if !is_local {
        Location::Fetched
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

/// Reads one entry of `required_providers`.
pub(super) fn requirement(provider: Name, value: Expr<'_>) -> Requirement {
    let mut requirement = Requirement {
        provider: Some(provider),
        source: None,
        version: String::new(),
        span: value.span(),
    };
    match value.kind() {
        ExprKind::Object(entries) => {
            for (key, value) in entries {
                match key.static_name().as_deref() {
                    Some("version") => {
                        requirement.version = literal(value).unwrap_or_default();
                        requirement.span = value.span();
                    }
                    Some("source") => requirement.source = literal(value),
                    _ => {}
                }
            }
        }
        _ => requirement.version = literal(value).unwrap_or_default(),
    }
    requirement
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
