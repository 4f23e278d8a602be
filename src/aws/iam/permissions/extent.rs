//! What a statement is about: actions and resources, as a pair of sets.

use super::patterns::Patterns;
use crate::aws::Truth;
use crate::aws::iam::document::Statement;
use crate::aws::wildcard::Case;
use crate::value::Reason;

/// All pairs of one of these actions and one of these resources.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    pub(super) actions: Patterns,
    pub(super) resources: Patterns,
}

impl Extent {
    pub(super) fn of(statement: &Statement) -> Self {
        Self {
            actions: Patterns::of(&statement.actions, &statement.not_actions),
            resources: Patterns::of(&statement.resources, &statement.not_resources),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.actions.is_empty() || self.resources.is_empty()
    }

    pub(super) fn cover_all(&self, other: &Self) -> Truth {
        let actions = self.actions.cover_all(&other.actions, Case::Insensitive);
        actions.and(|| self.resources.cover_all(&other.resources, Case::Sensitive))
    }

    pub(super) fn intersect(&self, bound: &Self) -> (Self, Vec<Reason>) {
        let (actions, mut reasons) = self.actions.intersect(&bound.actions, Case::Insensitive);
        let (resources, more) = self.resources.intersect(&bound.resources, Case::Sensitive);
        reasons.extend(more);
        (Self { actions, resources }, reasons)
    }
}
