//! An inventory as SARIF: each finding stands where the export, the state or the ignore list names its subject.

use super::rules::{GONE, LESSON, UNMANAGED, UNUSED, inventory_rules};
use crate::finding::{Finding, Label, Severity, fingerprint};
use crate::inventory::Inventory;
use crate::report::sarif::{self, SarifOptions};
use crate::source::{Sources, Span};
use crate::triage::Outcome;

/// The whole log.
pub fn render(inventory: &Inventory, sources: &Sources, options: &SarifOptions) -> String {
    let outcome = Outcome {
        findings: findings(inventory),
        ..Outcome::default()
    };
    sarif::render(&outcome, sources, &inventory_rules(), options)
}

fn findings(inventory: &Inventory) -> Vec<Finding> {
    let unmanaged = inventory.unmanaged.iter().map(|unmanaged| {
        let identity = unmanaged.found.identity();
        let help = match &unmanaged.import {
            Ok(import) => format!("adopt it, or delete it:\n\n{}", import.block()),
            Err(reason) => format!("adopt it, or delete it; no `import` block: {reason}"),
        };
        let address = unmanaged
            .import
            .as_ref()
            .ok()
            .map(|import| import.to.clone());
        let message = format!("`{identity}` is in the account and in no state");
        Finding {
            addresses: address.into_iter().collect(),
            ..finding(UNMANAGED, &identity, message, help, unmanaged.found.span)
        }
    });
    let gone = inventory.gone.iter().map(|gone| {
        let address = &gone.held.address;
        let message = format!("`{address}` is in the state and not in the account");
        let help = "apply to make it again, or take it out with a `removed` block".to_owned();
        Finding {
            addresses: vec![address.clone()],
            ..finding(GONE, address, message, help, gone.held.span)
        }
    });
    let unused = inventory.unused_ignores.iter().map(|ignore| {
        let message = format!("`{}` covers nothing that is unmanaged", ignore.pattern);
        finding(
            UNUSED,
            &ignore.pattern,
            message,
            "remove the entry".to_owned(),
            ignore.span,
        )
    });
    unmanaged.chain(gone).chain(unused).collect()
}

fn finding(rule: &str, subject: &str, message: String, help: String, span: Span) -> Finding {
    Finding {
        rule: rule.into(),
        lesson: LESSON.into(),
        severity: Severity::Warning,
        message,
        help: Some(help),
        addresses: Vec::new(),
        primary: Label::new(span, ""),
        related: Vec::new(),
        fingerprint: fingerprint(rule, subject, ""),
    }
}
