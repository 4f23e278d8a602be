//! `+`, `==`, `&&`, `!` and the like.

use super::{Environment, left_to_the_provider, mistake, unknown_because};
use crate::expr::Evaluated;
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, UnaryOp};
use crate::syntax::{Expr, ExprKind};
use crate::value::convert::convert;
use crate::value::{Number, Origin, Type, Value, equal};

/// One operator, its right operand, and the span from the start of the left one.
struct Pending<'a> {
    operator: BinaryOp,
    right: Expr<'a>,
    span: Span,
}

impl Environment<'_> {
    /// Chains such as `a || b || c` lean to the left as deep as they are long, so the left spine is a loop.
    #[inline(never)]
    pub(super) fn binary(&self, expr: Expr<'_>) -> Evaluated {
        let mut pending = Vec::new();
        let mut leftmost = expr;
        while let ExprKind::Binary {
            operator,
            left,
            right,
        } = leftmost.kind()
        {
            let span = leftmost.span();
            pending.push(Pending {
                operator,
                right,
                span,
            });
            leftmost = left;
        }
        let mut span = leftmost.span();
        let operand = |expr: Expr<'_>, operator: Option<BinaryOp>| match operator {
            Some(BinaryOp::And | BinaryOp::Or) => self.truth_operand(expr),
            _ => self.value(expr),
        };
        let unsure = |operator: BinaryOp, value: &Evaluated| {
            if let Ok(value) = value {
                self.rely_on_operand(operator, value);
            }
        };
        let mut left = operand(leftmost, pending.last().map(|next| next.operator));
        while let Some(next) = pending.pop() {
            if let Ok(value) = &left
                && self.is_settled(next.operator, value)
            {
                left = Ok(value.clone().with_origin(Origin::expression(next.span)));
                span = next.span;
                continue;
            }
            let right = operand(next.right, Some(next.operator));
            let right_span = next.right.span();
            unsure(next.operator, &left);
            unsure(next.operator, &right);
            left = match next.operator {
                BinaryOp::And | BinaryOp::Or => {
                    let symbol = next.operator.symbol();
                    let truth =
                        |value: Value, span| operand_of_type(&value, &Type::Bool, symbol, span);
                    let left = truth(left?, span)?;
                    let right = right.and_then(|value| truth(value, right_span));
                    logic(next.operator, &left, right, next.span)
                }
                operator => {
                    let (left, right) = (left?, right?);
                    if let Err(exhausted) = self.walk([&left, &right]) {
                        return Ok(self.given_up(exhausted, next.span));
                    }
                    apply(operator, (&left, span), (&right, right_span), next.span)
                }
            };
            span = next.span;
        }
        left
    }

    /// Whether the right operand need not be looked at: in rules. In a configuration it says whether the result is sensitive.
    fn is_settled(&self, operator: BinaryOp, left: &Value) -> bool {
        let deciding = match operator {
            BinaryOp::And => false,
            BinaryOp::Or => true,
            _ => return false,
        };
        self.context.scope.is_of_rule() && left.as_bool() == Some(deciding)
    }

    /// Everything can be compared; other operators take values of one type, none of them null, and no division is by an unknown number.
    fn rely_on_operand(&self, operator: BinaryOp, value: &Value) {
        match operator {
            BinaryOp::Equal | BinaryOp::NotEqual => {}
            BinaryOp::And | BinaryOp::Or => self.rely_on(value, &Type::Bool),
            BinaryOp::Divide | BinaryOp::Modulo if value.is_unknown() => {
                self.doubt().raise([value]);
            }
            _ => self.rely_on(value, &Type::Number),
        }
    }

    #[inline(never)]
    pub(super) fn unary(&self, expr: Expr<'_>, operator: UnaryOp, operand: Expr<'_>) -> Evaluated {
        let value = match operator {
            UnaryOp::Not => self.truth_operand(operand)?,
            UnaryOp::Negate => self.value(operand)?,
        };
        let origin = Origin::expression(expr.span());
        let ty = match operator {
            UnaryOp::Not => Type::Bool,
            UnaryOp::Negate => Type::Number,
        };
        self.rely_on(&value, &ty);
        let symbol = if ty == Type::Bool { "!" } else { "-" };
        let value = operand_of_type(&value, &ty, symbol, operand.span())?;
        let result = match (value.as_bool(), value.as_number()) {
            (Some(truth), _) => Value::bool(!truth, origin),
            (_, Some(number)) => Value::number(number.neg(), origin),
            _ => unknown_because(ty, &[&value], expr.span()),
        };
        Ok(result.mark_sensitive(value.is_sensitive()))
    }
}

/// An operand and where it stands.
type Operand<'v> = (&'v Value, Span);

