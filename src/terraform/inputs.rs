//! Values for the variables of a root module, from outside the configuration, by Terraform's precedence.
//!
//! <https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence>

use super::constant::constant;
use super::content::{Argument, Content};
use super::module::{Module, Variable};
use super::project::Project;
use super::report::Report;
use crate::finding::Problem;
use crate::finding::did_you_mean;
use crate::syntax::{self, Expr, ExprKind};
use crate::value::{Fields, Kind, Origin, Stop, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the caller sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inputs {
    /// The environment; only `TF_VAR_name` counts.
    pub environment: BTreeMap<String, String>,
    /// `-var-file`: paths in the tree.
    pub var_files: Vec<String>,
    /// `-var`: name and text, in order.
    pub variables: Vec<(String, String)>,
    /// What `terraform.workspace` is.
    pub workspace: String,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            environment: BTreeMap::new(),
            var_files: Vec::new(),
            variables: Vec::new(),
            workspace: "default".to_owned(),
        }
    }
}

/// The values that win, by name of the variable, not yet converted to its type.
pub(super) fn values(
    project: &Project<'_>,
    root: &Module,
    inputs: &Inputs,
    report: &Report,
) -> BTreeMap<Arc<str>, Value> {
    let mut found = Found {
        project,
        root,
        report,
        values: BTreeMap::new(),
    };
    for (name, text) in &inputs.environment {
        if let Some(variable) = name
            .strip_prefix("TF_VAR_")
            .and_then(|name| root.variables.get(name))
        {
            found.text(variable, &format!("<{name}>"), text);
        }
    }
    for path in &root.variable_files {
        found.file(path);
    }
    for path in &inputs.var_files {
        let before = project.variable_file(path);
        before
            .problems
            .iter()
            .for_each(|problem| report.add(problem.clone()));
        found.file(path);
    }
    for (name, text) in &inputs.variables {
        if let Some(variable) = root.variables.get(name.as_str()) {
            found.text(variable, &format!("<-var {name}>"), text);
        }
    }
    found.values
}

struct Found<'a> {
    project: &'a Project<'a>,
    root: &'a Module,
    report: &'a Report,
    values: BTreeMap<Arc<str>, Value>,
}

impl Found<'_> {
    fn file(&mut self, path: &str) {
        let file = self.project.variable_file(path);
        let content = Content::file(&file.ast);
        for argument in content.arguments().into_values() {
            match self.root.variables.get(&*argument.name) {
                Some(variable) => {
                    let value = self.constant(&argument, content.has_json());
                    self.values.insert(Arc::clone(&variable.name), value);
                }
                None => self.undeclared(&argument),
            }
        }
    }

    fn undeclared(&self, argument: &Argument<'_>) {
        let message = format!("value for an undeclared variable `{}`", argument.name);
        let known = self.root.variables.keys().map(AsRef::as_ref);
        let help = did_you_mean(&argument.name, known)
            .unwrap_or_else(|| "declare the variable, or take the value away".to_owned());
        self.report
            .add(Problem::incomplete(argument.name_span, message).with_help(help));
    }

    fn constant(&self, argument: &Argument<'_>, json: bool) -> Value {
        let origin = Origin::new(argument.value.span(), Stop::VariablesFile);
        if json {
            return literal_json(argument.value);
        }
        match constant(argument.value) {
            Ok(value) => value.with_origin(origin),
            Err(problem) => self.mistake(*problem, origin),
        }
    }

    fn mistake(&self, problem: Problem, origin: Origin) -> Value {
        let value = super::report::unknown_mistake(Type::Any, &problem.message, origin);
        self.report.add(problem);
        value
    }

    /// A text from the command line or the environment: literal for a primitive type, an expression for others.
    fn text(&mut self, variable: &Variable, place: &str, text: &str) {
        let source = self.project.sources.add(place, text);
        let literal =
            variable.constraint.ty.is_primitive() || variable.content.argument("type").is_none();
        let whole = crate::source::Span::new(source.id(), 0, text.len() as u32);
        let origin = Origin::new(whole, Stop::CommandLine);
        let value = if literal {
            Value::string(text, origin)
        } else {
            let parsed = syntax::parse_expression(&source);
            match parsed.problems.into_iter().next() {
                Some(problem) => self.mistake(problem, origin),
                None => match constant(parsed.ast.expression()) {
                    Ok(value) => value.with_origin(origin),
                    Err(problem) => self.mistake(*problem, origin),
                },
            }
        };
        self.values.insert(Arc::clone(&variable.name), value);
    }
}

/// A value in a JSON file of variables: strings are not templates there.
fn literal_json(expr: Expr<'_>) -> Value {
    let origin = Origin::new(expr.span(), Stop::VariablesFile);
    match expr.kind() {
        ExprKind::Template(_) => {
            let text = serde_json::from_str::<String>(expr.source_text());
            Value::string(
                text.unwrap_or_else(|_| expr.source_text().to_owned()),
                origin,
            )
        }
        ExprKind::Tuple(elements) => {
            Value::tuple(elements.into_iter().map(literal_json).collect(), origin)
        }
        ExprKind::Object(entries) => {
            let fields: Fields = entries
                .into_iter()
                .map(|(key, value)| {
                    let name = match literal_json(key).kind() {
                        Kind::String(text) => Arc::clone(text),
                        _ => Arc::from(key.source_text()),
                    };
                    (name, literal_json(value))
                })
                .collect();
            Value::object(fields, origin)
        }
        _ => constant(expr).map_or_else(
            |problem| super::report::unknown_mistake(Type::Any, &problem.message, origin.clone()),
            |value| value.with_origin(origin.clone()),
        ),
    }
}
