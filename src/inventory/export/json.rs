//! The JSON that AWS tools print. Members are looked up by name and the rest is passed over, so that newer fields do no harm.

use super::{Collector, Export, HELP, Listed, Source, refused};
use crate::inventory::{ownership, types};
use crate::plan::Refused;
use crate::source::SourceFile;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

type Members<'t> = BTreeMap<Cow<'t, str>, &'t RawValue>;

/// The member that holds the list, and the tool.
const LISTS: &[(&str, Source)] = &[
    ("ResourceTagMappingList", Source::TaggingApi),
    ("resourceIdentifiers", Source::ConfigList),
    // Of an aggregator: the same members with capital letters.
    ("ResourceIdentifiers", Source::ConfigList),
    ("configurationItems", Source::ConfigSnapshot),
    ("baseConfigurationItems", Source::ConfigSnapshot),
    ("Resources", Source::ResourceExplorer),
    ("Results", Source::List),
];

/// Members that say that there is another page; the last one is that of the command line for `--max-items`.
const TOKENS: [&str; 3] = ["PaginationToken", "nextToken", "NextToken"];

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

/// Reads one document, or several one after the other.
pub(super) fn read(text: &str, file: &SourceFile) -> Result<Export, Refused> {
    let mut collector = Collector::new(file);
    let start = place(file.text(), text);
    let mut read: Option<Document> = None;
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    while let Some(next) = documents.next() {
        let (at, next) = match next {
            Ok(raw) => {
                let text = raw.get();
                (place(file.text(), text), document(text, &mut collector))
            }
            Err(error) => (start + documents.byte_offset(), Err(unreadable(&error))),
        };
        match (next, &read) {
            (Ok(page), None) => read = Some(page),
            (Ok(page), Some(before)) => {
                // Who asks only about what has tags in one document says nothing of the others.
                let source = before.source;
                let source = if page.source.is_of_tagged() {
                    page.source
                } else {
                    source
                };
                // A page that says that there is another one is followed by it here.
                read = Some(Document { source, ..page });
            }
            (Err(refused), None) => return Err(refused),
            (Err(Refused { message, .. }), Some(_)) => collector.misread(at, &message, AGAIN),
        }
    }
    let Document { source, is_partial } = read.ok_or_else(|| refused("is empty", HELP))?;
    if source == Source::List && collector.found.is_empty() && collector.unnamed > 0 {
        return Err(refused("is a JSON list of what has no ARN", HELP));
    }
    Ok(collector.export(source, is_partial))
}

/// What a document is.
struct Document {
    source: Source,
    is_partial: bool,
}

/// Reads a document: an answer of a tool, a list of entries, or one entry.
fn document(text: &str, collector: &mut Collector<'_>) -> Result<Document, Refused> {
    let whole = |source| Document {
        source,
        is_partial: false,
    };
    if text.starts_with('[') {
        let elements: Vec<&RawValue> = parse(text)?;
        let first = elements.first().and_then(|first| {
            let members: Members<'_> = serde_json::from_str(first.get()).ok()?;
            source_of(&members)
        });
        let source = first.unwrap_or(Source::List);
        for element in elements {
            entry(element.get(), source, collector);
        }
        return Ok(whole(source));
    }
    if text.starts_with('"') {
        entry(text, Source::List, collector);
        return Ok(whole(Source::List));
    }
    if !text.starts_with('{') {
        return Err(refused("is a JSON value that is no export", HELP));
    }
    let members: Members<'_> = parse(text)?;
    let list = LISTS
        .iter()
        .find_map(|(list, source)| Some((list, members.get(*list)?, *source)));
    let Some((name, list, source)) = list else {
        let foreign = FOREIGN
            .iter()
            .find(|(member, ..)| members.contains_key(*member));
        return match (foreign, source_of(&members)) {
            (Some((_, what, help)), _) => Err(refused(*what, help)),
            (None, Some(source)) => {
                entry(text, source, collector);
                Ok(whole(source))
            }
            (None, None) => Err(refused(
                "is JSON, but no export that is known: it has neither `ResourceTagMappingList`, `resourceIdentifiers`, `configurationItems` nor `Resources`",
                HELP,
            )),
        };
    };
    let elements: Vec<&RawValue> = serde_json::from_str(list.get())
        .map_err(|_| refused(format!("is no export: its `{name}` is no list"), HELP))?;
    for element in elements {
        entry(element.get(), source, collector);
    }
    let has_token = |token: &&str| string(&members, token).is_some_and(|token| !token.is_empty());
    Ok(Document {
        source,
        is_partial: TOKENS.iter().any(has_token) || is_cut(&members),
    })
}

