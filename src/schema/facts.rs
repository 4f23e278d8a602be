//! What is known of attributes beyond the provider's schema: secrets, what is replaced, what is deprecated or was removed.
//!
//! Where the facts come from, and how complete they are, is said in `docs/schema.md`.

use super::Kind;
use super::block::BlockSchema;
use super::table::{self, Section};

/// Puts the facts of a type on its attributes and blocks.
pub(super) fn put(section: Section, name: &str, schema: &mut BlockSchema) {
    if let Some((_, text)) = table::FACTS.entry(section, name) {
        for fact in text.split(" | ") {
            let (word, rest) = fact.split_once(' ').unwrap_or((fact, ""));
            match word {
                "sensitive" => schema.mark(rest, |attribute| attribute.sensitive = true),
                "replaces" => schema.mark(rest, |attribute| attribute.replaces = true),
                _ => {
                    if let Some((attribute, why)) = rest.split_once(' ') {
                        schema.deprecate(attribute, why);
                    }
                }
            }
        }
    }
    for (path, why) in reviewed(Word::Deprecated, section, name) {
        schema.deprecate(path, why);
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

/// The lines `WORD KIND TYPE PATH|- TEXT` of a type in the reviewed table.
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
    let head = format!("{word} {} {name} ", section.letter());
    let lines = include_str!("reviewed.table").lines();
    lines.filter_map(move |line| {
        let (path, text) = line.strip_prefix(&head)?.split_once(' ')?;
        Some((if path == "-" { "" } else { path }, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Major, resource, schema_of};

    #[test]
    fn every_fact_is_about_something_that_exists() {
        for name in table::FACTS.names(Section::Resource) {
            let schema = resource(name).unwrap();
            let (_, text) = table::FACTS.entry(Section::Resource, name).unwrap();
            for fact in text.split(" | ") {
                let words: Vec<&str> = fact.split(' ').collect();
                let names = if words[0] == "deprecated" {
                    &words[1..2]
                } else {
                    &words[1..]
                };
                assert!(!names.is_empty());
                for attribute in names {
                    assert!(schema.has(attribute), "{name}.{attribute}");
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
