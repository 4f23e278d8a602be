//! What is one resource: entries of several exports, and the objects of states that hold it. By its ARN, else by its kind and what it is called.

use super::found::Found;
use super::held::Held;
use crate::aws::arn::Arn;
use std::collections::{BTreeMap, BTreeSet};

/// Each resource once, sorted by what it is called, whatever files name it.
pub(super) fn united(found: impl Iterator<Item = Found>) -> Vec<Found> {
    let mut by_name: BTreeMap<String, Found> = BTreeMap::new();
    let mut sorted: Vec<Found> = found.collect();
    sorted.sort_by(|a, b| {
        (a.identity(), &a.file, a.span.start).cmp(&(b.identity(), &b.file, b.span.start))
    });
    for found in sorted {
        match by_name.get_mut(&found.identity()) {
            Some(first) => first.merge(found),
            None => {
                by_name.insert(found.identity(), found);
            }
        }
    }
    // AWS Config lists ids where others list ARNs: an id that an ARN holds is the same resource.
    let key = |found: &Found| {
        let known = found.known.as_ref()?;
        Some((known.kind.terraform?, known.import.clone().ok()?))
    };
    let mut with_arn: BTreeMap<(&'static str, String), Vec<String>> = BTreeMap::new();
    for found in by_name.values().filter(|found| found.arn.is_some()) {
        if let Some(key) = key(found) {
            with_arn.entry(key).or_default().push(found.identity());
        }
    }
    let (named, listed): (Vec<Found>, Vec<Found>) =
        by_name.into_values().partition(|found| found.arn.is_some());
    let mut by_name: BTreeMap<String, Found> = named
        .into_iter()
        .map(|found| (found.identity(), found))
        .collect();
    for found in listed {
        // With one candidate the two are one; with several, in several regions, nobody knows which.
        let same = key(&found)
            .and_then(|key| with_arn.get(&key))
            .filter(|same| same.len() == 1);
        match same.and_then(|same| by_name.get_mut(same.first()?)) {
            Some(first) => first.merge(found),
            None => {
                by_name.insert(found.identity(), found);
            }
        }
    }
    by_name.into_values().collect()
}

/// Held objects by what they are called.
pub(super) struct Index<'h> {
    held: &'h [Held],
    by_arn: BTreeMap<&'h str, Vec<usize>>,
    by_name: BTreeMap<(&'h str, &'h str), Vec<usize>>,
}

impl<'h> Index<'h> {
    pub(super) fn new(held: &'h [Held]) -> Self {
        let mut index = Self {
            held,
            by_arn: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (at, held) in held.iter().enumerate() {
            if let Some(arn) = held.arn.as_deref() {
                let arn = arn.strip_suffix(":*").unwrap_or(arn);
                index.by_arn.entry(arn).or_default().push(at);
            }
            for name in &held.names {
                index
                    .by_name
                    .entry((held.canonical(), name))
                    .or_default()
                    .push(at);
            }
        }
        index
    }

    /// The objects that are this resource.
    pub(super) fn holders(&self, found: &Found) -> Vec<usize> {
        let by_arn = found.arn.as_deref().and_then(|arn| self.by_arn.get(arn));
        if let Some(held) = by_arn {
            return held.clone();
        }
        let Some(known) = &found.known else {
            return Vec::new();
        };
        let Some(terraform) = known.kind.terraform else {
            return Vec::new();
        };
        let names = found.names.iter().chain(known.import.as_ref().ok());
        let holders: BTreeSet<usize> = names
            .filter_map(|name| self.by_name.get(&(terraform, name.as_str())))
            .flatten()
            .copied()
            .filter(|at| self.held.get(*at).is_some_and(|held| may_be(held, found)))
            .collect();
        holders.into_iter().collect()
    }
}

/// Whether an object of the same kind and name may be a resource: two that lie in two regions or accounts are two.
fn may_be(held: &Held, found: &Found) -> bool {
    let differ = |a: Option<&str>, b: Option<&str>| {
        a.zip(b)
            .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty() && a != b)
    };
    let account = held
        .arn
        .as_deref()
        .and_then(Arn::parse)
        .map(|arn| arn.account);
    !differ(held.region.as_deref(), found.region.as_deref())
        && !differ(account, found.account.as_deref())
}
