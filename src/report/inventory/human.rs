//! An inventory for a terminal: what is in no state by service, each with its `import` block, then what is gone.

use crate::inventory::{Inventory, Unmanaged};
use crate::report::human::{count, printable};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The whole report.
pub fn render(inventory: &Inventory) -> String {
    let mut text = String::new();
    unmanaged(inventory, &mut text);
    gone(inventory, &mut text);
    if !inventory.unused_ignores.is_empty() {
        text.push_str("entries of the ignore list that cover nothing\n\n");
        for ignore in &inventory.unused_ignores {
            let _ = writeln!(
                text,
                "  {}  in {}",
                plain(&ignore.pattern),
                plain(&ignore.file)
            );
        }
        text.push('\n');
    }
    summary(inventory, &mut text);
    text
}

/// A text of the input on one line, with nothing that a terminal obeys.
pub(super) fn plain(text: &str) -> String {
    printable(text).replace('\n', " ")
}

fn unmanaged(inventory: &Inventory, text: &mut String) {
    let mut services: BTreeMap<String, Vec<&Unmanaged>> = BTreeMap::new();
    for unmanaged in &inventory.unmanaged {
        services
            .entry(unmanaged.found.service())
            .or_default()
            .push(unmanaged);
    }
    if !services.is_empty() {
        text.push_str("in the account and in no state\n\n");
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

fn gone(inventory: &Inventory, text: &mut String) {
    if inventory.gone.is_empty() {
        return;
    }
    text.push_str("in a state and not in the account\n\n");
    for gone in &inventory.gone {
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
        inventory.unmanaged.len(),
        inventory.owned.len(),
        inventory.ignored.len(),
        inventory.gone.len(),
    );
}
