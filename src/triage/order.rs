//! The order in which reports show findings.

use crate::finding::Finding;
use crate::source::Sources;

/// Sorts by path, place, rule, then message and addresses: the order of reading files, and of threads, does not show.
pub fn sort_findings(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by_cached_key(|finding| {
        (
            sources.order(finding.primary.span),
            finding.rule.clone(),
            finding.message.clone(),
            finding.addresses.clone(),
        )
    });
}
