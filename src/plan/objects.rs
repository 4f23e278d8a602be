//! The managed objects that a plan or a state knows, with the text of their values; for those who compare with what exists.
//!
//! Reads raw state files (version 4) and `terraform show -json` of a state or a plan. Decodes no value: a secret stays text that nobody reads.

use super::document::{ResourceChange, State, StateModule, StateResource};
use super::{Plan, Refused};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// How to make what is wanted.
const HELP: &str = "make one with `terraform state pull > state.json`, or with `terraform show -json > state.json`";

/// One managed object; a deposed one too, because it exists until it is destroyed.
#[derive(Clone, Debug)]
pub struct Object<'t> {
    pub address: String,
    pub resource_type: Cow<'t, str>,
    /// A JSON object, if anything is known.
    pub values: Option<&'t RawValue>,
    /// Whether it is what a replacement has left over, which the next apply destroys.
    pub is_deposed: bool,
}

impl<'t> Plan<'t> {
    /// What exists before the plan, and what will exist after it.
    pub fn objects(&self) -> Vec<Object<'t>> {
        let mut objects = Vec::new();
        if let Some(root) = self.document.prior_state.as_ref().and_then(State::root) {
            in_module(root, &mut objects);
        }
        let changes = self.document.resource_changes.iter();
        objects.extend(changes.filter_map(planned));
        objects
    }
}

fn planned<'t>(change: &ResourceChange<'t>) -> Option<Object<'t>> {
    // What the change starts from is the surer half: its names are known.
    let known = |value: &&RawValue| value.get() != "null";
    let values = change.change.before.filter(known);
    let values = values.or(change.change.after.filter(known));
    is_managed(change.mode.as_deref()).then(|| Object {
        address: change.address.to_string(),
        resource_type: change.resource_type.clone(),
        values,
        is_deposed: change.deposed.is_some(),
    })
}

fn in_module<'t>(module: &StateModule<'t>, into: &mut Vec<Object<'t>>) {
    into.extend(module.resources.iter().filter_map(in_state));
    // The depth is bounded by that of the JSON, which `serde_json` bounds.
    for child in &module.child_modules {
        in_module(child, into);
    }
}

fn in_state<'t>(resource: &StateResource<'t>) -> Option<Object<'t>> {
    is_managed(resource.mode.as_deref()).then(|| Object {
        address: resource.address.to_string(),
        resource_type: resource.resource_type.clone(),
        values: resource.values,
        is_deposed: resource.deposed_key.is_some(),
    })
}

/// Older formats have no mode, and managed resources alone.
fn is_managed(mode: Option<&str>) -> bool {
    mode.is_none_or(|mode| mode == "managed")
}

/// A text that may be a state, in any of its forms: the members that tell them apart.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
struct AnyState<'t> {
    version: Option<u64>,
    #[serde(borrow)]
    resources: Option<&'t RawValue>,
    #[serde(borrow)]
    format_version: Option<Cow<'t, str>>,
    #[serde(borrow)]
    resource_changes: Option<&'t RawValue>,
    #[serde(borrow)]
    planned_values: Option<&'t RawValue>,
    #[serde(borrow)]
    encrypted_data: Option<&'t RawValue>,
    #[serde(borrow)]
    modules: Option<&'t RawValue>,
}

/// The managed objects of a state: a raw state file, or what `terraform show -json` prints without a plan.
pub fn state_objects(text: &[u8]) -> Result<Vec<Object<'_>>, Refused> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let any: AnyState<'_> =
        serde_json::from_slice(text).map_err(|error| unreadable(text, &error))?;
    if any.resource_changes.is_some() || any.planned_values.is_some() {
        return Err(refused(
            "is a plan, not a state",
            "give it with `--plan FILE`",
        ));
    }
    if any.encrypted_data.is_some() {
        return Err(refused(
            "is an encrypted state",
            "`tofu state pull > state.json` or `tofu show -json > state.json` gives it in the clear",
        ));
    }
    if any.format_version.is_some() {
        super::refuse::version(any.format_version.as_deref())?;
        let state: State<'_> =
            serde_json::from_slice(text).map_err(|error| unreadable(text, &error))?;
        let mut objects = Vec::new();
        if let Some(root) = state.root() {
            in_module(root, &mut objects);
        }
        return Ok(objects);
    }
    match any.version {
        Some(4) => {
            let resources = any.resources.map_or("[]", RawValue::get);
            let resources: Vec<&RawValue> = serde_json::from_str(resources)
                .map_err(|_| refused("has `resources` that are no list", HELP))?;
            let objects = resources.iter().map(|resource| {
                let read = serde_json::from_str::<RawResource<'_>>(resource.get());
                read.map(|resource| raw_objects(&resource))
                    .map_err(|error| misshapen(text, resource, &error))
            });
            Ok(objects.collect::<Result<Vec<_>, _>>()?.concat())
        }
        Some(version) if any.resources.is_some() || any.modules.is_some() => Err(refused(
            format!("is a state file of version {version}, and this program reads version 4"),
            "any Terraform since 0.12 writes version 4: `terraform state pull > state.json`",
        )),
        _ => Err(refused("is JSON, but not of a state", HELP)),
    }
}

