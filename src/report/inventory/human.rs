//! An inventory for a terminal: what is in no state by service, each with its `import` block, then what is gone.

use crate::finding::Severity;
use crate::inventory::{Inventory, Unmanaged};
use crate::report::human::{self, HumanOptions, count, printable};
use crate::source::Sources;
use crate::triage::Outcome;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The whole report: problems, what the rules of the lists found, and the counts.
pub fn render(inventory: &Inventory, outcome: &Outcome, sources: &Sources) -> String {
    let mut text = human::render_problems(outcome, sources, &HumanOptions::default());
    unmanaged(inventory, outcome, &mut text);
    gone(inventory, outcome, &mut text);
    if !inventory.surely_unused().is_empty() {
        heading(
            "entries of the ignore list that cover nothing",
            "inventory-ignore-unused",
            outcome,
            &mut text,
        );
        for ignore in inventory.surely_unused() {
            let _ = writeln!(
                text,
                "  {}  in {}",
                plain(&ignore.pattern),
                plain(&ignore.file)
            );
        }
        text.push('\n');
    }
    undecided(outcome, &mut text);
    summary(inventory, &mut text);
    text
}

/// The heading of a list: with the rule that it is found by, and how grave the gravest finding is.
fn heading(words: &str, rule: &str, outcome: &Outcome, text: &mut String) {
    let of_rule = outcome
        .findings
        .iter()
        .filter(|finding| &*finding.rule == rule);
    let worst = of_rule.map(|finding| finding.severity).max();
    let _ = match worst.map(Severity::name) {
        Some(severity) => writeln!(text, "{severity}[{rule}]: {words}\n"),
        None => writeln!(text, "{words}\n"),
    };
}

/// What is not known to be unmanaged or gone, with the reason.
fn undecided(outcome: &Outcome, text: &mut String) {
    if outcome.undecided.is_empty() {
        return;
    }
    text.push_str("undecided\n\n");
    for undecided in &outcome.undecided {
        let _ = writeln!(
            text,
            "  {}  [{}]: {}",
            plain(&undecided.address),
            undecided.rule,
            plain(&undecided.reasons.join("; "))
        );
    }
    text.push('\n');
}

/// A text of the input on one line, with nothing that a terminal obeys.
pub(super) fn plain(text: &str) -> String {
    printable(text).replace('\n', " ")
}

fn unmanaged(inventory: &Inventory, outcome: &Outcome, text: &mut String) {
    let mut services: BTreeMap<String, Vec<&Unmanaged>> = BTreeMap::new();
    for unmanaged in inventory.surely_unmanaged() {
        services
            .entry(unmanaged.found.service())
            .or_default()
            .push(unmanaged);
    }
    if !services.is_empty() {
        let words = "in the account and in no state";
        heading(words, "inventory-not-in-state", outcome, text);
    }
    for (service, resources) in services {
        let _ = writeln!(text, "{} ({})\n", plain(&service), resources.len());
        for unmanaged in resources {
            let title = unmanaged.found.title.as_deref();
            let title = title.map_or_else(String::new, |title| format!("  `{}`", plain(title)));
            let _ = writeln!(text, "  {}{title}", plain(&unmanaged.found.identity()));
            match &unmanaged.import {
                Ok(import) => {
                    for line in import.block().lines() {
                        let _ = writeln!(text, "    {line}");
                    }
                }
                Err(reason) => {
                    let _ = writeln!(text, "    no `import` block: {reason}");
                }
            }
            text.push('\n');
        }
    }
}

fn gone(inventory: &Inventory, outcome: &Outcome, text: &mut String) {
    if inventory.surely_gone().is_empty() {
        return;
    }
    let words = "in a state and not in the account";
    heading(words, "state-not-in-inventory", outcome, text);
    for gone in inventory.surely_gone() {
        let arn = gone.held.arn.as_deref().unwrap_or("");
        let (address, file) = (plain(&gone.held.address), plain(&gone.held.file));
        let _ = writeln!(text, "  {address}\n    {}  in {file}", plain(arn));
    }
    text.push('\n');
}

fn summary(inventory: &Inventory, text: &mut String) {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, owner) in &inventory.owned {
        *owners.entry(owner).or_default() += 1;
    }
    if !owners.is_empty() {
        text.push_str("left out, because something else answers for them\n");
        for (owner, number) in owners {
            let _ = writeln!(text, "  {number:>5}  {owner}");
        }
        text.push('\n');
    }
    if !inventory.not_covered.is_empty() {
        text.push_str("in a state, and whether they exist is not known\n");
        for (reason, number) in &inventory.not_covered {
            let _ = writeln!(text, "  {number:>5}  {reason}");
        }
        text.push('\n');
    }
    for path in &inventory.partial {
        let _ = writeln!(text, "note: `{}` is one page of several", plain(path));
    }
    if inventory.unnamed > 0 {
        let _ = writeln!(
            text,
            "note: the exports have {} without ARN or id",
            count(inventory.unnamed, "row")
        );
    }
    let _ = writeln!(
        text,
        "{} in {}: {} managed, {} unmanaged, {} left out, {} ignored; {} gone",
        count(inventory.found, "resource"),
        count(inventory.exports.len(), "export"),
        inventory.managed,
        inventory.surely_unmanaged().len(),
        inventory.owned.len(),
        inventory.ignored.len(),
        inventory.surely_gone().len(),
    );
}
