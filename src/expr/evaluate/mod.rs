//! The evaluator: the value of an expression, or the mistake for which Terraform would refuse it.
//!
//! Semantics are those of HCL 2 as Terraform 1.11 runs it, with two refinements: logic is three-valued (`false && unknown` is false), and
//! what is known of partly unknown values is kept. A bound that is reached gives an unknown, never a mistake.

#![expect(
    clippy::unnecessary_box_returns,
    reason = "mistakes travel boxed, so that results stay small on the stack of a deep evaluation"
)]

mod call;
mod conditional;
mod constructors;
mod iteration;
mod operators;
mod spite;
mod splat;
mod template;
#[cfg(test)]
mod tests;
mod traversal;

pub use traversal::traverse;

use super::budget::{Budget, Exhausted};
use super::{Context, Doubt, Evaluated};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use crate::value::{Kind, Number, Origin, Reason, Stop, Type, Unknown, Value};

/// The value of an expression in a context.
pub fn evaluate(expr: Expr<'_>, context: &Context<'_>) -> Evaluated {
    let environment = Environment {
        context,
        frame: None,
    };
    let outer = context.budget.doubt().ignore();
    let result = environment.value(expr);
    context.budget.doubt().answer(outer);
    result
}

/// Where an expression is evaluated: the context, and the names that enclosing `for` expressions and splats bring.
#[derive(Clone, Copy)]
struct Environment<'e> {
    context: &'e Context<'e>,
    frame: Option<&'e Frame<'e>>,
}

impl Environment<'_> {
    fn is_of_rule(&self) -> bool {
        self.context.scope.is_of_rule()
    }
}

/// Names of one `for`, or the item of one splat; innermost first.
struct Frame<'e> {
    bound: Bound<'e>,
    outer: Option<&'e Frame<'e>>,
}

enum Bound<'e> {
    For {
        key: Option<(&'e str, &'e Value)>,
        value: (&'e str, &'e Value),
    },
    SplatItem(&'e Value),
}

impl<'e> Environment<'e> {
    /// The same place with more names; `run` is evaluated there.
    fn with<T>(&self, bound: Bound<'_>, run: impl FnOnce(Environment<'_>) -> T) -> T {
        let frame = Frame {
            bound,
            outer: self.frame,
        };
        run(Environment {
            context: self.context,
            frame: Some(&frame),
        })
    }

    fn frames(&self) -> impl Iterator<Item = &'e Frame<'e>> {
        std::iter::successors(self.frame, |frame| frame.outer)
    }

    /// The value of a name that an enclosing `for` brings.
    fn local(&self, name: &str) -> Option<&'e Value> {
        self.frames().find_map(|frame| match frame.bound {
            Bound::For { key, value } => std::iter::once(value)
                .chain(key)
                .find(|(bound, _)| *bound == name)
                .map(|(_, value)| value),
            Bound::SplatItem(_) => None,
        })
    }

    fn splat_item(&self) -> Option<&'e Value> {
        self.frames().find_map(|frame| match frame.bound {
            Bound::SplatItem(item) => Some(item),
            Bound::For { .. } => None,
        })
    }

    fn value(&self, expr: Expr<'_>) -> Evaluated {
        let budget = self.context.budget;
        if let Err(exhausted) = budget.spend(1) {
            return Ok(self.given_up(exhausted, expr.span()));
        }
        match budget.deeper(|| self.dispatch(expr)) {
            Ok(Ok(value)) => match Budget::admit(&value) {
                Ok(()) => Ok(value),
                Err(exhausted) => Ok(self.given_up(exhausted, expr.span())),
            },
            Ok(mistake) => mistake,
            Err(exhausted) => Ok(self.given_up(exhausted, expr.span())),
        }
    }

    /// What stands for an expression that is too much to evaluate.
    fn given_up(&self, exhausted: Exhausted, span: Span) -> Value {
        self.doubt().because([exhausted.reason()]);
        out_of_budget(exhausted, span)
    }

    fn doubt(&self) -> &Doubt {
        self.context.budget.doubt()
    }

    /// Notes that an operation refuses some of the values that this one may have, if it can be null or of another type than the operation takes.
    fn rely_on(&self, value: &Value, ty: &Type) {
        let sure = |unknown: &Unknown| unknown.not_null && unknown.ty == *ty;
        if value.as_unknown().is_some_and(|unknown| !sure(unknown)) {
            self.doubt().raise([value]);
        }
        if let Some(unknown) = left_to_the_provider(value, ty, value.origin().span) {
            self.doubt().raise([&unknown]);
        }
    }

    // Each kind has a function of its own, so that this frame, which is on the stack once per level, stays small.
    fn dispatch(&self, expr: Expr<'_>) -> Evaluated {
        match expr.kind() {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => {
                literal(expr)
            }
            ExprKind::Template(parts) => self.template(expr, &parts),
            ExprKind::Parentheses(inner) => self.value(inner),
            ExprKind::Tuple(elements) => self.tuple(expr, &elements),
            ExprKind::Object(items) => self.object(expr, &items),
            ExprKind::ForTuple { header, element } => self.for_tuple(expr, &header, element),
            ExprKind::ForObject {
                header,
                key,
                value,
                group,
            } => self.for_object(expr, &header, &iteration::Entry { key, value, group }),
            ExprKind::Conditional {
                condition,
                then,
                otherwise,
            } => self.conditional(expr, condition, then, otherwise),
            ExprKind::Binary { .. } => self.binary(expr),
            ExprKind::Unary { operator, operand } => self.unary(expr, operator, operand),
            ExprKind::Variable(_)
            | ExprKind::GetAttr { .. }
            | ExprKind::Index { .. }
            | ExprKind::LegacyIndex { .. }
            | ExprKind::SplatItem => self.traversal(expr),
            ExprKind::Splat { source, each, .. } => self.splat(expr, source, each),
            ExprKind::Call { .. } => self.call(expr),
        }
    }
}

