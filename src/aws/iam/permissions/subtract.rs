//! What denials leave of one statement: patterns that they take away together are gone, whichever denial takes which part.
//!
//! A pattern of which a part is left stays as it is, but for two things that patterns can say: `*` without identity management, and what an exception leaves.

use super::extent::Extent;
use super::narrow::rewritten;
use super::patterns::{Patterns, at};
use super::union::{Rectangle, covered};
use crate::aws::Truth;
use crate::aws::iam::document::{Elements, Statement};
use crate::aws::wildcard::{self, Case};
use crate::value::{Reason, Value};

/// Without this, nobody is an administrator: who may change policies can take a denial back.
const IDENTITY_MANAGEMENT: &str = "iam:*";

/// The elements of a statement that are looked at once the other ones have changed: enough for what policies hold, and an end.
const MOST_ROUNDS: usize = 8;

/// Takes from a statement what denials take away; false when nothing is left. Where something may be taken away, its effect becomes unknown.
pub(super) fn beside(statement: &mut Statement, taken: &[Rectangle]) -> bool {
    if taken.is_empty() {
        return true;
    }
    let extent = Extent::of(statement);
    let mut rest = Rest {
        excepts_actions: matches!(extent.actions, Patterns::AllBut(_)),
        extent,
        taken,
        is_changed: false,
        reasons: Vec::new(),
    };
    for _ in 0..MOST_ROUNDS {
        let before = std::mem::take(&mut rest.is_changed);
        rest.reasons.clear();
        rest.narrow(Axis::Actions);
        rest.narrow(Axis::Resources);
        let is_settled = !rest.is_changed;
        rest.is_changed |= before;
        if is_settled || rest.extent.is_empty() {
            break;
        }
    }
    if rest.is_changed && rest.extent.is_empty() {
        return false;
    }
    if rest.is_changed || !rest.reasons.is_empty() {
        *statement = rewritten(statement, rest.extent, Reason::distinct(rest.reasons));
    }
    true
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Axis {
    Actions,
    Resources,
}

impl Axis {
    fn of(self, extent: &Extent) -> &Patterns {
        match self {
            Self::Actions => &extent.actions,
            Self::Resources => &extent.resources,
        }
    }

    fn case(self) -> Case {
        match self {
            Self::Actions => Case::Insensitive,
            Self::Resources => Case::Sensitive,
        }
    }
}

/// What is left of a statement so far.
struct Rest<'r> {
    extent: Extent,
    taken: &'r [Rectangle],
    /// Whether the statement itself is about all actions but some.
    excepts_actions: bool,
    is_changed: bool,
    /// Why more of it may be taken away.
    reasons: Vec<Reason>,
}

