//! The listing of addresses: what has no place in a configuration stands on a line of its own here.

use super::document::Document;
use super::entries::Entry;
use crate::source::{SourceFile, Sources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One line for each address of the plan, and where it is.
pub(super) fn listing(
    document: &Document<'_>,
    entries: &BTreeMap<Arc<str>, Entry<'_>>,
    path: &str,
    sources: &Sources,
) -> (Arc<SourceFile>, BTreeMap<Arc<str>, Span>) {
    let changes = document
        .resource_changes
        .iter()
        .chain(&document.resource_drift);
    let gone = changes.filter(|change| !entries.contains_key(&*change.address));
    let addresses = gone
        .map(|change| Arc::from(&*change.address))
        .chain(entries.keys().cloned());
    lines(addresses, path, sources)
}

/// One line for each of some addresses, and where it is.
pub(super) fn lines(
    addresses: impl Iterator<Item = Arc<str>>,
    path: &str,
    sources: &Sources,
) -> (Arc<SourceFile>, BTreeMap<Arc<str>, Span>) {
    let mut addresses: Vec<Arc<str>> = addresses.collect();
    addresses.sort();
    addresses.dedup();
    let mut text = String::new();
    let mut ranges = Vec::with_capacity(addresses.len());
    for address in &addresses {
        let start = text.len() as u32;
        text.push_str(address);
        ranges.push((start, text.len() as u32));
        text.push('\n');
    }
    let file = sources.add(path, text);
    let lines = addresses
        .into_iter()
        .zip(ranges)
        .map(|(address, (start, end))| (address, Span::new(file.id(), start, end)))
        .collect();
    (file, lines)
}
