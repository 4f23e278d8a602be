//! Reads a whole tree through its views, as a consumer does. Included by the targets.

use groundrules::syntax::{Body, Expr, Item, Parsed};

/// Visits every expression and checks that every span can be sliced.
pub fn walk(parsed: &Parsed) {
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
