//! The JSON that AWS tools print. Members are looked up by name and the rest is passed over, so that newer fields do no harm.

use super::{Collector, Export, HELP, Listed, Source, refused};
use crate::inventory::{ownership, types};
use crate::plan::Refused;
use crate::source::SourceFile;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

type Members<'t> = BTreeMap<Cow<'t, str>, &'t RawValue>;

/// The member that holds the list, the member that says that there is another page, and the tool.
const LISTS: &[(&str, &str, Source)] = &[
    (
        "ResourceTagMappingList",
        "PaginationToken",
        Source::TaggingApi,
    ),
    ("resourceIdentifiers", "nextToken", Source::ConfigList),
    ("configurationItems", "nextToken", Source::ConfigSnapshot),
    (
        "baseConfigurationItems",
        "nextToken",
        Source::ConfigSnapshot,
    ),
    ("Resources", "NextToken", Source::ResourceExplorer),
    ("Results", "NextToken", Source::List),
];

/// Members that tell what a foreign document is.
const FOREIGN: &[(&str, &str, &str)] = &[
    (
        "resource_changes",
        "is a plan, not an export",
        "give it with `--plan FILE`",
    ),
    (
        "planned_values",
        "is a plan, not an export",
        "give it with `--plan FILE`",
    ),
    (
        "lineage",
        "is a state file, not an export",
        "give it with `--state FILE`",
    ),
    (
        "terraform_version",
        "is a state, not an export",
        "give it with `--state FILE`",
    ),
    (
        "Reservations",
        "is what `aws ec2 describe-instances` prints",
        HELP,
    ),
    ("Buckets", "is what `aws s3api list-buckets` prints", HELP),
];

pub(super) fn read(text: &str, file: &SourceFile) -> Result<Export, Refused> {
    let mut collector = Collector::new(file);
    if text.starts_with('[') {
        let elements: Vec<&RawValue> = parse(text)?;
        for element in elements {
            entry(element.get(), Source::List, &mut collector);
        }
        if collector.found.is_empty() && collector.unnamed > 0 {
            return Err(refused("is a JSON list of what has no ARN", HELP));
        }
        return Ok(collector.export(Source::List, false));
    }
    let members: Members<'_> = parse(text)?;
    let list = LISTS.iter().find_map(|(list, token, source)| {
        let elements: Vec<&RawValue> = serde_json::from_str(members.get(*list)?.get()).ok()?;
        Some((elements, token, *source))
    });
    let Some((elements, token, source)) = list else {
        let foreign = FOREIGN
            .iter()
            .find(|(member, ..)| members.contains_key(*member));
        return Err(match foreign {
            Some((_, what, help)) => refused(*what, help),
            None => refused(
                "is JSON, but no export that is known: it has neither `ResourceTagMappingList`, `resourceIdentifiers`, `configurationItems` nor `Resources`",
                HELP,
            ),
        });
    };
    for element in elements {
        entry(element.get(), source, &mut collector);
    }
    let is_partial = string(&members, token).is_some_and(|token| !token.is_empty());
    Ok(collector.export(source, is_partial))
}

fn parse<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, Refused> {
    serde_json::from_str(text).map_err(|error| {
        if error.is_eof() {
            let place = format!("line {} column {}", error.line(), error.column());
            refused(
                format!("ends in the middle, at {place}"),
                "export it again; the command may have been interrupted",
            )
        } else {
            refused(format!("is not the JSON of an export: {error}"), HELP)
        }
    })
}

/// A text at a member.
fn string<'t>(members: &Members<'t>, name: &str) -> Option<Cow<'t, str>> {
    let raw = members.get(name)?.get();
    // What needs no decoding stays a part of the text, so that its place is known.
    let plain = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    match plain.filter(|plain| !plain.contains('\\')) {
        Some(plain) => Some(Cow::Borrowed(plain)),
        None => serde_json::from_str::<String>(raw).ok().map(Cow::Owned),
    }
}

