//! What the plan does to each instance: the entries of `resource_changes` and `resource_drift` as values.

use super::change::{Action, Change};
use super::document::{ChangeBody, ResourceChange};
use super::entries::{Entry, Words};
use super::planned::{Place, Trees};
use super::{Plan, secret};
use crate::source::Span;
use crate::terraform::{Configuration, Instance};
use crate::value::{Fields, Origin, Stop, Store, Value, convert};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Plan<'_> {
    /// All that the plan does, drift first, in the order of the plan; values stand where the instances of `configuration` stand.
    pub fn changes(&self, configuration: &Configuration) -> Vec<Change> {
        let instances: BTreeMap<&str, &Instance> = configuration
            .instances
            .iter()
            .map(|instance| (&*instance.address, instance))
            .collect();
        let drift = self
            .document
            .resource_drift
            .iter()
            .map(|change| (change, true));
        let planned = self
            .document
            .resource_changes
            .iter()
            .map(|change| (change, false));
        let store = Store::default();
        let mut words = Words::default();
        drift
            .chain(planned)
            .filter_map(|(change, drift)| {
                let instance = instances.get(&*change.address).copied();
                self.change(change, drift, instance, (&store, &mut words))
            })
            .collect()
    }

    fn change(
        &self,
        change: &ResourceChange<'_>,
        drift: bool,
        instance: Option<&Instance>,
        (store, words): (&Store, &mut Words),
    ) -> Option<Change> {
        let actions: Vec<&str> = change.change.actions.iter().map(AsRef::as_ref).collect();
        let action = Action::parse(&actions)?;
        let entry = change.entry(words)?;
        let address = match instance {
            Some(instance) => Arc::clone(&instance.address),
            None => Arc::from(&*change.address),
        };
        let place = instance.map_or_else(|| self.line(&address), |instance| instance.header);
        let body = &change.change;
        let object = |trees| store.pack(&object(&address, &entry, place, trees));
        let written =
            instance.filter(|_| !drift && change.exists_after() && change.deposed.is_none());
        let after = match written {
            Some(instance) => instance.value.clone(),
            None => object([body.after, body.after_unknown, body.after_sensitive]),
        };
        // What stays as it is has been read already.
        let before = if body.unchanged || body.changes_nothing() {
            after.clone()
        } else {
            object([body.before, None, body.before_sensitive])
        };
        Some(Change {
            previous_address: change.previous_address.as_deref().map(Arc::from),
            module: entry.module,
            mode: entry.mode,
            resource_type: entry.resource_type,
            name: entry.name,
            key: entry.key,
            deposed: change.deposed.as_deref().map(Arc::from),
            action: if drift { Action::Drift } else { action },
            reason: change.action_reason.as_deref().map(Arc::from),
            before,
            after,
            replace_paths: body
                .replace_paths
                .iter()
                .map(|path| path_text(path))
                .collect(),
            importing: body
                .importing
                .is_some_and(|importing| importing.get() != "null"),
            address,
        })
    }
}

impl ChangeBody<'_> {
    /// Whether the values before and after are the same, and known, to the letter.
    pub(super) fn changes_nothing(&self) -> bool {
        let [before, after] = [self.before, self.after].map(text);
        let [was_secret, is_secret] = [self.before_sensitive, self.after_sensitive].map(text);
        before == after
            && was_secret == is_secret
            && matches!(text(self.after_unknown), "" | "{}" | "false")
    }
}

/// An object by its three trees, in the types of its schema, all at one place.
fn object(
    address: &Arc<str>,
    entry: &Entry<'_>,
    place: Span,
    trees: [Option<&RawValue>; 3],
) -> Value {
    let trees = Trees::read(trees);
    let value = trees.planned().to_value(&Place {
        instance: address,
        path: String::new(),
        origin: Origin::new(place, Stop::Expression),
        reads: None,
    });
    let Some(fields) = value.as_fields() else {
        return value;
    };
    let schema = entry.mode.schema(&entry.resource_type);
    let typed = |name: &Arc<str>, value: &Value| {
        let schema = schema.as_ref()?;
        let ty = match schema.attribute(name) {
            Some(attribute) => attribute.ty.clone(),
            None => schema.block(name)?.implied_type(),
        };
        convert::convert(value, &ty).ok()
    };
    let secret = |name: &Arc<str>, value: Value| match &schema {
        Some(schema) => secret::part(schema, name, value),
        None => value,
    };
    let fields: Fields = fields
        .iter()
        .map(|(name, value)| {
            (
                Arc::clone(name),
                secret(name, typed(name, value).unwrap_or_else(|| value.clone())),
            )
        })
        .collect();
    value.with_object(fields)
}

fn text(part: Option<&RawValue>) -> &str {
    part.map_or("", RawValue::get)
}

/// A path of `replace_paths` as symbols have it: `["storage", 0, "size"]` → `storage[0].size`.
fn path_text(path: &RawValue) -> Arc<str> {
    let steps: Vec<Json> = serde_json::from_str(path.get()).unwrap_or_default();
    let mut text = String::new();
    for step in &steps {
        match step {
            Json::String(name) if text.is_empty() => text.push_str(name),
            Json::String(name) => {
                text.push('.');
                text.push_str(name);
            }
            other => {
                text.push('[');
                text.push_str(&other.to_string());
                text.push(']');
            }
        }
    }
    Arc::from(text)
}
