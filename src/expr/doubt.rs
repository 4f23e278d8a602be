//! Whether an expression that is no mistake now may turn out to be one when what is unknown of it is known.
//!
//! `try` and `can` ask for that: `try({ name = "a", zone = aws_x.y.zones[0] }, {})` is `{}` if there are no zones.
//! Knows no expression: what evaluates says where it relies on an unknown value.

use crate::value::{Reason, Value};
use std::cell::RefCell;

/// The doubts of one `try` or `can` while its argument is evaluated; nobody keeps them outside of these.
#[derive(Debug, Default)]
pub struct Doubt {
    reasons: RefCell<Option<Vec<Reason>>>,
}

/// What was asked outside.
#[derive(Debug)]
pub struct Outer(Option<Vec<Reason>>);

impl Doubt {
    pub const fn new() -> Self {
        Self {
            reasons: RefCell::new(None),
        }
    }

    /// Says that the expression fails for some of the values that these unknown values may have.
    pub fn raise<'v>(&self, values: impl IntoIterator<Item = &'v Value>) {
        if self.is_asked() {
            self.because(values.into_iter().flat_map(Value::reasons));
        }
    }

    /// Says that the expression may fail, and why.
    pub fn because(&self, reasons: impl IntoIterator<Item = Reason>) {
        if let Some(known) = self.reasons.borrow_mut().as_mut() {
            for reason in reasons {
                if !known.contains(&reason) {
                    known.push(reason);
                }
            }
        }
    }

    fn is_asked(&self) -> bool {
        self.reasons.borrow().is_some()
    }

    /// Starts to keep what is raised from here to [`Self::answer`]. A pair of calls and no closure: evaluation is deep, and its stack small.
    #[must_use]
    pub fn ask(&self) -> Outer {
        Outer(self.reasons.replace(Some(Vec::new())))
    }

    /// The same, unless nobody asks outside either.
    #[must_use]
    pub fn ask_too(&self) -> Outer {
        let kept = self.is_asked().then(Vec::new);
        Outer(self.reasons.replace(kept))
    }

    /// Keeps nothing up to [`Self::answer`]: for what reports its mistakes where it stands, such as a local value; they are none of who
    /// refers to it.
    #[must_use]
    pub fn ignore(&self) -> Outer {
        Outer(self.reasons.replace(None))
    }

    /// The reasons for which what was evaluated since may still be a mistake; those of outside are as they were.
    pub fn answer(&self, outer: Outer) -> Vec<Reason> {
        self.reasons.replace(outer.0).unwrap_or_default()
    }
}
