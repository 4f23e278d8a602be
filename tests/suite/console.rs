//! The answers that `terraform console` gave, asked of our evaluator: `tests/data/console*.tsv`, recorded by `scripts/console-record`.

use crate::support;
use groundrules::expr::{Budget, Context, Files, Resolved, Scope, Step, evaluate};
use groundrules::finding::Problem;
use groundrules::source::{MemoryTree, Sources, Span};
use groundrules::syntax;
use groundrules::value::{Kind, Value};
use serde_json::Value as Json;

#[test]
fn language() {
    replay(include_str!("../data/console.tsv"), 390);
}

#[test]
fn made_by_chance() {
    replay(include_str!("../data/console-random.tsv"), 390);
}

#[test]
fn functions() {
    replay(include_str!("../data/console-functions.tsv"), 1200);
}

/// A scope without any name.
struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        Err(Box::new(Problem::error(span, format!("no `{root}` here"))))
    }
}

/// Compares all lines of a table, which are not fewer than `least`, and reports those that differ.
fn replay(table: &str, least: usize) {
    let tree = support::tree_of(&support::root().join("tests/data/console-files"));
    let mut differences = Vec::new();
    let mut asked = 0;
    let lines = table.lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (expression, recorded) = line.split_once('\t').unwrap();
        asked += 1;
        let ours = match evaluated(expression, &tree).map(|value| json(&value)) {
            Ok(Ok(value)) => value.to_string(),
            Ok(Err(reasons)) => format!("unknown: {reasons}"),
            Err(message) => format!("error: {message}"),
        };
        let agree = match recorded {
            "error" => ours.starts_with("error: "),
            "unknown" => ours.starts_with("unknown: "),
            _ => serde_json::from_str::<Json>(recorded).ok() == serde_json::from_str(&ours).ok(),
        };
        if !agree && !is_known_difference(expression, recorded, &ours) {
            differences.push(format!(
                "{expression}\n  terraform: {recorded}\n  ours:      {ours}"
            ));
        }
    }
    assert!(asked >= least, "only {asked} questions");
    assert!(
        differences.is_empty(),
        "{} of {asked} answers differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// Evaluates an expression that refers to nothing but the files of `tree`.
fn evaluated(expression: &str, tree: &MemoryTree) -> Result<Value, String> {
    let sources = Sources::new();
    let file = sources.add("console", expression);
    let parsed = syntax::parse_expression(&file);
    if let Some(problem) = parsed.problems.first() {
        return Err(problem.message.clone());
    }
    let budget = Budget::default();
    let context = Context {
        scope: &Nothing,
        files: Some(Files {
            tree,
            sources: &sources,
            directory: "",
        }),
        budget: &budget,
    };
    evaluate(parsed.ast.expression(), &context).map_err(|problem| problem.message)
}

/// JSON of a known value; the outer `Err` names why a value is unknown.
fn json(value: &Value) -> Result<Json, String> {
    Ok(match value.kind() {
        Kind::Null(_) => Json::Null,
        Kind::Bool(truth) => Json::Bool(*truth),
        Kind::Number(number) => {
            // Terraform was asked for JSON, and has none for an infinity.
            serde_json::from_str(&number.to_string()).map_err(|_| "no JSON".to_owned())?
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
        Kind::Unknown(unknown) => {
            let reasons: Vec<String> = unknown.reasons.iter().map(ToString::to_string).collect();
            return Err(reasons.join(", "));
        }
    })
}

/// Where we differ on purpose.
fn is_known_difference(expression: &str, recorded: &str, ours: &str) -> bool {
    // Terraform 1.11, which answered, reports the mistakes of both operands; since 1.12 what decides excuses the other.
    let logical = recorded == "error" && (expression.contains("&&") || expression.contains("||"));
    let unknown = ours.starts_with("unknown: ");
    let infinite = recorded == "error" && ours.contains("no JSON");
    // Results that nobody means: arithmetic across address families, negative subnets, hosts beyond the prefix.
    let families = unknown && ours.contains("is not defined");
    // Whether the argument is written as a template is not seen by a function.
    let template = expression.starts_with("templatestring(");
    let tab = unknown && ours.contains("white space that only Terraform reads");
    // The console that was asked does not require the built-in provider.
    let provider = expression.starts_with("provider::");
    logical || provider || infinite || families || template || tab
}
