//! Which names an expression refers to, without evaluating it: for validation and for the order of evaluation.

use crate::source::Span;
use crate::syntax::ast::For;
use crate::syntax::{Expr, ExprKind, TemplatePart};
use std::borrow::Cow;

/// A name and the steps after it that are known from the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference<'a> {
    pub root: &'a str,
    pub root_span: Span,
    /// Up to the first step whose key is not a literal.
    pub steps: Vec<StaticStep<'a>>,
    /// From the root to the last step that is known from the text.
    pub span: Span,
}

/// A step that is known from the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StaticStep<'a> {
    Attribute(&'a str, Span),
    /// `["key"]`
    Key(Cow<'a, str>, Span),
    /// `[0]` or `.0`, digits as they are written
    Index(&'a str, Span),
    /// `[*]` or `.*`; the steps after it are done to every element
    Splat(Span),
}

/// All traversals in an expression whose root is not a name that a `for` of the same expression brings; in the order of the text.
pub fn references(expr: Expr<'_>) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut work = vec![Work {
        expr,
        bound: Vec::new(),
    }];
    while let Some(item) = work.pop() {
        visit(&item, &mut work, &mut found);
    }
    found.sort_by_key(|reference| (reference.root_span.start, reference.root_span.end));
    found
}

/// An expression to look at, and the names that enclosing `for`s bring. Kept on a heap, so that depth costs no stack.
struct Work<'a> {
    expr: Expr<'a>,
    bound: Vec<&'a str>,
}

impl<'a> Work<'a> {
    fn same(&self, expr: Expr<'a>) -> Self {
        Self {
            expr,
            bound: self.bound.clone(),
        }
    }

    fn inside(&self, expr: Expr<'a>, header: &For<'a>) -> Self {
        let mut bound = self.bound.clone();
        bound.extend(header.key);
        bound.push(header.value);
        Self { expr, bound }
    }
}

fn visit<'a>(item: &Work<'a>, work: &mut Vec<Work<'a>>, found: &mut Vec<Reference<'a>>) {
    match item.expr.kind() {
        ExprKind::Variable(_)
        | ExprKind::GetAttr { .. }
        | ExprKind::Index { .. }
        | ExprKind::LegacyIndex { .. }
        | ExprKind::Splat { .. } => traversal(item, work, found),
        ExprKind::Object(items) => {
            for (key, value) in items {
                // A bare name as a key stands for itself.
                if !matches!(key.kind(), ExprKind::Variable(_)) {
                    work.push(item.same(key));
                }
                work.push(item.same(value));
            }
        }
        ExprKind::ForTuple { header, element } => {
            for_header(item, &header, work);
            work.push(item.inside(element, &header));
        }
        ExprKind::ForObject {
            header, key, value, ..
        } => {
            for_header(item, &header, work);
            work.push(item.inside(key, &header));
            work.push(item.inside(value, &header));
        }
        ExprKind::Template(parts) => {
            for part in parts {
                template_part(item, &part, work);
            }
        }
        _ => {
            for child in item.expr.children() {
                work.push(item.same(child));
            }
        }
    }
}

fn for_header<'a>(item: &Work<'a>, header: &For<'a>, work: &mut Vec<Work<'a>>) {
    work.push(item.same(header.collection));
    if let Some(condition) = header.condition {
        work.push(item.inside(condition, header));
    }
}

fn template_part<'a>(item: &Work<'a>, part: &TemplatePart<'a>, work: &mut Vec<Work<'a>>) {
    match part {
        TemplatePart::Literal(_) => {}
        TemplatePart::Interpolation(expr) => work.push(item.same(*expr)),
        TemplatePart::If {
            condition,
            then,
            otherwise,
        } => work.extend([*condition, *then, *otherwise].map(|expr| item.same(expr))),
        TemplatePart::For { header, body } => {
            for_header(item, header, work);
            work.push(item.inside(*body, header));
        }
    }
}

/// Steps from the outermost expression to its root, and keys on the way as work of their own.
fn traversal<'a>(item: &Work<'a>, work: &mut Vec<Work<'a>>, found: &mut Vec<Reference<'a>>) {
    let (root, steps) = chain(item, item.expr, work);
    let Some(root) = root else { return };
    let ExprKind::Variable(name) = root.kind() else {
        work.push(item.same(root));
        return;
    };
    if item.bound.contains(&name) {
        return;
    }
    let steps: Vec<StaticStep<'a>> = steps.into_iter().map_while(|step| step).collect();
    let end = steps.last().map_or(root.span(), StaticStep::span);
    found.push(Reference {
        root: name,
        root_span: root.span(),
        steps,
        span: root.span().to(end),
    });
}

