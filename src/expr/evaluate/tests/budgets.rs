//! Evaluation ends: on time, in little memory, and on a small stack.

use super::{Names, ask, ask_with};
use crate::expr::{Budget, Context, Resolved, Scope, Step, evaluate};
use crate::finding::Problem;
use crate::source::{Sources, Span};
use crate::syntax::parse_expression;

#[test]
fn exhausted_budgets_give_unknowns() {
    let names = Names::new();
    let reason = |budget: &Budget, expression: &str| {
        let value = ask_with(&names, budget, expression).unwrap();
        value.reasons().into_iter().next().unwrap().to_string()
    };
    let steps = Budget::new(20, 1 << 20, 100);
    assert_eq!(
        reason(
            &steps,
            "[for x in [1, 2, 3, 4] : [for y in [1, 2, 3, 4] : x]]"
        ),
        "it exceeds the limit on evaluation steps"
    );
    let bytes = Budget::new(1000, 10, 100);
    assert_eq!(
        reason(&bytes, "\"${1}0123456789\""),
        "it exceeds the limit on the size of values"
    );
    let depth = Budget::new(1000, 1000, 3);
    assert_eq!(
        reason(&depth, "((((1))))"),
        "it exceeds the limit on the depth of expressions"
    );
}

/// A scope in which every name is the expression that is being evaluated, so that evaluation nests until the budget ends it.
struct Endless<'a> {
    expr: crate::syntax::Expr<'a>,
    budget: &'a Budget,
}

impl Scope for Endless<'_> {
    fn resolve(&self, _: &str, _: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        let context = Context {
            scope: self,
            files: None,
            budget: self.budget,
        };
        let value = evaluate(self.expr, &context)?;
        Ok(Resolved { value, steps: 0 })
    }
}

#[test]
fn the_depth_of_the_default_budget_fits_a_small_stack() {
    let run = || {
        for expression in [
            "x",
            "[for y in [1] : x]",
            "{ for y in [1] : y => x }",
            "true ? x : 1",
            "\"a${x}\"",
            "\"%{for y in [1]}%{if true}a${x}%{endif}%{endfor}\"",
            "[1][*] == [x][*]",
            "{ a = [{ b = x }] }",
            "!(1 + x > 2 && x == 1)",
            "try(x, 1)",
            "upper(x)",
        ] {
            let sources = Sources::new();
            let file = sources.add("question", expression);
            let parsed = parse_expression(&file);
            assert!(parsed.problems.is_empty(), "{expression}");
            let budget = Budget::new(20_000, 1 << 24, 250);
            let scope = Endless {
                expr: parsed.ast.expression(),
                budget: &budget,
            };
            let context = Context {
                scope: &scope,
                files: None,
                budget: &budget,
            };
            // Whether a mistake or an unknown comes out does not matter here, but something does.
            let answered = evaluate(parsed.ast.expression(), &context).is_ok();
            assert!(
                answered || expression.contains('!') || expression.contains('a'),
                "{expression}"
            );
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    thread.spawn(run).unwrap().join().unwrap();
}

#[test]
fn long_chains_are_no_depth() {
    let sum = ask(&vec!["1"; 450].join(" + ")).unwrap();
    assert_eq!(sum.as_number().unwrap().as_i64(), Some(450));
    let steps = ask(&format!("unknown{}", ".a".repeat(450))).unwrap();
    assert!(steps.is_unknown());
}
