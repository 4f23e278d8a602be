//! The functions of the provider that is built into Terraform: values as HCL text, and variable files back into values.
//!
//! The text is laid out as Terraform's own formatter does it.
//! <https://developer.hashicorp.com/terraform/language/functions/terraform-encode_tfvars>

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Parameter, Want};
use super::template::{is_identifier, with_variables};
use crate::syntax::{Expr, ExprKind, parse};
use crate::value::{Fields, Kind, Type, Value, quote_with};
use std::fmt::Write as _;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::typed(
        "provider::terraform::decode_tfvars",
        &[Parameter::new("src", Want::String)],
        |_| Ok(Type::Any),
        decode_variables,
    ),
    Function::new(
        "provider::terraform::encode_expr",
        &[Parameter::new("expr", Want::Any).null().unknown().untyped()],
        Want::String,
        encode_expression,
    ),
    Function::new(
        "provider::terraform::encode_tfvars",
        &[Parameter::new("value", Want::Any)],
        Want::String,
        encode_variables,
    ),
];

fn decode_variables(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let Some(files) = arguments.context().files else {
        return Err(arguments.unknowable("needs the files of the configuration"));
    };
    let text = arguments.text(0)?;
    arguments.allocate(text.len())?;
    let source = files.sources.add("<decode_tfvars>", text);
    let parsed = parse(&source);
    if let Some(problem) = parsed.problems.first() {
        return Err(wrong_argument(0, problem.message.clone()));
    }
    let body = parsed.ast.body();
    if body.blocks().next().is_some() {
        return Err(wrong_argument(0, "a block is not allowed here"));
    }
    let none = Fields::new();
    let mut fields = Fields::new();
    for attribute in body.attributes() {
        if has_call(attribute.value()) {
            return Err(wrong_argument(0, "functions cannot be called here"));
        }
        let value = with_variables(arguments, &none, attribute.value())?;
        fields.insert(Arc::from(attribute.name()), value);
    }
    Ok(Value::object(fields, arguments.origin()))
}

fn has_call(expression: Expr<'_>) -> bool {
    let mut work = vec![expression];
    while let Some(next) = work.pop() {
        if matches!(next.kind(), ExprKind::Call { .. }) {
            return true;
        }
        work.extend(next.children());
    }
    false
}

fn encode_expression(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    if !value.is_wholly_known() {
        return Ok(arguments.unknown_not_null());
    }
    let mut lines = Lines::default();
    lines.value(arguments, value)?;
    arguments.string(lines.layout())
}

fn encode_variables(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let fields = arguments.fields(0)?;
    if !arguments.value(0)?.is_wholly_known() {
        return Ok(arguments.unknown_not_null());
    }
    let mut lines = Lines::default();
    for (name, value) in fields {
        if !is_identifier(name) {
            return Err(wrong_argument(
                0,
                format!("`{name}` cannot be the name of a variable"),
            ));
        }
        lines.entry(arguments, name, value)?;
    }
    arguments.string(lines.layout())
}

/// One line of the text before it is laid out.
#[derive(Default)]
struct Line {
    /// What stands before `=`, or all of the line.
    lead: String,
    /// The value after `=`.
    value: Option<String>,
    /// Brackets opened minus brackets closed.
    opened: i32,
}

/// The lines so far; the last one is being written.
#[derive(Default)]
struct Lines {
    done: Vec<Line>,
    open: Line,
}

impl Lines {
    fn put(&mut self, text: &str) {
        match &mut self.open.value {
            Some(value) => value.push_str(text),
            None => self.open.lead.push_str(text),
        }
    }

    fn bracket(&mut self, text: &str, opened: i32) {
        self.put(text);
        self.open.opened += opened;
    }

    fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
    }

    fn entry(
        &mut self,
        arguments: &Arguments<'_>,
        name: &str,
        value: &Value,
    ) -> Result<(), Refusal> {
        if is_identifier(name) {
            self.put(name);
        } else {
            self.put(&quoted(name));
        }
        self.open.value = Some(String::new());
        self.value(arguments, value)?;
        self.end();
        Ok(())
    }

    fn value(&mut self, arguments: &Arguments<'_>, value: &Value) -> Result<(), Refusal> {
        arguments.spend(1)?;
        match value.kind() {
            Kind::Null(_) => self.put("null"),
            Kind::Bool(truth) => self.put(if *truth { "true" } else { "false" }),
            Kind::Number(number) => self.put(&number.to_string()),
            Kind::String(text) => {
                arguments.allocate(text.len())?;
                self.put(&quoted(text));
            }
            Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
                self.bracket("[", 1);
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.put(", ");
                    }
                    self.value(arguments, value)?;
                }
                self.bracket("]", -1);
            }
            Kind::Map(..) | Kind::Object(_) => {
                self.bracket("{", 1);
                let fields = arguments_fields(value);
                if !fields.is_empty() {
                    self.end();
                    for (name, value) in fields {
                        self.entry(arguments, name, value)?;
                    }
                }
                self.bracket("}", -1);
            }
            Kind::Unknown(_) => return Err(wrong("the value is not wholly known")),
        }
        Ok(())
    }

    /// Indents by open brackets and aligns the equals signs of neighbouring lines.
    fn layout(mut self) -> String {
        if !self.open.lead.is_empty() {
            self.end();
            let mut text = written(&self.done);
            text.truncate(text.trim_end().len());
            return text;
        }
        written(&self.done)
    }
}

fn arguments_fields(value: &Value) -> Vec<(&Arc<str>, &Value)> {
    value.as_fields().into_iter().flatten().collect()
}

fn written(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut levels: Vec<i32> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let mut closed = -line.opened;
        while closed > 0
            && let Some(level) = levels.pop()
        {
            if level > closed {
                levels.push(level - closed);
            }
            closed -= level;
        }
        out.push_str(&"  ".repeat(levels.len()));
        if line.opened > 0 {
            levels.push(line.opened);
        }
        out.push_str(&line.lead);
        if let Some(value) = &line.value {
            let width = width(&line.lead);
            let spaces = aligned(lines, number).saturating_sub(width);
            let _ = write!(out, "{} = {value}", " ".repeat(spaces));
        }
        out.push('\n');
    }
    out
}

fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

/// The width of the widest name among the neighbouring lines that are whole entries.
fn aligned(lines: &[Line], number: usize) -> usize {
    let whole = |line: &&Line| line.value.is_some() && line.opened == 0;
    let here = lines.get(number).filter(whole);
    let before = lines.iter().take(number).rev().take_while(whole);
    let after = lines.iter().skip(number + 1).take_while(whole);
    match here {
        None => 0,
        Some(here) => before
            .chain(after)
            .map(|line| width(&line.lead))
            .fold(width(&here.lead), usize::max),
    }
}

/// A string as Terraform's formatter writes it: of all white space only the space stands for itself.
fn quoted(text: &str) -> String {
    let is_escaped =
        |character: char| character != ' ' && (character.is_control() || character.is_whitespace());
    quote_with(text, is_escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting() {
        for (text, expected) in [
            ("x${y}\n", r#""x$${y}\n""#),
            ("%{a} $b \"\\", r#""%%{a} $b \"\\""#),
            ("é\u{7}\u{a0}", r#""é\u0007\u00a0""#),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
