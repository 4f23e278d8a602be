//! `condition ? then : otherwise`

use super::{Environment, may_be_null, mistake, unknown_because};
use crate::expr::Evaluated;
use crate::expr::budget::{Budget, Exhausted};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::Expr;
use crate::value::convert::convert;
use crate::value::{Kind, Origin, Type, Unknown, Value, equal, unify};
use std::sync::Arc;

impl Environment<'_> {
    /// Both branches are evaluated, because the result has the type that they have in common; a mistake in the branch that is not taken
    /// does not count.
    #[inline(never)]
    pub(super) fn conditional(
        &self,
        expr: Expr<'_>,
        condition: Expr<'_>,
        then: Expr<'_>,
        otherwise: Expr<'_>,
    ) -> Evaluated {
        let condition = self.condition(condition)?;
        let then_value = self.branch(then, condition.as_bool() != Some(false));
        let otherwise_value = self.branch(otherwise, condition.as_bool() != Some(true));
        for branch in [&then_value, &otherwise_value].into_iter().flatten() {
            let budget = self.context.budget;
            if let Err(exhausted) = budget.walk(branch).and_then(|()| afford(branch, budget)) {
                return Ok(self.given_up(exhausted, expr.span()));
            }
        }
        let Some(truth) = condition.as_bool() else {
            if let (Err(_), Ok(value)) | (Ok(value), Err(_)) = (&then_value, &otherwise_value) {
                let left = if then_value.is_err() { then } else { otherwise };
                if let Some(other) = self.in_spite(left) {
                    common_type(value, &other, expr.span())?;
                }
            }
            if then_value.is_err() || otherwise_value.is_err() {
                self.doubt().raise([&condition]);
            }
            return open(&condition, then_value, otherwise_value, expr.span());
        };
        let (taken, other, left, span) = if truth {
            (then_value?, otherwise_value.ok(), otherwise, then.span())
        } else {
            (otherwise_value?, then_value.ok(), then, otherwise.span())
        };
        let other = other.or_else(|| self.in_spite(left));
        let ty = match &other {
            Some(other) => common_type(&taken, other, expr.span())?,
            None => Type::Any,
        };
        let result = convert(&taken, &ty).map_err(|message| {
            mistake(span, format!("the result has the wrong type: {message}"))
        })?;
        let sensitive = condition.is_sensitive() || other.is_some_and(|other| other.is_sensitive());
        Ok(result.mark_sensitive(sensitive))
    }

    /// A branch; what may be wrong with it counts if it can be taken.
    fn branch(&self, expr: Expr<'_>, can_be_taken: bool) -> Evaluated {
        let outer = self.doubt().ask_too();
        let value = self.value(expr);
        let doubt = self.doubt().answer(outer);
        if can_be_taken {
            self.doubt().because(doubt);
        }
        value
    }

    /// A truth value, or an unknown.
    pub(super) fn condition(&self, expr: Expr<'_>) -> Evaluated {
        let value = self.truth_operand(expr)?;
        self.rely_on(&value, &Type::Bool);
        truth(&value, expr.span())
    }

    /// An operand that is asked for its truth: null is false where the scope says so.
    pub(super) fn truth_operand(&self, expr: Expr<'_>) -> Evaluated {
        let value = self.value(expr)?;
        if value.is_null() && self.is_of_rule() {
            return Ok(value.with_kind(Kind::Bool(false)));
        }
        Ok(value)
    }
}

pub(super) fn truth(value: &Value, span: Span) -> Evaluated {
    if value.is_null() {
        return Err(mistake(
            span,
            "the condition is null; it must be either true or false",
        ));
    }
    convert(value, &Type::Bool).map_err(|message| {
        mistake(
            span,
            format!("the condition must be true or false: {message}"),
        )
    })
}

/// Takes the room off that a branch needs when it is converted to the type of the other one. What is small is not worth counting.
fn afford(branch: &Value, budget: &Budget) -> Result<(), Exhausted> {
    const SMALL: u32 = 1_000;
    if branch.size() > SMALL {
        budget.copy(branch)?;
    }
    Ok(())
}

/// The type that both branches convert to; [`Type::Any`] when one of them is not known well enough, so that neither is converted.
fn common_type(left: &Value, right: &Value, span: Span) -> Result<Type, Box<Problem>> {
    let (left_type, right_type) = (left.ty(), right.ty());
    if left_type == right_type {
        return Ok(Type::Any);
    }
    match (left.is_null(), right.is_null()) {
        (true, _) if left_type == Type::Any => return Ok(right_type),
        (_, true) if right_type == Type::Any => return Ok(left_type),
        _ => {}
    }
    if left_type == Type::Any || right_type == Type::Any {
        return Ok(Type::Any);
    }
    unify(&[left_type.clone(), right_type.clone()]).ok_or_else(|| {
        mistake(
            span,
            format!(
                "both results of a conditional must have one type, but these are {} and {}",
                left_type.friendly(),
                right_type.friendly()
            ),
        )
    })
}

/// The result when the condition is unknown.
fn open(condition: &Value, then: Evaluated, otherwise: Evaluated, span: Span) -> Evaluated {
    let (then, otherwise) = match (then, otherwise) {
        (Ok(then), Ok(otherwise)) => (then, otherwise),
        // A branch that is a mistake leaves the other one, which may be null.
        (Ok(possible), Err(_)) | (Err(_), Ok(possible)) => {
            let unknown = Unknown {
                not_null: !may_be_null(&possible),
                ..Unknown::because_all(Type::Any, condition.reasons())
            };
            let sensitive = condition.is_sensitive() || possible.contains_sensitive();
            let origin = Origin::expression(span);
            return Ok(Value::unknown(unknown, origin).mark_sensitive(sensitive));
        }
        (Err(_), Err(_)) => {
            return Ok(unknown_because(Type::Any, &[condition], span)
                .mark_sensitive(condition.is_sensitive()));
        }
    };
    let ty = common_type(&then, &otherwise, span)?;
    let sensitive =
        condition.is_sensitive() || then.contains_sensitive() || otherwise.contains_sensitive();
    if let (Ok(left), Ok(right)) = (convert(&then, &ty), convert(&otherwise, &ty))
        && left.is_wholly_known()
        && equal(&left, &right) == Some(true)
    {
        return Ok(left.mark_sensitive(sensitive));
    }
    let ty = if ty == Type::Any && then.ty() == otherwise.ty() {
        then.ty()
    } else {
        ty
    };
    let unknown = Unknown {
        not_null: !may_be_null(&then) && !may_be_null(&otherwise),
        length: lengths(&then, &otherwise, &ty),
        ..Unknown::because_all(ty, condition.reasons())
    };
    let origin = Origin::expression(span);
    Ok(Value::new(Kind::Unknown(Arc::new(unknown)), origin).mark_sensitive(sensitive))
}

/// The bounds of the length, when both results are collections.
fn lengths(then: &Value, otherwise: &Value, ty: &Type) -> Option<(usize, Option<usize>)> {
    ty.element()?;
    let bounds = |value: &Value| match value.kind() {
        Kind::Unknown(unknown) => unknown.length.unwrap_or((0, None)),
        Kind::Null(_) => (0, None),
        _ => {
            let count = value.children().count();
            (count, Some(count))
        }
    };
    let ((least, most), (other_least, other_most)) = (bounds(then), bounds(otherwise));
    let most = most.zip(other_most).map(|(most, other)| most.max(other));
    Some((least.min(other_least), most))
}
