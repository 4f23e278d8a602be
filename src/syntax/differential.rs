//! A second opinion: `hcl-edit` reads generated expressions as this parser does.

use super::picture;
use hcl_edit::expr::{Expression, ForExpr, FuncCall, ObjectKey, TraversalOperator};
use hcl_edit::template::Element;
use proptest::prelude::*;

/// The form that `picture` gives an expression, for one of `hcl-edit`.
fn of_peer(expression: &Expression) -> String {
    match expression {
        Expression::Null(_) => "null".to_owned(),
        Expression::Bool(value) => value.to_string(),
        Expression::Number(number) => number.to_string().trim().to_owned(),
        Expression::String(text) => format!("{:?}", text.as_str()),
        Expression::Variable(name) => name.as_str().to_owned(),
        Expression::Array(elements) => format!("[{}]", all(elements.iter()).trim_start()),
        Expression::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = match key {
                    ObjectKey::Ident(name) => name.as_str().to_owned(),
                    ObjectKey::Expression(key) => of_peer(key),
                };
                format!("{key}:{}", of_peer(value.expr()))
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
        }
        Expression::StringTemplate(template) => {
            let parts = template.iter().map(|element| match element {
                Element::Literal(text) => format!(" {:?}", text.as_str()),
                Element::Interpolation(part) => format!(" ${}", of_peer(&part.expr)),
                Element::Directive(_) => panic!("no directives are generated"),
            });
            format!("(t{})", parts.collect::<String>())
        }
        Expression::Parenthesis(inner) => format!("(p {})", of_peer(inner.inner())),
        Expression::Conditional(parts) => {
            let parts = [&parts.cond_expr, &parts.true_expr, &parts.false_expr];
            format!("(?{})", all(parts))
        }
        Expression::FuncCall(call) => of_call(call),
        Expression::UnaryOp(unary) => {
            let operator = match unary.operator.as_str() {
                "!" => "Not",
                _ => "Negate",
            };
            format!("({operator} {})", of_peer(&unary.expr))
        }
        Expression::BinaryOp(binary) => {
            let sides = all([&binary.lhs_expr, &binary.rhs_expr]);
            format!("({}{sides})", binary.operator.as_str())
        }
        Expression::Traversal(traversal) => {
            let operators: Vec<_> = traversal.operators.iter().map(|step| &**step).collect();
            of_steps(of_peer(&traversal.expr), &operators)
        }
        Expression::ForExpr(parts) => of_for(parts),
        Expression::HeredocTemplate(_) => panic!("no heredocs are generated"),
    }
}

fn all<'a>(expressions: impl IntoIterator<Item = &'a Expression>) -> String {
    let texts = expressions.into_iter().map(|e| format!(" {}", of_peer(e)));
    texts.collect()
}

fn of_call(call: &FuncCall) -> String {
    let dots = if call.args.expand_final() { "..." } else { "" };
    let name = call.name.name.as_str();
    format!("({name}{}{dots})", all(call.args.iter()))
}

fn of_steps(mut text: String, steps: &[&TraversalOperator]) -> String {
    for (index, step) in steps.iter().enumerate() {
        let after = &steps[index + 1..];
        text = match step {
            TraversalOperator::GetAttr(name) => format!("{text}.{}", name.as_str()),
            TraversalOperator::Index(key) => format!("{text}[{}]", of_peer(key)),
            TraversalOperator::LegacyIndex(digits) => format!("{text}.#{}", digits.value()),
            TraversalOperator::FullSplat(_) => {
                return format!("({text}[*] {})", of_steps("@".to_owned(), after));
            }
            TraversalOperator::AttrSplat(_) => {
                let attributes = after.iter().take_while(|step| {
                    matches!(
                        step,
                        TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_)
                    )
                });
                let (each, rest) = after.split_at(attributes.count());
                let splat = format!("({text}.* {})", of_steps("@".to_owned(), each));
                return of_steps(splat, rest);
            }
        };
    }
    text
}

fn of_for(parts: &ForExpr) -> String {
    let key = parts.intro.key_var.as_ref();
    let key = key.map_or(String::new(), |key| format!("{} ", key.as_str()));
    let value = parts.intro.value_var.as_str();
    let condition = parts.cond.as_ref();
    let condition = condition.map_or(String::new(), |c| format!(" if {}", of_peer(&c.expr)));
    let header = format!(
        "{key}{value} in {}{condition}",
        of_peer(&parts.intro.collection_expr)
    );
    let result = of_peer(&parts.value_expr);
    let dots = if parts.grouping { "..." } else { "" };
    match &parts.key_expr {
        Some(key) => format!("(for{{{header}}} {} {result}{dots})", of_peer(key)),
        None => format!("(for[{header}] {result})"),
    }
}

/// Expressions as text, of the part of the language that `hcl-edit` reads rightly: no object with a key twice, no line
/// break before an operator, no splat inside `.*` and no two legacy indices in a row.
fn expressions() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["a", "b-c", "var", "null_x", "é"]);
    let leaf = prop_oneof![
        name().prop_map(str::to_owned),
        prop::sample::select(vec![
            "true",
            "null",
            "1",
            "25",
            "1.5",
            "\"\"",
            "\"x y\"",
            "\"$${z}\\n\""
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let operator = prop::sample::select(vec![
            "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%",
        ]);
        let step =
            prop::sample::select(vec![".x", "[0]", ".w.0", "[*]", "[1].*", ".y.z", "[\"k\"]"]);
        let steps = prop::collection::vec(step, 1..4);
        let some = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(l, o, r)| format!("{l} {o} {r}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(c, t, o)| format!("({c} ? {t} : {o})")),
            inner.clone().prop_map(|e| format!("(\n {e}\n)")),
            inner.clone().prop_map(|e| format!("!({e})")),
            inner.clone().prop_map(|e| format!("\"<${{{e}}}>\"")),
            (name(), steps).prop_map(|(n, s)| format!("{n}{}", s.concat())),
            some().prop_map(|e| format!("[{}]", e.join(", "))),
            some().prop_map(|e| format!("f({})", e.join(",\n"))),
            (inner.clone(), some()).prop_map(|(e, mut more)| {
                more.push(e);
                format!("f({}...)", more.join(", "))
            }),
            (inner.clone(), inner.clone())
                // In parentheses: hcl-edit takes an operand before a line break and `(` for a function's name, Terraform does not.
                .prop_map(|(a, b)| format!("{{ k = {a}, \"l m\" : ({b})\n (k2) = 1 }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[for v in {a} : {b} if v]")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("{{for k, v in {a} : k => {b}...}}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hcl_edit_reads_the_same(text in expressions()) {
        let ours = picture::file(&format!("x = {text}\n"));
        let peer = hcl_edit::parser::parse_body(&format!("x = {text}\n"));
        let peer = peer.ok().and_then(|body| {
            let attribute = body.get_attribute("x")?;
            Some(format!("(x = {})", of_peer(&attribute.value)))
        });
        prop_assert_eq!(ours, peer.unwrap_or_default());
    }
}