/// The tool that writes entries with these members; `None`: they are no entry.
fn source_of(members: &Members<'_>) -> Option<Source> {
    let has = |name: &str| members.contains_key(name);
    if has("configurationItemStatus") || has("configurationItemCaptureTime") {
        Some(Source::ConfigSnapshot)
    } else if has("resourceType") && has("resourceId") {
        Some(Source::ConfigList)
    } else if has("Arn") && has("OwningAccountId") {
        Some(Source::ResourceExplorer)
    } else if has("ResourceARN") {
        Some(Source::TaggingApi)
    } else {
        let named = NAMING
            .iter()
            .any(|name| string(members, name).is_some_and(|text| text.starts_with("arn:")));
        named.then_some(Source::List)
    }
}

/// Whether Resource Explorer has more results than it gives: it stops at a thousand.
fn is_cut(members: &Members<'_>) -> bool {
    let count = members.get("Count").map(|count| count.get());
    let count = count.and_then(|count| serde_json::from_str::<Members<'_>>(count).ok());
    count.is_some_and(|count| {
        count
            .get("Complete")
            .is_some_and(|complete| complete.get() == "false")
    })
}

fn parse<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, Refused> {
    serde_json::from_str(text).map_err(|error| unreadable(&error))
}

/// What to do with a file that is cut off.
const AGAIN: &str = "export it again; the command may have been interrupted";

fn unreadable(error: &serde_json::Error) -> Refused {
    if error.is_eof() {
        let place = format!("line {} column {}", error.line(), error.column());
        refused(format!("ends in the middle, at {place}"), AGAIN)
    } else {
        refused(format!("is not the JSON of an export: {error}"), HELP)
    }
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
            match serde_json::from_str::<Members<'_>>(&text) {
                Ok(members) => collector.add(listed(&members), start, raw.len()),
                Err(_) => {
                    collector.misread(start, "a result that is not the JSON of an object", AGAIN);
                }
            }
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
    let Ok(members) = serde_json::from_str::<Members<'_>>(raw) else {
        collector.misread(
            start,
            "an entry that is neither an object nor an ARN",
            AGAIN,
        );
        return;
    };
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
const NAMING: [&str; 8] = [
    "ResourceARN",
    "ARN",
    "Arn",
    "arn",
    "resourceArn",
    "ResourceArn",
    "resourceId",
    "ResourceId",
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
    let config_type = text(&["resourceType", "ResourceType"])
        .filter(|config_type| config_type.starts_with("AWS::"));
    let arn = NAMING
        .iter()
        .take(6)
        .find_map(|name| text(&[name]).filter(|arn| arn.starts_with("arn:")));
    let mut listed = Listed {
        arn,
        id: text(&["resourceId", "ResourceId"]),
        name: text(&["resourceName", "ResourceName"]),
        region: text(&["awsRegion", "Region", "SourceRegion"]),
        account: text(&[
            "awsAccountId",
            "accountId",
            "OwningAccountId",
            "SourceAccountId",
        ]),
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
        let member = |name: &str| held.get(name).copied();
        listed.facts.extend(ownership::facts(config_type, member));
        let engine = types::asked_fact(config_type);
        if let Some(engine) = engine.and_then(|name| Some((name, string(&held, name)?))) {
            listed
                .facts
                .insert(engine.0.to_owned(), engine.1.into_owned());
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
