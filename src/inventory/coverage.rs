//! Of what the exports speak: only there does a missing resource mean that it is gone.

use super::export::Export;
use super::found::Found;
use super::held::Held;
use super::types;
use crate::aws::arn::Arn;
use std::collections::{BTreeMap, BTreeSet};

/// Terraform type, region, account; the last two may be empty, as in ARNs.
type Scope = (&'static str, String, String);

/// What the exports list at least one of.
#[derive(Default, Debug)]
pub(super) struct Coverage {
    /// Whether only what has tags is listed there.
    scopes: BTreeMap<Scope, bool>,
    regions: BTreeSet<String>,
    accounts: BTreeSet<String>,
    /// What only a part of an export says.
    partial: BTreeSet<Scope>,
}

impl Coverage {
    pub(super) fn new(exports: &[Export]) -> Self {
        let mut coverage = Self::default();
        for export in exports {
            for found in &export.found {
                coverage.regions.extend(found.region.clone());
                coverage.accounts.extend(found.account.clone());
                let Some(scope) = scope(found.table_type(), found.arn.as_deref()) else {
                    continue;
                };
                if export.is_partial {
                    coverage.partial.insert(scope);
                } else {
                    let tagged = coverage.scopes.entry(scope).or_insert(true);
                    *tagged &= export.source.is_of_tagged();
                }
            }
        }
        coverage
    }

    /// Learns where an entry without ARN is from the object that it is.
    pub(super) fn matched(&mut self, found: &Found, held: &Held) {
        if found.arn.is_none()
            && let Some(scope) = scope(found.table_type(), held.arn.as_deref())
        {
            self.scopes.insert(scope, false);
            self.accounts.extend(account(held));
            self.regions.extend(held.region.clone());
        }
    }

    /// Whether the exports would list an object if it existed; or why that is not sure.
    ///
    /// `accounts` are those that the file of the object speaks of.
    pub(super) fn speaks_of(
        &self,
        held: &Held,
        accounts: Option<&BTreeSet<String>>,
    ) -> Result<(), &'static str> {
        let Some(arn) = held.arn.as_deref() else {
            return Err("the state has no ARN of it");
        };
        let known = types::of_arn(arn).and_then(|known| known.kind.terraform);
        let Some(scope) = scope(known, Some(arn)) else {
            return Err("it is of a kind that this program does not know");
        };
        let Some(only_tagged) = self.scopes.get(&scope) else {
            return Err(if self.partial.contains(&scope) {
                "the export of such resources is one page of several"
            } else {
                "no export lists such resources in its region and account"
            });
        };
        if *only_tagged && !held.has_tags {
            return Err("it has no tags, and the export may list only what has some");
        }
        // An ARN such as that of a bucket says neither region nor account.
        let foreign = accounts.is_some_and(|accounts| !accounts.is_subset(&self.accounts));
        if account(held).is_none() && foreign {
            return Err("no export lists such resources in its region and account");
        }
        let elsewhere = held
            .region
            .as_ref()
            .is_some_and(|region| !self.regions.contains(region));
        if elsewhere && !self.regions.is_empty() {
            return Err("no export lists such resources in its region and account");
        }
        Ok(())
    }
}

/// The account that the ARN of an object names.
pub(super) fn account(held: &Held) -> Option<String> {
    let arn = Arn::parse(held.arn.as_deref()?)?;
    (!arn.account.is_empty()).then(|| arn.account.to_owned())
}

fn scope(terraform: Option<&'static str>, arn: Option<&str>) -> Option<Scope> {
    let arn = Arn::parse(arn?)?;
    Some((terraform?, arn.region.to_owned(), arn.account.to_owned()))
}