fn apply(operator: BinaryOp, left: Operand<'_>, right: Operand<'_>, span: Span) -> Evaluated {
    match operator {
        BinaryOp::Equal | BinaryOp::NotEqual => Ok(equality(operator, left.0, right.0, span)),
        _ => numeric(operator, left, right, span),
    }
}

fn operand_of_type(value: &Value, ty: &Type, operator: &str, span: Span) -> Evaluated {
    if let Some(unknown) = left_to_the_provider(value, ty, span) {
        return Ok(unknown);
    }
    if value.is_null() {
        let message = format!("an operand of `{operator}` must not be null");
        return Err(mistake(span, message));
    }
    convert(value, ty).map_err(|message| {
        mistake(
            span,
            format!("unsuitable operand of `{operator}`: {message}"),
        )
    })
}

/// Three-valued: one operand may decide although the other is unknown. A left operand that decides, or may,
/// also excuses a mistake in the right one, as in `var.x == null || var.x.y` (Terraform 1.12 and newer; older ones report it).
fn logic(operator: BinaryOp, left: &Value, right: Evaluated, span: Span) -> Evaluated {
    let deciding = operator == BinaryOp::Or;
    let right = match right {
        Ok(right) => right,
        Err(_) if left.as_bool() != Some(!deciding) => {
            let result = match left.as_bool() {
                Some(_) => Value::bool(deciding, Origin::expression(span)),
                None => unknown_because(Type::Bool, &[left], span),
            };
            return Ok(result.mark_sensitive(left.is_sensitive()));
        }
        Err(problem) => return Err(problem),
    };
    let sensitive = left.is_sensitive() || right.is_sensitive();
    let answers = [left.as_bool(), right.as_bool()];
    let result = if answers.contains(&Some(deciding)) {
        Value::bool(deciding, Origin::expression(span))
    } else if answers.contains(&None) {
        unknown_because(Type::Bool, &[left, &right], span)
    } else {
        Value::bool(!deciding, Origin::expression(span))
    };
    Ok(result.mark_sensitive(sensitive))
}

fn equality(operator: BinaryOp, left: &Value, right: &Value, span: Span) -> Value {
    // A comparison with null reveals nothing of what is inside.
    let sensitive = if left.is_null() == right.is_null() {
        left.contains_sensitive() || right.contains_sensitive()
    } else {
        left.is_sensitive() || right.is_sensitive()
    };
    let result = match equal(left, right) {
        Some(same) => Value::bool(
            same == (operator == BinaryOp::Equal),
            Origin::expression(span),
        ),
        None => unknown_because(Type::Bool, &[left, right], span),
    };
    result.mark_sensitive(sensitive)
}

fn numeric(operator: BinaryOp, left: Operand<'_>, right: Operand<'_>, span: Span) -> Evaluated {
    let symbol = operator.symbol();
    let left_value = operand_of_type(left.0, &Type::Number, symbol, left.1)?;
    let right_value = operand_of_type(right.0, &Type::Number, symbol, right.1)?;
    let sensitive = left_value.is_sensitive() || right_value.is_sensitive();
    let (Some(first), Some(second)) = (left_value.as_number(), right_value.as_number()) else {
        let ty = if comparison(operator, &Number::ZERO, &Number::ZERO).is_some() {
            Type::Bool
        } else {
            Type::Number
        };
        return Ok(
            unknown_because(ty, &[&left_value, &right_value], span).mark_sensitive(sensitive)
        );
    };
    let origin = Origin::expression(span);
    let result = match comparison(operator, first, second) {
        Some(truth) => Value::bool(truth, origin),
        None => Value::number(arithmetic(operator, first, second, right.1)?, origin),
    };
    Ok(result.mark_sensitive(sensitive))
}

/// The answer of a comparing operator; `None` for the others.
fn comparison(operator: BinaryOp, left: &Number, right: &Number) -> Option<bool> {
    match operator {
        BinaryOp::Less => Some(left < right),
        BinaryOp::LessOrEqual => Some(left <= right),
        BinaryOp::Greater => Some(left > right),
        BinaryOp::GreaterOrEqual => Some(left >= right),
        _ => None,
    }
}

fn arithmetic(
    operator: BinaryOp,
    left: &Number,
    right: &Number,
    right_span: Span,
) -> Result<Number, Box<Problem>> {
    let result = match operator {
        BinaryOp::Add => left.add(right),
        BinaryOp::Subtract => left.sub(right),
        BinaryOp::Multiply => left.mul(right),
        BinaryOp::Modulo => left.modulo(right),
        _ => left.div(right),
    };
    result.ok_or_else(|| {
        let plain = |number: &Number| !number.is_zero() && !number.is_infinite();
        mistake(
            right_span,
            if plain(left) && plain(right) {
                "the result is out of range"
            } else {
                "zero and infinity have no result here"
            },
        )
    })
}
