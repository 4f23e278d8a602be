//! By which texts an instance is called, and what a text at an attribute may call; the forms themselves an [`super::Identity`] knows.

use super::{Graph, NodeIndex};
use crate::value::{Part, Reason, Value};
use std::collections::BTreeSet;

/// Stands in a text for what is unknown in it.
pub const HOLE: char = '\u{0}';

impl Graph<'_> {
    /// All texts that name an instance: its identifying attributes, the forms of its type, and the other keys of both; sorted.
    pub(super) fn names(&self, node: NodeIndex) -> &[Box<str>] {
        #[expect(
            clippy::indexing_slicing,
            reason = "INVARIANT: indices are made by this graph"
        )]
        self.names[node.0].get_or_init(|| self.find_names(node))
    }

    fn find_names(&self, node: NodeIndex) -> Box<[Box<str>]> {
        let instance = self.instance(node);
        let value = instance.value.get();
        let attributes = self.identity.attributes(&instance.resource_type).iter();
        let mut names = BTreeSet::new();
        for attribute in attributes {
            let value = value.field(attribute);
            names.extend(value.map(|value| self.keys(value)).unwrap_or_default());
        }
        let forms = self.identity.forms(&instance.resource_type).iter();
        names.extend(
            forms.filter_map(|form| form.split('|').find_map(|form| self.expand(node, form))),
        );
        names.into_iter().map(Into::into).collect()
    }

    /// Whether a value of `from` that has a name of `target` is known to mean another one of that name.
    pub(super) fn is_elsewhere(&self, value: &Value, from: NodeIndex, target: NodeIndex) -> bool {
        text_with_holes(value).is_some_and(|text| {
            let (from, target) = (self.instance(from), self.instance(target));
            self.identity.is_elsewhere(&text, from, target)
        })
    }

    /// Whether a value of an attribute of `from` names `target`, as far as texts say.
    pub(super) fn calls(&self, from: NodeIndex, path: &str, target: NodeIndex) -> bool {
        let names = self.names(target);
        let mut values = self.values_at(from, path).into_iter();
        values.any(|value| {
            let mut keys = self.keys(&value).into_iter();
            keys.any(|key| names.iter().any(|name| **name == *key))
                && !self.is_elsewhere(&value, from, target)
        })
    }

    /// Whether an instance whose names are not all known may be the one that a text means, and why that is not known.
    pub(super) fn perhaps_means(
        &self,
        text: &str,
        from: NodeIndex,
        target: NodeIndex,
    ) -> Vec<Reason> {
        let open = self.open_names(target);
        if open.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let (own, other) = (self.instance(from), self.instance(target));
        if self.identity.is_elsewhere(text, own, other) {
            return Vec::new();
        }
        let keys = self.identity.keys(text);
        let called = |name: &Value| {
            let mut texts = keys.iter().map(String::as_str).chain([text]);
            texts.any(|text| endings(text).any(|ending| may_be(name, ending)))
        };
        open.into_iter()
            .filter(called)
            .flat_map(|name| name.reasons())
            .collect()
    }

    /// The texts by which a value may be looked up; none where what is unknown in it decides.
    pub(super) fn keys(&self, value: &Value) -> Vec<String> {
        if let Some(text) = value.as_str() {
            let mut keys = self.identity.keys(text);
            keys.push(text.to_string());
            return keys;
        }
        let mut keys = pattern(value).map_or_else(Vec::new, |text| self.identity.keys(&text));
        keys.retain(|key| !key.contains(HOLE));
        keys
    }

    /// A form with the known values of an instance in it: `service/{cluster>name}/{name}`.
    fn expand(&self, node: NodeIndex, form: &str) -> Option<String> {
        let mut pieces = form.split('{');
        let mut text = pieces.next()?.to_owned();
        for piece in pieces {
            let (hole, rest) = piece.split_once('}')?;
            text.push_str(&self.fill(node, hole)?);
            text.push_str(rest);
        }
        Some(text)
    }

    /// What stands for `attribute`, or for `attribute>other`: the `other` of what the attribute refers to, or the last part of its own text.
    fn fill(&self, node: NodeIndex, hole: &str) -> Option<String> {
        let Some((own, other)) = hole.split_once('>') else {
            return Some(self.instance(node).value.field(hole)?.as_str()?.to_string());
        };
        let mut targets = self.outgoing(node).iter().filter(|edge| &*edge.path == own);
        let through = targets.find_map(|edge| {
            let name = self.instance(edge.to).value.field(other)?;
            name.as_str().cloned()
        });
        if let Some(name) = through {
            return Some(name.to_string());
        }
        let value = self.instance(node).value.field(own)?;
        let text = value.as_str()?;
        text.rsplit(['/', ':']).next().map(str::to_owned)
    }

    /// The names of an instance that the configuration gives and that are not known, for another reason than that AWS makes them.
    fn open_names(&self, node: NodeIndex) -> Vec<Value> {
        let instance = self.instance(node);
        let attributes = self.identity.attributes(&instance.resource_type).iter();
        let values = attributes.filter_map(|attribute| instance.value.field(attribute));
        let open = |value: &Value| {
            value
                .as_unknown()
                .is_some_and(|unknown| unknown.symbol.is_none())
        };
        values.filter(open).collect()
    }

    pub(super) fn has_open_name(&self, node: NodeIndex) -> bool {
        !self.open_names(node).is_empty()
    }

    /// Whether a value at a path is known well enough to say that it calls nothing else than its keys.
    pub(super) fn keys_at(&self, node: NodeIndex, path: &str) -> Vec<(Value, Vec<String>)> {
        self.values_at(node, path)
            .into_iter()
            .map(|value| {
                let keys = self.keys(&value);
                (value, keys)
            })
            .collect()
    }
}

/// A text, and what stands after its last separator: the name in an ARN or an address.
fn endings(text: &str) -> impl Iterator<Item = &str> {
    let last = |separator| text.rsplit_once(separator).map(|(_, last)| last);
    std::iter::once(text).chain(last('/')).chain(last(':'))
}

/// Whether a value that is not known may turn out to be a text.
fn may_be(value: &Value, text: &str) -> bool {
    let Some(pattern) = pattern(value) else {
        return true;
    };
    let start = pattern.split(HOLE).next().unwrap_or_default();
    let end = pattern.rsplit(HOLE).next().unwrap_or_default();
    text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end)
}

/// The text of a value, with [`HOLE`] for what is not known in it; `None` where nothing is known of it.
pub fn text_with_holes(value: &Value) -> Option<String> {
    let known = value.as_str().map(ToString::to_string);
    known.or_else(|| pattern(value))
}

/// The text of a partly known value, with [`HOLE`] for what is not.
fn pattern(value: &Value) -> Option<String> {
    let parts = value.as_unknown()?.parts.as_ref()?;
    let text = |part: &Part| match part {
        Part::Text(text) => text.to_string(),
        Part::String(_) | Part::Json(_) => HOLE.to_string(),
    };
    Some(parts.iter().map(text).collect())
}
