//! `templatefile`, `templatestring`: templates of their own, with nothing in scope but the variables that are given.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::filesystem;
use super::signature::{Function, Parameter, Want};
use super::support;
use crate::expr::{CallError, Context, Resolved, Scope, Step, evaluate, references};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Expr, parse_template};
use crate::value::{Fields, Type, Value};
use std::cell::Cell;

const VARS: Parameter = Parameter::new("vars", Want::Any);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::typed(
        "templatefile",
        &[Parameter::new("path", Want::String), VARS],
        |_| Ok(Type::Any),
        template_file,
    ),
    Function::new(
        "templatestring",
        &[Parameter::new("template", Want::String), VARS],
        Want::String,
        template_string,
    ),
];

/// What may not be called while a template is rendered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rendering {
    Nothing,
    File,
    String,
}

thread_local! {
    static RENDERING: Cell<Rendering> = const { Cell::new(Rendering::Nothing) };
}

/// Refuses the functions that Terraform does not let a template call: templates in templates, and files from strings.
pub(super) fn check_allowed(name: &str) -> Result<(), CallError> {
    let rendering = RENDERING.get();
    if rendering == Rendering::Nothing {
        return Ok(());
    }
    if FUNCTIONS.iter().any(|function| function.name == name) {
        return Err(CallError::new("a template cannot render another template"));
    }
    if rendering == Rendering::String && filesystem::reads_files(name) {
        return Err(CallError::new(
            "a template of `templatestring` cannot read files",
        ));
    }
    Ok(())
}

fn template_file(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    // Labels name files as the tree does, not as the module that reads them.
    let path = filesystem::locate(arguments, 0)?;
    let text = filesystem::read_text(arguments, 0)?;
    render(arguments, &path, text, Rendering::File)
}

fn template_string(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?.to_owned();
    let value = render(arguments, "<templatestring>", text, Rendering::String)?;
    support::convert(&value, &Type::String)
        .map_err(|message| wrong(format!("the result of the template: {message}")))
}

fn render(
    arguments: &Arguments<'_>,
    path: &str,
    text: String,
    rendering: Rendering,
) -> Result<Value, Refusal> {
    let variables = arguments
        .value(1)?
        .as_fields()
        .ok_or_else(|| wrong_argument(1, "a map or object of variables is required"))?;
    if let Some(name) = variables.keys().find(|name| !is_identifier(name)) {
        return Err(wrong_argument(
            1,
            format!("`{name}` cannot be the name of a variable of a template"),
        ));
    }
    let Some(files) = arguments.context().files else {
        return Err(arguments.unknowable("needs the files of the configuration"));
    };
    arguments.allocate(text.len())?;
    let source = files.sources.add(path, text);
    let parsed = parse_template(&source);
    if let Some(problem) = parsed.problems.first() {
        return Err(wrong_argument(
            0,
            format!("the template is not valid: {}", place(arguments, problem)),
        ));
    }
    let template = parsed.ast.expression();
    for reference in references(template) {
        if !variables.contains_key(reference.root) {
            return Err(wrong_argument(
                1,
                format!(
                    "there is no variable `{}`, which the template refers to",
                    reference.root
                ),
            ));
        }
    }
    let before = RENDERING.replace(rendering);
    let result = with_variables(arguments, variables, template);
    RENDERING.set(before);
    let value = result?;
    if value.is_null() {
        return Err(wrong("the result of the template is null"));
    }
    Ok(value)
}

/// The value of an expression that sees no other names than the given variables.
pub(super) fn with_variables(
    arguments: &Arguments<'_>,
    variables: &Fields,
    expression: Expr<'_>,
) -> Result<Value, Refusal> {
    let context = Context {
        scope: &Variables(variables),
        files: arguments.context().files,
        budget: arguments.context().budget,
    };
    context
        .budget
        .deeper(|| evaluate(expression, &context))?
        .map_err(|problem| wrong(place(arguments, &problem)))
}

/// The message of a problem with the line of the template that has it.
fn place(arguments: &Arguments<'_>, problem: &Problem) -> String {
    let line = arguments
        .context()
        .files
        .zip(problem.primary.as_ref())
        .map(|(files, label)| {
            let source = files.sources.get(label.span.file);
            source.position(label.span.start).line
        });
    match line {
        Some(line) => format!("line {line}: {}", problem.message),
        None => problem.message.clone(),
    }
}

/// Whether a name can be an identifier of HCL.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(unicode_ident::is_xid_start)
        && characters.all(|character| character == '-' || unicode_ident::is_xid_continue(character))
}

/// The scope of a template.
struct Variables<'a>(&'a Fields);

impl Scope for Variables<'_> {
    fn resolve(
        &self,
        root: &str,
        root_span: Span,
        _steps: &[Step],
    ) -> Result<Resolved, Box<Problem>> {
        match self.0.get(root) {
            Some(value) => Ok(Resolved {
                value: value.clone(),
                steps: 0,
            }),
            None => Err(Box::new(Problem::error(
                root_span,
                format!("there is no variable `{root}` in this template"),
            ))),
        }
    }
}
