//! Who else answers for a resource: AWS itself, or a parent that makes and unmakes it. Reads the tables, decides nothing by name alone.

mod tables;

use super::found::Found;
use super::held::Held;
use crate::aws::arn::Arn;
use crate::aws::wildcard::{Case, covers};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use tables::{ARNS, FACTS, PARTS, REVISIONS, TAGS};

/// What the managed resources own.
#[derive(Default, Debug)]
pub(super) struct Owners {
    parts: BTreeMap<String, &'static str>,
    /// ARNs without their revision.
    families: BTreeMap<String, &'static str>,
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

    /// Why a resource that no state has is nobody's to write, in a few words; `None`: somebody made it.
    pub(super) fn owner(&self, found: &Found) -> Option<&'static str> {
        by_arn(found)
            .or_else(|| by_tag(found))
            .or_else(|| by_fact(found))
            .or_else(|| self.by_part(found))
            .or_else(|| self.by_family(found))
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
    let (_, what) = REVISIONS
        .iter()
        .find(|(start, _)| subject.starts_with(start))?;
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
    let (_, what) = ARNS
        .iter()
        .find(|(pattern, _)| covers(pattern, arn, Case::Sensitive))?;
    Some(what)
}

fn by_tag(found: &Found) -> Option<&'static str> {
    let subject = found.subject();
    let is = |pattern: &str, text: &str| covers(pattern, text, Case::Sensitive);
    let (.., what) = TAGS.iter().find(|(key, value, of, _)| {
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
    let (.., what) = FACTS.iter().find(|(of, member, value, _)| {
        *of == config_type && found.facts.get(*member).is_some_and(|fact| fact == value)
    })?;
    Some(what)
}

/// The members of AWS Config's `configuration` that the tables ask about.
pub(super) fn asked_facts(config_type: &str) -> impl Iterator<Item = &'static str> {
    let facts = FACTS.iter().filter(move |(of, ..)| *of == config_type);
    facts.map(|(_, member, ..)| *member)
}

/// What AWS made together with a managed resource: its ids, and what it is.
pub(super) fn parts(
    resource_type: &str,
    attribute: impl Fn(&str) -> Option<RawAttribute>,
) -> Vec<(String, &'static str)> {
    let mut parts = Vec::new();
    for (_, path, what) in PARTS.iter().filter(|(of, ..)| *of == resource_type) {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(value) = attribute(name) {
            let mut ids = Vec::new();
            collect(&value, rest, &mut ids);
            parts.extend(ids.into_iter().map(|id| (id, *what)));
        }
    }
    parts
}

/// A decoded attribute that the tables ask about.
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
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn parts_are_read_along_their_paths() {
        let value = serde_json::json!([{ "volume_id": "vol-1" }, { "volume_id": "" }, { "volume_id": "vol-2" }]);
        let found = parts("aws_instance", |name| {
            (name == "root_block_device").then(|| value.clone())
        });
        let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["vol-1", "vol-2"]);
    }

    #[test]
    fn families_are_arns_without_their_revision() {
        let family = |arn| family(arn).map(|(family, _)| family);
        assert_eq!(
            family("arn:aws:ecs:r:1:task-definition/api:7"),
            Some("arn:aws:ecs:r:1:task-definition/api")
        );
        assert_eq!(
            family("arn:aws:lambda:r:1:function:api"),
            Some("arn:aws:lambda:r:1:function:api")
        );
        assert_eq!(family("arn:aws:sns:r:1:topic"), None);
    }

    #[test]
    fn the_tables_speak_of_types_and_attributes_that_exist() {
        for (resource_type, path, _) in PARTS {
            let schema =
                schema::resource(resource_type).unwrap_or_else(|| panic!("{resource_type}"));
            let name = path.split('.').next().unwrap();
            assert!(
                schema.attribute(name).is_some() || schema.block(name).is_some(),
                "{resource_type}.{path}"
            );
        }
        for (pattern, _) in ARNS {
            assert_eq!(pattern.matches(':').count().min(5), 5, "{pattern}");
        }
    }
}
