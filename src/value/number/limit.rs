//! Where arithmetic meets a zero or an infinity: the rules of IEEE 754, as Go's `math/big.Float` has them. There is no "not a number".

use super::{Form, Number};
use std::ops::ControlFlow;

/// `Break`: the result, `None` where there is none; `Continue`: both are plain numbers, and arithmetic gives the result.
type Outcome = ControlFlow<Option<Number>>;

pub(super) fn sum(left: &Number, right: &Number) -> Outcome {
    match (&left.0, &right.0) {
        (Form::Infinite { negative: one }, Form::Infinite { negative: other }) if one != other => {
            ControlFlow::Break(None)
        }
        (Form::Infinite { .. }, _) | (_, Form::NegativeZero) => {
            ControlFlow::Break(Some(left.clone()))
        }
        (_, Form::Infinite { .. }) | (Form::NegativeZero, _) => {
            ControlFlow::Break(Some(right.clone()))
        }
        _ => ControlFlow::Continue(()),
    }
}

pub(super) fn product(left: &Number, right: &Number) -> Outcome {
    let infinite = left.is_infinite() || right.is_infinite();
    let zero = left.is_zero() || right.is_zero();
    limit(infinite, zero, left, right)
}

pub(super) fn quotient(left: &Number, right: &Number) -> Outcome {
    let infinite = left.is_infinite() || right.is_zero();
    let zero = left.is_zero() || right.is_infinite();
    limit(infinite, zero, left, right)
}

/// A result that is infinite or zero for what one of the operands is; none, where it would have to be both.
fn limit(infinite: bool, zero: bool, left: &Number, right: &Number) -> Outcome {
    let negative = left.is_negative() != right.is_negative();
    match (infinite, zero) {
        (true, true) => ControlFlow::Break(None),
        (true, false) => ControlFlow::Break(Some(Number::infinite(negative))),
        (false, true) => ControlFlow::Break(Some(Number::signed_zero(negative))),
        (false, false) => ControlFlow::Continue(()),
    }
}
