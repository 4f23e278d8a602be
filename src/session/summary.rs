//! What a plan does, for reports: its changes with the dangerous ones first, and the attributes behind them.

use crate::aws::holds_data;
use crate::finding::{ChangedAttribute, PlanCounts, PlanSummary, PlannedChange};
use crate::plan::{Action, Change, Difference, Plan, at_paths, differences, shown};
use crate::terraform::Mode;
use std::cmp::Reverse;

/// The summary of a plan, without its changes yet.
pub(super) fn summary(plan: &Plan<'_>) -> PlanSummary {
    PlanSummary {
        path: plan.path().to_string(),
        terraform_version: plan.terraform_version().map(str::to_owned),
        ..PlanSummary::default()
    }
}

/// Counts and lists the changes in a summary.
pub(super) fn add_changes(summary: &mut PlanSummary, changes: &[Change]) {
    let mut counts = PlanCounts::default();
    let mut dangerous_first: Vec<&Change> = changes
        .iter()
        .filter(|change| change.mode == Mode::Managed && count(change, &mut counts))
        .collect();
    dangerous_first.sort_by_key(|change| (Reverse(danger(change)), change.address.clone()));
    summary.counts = counts;
    summary.changes = dangerous_first.into_iter().map(planned).collect();
}

/// Counts a change; whether it is one that reports show.
const fn count(change: &Change, counts: &mut PlanCounts) -> bool {
    let count = match change.action {
        Action::Create => &mut counts.created,
        Action::Update => &mut counts.changed,
        Action::Replace { .. } => &mut counts.replaced,
        Action::Delete => &mut counts.destroyed,
        Action::Forget => &mut counts.forgotten,
        Action::Drift => &mut counts.drifted,
        Action::NoOp | Action::Read => return change.previous_address.is_some(),
    };
    *count += 1;
    true
}

/// How much is lost if the change is a mistake.
fn danger(change: &Change) -> u8 {
    let data = holds_data(&change.resource_type) && change.deposed.is_none();
    match change.action {
        Action::Delete | Action::Replace { .. } if data => 6,
        // What an interrupted replacement left behind is in nobody's way.
        Action::Delete if change.deposed.is_some() => 3,
        Action::Delete => 5,
        Action::Replace {
            create_first: false,
        } => 4,
        Action::Replace { create_first: true } | Action::Forget => 3,
        Action::Update => 2,
        Action::Create => 1,
        Action::Drift | Action::NoOp | Action::Read => 0,
    }
}

fn planned(change: &Change) -> PlannedChange {
    let attributes = match change.action {
        Action::Replace { .. } => {
            let paths = change.replace_paths.iter().map(AsRef::as_ref);
            at_paths(&change.before.get(), &change.after.get(), paths)
        }
        Action::Update | Action::Drift => differences(&change.before.get(), &change.after.get()),
        _ => Vec::new(),
    };
    let text = |fact: &Option<std::sync::Arc<str>>| fact.as_ref().map(ToString::to_string);
    let forces_replacement = matches!(change.action, Action::Replace { .. });
    PlannedChange {
        address: change.address.to_string(),
        action: change.action.name(),
        holds_data: holds_data(&change.resource_type) && change.deposed.is_none(),
        create_first: matches!(change.action, Action::Replace { create_first: true }),
        deposed: change.deposed.is_some(),
        reason: text(&change.reason),
        previous_address: text(&change.previous_address),
        attributes: attributes
            .iter()
            .map(|difference| attribute(difference, forces_replacement))
            .collect(),
    }
}

fn attribute(difference: &Difference, forces_replacement: bool) -> ChangedAttribute {
    ChangedAttribute {
        path: difference.path.to_string(),
        before: shown(&difference.before),
        after: shown(&difference.after),
        forces_replacement,
    }
}
