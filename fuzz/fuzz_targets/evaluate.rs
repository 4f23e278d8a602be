//! The value of an expression: comes back, is the same twice, and opens when an operand becomes unknown, but never becomes another one.

#![no_main]

mod bounds;
mod covers;

use covers::covers;
use groundrules::expr::{Budget, Context, Evaluated, Files, Resolved, Scope, Step, evaluate};
use groundrules::finding::Problem;
use groundrules::source::{MemoryTree, Sources, Span};
use groundrules::syntax::{Expr, parse_expression};
use groundrules::value::{Fields, Origin, Reason, Type, Unknown, Value, render};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

const MOST_BYTES: usize = 256 * 1024 * 1024;

fuzz_target!(|text: &str| bounds::bounded(MOST_BYTES, || try_expression(text)));

/// Small enough that an expression within it takes no time worth speaking of: what times out costs more than it says.
fn budget() -> Budget {
    Budget::new(300_000, 8 * 1024 * 1024, 400)
}

static TREE: LazyLock<MemoryTree> = LazyLock::new(|| {
    MemoryTree::new([
        ("t.tftpl", "%{ for x in c ~}\n${x}-${b}\n%{ endfor ~}"),
        ("again.tftpl", "${templatefile(\"again.tftpl\", {})}"),
        ("a.txt", "text\n"),
        ("d.json", "{\"a\": [1, {\"b\": null}]}"),
        ("d.yaml", "a: &x [1, {b: ~}]\nc: *x\n"),
        ("d.csv", "p,q\n1,2\n"),
    ])
});

fn try_expression(text: &str) {
    let sources = Sources::new();
    let parsed = parse_expression(&sources.add("expression", text));
    if !parsed.problems.is_empty() {
        return;
    }
    let expression = parsed.ast.expression();
    let ask = |names: &Names| names.ask(expression, &sources);
    let known = Names::known();
    let answer = ask(&known);
    let again = ask(&known);
    assert_eq!(shown(&answer), shown(&again));
    let Ok(answer) = answer else { return };
    for (name, opened) in Names::opened() {
        if !text.contains(name) {
            continue;
        }
        match ask(&opened) {
            // Where an unknown member of a set stands is not known, and Terraform too goes through the set as if it were.
            Ok(_) if text.contains("set") => {}
            Ok(open) => assert!(
                covers(&open, &answer),
                "with `{name}` unknown {open:#?} does not cover {answer:#?}"
            ),
            // The type of a conditional is that of its branches, which is not known of an unknown one.
            Err(problem) if ["?", "if", "try", "can", "templatestring"].iter().any(|word| text.contains(word)) => drop(problem),
            Err(problem) => panic!("with `{name}` unknown: {}, although it can be {}", problem.message, render(&answer)),
        }
    }
}

fn shown(answer: &Evaluated) -> String {
    match answer {
        Ok(value) => format!("{} {}", value.ty(), render(value)),
        Err(problem) => problem.message.clone(),
    }
}

/// What the names stand for.
struct Names(BTreeMap<&'static str, Value>);

impl Names {
    fn known() -> Self {
        let text = |text: &str| Value::string(text, nowhere());
        let list = vec![text("p"), text("q")];
        let fields: Fields = [("k", Value::number(1, nowhere())), ("m", text("v"))]
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value))
            .collect();
        Self(BTreeMap::from([
            ("a", Value::number(2, nowhere())),
            ("b", text("x-y")),
            ("c", Value::list(Type::String, list, nowhere())),
            ("d", Value::object(fields, nowhere())),
            ("e", Value::bool(true, nowhere())),
            ("n", Value::null(Type::Any, nowhere())),
            ("s", text("x-y").mark_sensitive(true)),
        ]))
    }

    /// The same with one name that is unknown, or known in part.
    fn opened() -> Vec<(&'static str, Self)> {
        let all = Self::known().0;
        let mut opened: Vec<(&'static str, Self)> = all
            .iter()
            .map(|(name, value)| (*name, Self::with(name, unknown(value.ty()))))
            .collect();
        let mut longer = Unknown::because(Type::list(Type::String), reason()).not_null();
        longer.length = Some((1, Some(3)));
        opened.push(("c", Self::with("c", Value::unknown(longer, nowhere()))));
        let elements = vec![Value::string("p", nowhere()), unknown(Type::String)];
        opened.push(("c", Self::with("c", Value::list(Type::String, elements, nowhere()))));
        if let Some(fields) = all.get("d").and_then(Value::as_fields) {
            let mut fields = fields.clone();
            fields.insert(Arc::from("m"), unknown(Type::String));
            opened.push(("d", Self::with("d", Value::object(fields, nowhere()))));
        }
        opened.push(("b", Self::with("b", unknown(Type::Any))));
        opened
    }

    fn with(name: &'static str, value: Value) -> Self {
        let mut names = Self::known();
        let sensitive = names.0.get(name).is_some_and(Value::is_sensitive);
        names.0.insert(name, value.mark_sensitive(sensitive));
        names
    }

    fn ask(&self, expression: Expr<'_>, sources: &Sources) -> Evaluated {
        let files = Files { tree: &*TREE, sources, directory: "" };
        evaluate(expression, &Context { scope: self, files: Some(files), budget: &budget() })
    }
}

impl Scope for Names {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        match self.0.get(root) {
            Some(value) => Ok(Resolved { value: value.clone(), steps: 0 }),
            None => Err(Box::new(Problem::error(span, format!("no `{root}` here")))),
        }
    }
}

fn nowhere() -> Origin {
    Origin::expression(Span::new(Sources::new().add("names", "").id(), 0, 0))
}

fn reason() -> Reason {
    Reason::Other(Arc::from("it was made unknown"))
}

fn unknown(ty: Type) -> Value {
    Value::unknown(Unknown::because(ty, reason()), nowhere())
}
