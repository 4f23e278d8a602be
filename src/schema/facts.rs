//! What is known of attributes beyond the provider's schema: secrets, what is replaced, what is deprecated or was removed.
//!
//! Where the facts come from, and how complete they are, is said in `docs/schema.md`.

use super::Kind;
use super::block::{BlockSchema, Member};
use super::table::{self, Section};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Puts the facts of a type on its attributes and blocks.
pub(super) fn put(section: Section, name: &str, schema: &mut BlockSchema) {
    // Of a type that is deprecated as a whole, arguments need no words of their own.
    let is_deprecated =
        || reviewed(Word::Deprecated, section, name).any(|(path, _)| path.is_empty());
    for table in [&table::SOURCE, &table::FACTS] {
        if let Some((_, text)) = table.entry(section, name) {
            for fact in text.split(" | ") {
                if !(fact.starts_with("deprecated ") && is_deprecated()) {
                    learn(schema, fact);
                }
            }
        }
    }
    for (path, why) in reviewed(Word::Deprecated, section, name) {
        deprecate(schema, path, why);
    }
}

/// `sensitive PATHS`, `replaces PATHS` or `deprecated PATH WHY`.
fn learn(schema: &mut BlockSchema, fact: &'static str) {
    let (word, rest) = fact.split_once(' ').unwrap_or((fact, ""));
    if word == "deprecated" {
        if let Some((path, why)) = rest.split_once(' ') {
            deprecate(schema, path, why);
        }
        return;
    }
    for path in rest.split(' ') {
        match (schema.at_mut(path), word) {
            (Some(Member::Attribute(attribute)), "sensitive") => attribute.sensitive = true,
            (Some(Member::Attribute(attribute)), _) => attribute.replaces = true,
            (Some(Member::Block(block)), "replaces") => block.replaces = true,
            _ => {}
        }
    }
}

fn deprecate(schema: &mut BlockSchema, path: &str, why: &'static str) {
    match schema.at_mut(path) {
        Some(Member::Attribute(attribute)) => attribute.deprecated = Some(why),
        Some(Member::Block(block)) => block.deprecated = Some(why),
        None => {}
    }
}

/// What to write instead of an attribute, block or (with an empty path) type that a version of the provider took away or gave up.
pub fn instead_of(kind: Kind, type_name: &str, path: &str) -> Option<&'static str> {
    let section = Section::from(kind);
    let of = |word| reviewed(word, section, type_name);
    let mut all = of(Word::Removed)
        .chain(of(Word::Deprecated))
        .chain(of(Word::Before));
    all.find(|(known, _)| *known == path).map(|(_, text)| text)
}

/// Why a whole type is deprecated, and what takes its place.
pub fn deprecated_type(kind: Kind, type_name: &str) -> Option<&'static str> {
    let mut all = reviewed(Word::Deprecated, Section::from(kind), type_name);
    all.find(|(path, _)| path.is_empty()).map(|(_, text)| text)
}

#[derive(Clone, Copy)]
enum Word {
    /// In version 6.
    Removed,
    /// In version 6.
    Deprecated,
    /// Gone or changed in a version before 6.
    Before,
}

/// What the lines `WORD KIND TYPE PATH|- TEXT` of the reviewed table say of a type: paths and texts.
fn reviewed(
    word: Word,
    section: Section,
    name: &str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let word = match word {
        Word::Removed => "removed",
        Word::Deprecated => "deprecated",
        Word::Before => "before",
    };
    let lines = REVIEWED.get(name).into_iter().flatten();
    let of = lines.filter(move |line| line.word == word && line.kind == section.letter());
    of.map(|line| (line.path, line.text))
}

/// A line of the reviewed table, without its type.
struct Line {
    word: &'static str,
    kind: &'static str,
    /// Empty: the type itself.
    path: &'static str,
    text: &'static str,
}

