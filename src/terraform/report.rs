//! The problems of one evaluation, each said once.

use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Origin, Reason, Stop, Type, Unknown, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Problems, without repetition of the same message at the same place: a block with many instances is wrong once.
#[derive(Debug, Default)]
pub(super) struct Report {
    seen: RefCell<BTreeSet<(Option<Span>, String)>>,
    problems: RefCell<Vec<Problem>>,
}

impl Report {
    pub(super) fn add(&self, problem: Problem) {
        let span = problem.primary.as_ref().map(|label| label.span);
        let key = (span, problem.message.clone());
        if self.seen.borrow_mut().insert(key) {
            self.problems.borrow_mut().push(problem);
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// What stands for a value that Terraform would refuse to compute.
pub(super) fn unknown_mistake(ty: Type, message: &str, origin: Origin) -> Value {
    let reason = Reason::Mistake {
        message: Arc::from(message),
    };
    Value::unknown(Unknown::because(ty, reason), origin)
}

/// The value as a named place gives it: the place is a stop on its way.
pub(super) fn settled(value: Value, span: Span, stop: Stop) -> Value {
    let before = value.origin().clone();
    let origin = if before.span == span && before.stop == Stop::Expression {
        Origin { stop, ..before }
    } else {
        Origin::new(span, stop).after(before)
    };
    value.with_origin(origin)
}
