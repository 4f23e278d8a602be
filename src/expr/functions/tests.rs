//! The answers that `terraform console` gave for every function, asked of ours: `tests/data/console-functions.tsv`,
//! recorded by `scripts/console-record-functions`.

use crate::expr::{Budget, Context, Files, Resolved, Scope, Step, evaluate};
use crate::finding::Problem;
use crate::source::{MemoryTree, Sources, Span};
use crate::syntax::parse_expression;
use crate::value::{Kind, Value};
use serde_json::Value as Json;

/// A scope without any name.
pub(super) struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        Err(Box::new(Problem::error(span, format!("no `{root}` here"))))
    }
}

/// The files that the recorded questions read.
fn tree() -> MemoryTree {
    macro_rules! files {
        ($($path:literal),*) => {
            MemoryTree::new([$((
                $path,
                include_bytes!(concat!("../../../tests/data/console-files/", $path)).to_vec(),
            )),*])
        };
    }
    files![
        "hello.txt",
        "page.tftpl",
        "list.tftpl",
        "wrap.tftpl",
        "nested.tftpl",
        "reads.tftpl",
        "missing.tftpl",
        "broken.tftpl",
        "bin.dat",
        "dir/a.txt",
        "dir/b.json",
        "dir/.hidden",
        "dir/sub/c.txt"
    ]
}

/// Evaluates an expression that refers to nothing.
fn evaluated(expression: &str, tree: &MemoryTree) -> Result<Value, String> {
    let sources = Sources::new();
    let file = sources.add("console", expression);
    let parsed = parse_expression(&file);
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
        Kind::Unknown(unknown) => {
            let reasons: Vec<String> = unknown.reasons.iter().map(ToString::to_string).collect();
            return Err(reasons.join(", "));
        }
    })
}

/// Where we differ on purpose.
fn is_known_difference(expression: &str, ours: &str) -> bool {
    let unknown = ours.starts_with("unknown: ");
    // There is no negative zero here; Terraform prints one only in JSON.
    let negative_zero = matches!(expression, "jsonencode(-0)" | "yamldecode(\"-0\")")
        || (expression.starts_with("log(") && expression.ends_with(", 0)") && ours == "0");
    // There are no infinities here.
    let infinite = unknown && (ours.contains("is infinite") || ours.contains("an infinity"));
    // Results that nobody means: arithmetic across address families, negative subnets, hosts beyond the prefix.
    let families = unknown && ours.contains("is not defined");
    // Whether the argument is written as a template is not seen by a function.
    let template = expression.starts_with("templatestring(");
    let tab = unknown && ours.contains("white space that only Terraform reads");
    // The console that was asked does not require the built-in provider.
    let provider = expression.starts_with("provider::");
    provider || negative_zero || infinite || families || template || tab
}

#[test]
fn answers_of_the_console() {
    let tree = tree();
    let mut differences = Vec::new();
    let mut asked = 0;
    let table = include_str!("../../../tests/data/console-functions.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
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
        if !agree && !is_known_difference(expression, &ours) {
            differences.push(format!(
                "{expression}\n  terraform: {recorded}\n  ours:      {ours}"
            ));
        }
    }
    assert!(asked > 1200, "only {asked} questions");
    assert!(
        differences.is_empty(),
        "{} of {asked} answers differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
