//! What an account holds against what states hold: resources made by hand, and resources that are gone.
//! Knows no command line and no report; asks no cloud, only the exports that people have.

mod coverage;
mod export;
mod found;
mod held;
mod ignore;
mod import;
mod ownership;
mod types;

pub use export::{Export, Source};
pub use found::Found;
pub use held::Held;
pub use ignore::Ignore;
pub use import::Import;

use crate::finding::Problem;
use crate::plan::{Object, Plan, Refused, state_objects};
use crate::source::{SourceFile, Sources, Span};
use coverage::Coverage;
use import::Names;
use ownership::Owners;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that was read.
#[derive(Default, Debug)]
pub struct Inputs {
    held: Vec<Held>,
    exports: Vec<Export>,
    ignores: Vec<Ignore>,
    states: usize,
    unread_states: Vec<String>,
    unread_exports: Vec<String>,
}

/// A resource that is in the account and in no state.
#[derive(Clone, Debug)]
pub struct Unmanaged {
    pub found: Found,
    /// How to adopt it, or why that is not known.
    pub import: Result<Import, String>,
}

/// A resource that is in a state and not in the account.
#[derive(Clone, Debug)]
pub struct Gone {
    pub held: Held,
}

/// The answer. All lists are sorted by what they are of.
#[derive(Clone, Default, Debug)]
pub struct Inventory {
    pub unmanaged: Vec<Unmanaged>,
    pub gone: Vec<Gone>,
    /// What is in no state and nobody's to write, and why.
    pub owned: Vec<(Found, &'static str)>,
    /// What the list leaves out, and the reason it gives.
    pub ignored: Vec<(Found, String)>,
    /// Entries of the list that cover nothing.
    pub unused_ignores: Vec<Ignore>,
    /// In a state, not in an export, and no export speaks of such resources there: the reason, and how many.
    pub not_covered: BTreeMap<&'static str, usize>,
    /// How many resources the exports list.
    pub found: usize,
    /// How many of them a state has.
    pub managed: usize,
    pub states: usize,
    /// Path and tool of each export.
    pub exports: Vec<(String, Source)>,
    /// Exports that are one page of several.
    pub partial: Vec<String>,
    /// How many entries of exports name no resource.
    pub unnamed: usize,
    /// States and plans that could not be read: what they hold is not known to be unmanaged.
    pub unread_states: Vec<String>,
    /// Exports that could not be read, or not whole: what they list is not known to be gone.
    pub unread_exports: Vec<String>,
    /// Entries of exports that are none, with their place, and what to do.
    pub problems: Vec<(String, &'static str)>,
}

impl Inputs {
    /// Reads a state, raw or as `terraform show -json` prints it.
    pub fn add_state(&mut self, file: &Arc<SourceFile>) -> Result<(), Refused> {
        let objects = state_objects(file.text().as_bytes())?;
        self.hold(&objects, file);
        Ok(())
    }

    /// Reads a plan: what it starts from, and what it plans.
    pub fn add_plan(&mut self, file: &Arc<SourceFile>, sources: &Sources) -> Result<(), Refused> {
        let plan = Plan::read(file.text().as_bytes(), file.path(), sources)?;
        self.hold(&plan.objects(), file);
        Ok(())
    }

    /// Reads an export.
    pub fn add_found(&mut self, file: &SourceFile) -> Result<(), Refused> {
        self.exports.push(export::read(file)?);
        Ok(())
    }

    /// Notes that there is a state or a plan that cannot be read.
    pub fn miss_state(&mut self, path: &str) {
        self.unread_states.push(path.to_owned());
    }

    /// Notes that there is an export that cannot be read.
    pub fn miss_found(&mut self, path: &str) {
        self.unread_exports.push(path.to_owned());
    }

    /// Reads a list of what is left out.
    pub fn add_ignores(&mut self, file: &Arc<SourceFile>) -> Result<(), Vec<Problem>> {
        self.ignores.extend(ignore::read(file)?);
        Ok(())
    }

    /// Takes entries of what is left out.
    pub fn ignore(&mut self, entries: Vec<Ignore>) {
        self.ignores.extend(entries);
    }

    fn hold(&mut self, objects: &[Object<'_>], file: &SourceFile) {
        self.states += 1;
        let held = objects
            .iter()
            .filter_map(|object| Held::read(object, place(object.values, file), file.path()));
        self.held.extend(held);
    }

    /// Compares.
    pub fn compare(mut self) -> Inventory {
        // The order of files and of what is in them plays no part.
        self.held
            .sort_by(|a, b| (&a.address, &a.file, a).cmp(&(&b.address, &b.file, b)));
        self.exports.sort_by(|a, b| a.path.cmp(&b.path));
        let mut coverage = Coverage::new(&self.exports);
        let found = united(
            self.exports
                .iter_mut()
                .flat_map(|export| std::mem::take(&mut export.found)),
        );
        let index = Index::new(&self.held);
        let owners = Owners::of(&self.held).with_default_vpcs(&found);
        let mut names = Names::new(self.held.iter().map(|held| held.address.as_str()));
        let mut inventory = Inventory {
            found: found.len(),
            states: self.states,
            ..Inventory::default()
        };
        let (mut seen, mut used) = (BTreeSet::new(), BTreeSet::new());
        for found in found {
            let holders = index.holders(&found);
            if !holders.is_empty() {
                inventory.managed += 1;
                let holders = holders
                    .into_iter()
                    .filter_map(|at| Some((at, self.held.get(at)?)));
                for (at, held) in holders {
                    coverage.matched(&found, held);
                    seen.insert(at);
                }
                continue;
            }
            let identity = found.identity();
            if let Some(owner) = owners.owner(&found) {
                inventory.owned.push((found, owner));
            } else if let Some((at, ignore)) =
                (self.ignores.iter().enumerate()).find(|(_, ignore)| ignore.covers(&identity))
            {
                used.insert(at);
                inventory.ignored.push((found, ignore.reason.clone()));
            } else {
                let import = names.import(&found);
                inventory.unmanaged.push(Unmanaged { found, import });
            }
        }
        self.missing(&seen, &coverage, &mut inventory);
        let ignores = self.ignores.into_iter().enumerate();
        inventory.unused_ignores = ignores
            .filter(|(at, ignore)| !used.contains(at) && !inventory.covers_other(ignore))
            .map(|(_, ignore)| ignore)
            .collect();
        inventory.unread_states = self.unread_states;
        inventory.unread_exports = self.unread_exports;
        for export in self.exports {
            inventory.note(export);
        }
        inventory
    }

    /// What no export lists, where exports would list it.
    fn missing(&self, seen: &BTreeSet<usize>, coverage: &Coverage, into: &mut Inventory) {
        let mut names_seen = BTreeSet::new();
        for held in seen.iter().filter_map(|at| self.held.get(*at)) {
            names_seen.extend(held.arn.as_deref());
        }
        let mut accounts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for held in &self.held {
            let of_file = accounts.entry(&held.file).or_default();
            of_file.extend(coverage::account(held));
        }
        for (at, held) in self.held.iter().enumerate() {
            let is_known = held.id.is_some() || held.arn.is_some();
            // The same resource may be in a state and in a plan.
            let is_seen = held
                .arn
                .as_deref()
                .is_some_and(|arn| !names_seen.insert(arn));
            if seen.contains(&at) || !is_known || is_seen {
                continue;
            }
            match coverage.speaks_of(held, accounts.get(held.file.as_str())) {
                Ok(()) => into.gone.push(Gone { held: held.clone() }),
                Err(reason) => *into.not_covered.entry(reason).or_default() += 1,
            }
        }
    }
}

impl Inventory {
    /// What an export says of itself; what it lists has been compared.
    fn note(&mut self, export: Export) {
        if !export.misread.is_empty() {
            self.unread_exports.push(export.path.clone());
        }
        self.problems.extend(export.misread);
        self.unnamed += export.unnamed;
        if export.is_partial {
            self.partial.push(export.path.clone());
        }
        self.exports.push((export.path, export.source));
    }

    /// Whether an entry covers what an earlier entry already does: then it is not the one that is in vain.
    fn covers_other(&self, ignore: &Ignore) -> bool {
        self.ignored
            .iter()
            .any(|(found, _)| ignore.covers(&found.identity()))
    }

    /// What is unmanaged for sure: nothing where a state could not be read.
    pub fn surely_unmanaged(&self) -> &[Unmanaged] {
        if self.unread_states.is_empty() {
            &self.unmanaged
        } else {
            &[]
        }
    }

    /// What is gone for sure: nothing where an export could not be read.
    pub fn surely_gone(&self) -> &[Gone] {
        if self.unread_exports.is_empty() {
            &self.gone
        } else {
            &[]
        }
    }

    /// The entries that cover nothing for sure.
    pub fn surely_unused(&self) -> &[Ignore] {
        if self.unread_exports.is_empty() {
            &self.unused_ignores
        } else {
            &[]
        }
    }
}

/// Where a file holds an object: an empty place, because its text may hold secrets.
fn place(values: Option<&RawValue>, file: &SourceFile) -> Span {
    let offset = values.map_or(0, |values| {
        (values.get().as_ptr() as usize).wrapping_sub(file.text().as_ptr() as usize)
    });
    let offset = if offset <= file.text().len() {
        offset
    } else {
        0
    };
    Span::new(file.id(), offset as u32, offset as u32)
}

/// Each resource once, sorted by what it is called, whatever files name it.
fn united(found: impl Iterator<Item = Found>) -> Vec<Found> {
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
struct Index<'h> {
    held: &'h [Held],
    by_arn: BTreeMap<&'h str, Vec<usize>>,
    by_name: BTreeMap<(&'h str, &'h str), Vec<usize>>,
}

impl<'h> Index<'h> {
    fn new(held: &'h [Held]) -> Self {
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
    fn holders(&self, found: &Found) -> Vec<usize> {
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
    use crate::aws::arn::Arn;
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
