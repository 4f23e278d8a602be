//! Findings of one source place over several instances become one finding that lists the addresses.

use crate::finding::{Finding, Undecided};
use crate::source::Sources;
use std::collections::BTreeMap;

/// Groups findings by rule, place and message, and puts them in the order of reports: by path, place, rule.
///
/// Messages that differ by the address only are one; the first address (in order) speaks for the others.
pub fn group(findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    let mut groups: BTreeMap<_, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        let key = (
            sources.order(finding.primary.span),
            finding.rule.clone(),
            anonymous(&finding),
        );
        groups.entry(key).or_default().push(finding);
    }
    groups.into_values().filter_map(merge).collect()
}

/// The message without the address of its own instance.
fn anonymous(finding: &Finding) -> String {
    match finding.addresses.first() {
        Some(address) => finding.message.replace(address.as_str(), "\u{0}"),
        None => finding.message.clone(),
    }
}

fn merge(mut group: Vec<Finding>) -> Option<Finding> {
    group.sort_by(|a, b| (&a.addresses, &a.message).cmp(&(&b.addresses, &b.message)));
    let mut addresses: Vec<String> = group
        .iter()
        .flat_map(|finding| finding.addresses.clone())
        .collect();
    addresses.sort();
    addresses.dedup();
    let severity = group.iter().map(|finding| finding.severity).max()?;
    let first = group.into_iter().next()?;
    Some(Finding {
        severity,
        addresses,
        ..first
    })
}

/// Undecided answers in the order of reports, each once.
pub fn order(mut undecided: Vec<Undecided>, sources: &Sources) -> Vec<Undecided> {
    // Little is copied for the comparison: a large plan leaves hundreds of thousands undecided.
    undecided
        .sort_by(|a, b| (&a.rule, &a.address, &a.reasons).cmp(&(&b.rule, &b.address, &b.reasons)));
    undecided.sort_by_cached_key(|answer| sources.order(answer.span));
    undecided.dedup();
    undecided
}