/// An element of a list: an object; in some lists a text that is an ARN, or that holds an object.
fn entry(raw: &str, source: Source, collector: &mut Collector<'_>) {
    let start = place(collector.file.text(), raw);
    if raw.starts_with('"') {
        let text: String = serde_json::from_str(raw).unwrap_or_default();
        if text.starts_with('{') {
            // `select-resource-config` prints each result as a text of JSON.
            let members: Members<'_> = serde_json::from_str(&text).unwrap_or_default();
            collector.add(listed(&members), start, raw.len());
        } else {
            let arn = Some(text).filter(|text| text.starts_with("arn:"));
            let listed = Listed {
                arn,
                ..Listed::default()
            };
            collector.add(listed, start, raw.len());
        }
        return;
    }
    let members: Members<'_> = serde_json::from_str(raw).unwrap_or_default();
    if is_deleted(&members, source) {
        return;
    }
    let shown = NAMING.iter().find_map(|name| members.get(*name));
    let shown = shown.map_or("", |raw| raw.get());
    let at = if shown.is_empty() {
        start
    } else {
        place(collector.file.text(), shown)
    };
    collector.add(listed(&members), at, shown.len());
}

/// Where a part of a text is.
fn place(text: &str, part: &str) -> usize {
    let offset = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if offset <= text.len() { offset } else { 0 }
}

/// The members that name a resource, the surest first.
const NAMING: [&str; 7] = [
    "ResourceARN",
    "ARN",
    "Arn",
    "arn",
    "resourceArn",
    "ResourceArn",
    "resourceId",
];

/// Whether AWS Config remembers a resource that is no more.
fn is_deleted(members: &Members<'_>, source: Source) -> bool {
    let status = string(members, "configurationItemStatus");
    let is_gone = status.is_some_and(|status| {
        status.starts_with("ResourceDeleted") || status == "ResourceNotRecorded"
    });
    let deleted = members
        .get("resourceDeletionTime")
        .is_some_and(|time| time.get() != "null");
    is_gone || (deleted && source == Source::ConfigList)
}

fn listed(members: &Members<'_>) -> Listed {
    let text = |names: &[&str]| {
        let text = names.iter().find_map(|name| string(members, name));
        text.filter(|text| !text.is_empty()).map(Cow::into_owned)
    };
    let config_type =
        text(&["resourceType"]).filter(|config_type| config_type.starts_with("AWS::"));
    let arn = NAMING
        .iter()
        .take(6)
        .find_map(|name| text(&[name]).filter(|arn| arn.starts_with("arn:")));
    let mut listed = Listed {
        arn,
        id: text(&["resourceId"]),
        name: text(&["resourceName"]),
        region: text(&["awsRegion", "Region"]),
        account: text(&["awsAccountId", "accountId", "OwningAccountId"]),
        ..Listed::default()
    };
    for name in ["Tags", "tags"] {
        if let Some(raw) = members.get(name) {
            tags(raw.get(), &mut listed.tags);
        }
    }
    if let Some(properties) = members.get("Properties") {
        properties_tags(properties.get(), &mut listed.tags);
    }
    if let (Some(config_type), Some(raw)) = (&config_type, members.get("configuration")) {
        let held: Members<'_> = serde_json::from_str(raw.get()).unwrap_or_default();
        let asked = ownership::asked_facts(config_type);
        for fact in asked.chain(types::asked_fact(config_type)) {
            if let Some(value) = held.get(fact) {
                let value = value.get().trim_matches('"').to_owned();
                listed.facts.insert(fact.to_owned(), value);
            }
        }
    }
    listed.config_type = config_type;
    listed
}

/// Tags as a list of keys and values, or as an object.
fn tags(raw: &str, into: &mut BTreeMap<String, String>) {
    if raw.starts_with('{') {
        let members: Members<'_> = serde_json::from_str(raw).unwrap_or_default();
        for name in members.keys() {
            let value = string(&members, name).unwrap_or_default();
            into.insert(name.to_string(), value.into_owned());
        }
        return;
    }
    let pairs: Vec<Members<'_>> = serde_json::from_str(raw).unwrap_or_default();
    for pair in &pairs {
        let either = |a: &str, b: &str| string(pair, a).or_else(|| string(pair, b));
        if let Some(key) = either("Key", "key") {
            let value = either("Value", "value").unwrap_or_default();
            into.insert(key.into_owned(), value.into_owned());
        }
    }
}

/// Resource Explorer keeps tags among properties: `{"Name": "tags", "Data": [{"Key": …, "Value": …}]}`.
fn properties_tags(raw: &str, into: &mut BTreeMap<String, String>) {
    let properties: Vec<Members<'_>> = serde_json::from_str(raw).unwrap_or_default();
    for property in &properties {
        let is_tags =
            string(property, "Name").is_some_and(|name| name.eq_ignore_ascii_case("tags"));
        if let Some(data) = property.get("Data").filter(|_| is_tags) {
            tags(data.get(), into);
        }
    }
}