impl Rest<'_> {
    /// Takes away along one side what is taken for all of the other side.
    fn narrow(&mut self, axis: Axis) {
        self.keep_exceptions(axis);
        let (left, is_changed) = match axis.of(&self.extent).clone() {
            Patterns::Listed(own) => self.without_patterns(axis, &own),
            Patterns::AllBut(own) => self.with_exceptions(axis, &own),
        };
        if is_changed {
            self.replace(axis, left);
        }
    }

    fn replace(&mut self, axis: Axis, left: Patterns) {
        self.is_changed = true;
        match axis {
            Axis::Actions => self.extent.actions = left,
            Axis::Resources => self.extent.resources = left,
        }
    }

    /// Whether denials take a set away, for all of the other side.
    fn is_taken(&self, axis: Axis, set: Patterns) -> Truth {
        let mut extent = self.extent.clone();
        match axis {
            Axis::Actions => extent.actions = set,
            Axis::Resources => extent.resources = set,
        }
        covered(&extent, self.taken)
    }

    /// A denial of all but something leaves that.
    fn keep_exceptions(&mut self, axis: Axis) {
        let all_but = self
            .taken
            .iter()
            .map(|denial| axis.of(&denial.extent).clone());
        for taken in all_but.filter(|taken| matches!(taken, Patterns::AllBut(_))) {
            let kept = Patterns::Listed(taken.elements().clone());
            let own = axis.of(&self.extent);
            if kept.cover_all(own, axis.case()).is_true() || !self.is_taken(axis, taken).is_true() {
                continue;
            }
            let (left, reasons) = own.intersect(&kept, axis.case());
            if !is_same(&left, own) {
                self.replace(axis, left);
            }
            self.reasons.extend(reasons);
        }
    }

    /// The listed patterns that are not taken away.
    fn without_patterns(&mut self, axis: Axis, own: &Elements) -> (Patterns, bool) {
        let mut left = Vec::new();
        let mut is_changed = false;
        for pattern in own.values() {
            match self.is_taken(axis, one(pattern)) {
                Truth::True => {
                    is_changed = true;
                    continue;
                }
                // What an unknown pattern may be otherwise, the unknown itself says.
                Truth::Unknown(why) if pattern.as_str().is_some() => self.reasons.extend(why),
                Truth::Unknown(_) | Truth::False => {}
            }
            if axis == Axis::Actions && wildcard::is_everything(pattern).is_true() {
                let management = Value::string(IDENTITY_MANAGEMENT, pattern.origin().clone());
                if self.is_taken(axis, one(&management)).is_true() {
                    return (Patterns::AllBut(Elements::of(vec![management])), true);
                }
            }
            left.push(pattern.clone());
        }
        if is_changed && own.rest().is_some() {
            // What else there may be is not known, and cannot be said beside known patterns.
            return (Patterns::Listed(own.clone()), false);
        }
        (Patterns::Listed(Elements::of(left)), is_changed)
    }

    /// All but the exceptions that are there, and what else is taken away.
    fn with_exceptions(&mut self, axis: Axis, own: &Elements) -> (Patterns, bool) {
        match self.is_taken(axis, Patterns::AllBut(own.clone())) {
            Truth::True => return (Patterns::Listed(Elements::default()), true),
            Truth::Unknown(why) => self.reasons.extend(why),
            Truth::False => {}
        }
        let mut all = own.values().to_vec();
        let listed = self
            .taken
            .iter()
            .filter_map(|denial| match axis.of(&denial.extent) {
                Patterns::Listed(listed) => Some(listed.values()),
                Patterns::AllBut(_) => None,
            });
        let mut candidates: Vec<Value> = listed.flatten().cloned().collect();
        if axis == Axis::Actions && !self.excepts_actions {
            candidates.clear();
        }
        if let (Axis::Actions, Some(place)) = (axis, own.values().first()) {
            let management = Value::string(IDENTITY_MANAGEMENT, place.origin().clone());
            candidates.push(management);
        }
        for candidate in candidates {
            let Some(text) = candidate.as_str() else {
                continue;
            };
            let known = Elements::of(all.clone());
            if !known.cover(text, axis.case()).is_true()
                && self.is_taken(axis, one(&candidate)).is_true()
            {
                let place = own.values().first().unwrap_or(&candidate);
                all.push(at(&candidate, place));
            }
        }
        let is_changed = all.len() > own.values().len() && own.rest().is_none();
        (Patterns::AllBut(Elements::of(all)), is_changed)
    }
}

fn one(pattern: &Value) -> Patterns {
    Patterns::Listed(Elements::of(vec![pattern.clone()]))
}

/// Whether two sets are written alike.
fn is_same(a: &Patterns, b: &Patterns) -> bool {
    let texts = |set: &Patterns| -> Vec<Option<String>> {
        let values = set.elements().values().iter();
        values
            .map(|value| value.as_str().map(ToString::to_string))
            .collect()
    };
    matches!(a, Patterns::Listed(_)) == matches!(b, Patterns::Listed(_)) && texts(a) == texts(b)
}