impl StaticStep<'_> {
    pub const fn span(&self) -> Span {
        match self {
            Self::Attribute(_, span)
            | Self::Key(_, span)
            | Self::Index(_, span)
            | Self::Splat(span) => *span,
        }
    }
}

/// The root of a traversal and its steps in order; `None` for a step that is not known from the text. There is no root inside a splat.
fn chain<'a>(
    item: &Work<'a>,
    expr: Expr<'a>,
    work: &mut Vec<Work<'a>>,
) -> (Option<Expr<'a>>, Vec<Option<StaticStep<'a>>>) {
    let mut steps = Vec::new();
    let mut root = expr;
    loop {
        root = match root.kind() {
            ExprKind::GetAttr {
                object,
                name,
                name_span,
            } => {
                steps.push(Some(StaticStep::Attribute(name, name_span)));
                object
            }
            ExprKind::Index { collection, key } => {
                steps.push(match key.kind() {
                    ExprKind::String(text) => Some(StaticStep::Key(text, key.span())),
                    ExprKind::Number(digits) => Some(StaticStep::Index(digits, key.span())),
                    _ => {
                        work.push(item.same(key));
                        None
                    }
                });
                collection
            }
            ExprKind::LegacyIndex { collection, digits } => {
                let span = Span::new(root.span().file, collection.span().end, root.span().end);
                steps.push(Some(StaticStep::Index(digits, span)));
                collection
            }
            ExprKind::Splat { source, each, .. } => {
                let span = Span::new(root.span().file, source.span().end, source.span().end);
                let (_, mut inner) = chain(item, each, work);
                inner.reverse();
                steps.extend(inner);
                steps.push(Some(StaticStep::Splat(span)));
                source
            }
            ExprKind::SplatItem => {
                steps.reverse();
                return (None, steps);
            }
            _ => break,
        };
    }
    steps.reverse();
    (Some(root), steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::syntax::parse_expression;

    /// The references of an expression, written out, with the text of their spans.
    fn found(expression: &str) -> Vec<String> {
        let file = Sources::new().add("x", expression);
        let parsed = parse_expression(&file);
        references(parsed.ast.expression())
            .iter()
            .map(|reference| {
                let mut path = reference.root.to_owned();
                for step in &reference.steps {
                    match step {
                        StaticStep::Attribute(name, _) => path.extend([".", name]),
                        StaticStep::Key(key, _) => path.extend(["[\"", key, "\"]"]),
                        StaticStep::Index(digits, _) => path.extend(["[", digits, "]"]),
                        StaticStep::Splat(_) => path.push_str("[*]"),
                    }
                }
                format!("{path} at {}", file.slice(reference.span))
            })
            .collect()
    }

    #[test]
    fn all_references_of_an_expression() {
        for (expression, names) in [
            ("1 + 2", vec![]),
            ("var.a", vec!["var.a at var.a"]),
            ("a.b[0].c", vec!["a.b[0].c at a.b[0].c"]),
            ("a.b.0.c", vec!["a.b[0].c at a.b.0.c"]),
            ("a[\"k\"].c", vec!["a[\"k\"].c at a[\"k\"].c"]),
            ("a[local.k].c", vec!["a at a", "local.k at local.k"]),
            ("a.b[*].c.d", vec!["a.b[*].c.d at a.b[*].c.d"]),
            ("a.*.c[x.y]", vec!["a[*].c at a.*.c", "x.y at x.y"]),
            ("f(a.b, [c.d])[0]", vec!["a.b at a.b", "c.d at c.d"]),
            ("{ a = b.c, (d.e) = 1 }", vec!["b.c at b.c", "d.e at d.e"]),
            (
                "[for k, v in var.m : k.x if v.y == z.q]",
                vec!["var.m at var.m", "z.q at z.q"],
            ),
            (
                "[for v in v.x : [for w in v : w.a + v.b]]",
                vec!["v.x at v.x"],
            ),
            (
                "{ for v in x.y : v.a => w.b... }",
                vec!["x.y at x.y", "w.b at w.b"],
            ),
            (
                "\"a${b.c}%{if d.e}${f.g}%{endif}\"",
                vec!["b.c at b.c", "d.e at d.e", "f.g at f.g"],
            ),
            (
                "\"%{for x in y.z}${x.a}${b.c}%{endfor}\"",
                vec!["y.z at y.z", "b.c at b.c"],
            ),
            (
                "a.b ? (c.d) : -e.f",
                vec!["a.b at a.b", "c.d at c.d", "e.f at e.f"],
            ),
        ] {
            assert_eq!(found(expression), names, "{expression}");
        }
    }
}