/// The lines by type: most types have none, and are asked about for every resource.
static REVIEWED: LazyLock<FxHashMap<&str, Vec<Line>>> = LazyLock::new(|| {
    let mut by_type: FxHashMap<&str, Vec<Line>> = FxHashMap::default();
    let lines = include_str!("reviewed.table").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        if let [word, kind, name, path, text] = *line.splitn(5, ' ').collect::<Vec<_>>() {
            let path = if path == "-" { "" } else { path };
            let line = Line {
                word,
                kind,
                path,
                text,
            };
            by_type.entry(name).or_default().push(line);
        }
    }
    by_type
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Major, resource, schema_of};

    #[test]
    fn every_fact_is_about_something_that_exists() {
        for table in [&table::SOURCE, &table::FACTS] {
            for name in table.names(Section::Resource) {
                let mut schema = BlockSchema::clone(&resource(name).unwrap());
                let (_, text) = table.entry(Section::Resource, name).unwrap();
                for fact in text.split(" | ") {
                    let words: Vec<&str> = fact.split(' ').collect();
                    let paths = match words[0] {
                        "deprecated" => &words[1..2],
                        "sensitive" | "replaces" => &words[1..],
                        _ => panic!("{name} {fact}"),
                    };
                    assert!(!paths.is_empty());
                    for path in paths {
                        assert!(schema.at_mut(path).is_some(), "{name}.{path}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_the_source_says_is_not_said_twice() {
        for name in table::FACTS.names(Section::Resource) {
            let facts = |table: &table::Table| -> Vec<(&str, &str)> {
                let text = table.entry(Section::Resource, name);
                let facts = text.into_iter().flat_map(|(_, text)| text.split(" | "));
                facts
                    .flat_map(|fact| {
                        let (word, rest) = fact.split_once(' ').unwrap();
                        let count = if word == "deprecated" { 1 } else { usize::MAX };
                        rest.split(' ').take(count).map(move |path| (word, path))
                    })
                    .collect()
            };
            let source = facts(&table::SOURCE);
            for fact in facts(&table::FACTS) {
                assert!(!source.contains(&fact), "{name} {fact:?}");
            }
        }
    }

    /// Read in the provider's source, <https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service>.
    #[test]
    fn what_replaces_well_known_resources() {
        for (name, replacing, keeping) in [
            (
                "aws_db_instance",
                "availability_zone db_name engine kms_key_id storage_encrypted username region",
                "allocated_storage engine_version identifier instance_class multi_az publicly_accessible db_subnet_group_name",
            ),
            (
                "aws_subnet",
                "availability_zone cidr_block vpc_id",
                "map_public_ip_on_launch tags",
            ),
            (
                "aws_instance",
                "ami subnet_id root_block_device.encrypted key_name",
                "instance_type user_data root_block_device.volume_size",
            ),
            (
                "aws_lb",
                "internal load_balancer_type name",
                "drop_invalid_header_fields subnets",
            ),
            (
                "aws_iam_role",
                "name path",
                "assume_role_policy description",
            ),
            (
                "aws_ebs_volume",
                "availability_zone encrypted kms_key_id snapshot_id",
                "size type",
            ),
            (
                "aws_efs_file_system",
                "encrypted kms_key_id performance_mode",
                "throughput_mode",
            ),
        ] {
            let mut schema = BlockSchema::clone(&resource(name).unwrap());
            for (paths, expected) in [(replacing, true), (keeping, false)] {
                for path in paths.split(' ') {
                    let Some(Member::Attribute(attribute)) = schema.at_mut(path) else {
                        panic!("{name}.{path}")
                    };
                    assert_eq!(attribute.replaces, expected, "{name}.{path}");
                }
            }
        }
    }

    #[test]
    fn every_reviewed_line_is_about_something_that_exists() {
        for line in include_str!("reviewed.table")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let words: Vec<&str> = line.splitn(5, ' ').collect();
            let [word, kind, name, path, _] = words[..] else {
                panic!("{line}")
            };
            if word == "before" {
                continue;
            }
            let kind = if kind == "r" {
                Kind::Resource
            } else {
                Kind::DataSource
            };
            let major = if word == "removed" {
                Major::Five
            } else {
                Major::Six
            };
            let schema = schema_of(major, kind, name).unwrap_or_else(|| panic!("{line}"));
            let mut block = &*schema;
            let mut rest = path;
            while let Some((first, inner)) = rest.split_once('.') {
                block = &block.block(first).unwrap_or_else(|| panic!("{line}")).block;
                rest = inner;
            }
            assert!(path == "-" || block.has(rest), "{line}");
            if word == "removed" {
                let six = schema_of(Major::Six, kind, name);
                assert!(
                    path.contains('.') || !six.is_some_and(|six| path == "-" || six.has(path)),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn facts_of_well_known_attributes() {
        let instance = resource("aws_db_instance").unwrap();
        let password = instance.attribute("password").unwrap();
        assert!(password.sensitive && !password.replaces);
        let domain = resource("aws_opensearch_domain").unwrap();
        let security = &domain.block("advanced_security_options").unwrap().block;
        let master = &security.block("master_user_options").unwrap().block;
        assert!(master.attribute("master_user_password").unwrap().sensitive);
        assert!(!instance.attribute("engine").unwrap().sensitive);
        let bucket = resource("aws_s3_bucket").unwrap();
        assert!(
            bucket
                .attribute("acl")
                .unwrap()
                .deprecated
                .is_some_and(|why| why.contains("aws_s3_bucket_acl"))
        );
        assert!(bucket.block("versioning").unwrap().deprecated.is_some());
        assert!(bucket.attribute("bucket").unwrap().deprecated.is_none());
        assert!(
            instead_of(Kind::Resource, "aws_eip", "vpc")
                .is_some_and(|text| text.contains("domain"))
        );
        assert!(deprecated_type(Kind::Resource, "aws_s3_bucket_object").is_some());
    }
}
