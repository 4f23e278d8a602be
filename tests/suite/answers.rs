//! Answers in the notation of `scripts/console-record`: what our evaluator says of an expression, as `terraform console` would print it.
//! Used by the test that replays recorded answers, and by `examples/console`, which makes new questions.

#[path = "purposes.rs"]
pub mod purposes;

use groundrules::expr::{Budget, Context, Files, Resolved, Scope, Step, evaluate};
use groundrules::finding::Problem;
use groundrules::source::{MemoryTree, Sources, Span};
use groundrules::syntax;
use groundrules::value::{Fields, Kind, Origin, Reason, Type, Unknown, Value};
use std::fmt::Write;
use std::sync::Arc;

/// What an evaluator makes of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Mistake(String),
    Value {
        text: String,
        ty: String,
        /// Why it or a part of it is unknown.
        reasons: String,
    },
}

impl Answer {
    /// Reads what stands behind the expression in a table.
    pub fn recorded(text: &str) -> Self {
        match text.split_once('\t') {
            None => Self::Mistake(String::new()),
            Some((text, ty)) => Self::Value {
                text: text.to_owned(),
                ty: ty.to_owned(),
                reasons: String::new(),
            },
        }
    }

    /// Whether both say the same, whatever the reasons.
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mistake(_), Self::Mistake(_)) => true,
            (
                Self::Value { text, ty, .. },
                Self::Value {
                    text: other_text,
                    ty: other_ty,
                    ..
                },
            ) => text == other_text && ty == other_ty,
            _ => false,
        }
    }
}

impl Answer {
    /// Whether this answer says no less than another, and the same where both say something: an unknown part and an unknown type of
    /// the other may be anything.
    pub fn refines(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Value { text, ty, .. },
                Self::Value {
                    text: other_text,
                    ty: other_ty,
                    ..
                },
            ) => {
                // Only what is unknown, null, or hidden leaves its type open.
                let open = other_text.contains(UNKNOWN)
                    || text.contains("null")
                    || other_text.contains(SENSITIVE);
                matches(other_text, UNKNOWN, text)
                    && if open {
                        matches(other_ty, "dynamic", ty)
                    } else {
                        ty == other_ty
                    }
            }
            _ => false,
        }
    }
}

const UNKNOWN: &str = "(known after apply)";
const SENSITIVE: &str = "(sensitive value)";

/// Whether `text` is `pattern` with something in place of each `hole`.
fn matches(pattern: &str, hole: &str, text: &str) -> bool {
    let mut pieces = pattern.split(hole);
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mistake(message) => write!(f, "error: {message}"),
            Self::Value { text, ty, reasons } if reasons.is_empty() => write!(f, "{text}\t{ty}"),
            Self::Value { text, ty, reasons } => write!(f, "{text}\t{ty}\t({reasons})"),
        }
    }
}

/// Our answer; file functions read `tree`.
pub fn ours(expression: &str, tree: &MemoryTree) -> Answer {
    let sources = Sources::new();
    let file = sources.add("console", expression);
    let parsed = syntax::parse_expression(&file);
    if let Some(problem) = parsed.problems.first() {
        return Answer::Mistake(problem.message.clone());
    }
    let budget = Budget::default();
    let context = Context {
        scope: &Variables,
        files: Some(Files {
            tree,
            sources: &sources,
            directory: "",
        }),
        budget: &budget,
    };
    match evaluate(parsed.ast.expression(), &context) {
        Err(problem) => Answer::Mistake(problem.message),
        Ok(value) => {
            let reasons: Vec<String> = value.reasons().iter().map(ToString::to_string).collect();
            let mut ty = String::new();
            write_type(&mut ty, &value.ty());
            Answer::Value {
                text: text(&value),
                ty,
                reasons: reasons.join(", "),
            }
        }
    }
}

/// The variables of `tests/data/console-files/variables.tf`.
struct Variables;

