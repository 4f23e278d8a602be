//! Trees and problems as short texts, for tests.

use super::ast::{Body, Expr, ExprKind, Item, TemplatePart};
use super::{Parsed, parse, parse_expression, parse_template};
use crate::source::Sources;
use std::fmt::Write as _;

/// Parses a text as the file `path`.
pub(super) fn parsed(path: &str, text: &str) -> Parsed {
    parse(&Sources::new().add(path, text))
}

/// The items of a file.
pub(super) fn file(text: &str) -> String {
    of_body(parsed("main.tf", text).ast.body())
}

/// One expression; problems are told instead if there are some.
pub(super) fn expression(text: &str) -> String {
    let parsed = parse_expression(&Sources::new().add("main.tf", text));
    if parsed.problems.is_empty() {
        of_expr(parsed.ast.expression())
    } else {
        problems(&parsed)
    }
}

/// One bare template.
pub(super) fn template(text: &str) -> String {
    let parsed = parse_template(&Sources::new().add("x.tftpl", text));
    if parsed.problems.is_empty() {
        of_expr(parsed.ast.expression())
    } else {
        problems(&parsed)
    }
}

/// `line:column message`, one a line.
pub(super) fn problems(parsed: &Parsed) -> String {
    let mut out = String::new();
    for problem in &parsed.problems {
        let at = problem.primary.as_ref().unwrap().span.start;
        let position = parsed.ast.source().position(at);
        let (line, column) = (position.line, position.column);
        writeln!(out, "{line}:{column} {}", problem.message).unwrap();
    }
    out.trim_end().to_owned()
}

pub(super) fn of_body(body: Body<'_>) -> String {
    let items = body.items().map(|item| match item {
        Item::Attribute(attribute) => {
            format!("({} = {})", attribute.name(), of_expr(attribute.value()))
        }
        Item::Block(block) => {
            let mut out = format!("[{}", block.block_type());
            for (label, _) in block.labels() {
                write!(out, " {label:?}").unwrap();
            }
            let inside = of_body(block.body());
            let gap = if inside.is_empty() { "" } else { " " };
            format!("{out}{gap}{inside}]")
        }
    });
    items.collect::<Vec<_>>().join(" ")
}

fn all<'a>(exprs: impl IntoIterator<Item = Expr<'a>>) -> String {
    let texts: Vec<_> = exprs.into_iter().map(of_expr).collect();
    texts.iter().flat_map(|text| [" ", text]).collect()
}

pub(super) fn of_expr(expr: Expr<'_>) -> String {
    match expr.kind() {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Number(digits) => digits.to_owned(),
        ExprKind::String(text) => format!("{text:?}"),
        ExprKind::Template(parts) => {
            let parts = parts.into_iter().map(of_part);
            format!("(t{})", parts.collect::<String>())
        }
        ExprKind::Parentheses(inner) => format!("(p{})", all([inner])),
        ExprKind::Tuple(elements) => format!("[{}]", all(elements).trim_start()),
        ExprKind::Object(entries) => {
            let entries = entries.into_iter();
            let entries = entries.map(|(k, v)| format!("{}:{}", of_expr(k), of_expr(v)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
        }
        ExprKind::ForTuple { header, element } => {
            format!("(for[{}]{})", of_for(&header), all([element]))
        }
        ExprKind::ForObject {
            header,
            key,
            value,
            group,
        } => {
            let dots = if group { "..." } else { "" };
            format!("(for{{{}}}{}{dots})", of_for(&header), all([key, value]))
        }
        ExprKind::Conditional {
            condition,
            then,
            otherwise,
        } => format!("(?{})", all([condition, then, otherwise])),
        ExprKind::Binary {
            operator,
            left,
            right,
        } => format!("({}{})", operator.symbol(), all([left, right])),
        ExprKind::Unary { operator, operand } => format!("({operator:?}{})", all([operand])),
        ExprKind::Variable(name) => name.to_owned(),
        ExprKind::GetAttr { object, name, .. } => format!("{}.{name}", of_expr(object)),
        ExprKind::Index { collection, key } => {
            format!("{}[{}]", of_expr(collection), of_expr(key))
        }
        ExprKind::LegacyIndex { collection, digits } => {
            format!("{}.#{digits}", of_expr(collection))
        }
        ExprKind::Splat { source, each, full } => {
            let mark = if full { "[*]" } else { ".*" };
            format!("({}{mark} {})", of_expr(source), of_expr(each))
        }
        ExprKind::SplatItem => "@".to_owned(),
        ExprKind::Call {
            name,
            arguments,
            expand_last,
            ..
        } => {
            let dots = if expand_last { "..." } else { "" };
            format!("({name}{}{dots})", all(arguments))
        }
    }
}

fn of_for(header: &super::ast::For<'_>) -> String {
    let key = header.key.map_or(String::new(), |key| format!("{key} "));
    let condition = header.condition.map_or(String::new(), |condition| {
        format!(" if {}", of_expr(condition))
    });
    let collection = of_expr(header.collection);
    format!("{key}{} in {collection}{condition}", header.value)
}

fn of_part(part: TemplatePart<'_>) -> String {
    match part {
        TemplatePart::Literal(text) => format!(" {text:?}"),
        TemplatePart::Interpolation(expr) => format!(" ${}", of_expr(expr)),
        TemplatePart::If {
            condition,
            then,
            otherwise,
        } => format!(" (if{})", all([condition, then, otherwise])),
        TemplatePart::For { header, body } => format!(" (for {}{})", of_for(&header), all([body])),
    }
}
