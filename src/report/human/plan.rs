//! The section "this plan": what it does, the dangerous changes first, with what forces them. Short for any plan.

use super::HumanOptions;
use super::text::{Tone, printable};
use crate::finding::{ChangedAttribute, PlanCounts, PlanSummary, PlannedChange};
use std::fmt::Write as _;

/// How many lines the changes may take.
const LINES: usize = 20;
/// How many attributes of one change are shown.
const ATTRIBUTES: usize = 3;

/// The section; ends in an empty line.
pub(super) fn render(plan: &PlanSummary, options: HumanOptions) -> String {
    let paint = options.paint();
    let mut page = format!("this plan: {}\n", counts(plan.counts));
    let mut left = LINES;
    let mut shown = 0;
    for change in &plan.changes {
        let lines = attributes(change, options);
        // Whatever is new is no danger: it is counted, and listed while there is room.
        if left < 1 + lines.len() {
            break;
        }
        left -= 1 + lines.len();
        shown += 1;
        let (word, tone) = word(change);
        let head = paint.tone(tone, &format!("{word:9}"));
        let _ = writeln!(
            page,
            "  {head} {}{}",
            printable(&change.address),
            note(change)
        );
        for line in lines {
            let _ = writeln!(page, "            {line}");
        }
    }
    if let Some(more) = plan
        .changes
        .len()
        .checked_sub(shown)
        .filter(|more| *more > 0)
    {
        let _ = writeln!(page, "  and {more} more");
    }
    page.push('\n');
    page
}

fn counts(counts: PlanCounts) -> String {
    let named = [
        (counts.created, "created"),
        (counts.changed, "changed"),
        (counts.replaced, "replaced"),
        (counts.destroyed, "destroyed"),
    ];
    let rare = [
        (counts.forgotten, "forgotten"),
        (counts.drifted, "changed outside of Terraform"),
    ];
    let rare = rare.into_iter().filter(|(count, _)| *count > 0);
    let all = named.into_iter().chain(rare);
    let words: Vec<String> = all.map(|(count, word)| format!("{count} {word}")).collect();
    words.join(", ")
}

fn word(change: &PlannedChange) -> (&'static str, Tone) {
    match change.action {
        "delete" => ("destroy", Tone::Error),
        "replace" if change.holds_data => ("replace", Tone::Error),
        "replace" => ("replace", Tone::Warning),
        "forget" => ("forget", Tone::Warning),
        "update" => ("change", Tone::Info),
        "drift" => ("drifted", Tone::Info),
        "create" => ("create", Tone::Good),
        _ => ("move", Tone::Quiet),
    }
}

/// What a reader has to know beside the action.
fn note(change: &PlannedChange) -> String {
    let mut notes = Vec::new();
    if change.holds_data && matches!(change.action, "delete" | "replace") {
        notes.push("its data goes with it".to_owned());
    }
    if change.deposed {
        notes.push("what an interrupted replacement left behind".to_owned());
    }
    if change.create_first {
        notes.push("the new one first".to_owned());
    }
    if change.action == "replace" && change.attributes.is_empty() {
        notes.extend(
            change
                .reason
                .as_deref()
                .map(|reason| reason.replace('_', " ")),
        );
    }
    if let Some(previous) = &change.previous_address {
        notes.push(format!("was {}", printable(previous)));
    }
    if notes.is_empty() {
        String::new()
    } else {
        format!(" ({})", notes.join("; "))
    }
}

fn attributes(change: &PlannedChange, options: HumanOptions) -> Vec<String> {
    let arrow = if options.unicode { "→" } else { "->" };
    let line = |attribute: &ChangedAttribute| {
        let ChangedAttribute {
            path,
            before,
            after,
            forces_replacement,
        } = attribute;
        let forces = if *forces_replacement {
            " (forces it)"
        } else {
            ""
        };
        let text = format!("{path}: {before} {arrow} {after}{forces}");
        printable(&text).into_owned()
    };
    let mut lines: Vec<String> = change
        .attributes
        .iter()
        .take(ATTRIBUTES)
        .map(line)
        .collect();
    let more = change.attributes.len().saturating_sub(ATTRIBUTES);
    if more > 0 {
        lines.push(format!("and {more} more attributes"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(address: &str, action: &'static str, attributes: usize) -> PlannedChange {
        let attribute = |index| ChangedAttribute {
            path: format!("attribute_{index}"),
            before: "1".to_owned(),
            after: "(sensitive value)".to_owned(),
            forces_replacement: action == "replace",
        };
        PlannedChange {
            address: address.to_owned(),
            action,
            holds_data: address.starts_with("aws_db"),
            create_first: false,
            deposed: false,
            reason: None,
            previous_address: None,
            attributes: (0..attributes).map(attribute).collect(),
        }
    }

    #[test]
    fn what_a_plan_does_with_what_forces_it() {
        let plan = PlanSummary {
            counts: PlanCounts {
                replaced: 1,
                destroyed: 1,
                ..PlanCounts::default()
            },
            changes: vec![
                change("aws_db_instance.main", "replace", 1),
                change("aws_eip.old", "delete", 0),
            ],
            ..PlanSummary::default()
        };
        assert_eq!(
            render(&plan, HumanOptions::default()),
            "this plan: 0 created, 0 changed, 1 replaced, 1 destroyed\n\
             \x20 replace   aws_db_instance.main (its data goes with it)\n\
             \x20           attribute_0: 1 → (sensitive value) (forces it)\n\
             \x20 destroy   aws_eip.old\n\n"
        );
    }

    #[test]
    fn a_large_plan_takes_few_lines() {
        let changes = (0..5000).map(|index| change(&format!("aws_eip.a{index}"), "update", 9));
        let plan = PlanSummary {
            changes: changes.collect(),
            ..PlanSummary::default()
        };
        let page = render(&plan, HumanOptions::default());
        assert!(page.lines().count() <= LINES + 3, "{page}");
        assert!(page.contains("and 4996 more\n"), "{page}");
    }
}
