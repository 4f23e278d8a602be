//! What an expression with a mistake in it is all the same: Terraform goes on with an unknown in the place of the mistake, so that the
//! branch of a conditional that is not taken has a type and marks. Knows nothing of which mistakes are reported.

use super::Environment;
use super::constructors::key_string;
use crate::syntax::ast::{BinaryOp, For, UnaryOp};
use crate::syntax::{Expr, ExprKind, TemplatePart};
use crate::value::{Fields, Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

impl Environment<'_> {
    /// What is left of an expression that has a mistake; `None`: its mistake hides even the type.
    #[inline(never)]
    pub(super) fn in_spite(&self, expr: Expr<'_>) -> Option<Value> {
        let outer = self.doubt().ignore();
        let left = self.context.budget.deeper(|| self.remains(expr));
        let _ = self.doubt().answer(outer);
        left.ok().flatten()
    }

    /// The value, or what is left of it.
    fn value_in_spite(&self, expr: Expr<'_>) -> Value {
        match self.value(expr) {
            Ok(value) => value,
            Err(_) => self
                .in_spite(expr)
                .unwrap_or_else(|| hidden(Type::Any, expr)),
        }
    }

    fn remains(&self, expr: Expr<'_>) -> Option<Value> {
        let origin = || Origin::expression(expr.span());
        Some(match expr.kind() {
            ExprKind::Parentheses(inner) => return self.in_spite(inner),
            ExprKind::Template(parts) => match parts.as_slice() {
                [TemplatePart::Interpolation(only)] => return self.in_spite(*only),
                parts => hidden(Type::String, expr).mark_sensitive(self.any_sensitive(parts)),
            },
            ExprKind::Binary { operator, .. } => hidden(operator_type(operator), expr),
            ExprKind::Unary { operator, .. } => match operator {
                UnaryOp::Not => hidden(Type::Bool, expr),
                UnaryOp::Negate => hidden(Type::Number, expr),
            },
            ExprKind::Tuple(elements) => {
                let values = elements.iter().map(|element| self.value_in_spite(*element));
                Value::tuple(values.collect(), origin())
            }
            ExprKind::Object(items) => {
                let mut fields = Fields::new();
                for (key, value) in &items {
                    let key = self.object_key(*key).ok()?;
                    fields.insert(Arc::clone(key.as_str()?), self.value_in_spite(*value));
                }
                Value::object(fields, origin())
            }
            ExprKind::ForTuple { header, element } => {
                self.tuple_in_spite(expr, &header, element)?
            }
            ExprKind::ForObject {
                header,
                key,
                value,
                group: false,
            } => self.object_in_spite(expr, &header, (key, value))?,
            ExprKind::GetAttr { object, name, .. } => {
                self.value_in_spite(object).field(name)?.clone()
            }
            ExprKind::Index { collection, key } => {
                let key = self.value(key).ok()?;
                let collection = self.value_in_spite(collection);
                if let Some(name) = key.as_str() {
                    collection.field(name)?.clone()
                } else {
                    let index = usize::try_from(key.as_number()?.as_i64()?).ok()?;
                    collection.as_sequence()?.get(index)?.clone()
                }
            }
            _ => return None,
        })
    }

    /// A `for` in braces, of which a value has a mistake.
    fn object_in_spite(
        &self,
        expr: Expr<'_>,
        header: &For<'_>,
        (key, value): (Expr<'_>, Expr<'_>),
    ) -> Option<Value> {
        let mut fields = Fields::new();
        let mut plain = true;
        let each = self.iterate(header, |inner, tally| {
            let name = key_string(&inner.value(key)?, key.span())?;
            tally.sensitive |= name.is_sensitive();
            plain &= name.as_str().is_some_and(|name| {
                let value = inner.value_in_spite(value);
                fields.insert(Arc::clone(name), value).is_none()
            });
            Ok(())
        });
        let tally = each.ok().filter(|tally| plain && tally.open.is_empty())?;
        let object = Value::object(fields, Origin::expression(expr.span()));
        Some(object.mark_sensitive(tally.sensitive))
    }

    /// A `for` in brackets, of which an element has a mistake. With one in the condition it is not even known to be a tuple.
    fn tuple_in_spite(&self, expr: Expr<'_>, header: &For<'_>, element: Expr<'_>) -> Option<Value> {
        let mut values = Vec::new();
        let each = self.iterate(header, |inner, _| {
            values.push(inner.value_in_spite(element));
            Ok(())
        });
        let tally = each.ok().filter(|tally| tally.open.is_empty())?;
        let tuple = Value::tuple(values, Origin::expression(expr.span()));
        Some(tuple.mark_sensitive(tally.sensitive))
    }

    fn any_sensitive(&self, parts: &[TemplatePart<'_>]) -> bool {
        parts.iter().any(|part| match part {
            TemplatePart::Interpolation(expr) => self.value_in_spite(*expr).is_sensitive(),
            _ => false,
        })
    }
}

fn operator_type(operator: BinaryOp) -> Type {
    match operator {
        BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide
        | BinaryOp::Modulo => Type::Number,
        _ => Type::Bool,
    }
}

/// What stands for a mistake.
fn hidden(ty: Type, expr: Expr<'_>) -> Value {
    let reason = Reason::Other("its expression has a mistake".into());
    Value::unknown(
        Unknown::because(ty, reason),
        Origin::expression(expr.span()),
    )
}
