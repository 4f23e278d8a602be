//! One finding for each cause: a rule keeps silent where a rule that it yields to has said it.
//!
//! Looks at places only: two findings that show the same place, one of which yields to the other, have one cause.

use super::rule::Rule;
use crate::finding::Finding;
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Drops the findings of one root module whose primary place a finding of a rule that they yield to shows.
pub(super) fn one_each(rules: &[Arc<Rule>], findings: &mut Vec<Finding>) {
    let yields: FxHashMap<&str, &[Arc<str>]> = rules
        .iter()
        .filter(|rule| !rule.yields_to.is_empty())
        .map(|rule| (rule.info.name.as_ref(), rule.yields_to.as_slice()))
        .collect();
    let stronger: FxHashSet<&str> = yields
        .values()
        .copied()
        .flatten()
        .map(AsRef::as_ref)
        .collect();
    let mut shown: FxHashSet<(Arc<str>, Span)> = FxHashSet::default();
    for finding in findings.iter() {
        if stronger.contains(finding.rule.as_ref()) {
            let labels = std::iter::once(&finding.primary).chain(&finding.related);
            shown.extend(labels.map(|label| (Arc::clone(&finding.rule), label.span)));
        }
    }
    findings.retain(|finding| {
        let stronger = yields
            .get(finding.rule.as_ref())
            .copied()
            .unwrap_or_default();
        let place = finding.primary.span;
        !stronger
            .iter()
            .any(|rule| shown.contains(&(Arc::clone(rule), place)))
    });
}
