//! Who else answers for a resource: AWS itself, or a parent that makes and unmakes it. Reads its table, decides nothing by name alone.

mod table;

use super::found::Found;
use super::held::Held;
use crate::aws::arn::Arn;
use crate::aws::wildcard::{Case, covers};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use table::table;

/// What the managed resources own.
#[derive(Default, Debug)]
pub(super) struct Owners {
    parts: BTreeMap<String, &'static str>,
    /// ARNs without their revision.
    families: BTreeMap<String, &'static str>,
    default_vpcs: BTreeSet<String>,
}

impl Owners {
    pub(super) fn of(held: &[Held]) -> Self {
        let mut owners = Self::default();
        for held in held {
            let parts = held.parts.iter();
            owners
                .parts
                .extend(parts.map(|(part, what)| (part.clone(), *what)));
            if let Some((family, what)) = held.arn.as_deref().and_then(family) {
                owners.families.insert(family.to_owned(), what);
            }
        }
        owners
    }

    /// The same with what exports say of default VPCs.
    pub(super) fn with_default_vpcs(mut self, found: &[Found]) -> Self {
        let vpcs = found.iter().filter(|found| {
            found.config_type.as_deref() == Some("AWS::EC2::VPC") && by_fact(found).is_some()
        });
        self.default_vpcs = vpcs.flat_map(|vpc| vpc.names.iter().cloned()).collect();
        self
    }

    /// Why a resource that no state has is nobody's to write, in a few words; `None`: somebody made it.
    pub(super) fn owner(&self, found: &Found) -> Option<&'static str> {
        by_arn(found)
            .or_else(|| by_tag(found))
            .or_else(|| by_fact(found))
            .or_else(|| self.by_vpc(found))
            .or_else(|| self.by_part(found))
            .or_else(|| self.by_family(found))
    }

    fn by_vpc(&self, found: &Found) -> Option<&'static str> {
        let config_type = found.config_type.as_deref()?;
        let [.., what] = table().of_default_vpc.iter().find(|[of, path, _]| {
            let vpc = found.facts.get(*path);
            *of == config_type && vpc.is_some_and(|vpc| self.default_vpcs.contains(vpc))
        })?;
        Some(what)
    }

    fn by_part(&self, found: &Found) -> Option<&'static str> {
        let import = found
            .known
            .as_ref()
            .and_then(|known| known.import.as_ref().ok());
        let names = found.names.iter().chain(&found.arn).chain(import);
        names
            .filter_map(|name| self.parts.get(name))
            .copied()
            .next()
    }

    fn by_family(&self, found: &Found) -> Option<&'static str> {
        let arn = found.arn.as_deref()?;
        let (family, _) = arn.rsplit_once(':')?;
        let families = [Some(arn), Some(family)];
        families
            .into_iter()
            .flatten()
            .find_map(|family| self.families.get(family))
            .copied()
    }
}

/// The ARN of all revisions of a managed resource.
fn family(arn: &str) -> Option<(&str, &'static str)> {
    let subject = subject(arn)?;
    let mut revisions = table().revisions.iter();
    let [_, what] = revisions.find(|[start, _]| subject.starts_with(start))?;
    let last = arn
        .rsplit_once(':')
        .filter(|(_, last)| last.bytes().all(|byte| byte.is_ascii_digit()));
    Some((last.map_or(arn, |(family, _)| family), what))
}

/// `service:resource` of an ARN.
fn subject(arn: &str) -> Option<String> {
    let arn = Arn::parse(arn)?;
    Some(format!("{}:{}", arn.service, arn.resource))
}

fn by_arn(found: &Found) -> Option<&'static str> {
    let arn = found.arn.as_deref()?;
    let mut arns = table().arns.iter();
    let [_, what] = arns.find(|[pattern, _]| covers(pattern, arn, Case::Sensitive))?;
    Some(what)
}

fn by_tag(found: &Found) -> Option<&'static str> {
    let subject = found.subject();
    let is = |pattern: &str, text: &str| covers(pattern, text, Case::Sensitive);
    let [.., what] = table().tags.iter().find(|[key, value, of, _]| {
        is(of, &subject)
            && found
                .tags
                .iter()
                .any(|(name, text)| is(key, name) && is(value, text))
    })?;
    Some(what)
}

fn by_fact(found: &Found) -> Option<&'static str> {
    let config_type = found.config_type.as_deref()?;
    let [.., what] = table().facts.iter().find(|[of, member, value, _]| {
        *of == config_type && found.facts.get(*member).is_some_and(|fact| fact == value)
    })?;
    Some(what)
}

/// What AWS Config's `configuration` says at the paths that the table asks about.
pub(super) fn facts<'t>(
    config_type: &str,
    member: impl Fn(&str) -> Option<&'t RawValue>,
) -> BTreeMap<String, String> {
    let facts = table().facts.iter().map(|[of, path, ..]| (of, path));
    let of_vpc = table().of_default_vpc.iter();
    let of_vpc = of_vpc.map(|[of, path, _]| (of, path));
    let asked = facts.chain(of_vpc).filter(|(of, _)| **of == config_type);
    let mut said = BTreeMap::new();
    for (_, path) in asked {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(value) = member(name).and_then(decoded) {
            let mut texts = Vec::new();
            collect(&value, rest, &mut texts);
            // Of several, `true` comes after `false`.
            said.extend(
                texts
                    .into_iter()
                    .max()
                    .map(|text| ((*path).to_owned(), text)),
            );
        }
    }
    said
}

/// What AWS made together with a managed resource: its ids, and what it is.
pub(super) fn parts(
    resource_type: &str,
    attribute: impl Fn(&str) -> Option<RawAttribute>,
) -> Vec<(String, &'static str)> {
    let mut parts = Vec::new();
    let of_type = table().parts.iter().filter(|[of, ..]| *of == resource_type);
    for [_, path, what] in of_type {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(value) = attribute(name) {
            let mut ids = Vec::new();
            collect(&value, rest, &mut ids);
            parts.extend(ids.into_iter().map(|id| (id, *what)));
        }
    }
    parts
}

/// A decoded attribute that the table asks about.
pub(super) type RawAttribute = Json;

/// The decoded text of an attribute.
pub(super) fn decoded(raw: &RawValue) -> Option<RawAttribute> {
    serde_json::from_str(raw.get()).ok()
}

/// The texts at a path; as deep as the path of the table is long.
fn collect(value: &Json, path: &str, into: &mut Vec<String>) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match (value, first) {
        (Json::String(id), "") if !id.is_empty() => into.push(id.clone()),
        (Json::Bool(truth), "") => into.push(truth.to_string()),
        (Json::Array(elements), "*") => {
            for element in elements {
                collect(element, rest, into);
            }
        }
        (Json::Object(members), name) => {
            if let Some(member) = members.get(name) {
                collect(member, rest, into);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
