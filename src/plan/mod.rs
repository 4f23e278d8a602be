//! Plan JSON as the same instances that a configuration gives, aligned with it where it is at hand.
//!
//! A plan completes the evaluation of its configuration (it is a [`crate::terraform::Foresight`]); without one, it gives instances of its own whose places are
//! lines of a listing of addresses. Knows no rule.

mod address;
mod alone;
mod change;
mod changes;
mod difference;
mod document;
mod entries;
mod essence;
mod expressions;
mod foresight;
mod instances;
mod listing;
mod moves;
mod objects;
mod overlay;
mod planned;
mod refuse;
mod resolve;
mod secret;
mod state;
mod text;

pub use change::{Action, Change, Deferred, FailedCheck};
pub use difference::{Difference, at_paths, differences, shown};
pub use essence::essence;
pub use moves::{Move, likely_moves};
pub use objects::{Object, state_objects};
pub use refuse::Refused;
pub use state::{Declarations, Declared, State, StateObject};
pub use text::plain;

use crate::finding::{Problem, ProblemKind};
use crate::source::{SourceFile, Sources, Span};
use crate::terraform::Module;
use crate::terraform::module::Resource;

use document::Document;
use entries::{Entry, Words, blocks, data};
use listing::listing;
use resolve::Blocks;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A plan that has been read; values stay text until they are asked for.
#[derive(Debug)]
pub struct Plan<'t> {
    document: Document<'t>,
    path: Arc<str>,
    /// One address a line: the place of what has no other.
    listing: Arc<SourceFile>,
    lines: BTreeMap<Arc<str>, Span>,
    entries: BTreeMap<Arc<str>, Entry<'t>>,
    blocks: Blocks,
}

impl<'t> Plan<'t> {
    /// Reads what `terraform show -json PLAN` printed; `path` is what reports call it.
    pub fn read(text: &'t [u8], path: &str, sources: &Sources) -> Result<Self, Refused> {
        let document = Document::read(text)?;
        let mut entries = BTreeMap::new();
        let mut words = Words::default();
        if let Some(root) = document
            .prior_state
            .as_ref()
            .and_then(document::State::root)
        {
            data(root, &mut entries);
        }
        for change in &document.resource_changes {
            let there = change.deposed.is_none() && change.exists_after();
            let entry = change.entry(&mut words).filter(|_| there);
            entries.extend(entry.map(|entry| (Arc::from(&*change.address), entry)));
        }
        let blocks = blocks(&entries);
        let (listing, lines) = listing(&document, &entries, path, sources);
        Ok(Self {
            document,
            path: Arc::from(path),
            listing,
            lines,
            entries,
            blocks,
        })
    }

    /// What reports call the plan.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The version of Terraform, or of `OpenTofu`, that made the plan.
    pub fn terraform_version(&self) -> Option<&str> {
        self.document.terraform_version.as_deref()
    }

    /// Whether the plan says that it covers all of its configuration; older formats do not say, and are taken for complete.
    pub fn is_complete(&self) -> bool {
        self.document.complete.unwrap_or(true) && !self.document.errored
    }

    /// Whether planning ended with an error.
    pub const fn is_errored(&self) -> bool {
        self.document.errored
    }

    /// What Terraform left for a later plan.
    pub fn deferred(&self) -> Vec<Deferred> {
        let deferred = self.document.deferred_changes.iter();
        deferred
            .map(|one| Deferred {
                address: one.resource_change.address.to_string(),
                reason: one.reason.as_deref().unwrap_or("unknown").to_owned(),
            })
            .collect()
    }

    /// The checks, conditions and validations of the configuration that Terraform found not to hold.
    pub fn failed_checks(&self) -> Vec<FailedCheck> {
        let failed = |status: Option<&str>| matches!(status, Some("fail" | "error"));
        let checks = self.document.checks.iter();
        let checks = checks.filter(|check| failed(check.status.as_deref()));
        checks
            .map(|check| {
                let instances = check.instances.iter();
                let problems = instances
                    .filter(|instance| failed(instance.status.as_deref()))
                    .flat_map(|instance| &instance.problems)
                    .filter_map(|problem| problem.message.as_deref());
                let address = check.address.as_ref();
                let address = address.and_then(|address| address.to_display.as_deref());
                FailedCheck {
                    address: address.unwrap_or("").to_owned(),
                    message: problems.collect::<Vec<_>>().join(" "),
                }
            })
            .collect()
    }

    /// What makes the plan less than a whole one.
    pub fn problems(&self) -> Vec<Problem> {
        let message = format!(
            "`{}`: planning ended with an error, so that the plan is not whole",
            self.path
        );
        let errored = Problem {
            kind: ProblemKind::Incomplete,
            message,
            help: Some("mend what `terraform plan` reports and plan again".to_owned()),
            primary: None,
            related: Vec::new(),
        };
        self.document
            .errored
            .then_some(errored)
            .into_iter()
            .collect()
    }

    /// What the root module of the plan's configuration and a module do not have in common, in words; `None`: they have the same blocks.
    pub fn difference(&self, module: &Module) -> Option<String> {
        let planned = &self.document.configuration.as_ref()?.root_module;
        let planned: BTreeSet<&str> = planned
            .resources
            .iter()
            .map(|resource| &*resource.address)
            .collect();
        let written: Vec<String> = module.resources.iter().map(Resource::address).collect();
        let written: BTreeSet<&str> = written.iter().map(String::as_str).collect();
        let added = planned.difference(&written).next();
        let lacking = written.difference(&planned).next();
        match (added, lacking) {
            (Some(address), _) => Some(format!("it has `{address}`, which is not there")),
            (None, Some(address)) => Some(format!("it lacks `{address}`")),
            (None, None) => None,
        }
    }

    /// The place of an address that no configuration has.
    pub fn line(&self, address: &str) -> Span {
        let nowhere = Span::new(self.listing.id(), 0, 0);
        self.lines.get(address).copied().unwrap_or(nowhere)
    }
}