/// A resource of a raw state file.
#[derive(Deserialize, Debug)]
struct RawResource<'t> {
    #[serde(borrow, default)]
    module: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    mode: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    resource_type: Cow<'t, str>,
    #[serde(borrow)]
    name: Cow<'t, str>,
    #[serde(borrow, default)]
    instances: Vec<RawInstance<'t>>,
}

#[derive(Deserialize, Debug)]
struct RawInstance<'t> {
    #[serde(borrow, default)]
    index_key: Option<&'t RawValue>,
    #[serde(borrow, default)]
    attributes: Option<&'t RawValue>,
    #[serde(borrow, default)]
    attributes_flat: Option<&'t RawValue>,
    #[serde(borrow, default)]
    deposed: Option<Cow<'t, str>>,
}

fn raw_objects<'t>(resource: &RawResource<'t>) -> Vec<Object<'t>> {
    if resource.mode.as_deref() == Some("data") {
        return Vec::new();
    }
    let module = resource.module.as_deref();
    let module = module.map_or_else(String::new, |module| format!("{module}."));
    let instances = resource.instances.iter();
    instances
        .map(|instance| {
            let key = instance.index_key.map(RawValue::get);
            let key = key.map_or_else(String::new, |key| format!("[{key}]"));
            Object {
                address: format!("{module}{}.{}{key}", resource.resource_type, resource.name),
                resource_type: resource.resource_type.clone(),
                values: instance.attributes.or(instance.attributes_flat),
                is_deposed: instance.deposed.is_some(),
            }
        })
        .collect()
}

fn refused(message: impl Into<String>, help: &str) -> Refused {
    Refused {
        message: message.into(),
        help: help.to_owned(),
    }
}

/// A resource of a state that is none, and where.
fn misshapen(text: &[u8], resource: &RawValue, error: &serde_json::Error) -> Refused {
    let offset = (resource.get().as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    let before = text.get(..offset).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count() + error.line() - 1;
    // What serde says after the sentence is the place in the part, and here is that in the whole.
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    refused(
        format!("has a resource in line {line} that cannot be read: {said}"),
        HELP,
    )
}

/// What a text is that is no JSON of a state.
fn unreadable(text: &[u8], error: &serde_json::Error) -> Refused {
    let message = super::refuse::unreadable(text, error).message;
    refused(message.replace("of a plan", "of a state"), HELP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_state_give_the_same_objects() {
        let raw = br#"{"version":4,"serial":1,"resources":[
            {"mode":"data","type":"aws_region","name":"r","instances":[{"attributes":{"id":"x"}}]},
            {"module":"module.a[\"b\"]","mode":"managed","type":"aws_vpc","name":"v","instances":[
                {"index_key":"k","attributes":{"id":"vpc-1"}},{"index_key":0,"deposed":"ab","attributes":{"id":"vpc-2"}}]}]}"#;
        let shown = br#"{"format_version":"1.0","values":{"root_module":{"child_modules":[{"address":"module.a[\"b\"]","resources":[
            {"address":"module.a[\"b\"].aws_vpc.v[\"k\"]","mode":"managed","type":"aws_vpc","name":"v","values":{"id":"vpc-1"}},
            {"address":"module.a[\"b\"].aws_vpc.v[0]","mode":"managed","type":"aws_vpc","name":"v","values":{"id":"vpc-2"}},
            {"address":"data.aws_region.r","mode":"data","type":"aws_region","name":"r"}]}]}}}"#;
        for text in [&raw[..], &shown[..]] {
            let objects = state_objects(text).unwrap();
            let seen: Vec<(&str, &str)> = objects
                .iter()
                .map(|object| (&*object.address, object.values.unwrap().get()))
                .collect();
            assert_eq!(
                seen,
                [
                    ("module.a[\"b\"].aws_vpc.v[\"k\"]", r#"{"id":"vpc-1"}"#),
                    ("module.a[\"b\"].aws_vpc.v[0]", r#"{"id":"vpc-2"}"#)
                ]
            );
        }
    }

    #[test]
    fn what_is_no_state_says_what_it_is() {
        for (text, said) in [
            ("", "is empty"),
            ("No changes.", "the text that `terraform plan` prints"),
            (
                r#"{"format_version":"1.2","planned_values":{}}"#,
                "is a plan",
            ),
            (r#"{"version":3,"modules":[]}"#, "version 3"),
            (r#"{"encrypted_data":"x"}"#, "encrypted"),
            (r#"{"ResourceTagMappingList":[]}"#, "not of a state"),
            (r#"{"version":4,"#, "ends in the middle"),
            (r#"{"format_version":"2.0"}"#, "format version 2.0"),
        ] {
            let refused = state_objects(text.as_bytes()).unwrap_err();
            assert!(refused.message.contains(said), "{text}: {refused:?}");
        }
    }
}