#[inline(never)]
fn literal(expr: Expr<'_>) -> Evaluated {
    let origin = Origin::expression(expr.span());
    Ok(match expr.kind() {
        ExprKind::Bool(value) => Value::bool(value, origin),
        ExprKind::String(text) => Value::string(text, origin),
        ExprKind::Number(digits) => {
            let number = Number::parse(digits)
                .ok_or_else(|| mistake(expr.span(), format!("`{digits}` is out of range")))?;
            Value::number(number, origin)
        }
        _ => Value::null(Type::Any, origin),
    })
}

fn mistake(span: Span, message: impl Into<String>) -> Box<Problem> {
    Box::new(Problem::error(span, message))
}

fn out_of_budget(exhausted: Exhausted, span: Span) -> Value {
    Value::unknown(
        Unknown::because(Type::Any, exhausted.reason()),
        Origin::expression(span),
    )
}

/// What cannot be known because of other values; the result is not null.
fn unknown_because(ty: Type, causes: &[&Value], span: Span) -> Value {
    let reasons: Vec<Reason> = causes.iter().flat_map(|cause| cause.reasons()).collect();
    Value::unknown(
        Unknown::because_all(ty, reasons).not_null(),
        Origin::expression(span),
    )
}

/// What stands for an argument of a resource that nobody set: null as far as schemas tell, but the provider may have a default for it.
/// `None`: another value.
fn left_to_the_provider(value: &Value, ty: &Type, span: Span) -> Option<Value> {
    let chain = || value.origin().chain();
    if !value.is_null() || chain().last()?.stop != Stop::Absent {
        return None;
    }
    let symbol = chain().find_map(|origin| origin.symbol.clone())?;
    let unknown = Unknown::computed(ty.clone(), symbol).not_null();
    Some(Value::unknown(unknown, Origin::expression(span)))
}

/// Whether a value can turn out to be null.
fn may_be_null(value: &Value) -> bool {
    match value.kind() {
        Kind::Null(_) => true,
        Kind::Unknown(unknown) => !unknown.not_null,
        _ => false,
    }
}
