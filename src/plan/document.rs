//! The JSON of `terraform show -json PLAN`, as far as anything here reads it. Values stay text until somebody asks for them.
//!
//! Format: <https://developer.hashicorp.com/terraform/internals/json-format>. Unknown members are passed over, as its compatibility promise asks.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A plan.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct Document<'t> {
    #[serde(borrow)]
    pub format_version: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub terraform_version: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub variables: BTreeMap<Cow<'t, str>, Variable<'t>>,
    #[serde(borrow)]
    pub resource_changes: Vec<ResourceChange<'t>>,
    #[serde(borrow)]
    pub resource_drift: Vec<ResourceChange<'t>>,
    #[serde(borrow)]
    pub deferred_changes: Vec<Deferred<'t>>,
    #[serde(borrow)]
    pub prior_state: Option<State<'t>>,
    #[serde(borrow)]
    pub configuration: Option<super::expressions::Configuration<'t>>,
    #[serde(borrow)]
    pub checks: Vec<Check<'t>>,
    pub errored: bool,
    /// Since Terraform 1.8; false when parts of the configuration were left out (`-target`, deferred changes).
    pub complete: Option<bool>,
}

#[derive(Deserialize, Debug)]
pub(super) struct Variable<'t> {
    #[serde(borrow, default)]
    pub value: Option<&'t RawValue>,
}

#[derive(Deserialize, Debug)]
pub(super) struct Deferred<'t> {
    #[serde(borrow, default)]
    pub reason: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub resource_change: ResourceChange<'t>,
}

/// What happens to one instance, or one deposed object of it.
#[derive(Deserialize, Debug)]
pub(super) struct ResourceChange<'t> {
    #[serde(borrow)]
    pub address: Cow<'t, str>,
    #[serde(borrow, default)]
    pub previous_address: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    pub module_address: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    pub mode: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    pub resource_type: Cow<'t, str>,
    #[serde(borrow)]
    pub name: Cow<'t, str>,
    #[serde(borrow, default)]
    pub deposed: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub change: ChangeBody<'t>,
    #[serde(borrow, default)]
    pub action_reason: Option<Cow<'t, str>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct ChangeBody<'t> {
    #[serde(borrow)]
    pub actions: Vec<Cow<'t, str>>,
    #[serde(borrow)]
    pub before: Option<&'t RawValue>,
    #[serde(borrow)]
    pub after: Option<&'t RawValue>,
    #[serde(borrow)]
    pub after_unknown: Option<&'t RawValue>,
    #[serde(borrow)]
    pub before_sensitive: Option<&'t RawValue>,
    #[serde(borrow)]
    pub after_sensitive: Option<&'t RawValue>,
    #[serde(borrow)]
    pub replace_paths: Vec<&'t RawValue>,
    #[serde(borrow)]
    pub importing: Option<&'t RawValue>,
}

/// A state: what `prior_state` holds, and what `terraform show -json` prints without a plan.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct State<'t> {
    #[serde(borrow)]
    pub values: Option<StateValues<'t>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct StateValues<'t> {
    #[serde(borrow)]
    pub root_module: Option<StateModule<'t>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct StateModule<'t> {
    #[serde(borrow)]
    pub address: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub resources: Vec<StateResource<'t>>,
    #[serde(borrow)]
    pub child_modules: Vec<StateModule<'t>>,
}

#[derive(Deserialize, Debug)]
pub(super) struct StateResource<'t> {
    #[serde(borrow)]
    pub address: Cow<'t, str>,
    #[serde(borrow, default)]
    pub mode: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    pub resource_type: Cow<'t, str>,
    #[serde(borrow)]
    pub name: Cow<'t, str>,
    #[serde(borrow, default)]
    pub values: Option<&'t RawValue>,
    #[serde(borrow, default)]
    pub sensitive_values: Option<&'t RawValue>,
    #[serde(borrow, default)]
    pub deposed_key: Option<Cow<'t, str>>,
}

/// The result of `check` blocks, conditions and validations.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct Check<'t> {
    #[serde(borrow)]
    pub address: Option<CheckAddress<'t>>,
    #[serde(borrow)]
    pub status: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub instances: Vec<CheckInstance<'t>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct CheckAddress<'t> {
    #[serde(borrow)]
    pub to_display: Option<Cow<'t, str>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct CheckInstance<'t> {
    #[serde(borrow)]
    pub status: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub problems: Vec<CheckProblem<'t>>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
pub(super) struct CheckProblem<'t> {
    #[serde(borrow)]
    pub message: Option<Cow<'t, str>>,
}
