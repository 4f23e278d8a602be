//! The schema of the last version 5 of the AWS provider, as a difference to the table. The format is described in `docs/schema.md`.

use super::block::{AttributeSchema, BlockSchema, NestedBlock};
use super::decode::{Decoder, Text};
use super::table::{self, Section};
use std::sync::Arc;

/// What version 5 has of a type of version 6; `None` if it does not have it.
///
/// A type that version 6 does not have is read from the difference alone.
pub(super) fn schema(
    section: Section,
    name: &str,
    newer: Option<&BlockSchema>,
) -> Option<BlockSchema> {
    let Some((_, text)) = table::AWS_5.entry(section, name) else {
        return newer.cloned();
    };
    let mut decoder = Decoder::new(&table::AWS_5);
    if let Some(whole) = text.strip_prefix('=') {
        return decoder.items(&mut Text(whole));
    }
    if text == "-" {
        return None;
    }
    edited(&mut decoder, newer?, &mut Text(text))
}

/// A block with edits: `-name` takes away, `name:…` and `name=…` put in place, `name~(…)` edits a block inside.
fn edited(decoder: &mut Decoder, newer: &BlockSchema, text: &mut Text) -> Option<BlockSchema> {
    let mut attributes = newer.attributes.clone();
    let mut blocks = newer.blocks.clone();
    while text.has_more() {
        let gone = text.take('-');
        let name = text.word()?;
        let edit = if gone {
            Edit::Gone
        } else if text.take(':') {
            Edit::Attribute(decoder.attribute(name, text)?)
        } else if text.take('=') {
            Edit::Block(decoder.nested(name, text)?)
        } else {
            let inner = newer.block(name)?;
            let opened = text.take('~') && text.take('(');
            let block = opened.then(|| edited(decoder, &inner.block, text))??;
            let closed = text.take(')');
            closed.then(|| {
                Edit::Block(NestedBlock {
                    block: Arc::new(block),
                    ..inner.clone()
                })
            })?
        };
        attributes.retain(|attribute| &*attribute.name != name);
        blocks.retain(|block| &*block.name != name);
        match edit {
            Edit::Gone => {}
            Edit::Attribute(attribute) => attributes.push(attribute),
            Edit::Block(block) => blocks.push(block),
        }
        text.take(' ');
    }
    Some(BlockSchema::new(attributes, blocks))
}

enum Edit {
    Gone,
    Attribute(AttributeSchema),
    Block(NestedBlock),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Kind, Major, resource, schema_of};

    fn five(resource_type: &str) -> Option<Arc<BlockSchema>> {
        schema_of(Major::Five, Kind::Resource, resource_type)
    }

    #[test]
    fn every_line_applies() {
        for section in [
            Section::Resource,
            Section::DataSource,
            Section::Ephemeral,
            Section::Provider,
        ] {
            for name in table::AWS_5.names(section) {
                let newer = super::super::decoded(section, name);
                let older = schema(section, name, newer.as_deref());
                let (_, text) = table::AWS_5.entry(section, name).unwrap();
                assert_eq!(older.is_none(), text == "-", "{name}");
                assert_eq!(newer.is_none(), text.starts_with('='), "{name}");
            }
        }
    }

    #[test]
    fn what_version_6_took_away_and_brought() {
        for (resource_type, name, older, newer) in [
            ("aws_eip", "vpc", true, false),
            ("aws_instance", "cpu_core_count", true, false),
            ("aws_instance", "region", false, true),
            ("aws_redshift_cluster", "snapshot_copy", true, false),
            ("aws_flow_log", "log_group_name", true, false),
            ("aws_db_instance", "engine", true, true),
        ] {
            let has = |schema: &BlockSchema| {
                schema.attribute(name).is_some() || schema.block(name).is_some()
            };
            let found =
                [five(resource_type), resource(resource_type)].map(|schema| has(&schema.unwrap()));
            assert_eq!(found, [older, newer], "{resource_type}.{name}");
        }
        let endpoints = |major| {
            let provider = super::super::aws_provider(major).unwrap();
            let endpoints = Arc::clone(&provider.block("endpoints").unwrap().block);
            ["opsworks", "s3vectors", "s3"].map(|name| endpoints.has(name))
        };
        assert_eq!(endpoints(Major::Five), [true, false, true]);
        assert_eq!(endpoints(Major::Six), [false, true, true]);
        let nested = five("aws_instance").unwrap();
        let options = &nested.block("cpu_options").unwrap().block;
        assert!(
            options.attribute("core_count").is_some()
                && options.attribute("nested_virtualization").is_none()
        );
    }

    #[test]
    fn types_of_one_version_alone() {
        assert!(
            five("aws_opsworks_stack").is_some_and(|schema| schema.attribute("vpc_id").is_some())
        );
        assert!(resource("aws_opsworks_stack").is_none());
        assert!(five("aws_accountaccess_entitlement").is_none());
        assert!(five("aws_no_such_type").is_none());
    }
}
