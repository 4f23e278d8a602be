//! The answers that `terraform console` gave, asked of our evaluator: `tests/data/console*.tsv`, recorded by `scripts/console-record`.

use groundrules::expr::{Budget, Context, Resolved, Scope, Step, evaluate};
use groundrules::finding::Problem;
use groundrules::source::{Sources, Span};
use groundrules::syntax;
use groundrules::value::{Kind, Value};
use serde_json::Value as Json;

/// A scope without any name.
struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        Err(Box::new(Problem::error(span, format!("no `{root}` here"))))
    }
}

/// The value of an expression as the table writes it: JSON, or `error`.
fn answer(expression: &str) -> Result<Json, String> {
    let sources = Sources::new();
    let file = sources.add("console", expression);
    let parsed = syntax::parse_expression(&file);
    if let Some(problem) = parsed.problems.first() {
        return Err(problem.message.clone());
    }
    let budget = Budget::default();
    let context = Context {
        scope: &Nothing,
        files: None,
        budget: &budget,
    };
    let value = evaluate(parsed.ast.expression(), &context).map_err(|problem| problem.message)?;
    json(&value)
}

fn json(value: &Value) -> Result<Json, String> {
    Ok(match value.kind() {
        Kind::Null(_) => Json::Null,
        Kind::Bool(truth) => Json::Bool(*truth),
        Kind::Number(number) => {
            serde_json::from_str(&number.to_string()).map_err(|error| error.to_string())?
        }
        Kind::String(text) => Json::String(text.to_string()),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            Json::Array(values.iter().map(json).collect::<Result<_, _>>()?)
        }
        Kind::Map(..) | Kind::Object(_) => value
            .as_fields()
            .into_iter()
            .flatten()
            .map(|(name, value)| Ok((name.to_string(), json(value)?)))
            .collect::<Result<serde_json::Map<_, _>, String>>()?
            .into(),
        Kind::Unknown(unknown) => return Err(format!("unknown: {:?}", unknown.reasons)),
    })
}

/// Compares all lines of a table and reports those that differ.
fn replay(table: &str) {
    let mut differences = Vec::new();
    let mut asked = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((expression, recorded)) = line.split_once('\t') else {
            assert!(line.is_empty(), "no answer recorded: {line}");
            continue;
        };
        asked += 1;
        let answered = answer(expression);
        // Terraform 1.11, which answered, reports the mistakes of both operands; since 1.12 what decides excuses the other.
        let logical = expression.contains("&&") || expression.contains("||");
        if logical && recorded == "error" {
            continue;
        }
        let agree = match &answered {
            Ok(value) => serde_json::from_str::<Json>(recorded).is_ok_and(|json| json == *value),
            Err(_) => recorded == "error",
        };
        if !agree {
            let ours = answered.map_or_else(|error| format!("error: {error}"), |v| v.to_string());
            differences.push(format!(
                "{expression}\n  terraform: {recorded}\n  ours:      {ours}"
            ));
        }
    }
    assert!(asked > 0, "the table is empty");
    assert!(
        differences.is_empty(),
        "{} of {asked} answers differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn language() {
    replay(include_str!("../data/console.tsv"));
}

#[test]
fn made_by_chance() {
    replay(include_str!("../data/console-random.tsv"));
}
