//! The JSON of `terraform show -json PLAN`, as far as anything here reads it. Values stay text until somebody asks for them.
//!
//! Format: <https://developer.hashicorp.com/terraform/internals/json-format>. Unknown members are passed over, as its compatibility promise asks.

use super::refuse::{self, Refused};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A plan.
#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Document<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub format_version: Option<Cow<'t, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub terraform_version: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub variables: BTreeMap<Cow<'t, str>, Variable<'t>>,
    #[serde(borrow)]
    pub resource_changes: Vec<ResourceChange<'t>>,
    #[serde(borrow)]
    pub resource_drift: Vec<ResourceChange<'t>>,
    #[serde(borrow)]
    pub deferred_changes: Vec<Deferred<'t>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub prior_state: Option<State<'t>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<super::expressions::Configuration<'t>>,
    #[serde(borrow)]
    pub checks: Vec<Check<'t>>,
    pub errored: bool,
    /// Since Terraform 1.8; false when parts of the configuration were left out (`-target`, deferred changes).
    pub complete: Option<bool>,
}

impl<'t> Document<'t> {
    /// Reads the text of a plan; what is none is refused.
    pub(super) fn read(text: &'t [u8]) -> Result<Self, Refused> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        refuse::dense(text)?;
        let mut document: Self =
            serde_json::from_slice(text).map_err(|error| refuse::unreadable(text, &error))?;
        if document.resource_changes.is_empty()
            && let Some(refused) = refuse::foreign(text)
        {
            return Err(refused);
        }
        refuse::version(document.format_version.as_deref())?;
        document.resource_changes.shrink_to_fit();
        Ok(document)
    }
}

#[derive(Deserialize, Serialize, Debug)]
pub(super) struct Variable<'t> {
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub value: Option<&'t RawValue>,
}

#[derive(Deserialize, Serialize, Debug)]
pub(super) struct Deferred<'t> {
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub resource_change: ResourceChange<'t>,
}

/// What happens to one instance, or one deposed object of it.
#[derive(Deserialize, Serialize, Debug)]
pub(super) struct ResourceChange<'t> {
    #[serde(borrow)]
    pub address: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub previous_address: Option<Cow<'t, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub module_address: Option<Cow<'t, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    pub resource_type: Cow<'t, str>,
    #[serde(borrow)]
    pub name: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub deposed: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub change: ChangeBody<'t>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub action_reason: Option<Cow<'t, str>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct ChangeBody<'t> {
    #[serde(borrow)]
    pub actions: Vec<Cow<'t, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub before: Option<&'t RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub after: Option<&'t RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub after_unknown: Option<&'t RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub before_sensitive: Option<&'t RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub after_sensitive: Option<&'t RawValue>,
    #[serde(borrow)]
    pub replace_paths: Vec<&'t RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub importing: Option<&'t RawValue>,
    /// A member of our own, see [`super::essence()`]: `before` is left out because it is `after`.
    pub unchanged: bool,
}

/// A state: what `prior_state` holds, and what `terraform show -json` prints without a plan.
#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct State<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub values: Option<StateValues<'t>>,
}

impl<'t> State<'t> {
    /// The root module, if there is any object.
    pub(super) fn root(&self) -> Option<&StateModule<'t>> {
        self.values.as_ref()?.root_module.as_ref()
    }
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct StateValues<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub root_module: Option<StateModule<'t>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct StateModule<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub address: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub resources: Vec<StateResource<'t>>,
    #[serde(borrow)]
    pub child_modules: Vec<StateModule<'t>>,
}

#[derive(Deserialize, Serialize, Debug)]
pub(super) struct StateResource<'t> {
    #[serde(borrow)]
    pub address: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    pub resource_type: Cow<'t, str>,
    #[serde(borrow)]
    pub name: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub values: Option<&'t RawValue>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub sensitive_values: Option<&'t RawValue>,
    #[serde(borrow, default)]
    pub deposed_key: Option<Cow<'t, str>>,
}

/// The result of `check` blocks, conditions and validations.
#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Check<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub address: Option<CheckAddress<'t>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub status: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub instances: Vec<CheckInstance<'t>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct CheckAddress<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub to_display: Option<Cow<'t, str>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct CheckInstance<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub status: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub problems: Vec<CheckProblem<'t>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct CheckProblem<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub message: Option<Cow<'t, str>>,
}