impl Scope for Variables {
    fn resolve(&self, root: &str, span: Span, steps: &[Step]) -> Result<Resolved, Box<Problem>> {
        let origin = Origin::expression(span);
        let string = |text: &str| Value::string(text, origin.clone());
        let unknown = |name: &str, ty| {
            let reason = Reason::Variable {
                name: name.into(),
                declared: None,
            };
            Value::unknown(Unknown::because(ty, reason), origin.clone())
        };
        let name = match steps.first() {
            Some(Step::Attribute(name, _)) if root == "var" => &**name,
            _ => "",
        };
        let thing = [
            (Arc::from("a"), Type::String),
            (Arc::from("b"), Type::Number),
        ];
        let value = match name {
            "text" => unknown(name, Type::String),
            "count_of" => unknown(name, Type::Number),
            "flag" => unknown(name, Type::Bool),
            "texts" => unknown(name, Type::list(Type::String)),
            "names" => unknown(name, Type::set(Type::String)),
            "tags" => unknown(name, Type::map(Type::String)),
            "thing" => unknown(name, Type::object(thing)),
            "anything" => unknown(name, Type::Any),
            "secret" => string("hidden").mark_sensitive(true),
            "secret_list" => {
                let elements = vec![string("a"), string("b")];
                Value::list(Type::String, elements, origin.clone()).mark_sensitive(true)
            }
            _ => {
                let message = format!("no `{root}` here");
                return Err(Box::new(Problem::error(span, message)));
            }
        };
        Ok(Resolved { value, steps: 1 })
    }
}

pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    if value.is_unknown() {
        out.push_str(UNKNOWN);
        return;
    }
    if value.is_sensitive() {
        out.push_str(SENSITIVE);
        return;
    }
    match value.kind() {
        Kind::Unknown(_) => {}
        Kind::Null(ty) => {
            let text = match ty {
                Type::Any => "null".to_owned(),
                Type::Bool | Type::Number | Type::String => format!("to{}(null)", ty.friendly()),
                Type::List(element) => format!("tolist(null) /* of {} */", element.friendly()),
                Type::Set(element) => format!("toset(null) /* of {} */", element.friendly()),
                Type::Map(element) => format!("tomap(null) /* of {} */", element.friendly()),
                Type::Tuple(_) | Type::Object(_) => format!("null /* {} */", ty.friendly()),
            };
            out.push_str(&text);
        }
        Kind::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::String(text) => out.push_str(&serde_json::to_string(&**text).unwrap_or_default()),
        Kind::List(_, values) => call(out, "tolist", |out| sequence(out, values)),
        Kind::Set(_, values) => call(out, "toset", |out| sequence(out, values)),
        Kind::Tuple(values) => sequence(out, values),
        Kind::Map(_, fields) => call(out, "tomap", |out| mapping(out, fields)),
        Kind::Object(object) => mapping(out, &object.fields),
    }
}

fn call(out: &mut String, name: &str, inner: impl FnOnce(&mut String)) {
    out.push_str(name);
    out.push('(');
    inner(out);
    out.push(')');
}

fn sequence(out: &mut String, values: &[Value]) {
    if values.is_empty() {
        out.push_str("[]");
        return;
    }
    out.push('[');
    for value in values {
        out.push(' ');
        write_value(out, value);
        out.push(',');
    }
    out.push_str(" ]");
}

fn mapping(out: &mut String, fields: &Fields) {
    if fields.is_empty() {
        out.push_str("{}");
        return;
    }
    out.push('{');
    for (name, value) in fields {
        let name = serde_json::to_string(&**name).unwrap_or_default();
        let _ = write!(out, " {name} = ");
        write_value(out, value);
    }
    out.push_str(" }");
}

fn write_type(out: &mut String, ty: &Type) {
    match ty {
        Type::Any => out.push_str("dynamic"),
        Type::Bool | Type::Number | Type::String => out.push_str(&ty.friendly()),
        Type::List(element) => call(out, "list", |out| write_element(out, element)),
        Type::Set(element) => call(out, "set", |out| write_element(out, element)),
        Type::Map(element) => call(out, "map", |out| write_element(out, element)),
        Type::Tuple(elements) if elements.is_empty() => out.push_str("tuple([])"),
        Type::Tuple(elements) => {
            out.push_str("tuple([");
            for element in elements.iter() {
                out.push(' ');
                write_type(out, element);
                out.push(',');
            }
            out.push_str(" ])");
        }
        Type::Object(object) if object.attributes.is_empty() => out.push_str("object({})"),
        Type::Object(object) => {
            out.push_str("object({");
            for (name, ty) in &object.attributes {
                // The console does not quote these names, and the recorder takes the space at the start of a line away.
                let _ = write!(
                    out,
                    " {}: ",
                    name.split('\n')
                        .map(str::trim)
                        .collect::<Vec<_>>()
                        .join(" ")
                );
                write_type(out, ty);
                out.push(',');
            }
            out.push_str(" })");
        }
    }
}

/// The console gives a structure a line of its own.
fn write_element(out: &mut String, element: &Type) {
    let lines = matches!(element, Type::Tuple(_) | Type::Object(_));
    out.push_str(if lines { " " } else { "" });
    write_type(out, element);
    out.push_str(if lines { ", " } else { "" });
}
