//! What holds for every parsed text. Included by the targets of the parsers.

use groundrules::source::{SourceFile, Sources};
use groundrules::syntax::{Body, Expr, Item, Parsed};
use std::sync::Arc;

/// The size of a text that a step of quadratic cost makes the run time out with.
const LARGE: usize = 400_000;

/// Parses the text; one text in 64 also many times over, beside itself and inside itself, where a cost that is not linear shows as a timeout.
pub fn try_text(path: &str, text: &str, parse: fn(&Arc<SourceFile>) -> Parsed) {
    let run = |text: &str| walk(&parse(&Sources::new().add(path, text)));
    run(text);
    let chance = text.bytes().fold(0, |sum: u8, byte| sum.wrapping_mul(31).wrapping_add(byte));
    if chance.is_multiple_of(64) && !text.is_empty() {
        let times = LARGE / text.len();
        run(&text.repeat(times));
        let middle = text.floor_char_boundary(text.len() / 2);
        let (before, after) = text.split_at(middle);
        run(&format!("{}{}", before.repeat(times), after.repeat(times)));
    }
}

/// Visits every expression and checks that every span can be sliced.
fn walk(parsed: &Parsed) {
    let source = parsed.ast.source();
    for problem in &parsed.problems {
        for label in problem.primary.iter().chain(&problem.related) {
            let range = label.span.start as usize..label.span.end as usize;
            assert!(source.text().get(range).is_some(), "{problem:?}");
        }
    }
    body(parsed.ast.body());
    expression(parsed.ast.expression());
}

fn body(of: Body<'_>) {
    for item in of.items() {
        match item {
            Item::Attribute(attribute) => expression(attribute.value()),
            Item::Block(block) => {
                block.labels().for_each(drop);
                body(block.body());
            }
        }
    }
}

fn expression(of: Expr<'_>) {
    let text = of.ast().source().text();
    let range = of.span().start as usize..of.span().end as usize;
    assert!(text.get(range).is_some());
    let _kind = of.kind();
    of.children().into_iter().for_each(expression);
}
