//! What the console cannot be asked: unknown values, marks, origins, budgets. Known answers are in `tests/data/console.tsv`.

mod budgets;
mod carried;
mod laws;
mod unknown;

use crate::expr::{Budget, Call, CallError, Context, Evaluated, Resolved, Scope, Step, evaluate};
use crate::finding::Problem;
use crate::source::{Sources, Span};
use crate::syntax::parse_expression;
use crate::value::{
    Fields, Kind, Origin, Reason, Stop, Symbol, Type, Unknown, Value, render_short,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names with given values; `bucket` is a resource instance, the `…unknown` names are unknown, `secret` is sensitive.
struct Names {
    values: BTreeMap<&'static str, Value>,
}

fn somewhere() -> Origin {
    let file = Sources::new().add("names.tf", "");
    Origin::new(Span::new(file.id(), 7, 9), Stop::Local)
}

fn unset(name: &str, ty: Type) -> Value {
    let reason = Reason::Variable {
        name: Arc::from(name),
        declared: None,
    };
    Value::unknown(Unknown::because(ty, reason), somewhere())
}

fn computed(path: &str, ty: Type) -> Value {
    let symbol = Symbol {
        instance: Arc::from("aws_s3_bucket.logs"),
        path: Arc::from(path),
    };
    Value::unknown(Unknown::computed(ty, Arc::new(symbol)), somewhere())
}

fn fields(pairs: &[(&str, Value)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| (Arc::from(*name), value.clone()))
        .collect()
}

fn text(value: &str) -> Value {
    Value::string(value, somewhere())
}

impl Names {
    fn new() -> Self {
        let bucket = Kind::Object(Arc::new(crate::value::Object {
            fields: fields(&[
                ("bucket", text("logs")),
                ("id", computed("id", Type::String)),
                (
                    "rules",
                    computed(
                        "rules",
                        Type::list(Type::object([(Arc::from("id"), Type::String)])),
                    ),
                ),
                ("tags", Value::null(Type::map(Type::String), somewhere())),
            ]),
            instance: Some(Arc::from("aws_s3_bucket.logs")),
        }));
        let partly = Value::object(
            fields(&[("known", text("k")), ("open", unset("open", Type::String))]),
            somewhere(),
        );
        Self {
            values: BTreeMap::from([
                ("bucket", Value::new(bucket, somewhere())),
                ("other", computed("other", Type::String)),
                ("partly", partly),
                ("unknown", unset("unknown", Type::Any)),
                ("flag", unset("flag", Type::Bool)),
                ("number", unset("number", Type::Number)),
                ("string", unset("string", Type::String)),
                ("strings", unset("strings", Type::list(Type::String))),
                ("secret", text("s3cret").mark_sensitive(true)),
                (
                    "secrets",
                    Value::tuple(vec![text("s3cret")], somewhere()).mark_sensitive(true),
                ),
            ]),
        }
    }
}

impl Scope for Names {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        match self.values.get(root) {
            Some(value) => Ok(Resolved {
                value: value.clone(),
                steps: 0,
            }),
            None => Err(Box::new(Problem::error(span, format!("no `{root}` here")))),
        }
    }

    fn call(&self, call: &Call<'_>) -> Option<Result<Value, CallError>> {
        let result = match (call.name, call.arguments) {
            ("test::first", [first, ..]) => Ok(first.clone()),
            ("test::count", arguments) => Ok(Value::number(
                arguments.len(),
                Origin::expression(call.span),
            )),
            ("test::refuse", [_, second]) => Err(CallError::argument(1, render_short(second, 20))),
            _ => return None,
        };
        Some(result)
    }

    fn function_names(&self) -> Vec<&'static str> {
        vec!["test::count", "test::first", "test::refuse"]
    }
}

fn ask_with(scope: &dyn Scope, budget: &Budget, expression: &str) -> Evaluated {
    let sources = Sources::new();
    let file = sources.add("question", expression);
    let parsed = parse_expression(&file);
    assert!(
        parsed.problems.is_empty(),
        "{expression}: {:?}",
        parsed.problems
    );
    let context = Context {
        scope,
        files: None,
        budget,
    };
    evaluate(parsed.ast.expression(), &context)
}

fn ask(expression: &str) -> Evaluated {
    ask_with(&Names::new(), &Budget::default(), expression)
}

/// The value on one line, with `?` and the type for unknowns.
fn shown(expression: &str) -> String {
    fn show(value: &Value) -> String {
        match value.kind() {
            _ if value.is_sensitive() => "secret".to_owned(),
            Kind::Unknown(unknown) => format!("?{}", unknown.ty),
            Kind::List(_, values) | Kind::Tuple(values) | Kind::Set(_, values) => {
                format!(
                    "[{}]",
                    values.iter().map(show).collect::<Vec<_>>().join(",")
                )
            }
            Kind::Map(..) | Kind::Object(_) => {
                let inner: Vec<String> = value
                    .as_fields()
                    .into_iter()
                    .flatten()
                    .map(|(name, value)| format!("{name}={}", show(value)))
                    .collect();
                format!("{{{}}}", inner.join(","))
            }
            _ => render_short(value, 100),
        }
    }
    match ask(expression) {
        Ok(value) => show(&value),
        Err(problem) => format!("error: {}", problem.message),
    }
}
