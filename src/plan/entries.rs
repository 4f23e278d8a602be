//! What a plan says of the instances that will exist, by address, and which keys their blocks have.

use super::address;
use super::document::{ResourceChange, StateModule, StateResource};
use super::resolve::Blocks;
use crate::terraform::{InstanceKey, Mode};
use rustc_hash::FxHashSet;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Words that many entries have, held once.
#[derive(Default, Debug)]
pub(super) struct Words(FxHashSet<Arc<str>>);

impl Words {
    fn shared(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let word: Arc<str> = Arc::from(word);
        self.0.insert(Arc::clone(&word));
        word
    }
}

/// What the plan says of an instance that will exist.
#[derive(Clone, Debug)]
pub(super) struct Entry<'t> {
    pub(super) module: Arc<str>,
    pub(super) mode: Mode,
    pub(super) resource_type: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) key: InstanceKey,
    pub(super) value: Option<&'t RawValue>,
    pub(super) unknown: Option<&'t RawValue>,
    pub(super) sensitive: Option<&'t RawValue>,
}

impl Entry<'_> {
    /// The address of the block inside its module.
    pub(super) fn relative(&self) -> String {
        let prefix = if self.mode == Mode::Data { "data." } else { "" };
        format!("{prefix}{}.{}", self.resource_type, self.name)
    }
}

impl<'t> ResourceChange<'t> {
    pub(super) fn exists_after(&self) -> bool {
        let after = self.change.after.map(RawValue::get);
        let unknown = self.change.after_unknown.map(RawValue::get);
        let gone = |words: &[Cow<'_, str>]| matches!(words, [word] if matches!(word.as_ref(), "delete" | "forget"));
        !gone(&self.change.actions)
            && (after.is_some_and(|after| after != "null") || unknown == Some("true"))
    }

    /// `None` for addresses that no Terraform writes.
    pub(super) fn entry(&self, words: &mut Words) -> Option<Entry<'t>> {
        let (_, key) = address::split_key(&self.address)?;
        Some(Entry {
            module: words.shared(self.module_address.as_deref().unwrap_or("")),
            mode: mode(self.mode.as_deref()),
            resource_type: words.shared(&self.resource_type),
            name: words.shared(&self.name),
            key,
            value: self.change.after,
            unknown: self.change.after_unknown,
            sensitive: self.change.after_sensitive,
        })
    }
}

fn mode(word: Option<&str>) -> Mode {
    match word {
        Some("data") => Mode::Data,
        Some("ephemeral") => Mode::Ephemeral,
        _ => Mode::Managed,
    }
}

/// Whether a value is there and not null.
pub(super) fn is_known(text: Option<&RawValue>) -> bool {
    text.is_some_and(|text| text.get() != "null")
}

pub(super) fn is_data(resource: &StateResource<'_>) -> bool {
    mode(resource.mode.as_deref()) == Mode::Data
}

/// The data sources that were read while planning.
pub(super) fn data<'t>(module: &StateModule<'t>, into: &mut BTreeMap<Arc<str>, Entry<'t>>) {
    let address = module.address.as_deref().unwrap_or("");
    for resource in module.resources.iter().filter(|resource| is_data(resource)) {
        let Some((_, key)) = address::split_key(&resource.address) else {
            continue;
        };
        let entry = Entry {
            module: Arc::from(address),
            mode: Mode::Data,
            resource_type: Arc::from(&*resource.resource_type),
            name: Arc::from(&*resource.name),
            key,
            value: resource.values,
            unknown: None,
            sensitive: resource.sensitive_values,
        };
        into.insert(Arc::from(&*resource.address), entry);
    }
    for child in &module.child_modules {
        data(child, into);
    }
}

/// Which keys the blocks and the modules of the plan have.
pub(super) fn blocks(entries: &BTreeMap<Arc<str>, Entry<'_>>) -> Blocks {
    let mut blocks = Blocks::new();
    for (address, entry) in entries {
        let around = address::modules(&entry.module).into_iter();
        let around = around.filter(|module| !module.is_empty());
        for instance in around.chain([&**address]) {
            if let Some((block, key)) = address::split_key(instance) {
                let keys = known(&mut blocks, block);
                keys.push(key);
                // A module has as many instances in a row as it has resources.
                keys.dedup();
            }
        }
    }
    for keys in blocks.values_mut() {
        keys.sort();
        keys.dedup();
    }
    blocks
}

fn known<'b>(blocks: &'b mut Blocks, block: &str) -> &'b mut Vec<InstanceKey> {
    if !blocks.contains_key(block) {
        blocks.insert(block.to_owned(), Vec::with_capacity(1));
    }
    blocks.entry(block.to_owned()).or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &str) -> ResourceChange<'_> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_will_be_there() {
        for (body, there) in [
            (r#"{"actions":["create"],"before":null,"after":{}}"#, true),
            (r#"{"actions":["no-op"],"before":{},"after":{}}"#, true),
            (r#"{"actions":["delete"],"before":{},"after":null}"#, false),
            (r#"{"actions":["forget"],"before":{},"after":{}}"#, false),
            (
                r#"{"actions":["delete","create"],"before":{},"after":{}}"#,
                true,
            ),
            // All of it is known after the apply alone.
            (
                r#"{"actions":["create"],"before":null,"after_unknown":true}"#,
                true,
            ),
            (
                r#"{"actions":["create"],"before":null,"after":null,"after_unknown":{}}"#,
                false,
            ),
        ] {
            let text =
                format!(r#"{{"address":"aws_x.a","type":"aws_x","name":"a","change":{body}}}"#);
            assert_eq!(change(&text).exists_after(), there, "{body}");
        }
    }

    #[test]
    fn addresses_give_blocks_and_keys() {
        let texts = [
            r#"{"address":"module.m[\"a\"].aws_x.b[0]","module_address":"module.m[\"a\"]","mode":"managed","type":"aws_x","name":"b","change":{}}"#,
            r#"{"address":"module.m[\"a\"].aws_x.b[1]","module_address":"module.m[\"a\"]","type":"aws_x","name":"b","change":{}}"#,
            r#"{"address":"data.aws_y.c","mode":"data","type":"aws_y","name":"c","change":{}}"#,
        ];
        let entries: BTreeMap<Arc<str>, Entry<'_>> = texts
            .iter()
            .map(|text| {
                let change = change(text);
                (
                    Arc::from(&*change.address),
                    change.entry(&mut Words::default()).unwrap(),
                )
            })
            .collect();
        let found: Vec<(String, Vec<String>)> = blocks(&entries)
            .into_iter()
            .map(|(block, keys)| (block, keys.iter().map(ToString::to_string).collect()))
            .collect();
        let wanted = [
            ("data.aws_y.c", vec![""]),
            ("module.m", vec!["[\"a\"]"]),
            ("module.m[\"a\"].aws_x.b", vec!["[0]", "[1]"]),
        ];
        assert_eq!(found.len(), wanted.len());
        for ((block, keys), (wanted_block, wanted_keys)) in found.iter().zip(&wanted) {
            assert_eq!(
                (
                    block.as_str(),
                    keys.iter().map(String::as_str).collect::<Vec<_>>()
                ),
                (*wanted_block, wanted_keys.clone())
            );
        }
        let relative: Vec<String> = entries.values().map(Entry::relative).collect();
        assert_eq!(relative, ["data.aws_y.c", "aws_x.b", "aws_x.b"]);
        assert!(
            change(r#"{"address":"aws_x.a[x]","type":"aws_x","name":"a","change":{}}"#)
                .entry(&mut Words::default())
                .is_none()
        );
    }
}
