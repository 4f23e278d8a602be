//! `[a, b]` and `{ key = value }`

use super::{Environment, mistake, unknown_because};
use crate::expr::Evaluated;
use crate::expr::budget::Exhausted;
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use crate::value::convert::convert;
use crate::value::{Fields, Origin, Type, Value};
use std::sync::Arc;

impl Environment<'_> {
    #[inline(never)]
    pub(super) fn tuple(&self, expr: Expr<'_>, elements: &[Expr<'_>]) -> Evaluated {
        if let Err(exhausted) = self.afford(elements.len()) {
            return Ok(self.given_up(exhausted, expr.span()));
        }
        let values: Result<Vec<Value>, Box<Problem>> = elements
            .iter()
            .map(|element| self.value(*element))
            .collect();
        Ok(Value::tuple(values?, Origin::expression(expr.span())))
    }

    /// The last of several equal keys wins. A key that is unknown leaves all open: it may be any of the others.
    #[inline(never)]
    pub(super) fn object(&self, expr: Expr<'_>, items: &[(Expr<'_>, Expr<'_>)]) -> Evaluated {
        if let Err(exhausted) = self.afford(items.len()) {
            return Ok(self.given_up(exhausted, expr.span()));
        }
        let mut fields = Fields::new();
        let mut sensitive = false;
        let mut unknown_keys = Vec::new();
        for (key_expr, value_expr) in items {
            let key = self.object_key(*key_expr)?;
            let value = self.value(*value_expr)?;
            sensitive |= key.is_sensitive();
            match key.as_str() {
                Some(name) => {
                    fields.insert(Arc::clone(name), value);
                }
                None => unknown_keys.push(key),
            }
        }
        let result = if unknown_keys.is_empty() {
            Value::object(fields, Origin::expression(expr.span()))
        } else {
            let causes: Vec<&Value> = unknown_keys.iter().collect();
            unknown_because(Type::Any, &causes, expr.span())
        };
        Ok(result.mark_sensitive(sensitive))
    }

    /// A bare name stands for itself.
    pub(super) fn object_key(&self, expr: Expr<'_>) -> Evaluated {
        if matches!(expr.kind(), ExprKind::Variable(_) | ExprKind::Null) {
            let origin = Origin::expression(expr.span());
            return Ok(Value::string(expr.source_text(), origin));
        }
        let key = self.value(expr)?;
        self.rely_on(&key, &Type::String);
        key_string(&key, expr.span())
    }

    /// Takes the steps off that it costs to walk values.
    pub(super) fn walk<'v>(
        &self,
        values: impl IntoIterator<Item = &'v Value>,
    ) -> Result<(), Exhausted> {
        let budget = self.context.budget;
        values.into_iter().try_for_each(|value| budget.walk(value))
    }

    /// Takes the room for a number of elements off the budget, before it is allocated.
    pub(super) fn afford(&self, elements: usize) -> Result<(), Exhausted> {
        let bytes = (elements * size_of::<Value>()) as u64;
        self.context.budget.allocate(bytes)
    }
}

/// A key as a string, or as an unknown.
pub(super) fn key_string(key: &Value, span: Span) -> Evaluated {
    if key.is_null() {
        return Err(mistake(span, "a null value cannot be a key"));
    }
    convert(key, &Type::String)
        .map_err(|message| mistake(span, format!("this value cannot be a key: {message}")))
}
