//! The `configuration` part of a plan: not values, but which references the expressions make. It is all that a plan says of where an unknown comes from.
//!
//! <https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation>

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Configuration<'t> {
    #[serde(borrow)]
    pub provider_config: BTreeMap<Cow<'t, str>, ProviderConfig<'t>>,
    #[serde(borrow)]
    pub root_module: Module<'t>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct ProviderConfig<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'t, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub alias: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub expressions: BTreeMap<Cow<'t, str>, &'t RawValue>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Module<'t> {
    #[serde(borrow)]
    pub resources: Vec<Resource<'t>>,
    #[serde(borrow, rename = "module_calls")]
    pub calls: BTreeMap<Cow<'t, str>, Call<'t>>,
    #[serde(borrow)]
    pub outputs: BTreeMap<Cow<'t, str>, Output<'t>>,
    #[serde(borrow)]
    pub variables: BTreeMap<Cow<'t, str>, Declared<'t>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Resource<'t> {
    /// Inside its module, without a key.
    #[serde(borrow)]
    pub address: Cow<'t, str>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub provider_config_key: Option<Cow<'t, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub expressions: Option<&'t RawValue>,
    #[serde(borrow)]
    pub depends_on: Vec<Cow<'t, str>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Call<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub source: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub expressions: BTreeMap<Cow<'t, str>, &'t RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub module: Option<Box<Module<'t>>>,
}

#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Output<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub expression: Option<&'t RawValue>,
}

/// The declaration of a variable.
#[derive(Deserialize, Serialize, Default, Debug)]
#[serde(default)]
pub(super) struct Declared<'t> {
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub default: Option<&'t RawValue>,
}

impl ProviderConfig<'_> {
    /// The accounts that the provider works in, as far as they are constants: account numbers and ARNs of roles.
    pub(super) fn accounts(&self) -> Vec<String> {
        let json = |name: &str| {
            let text = self.expressions.get(name)?;
            serde_json::from_str::<Json>(text.get()).ok()
        };
        let allowed = json("allowed_account_ids");
        let allowed = allowed
            .as_ref()
            .and_then(|list| list.get("constant_value")?.as_array());
        let role = json("assume_role");
        let roles = role.as_ref().and_then(Json::as_array).into_iter().flatten();
        let roles = roles.filter_map(|role| role.get("role_arn")?.get("constant_value"));
        let accounts = allowed.into_iter().flatten().chain(roles);
        accounts
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect()
    }
}

/// The references of an expression, the most exact ones alone: of `aws_vpc.a.id` and `aws_vpc.a`, which Terraform lists both, the first.
pub(super) fn references(expression: &Json) -> Vec<&str> {
    let listed: Vec<&str> = expression
        .get("references")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let longer = |short: &str| {
        listed.iter().any(|other| {
            other
                .strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    };
    listed
        .iter()
        .copied()
        .filter(|reference| !longer(reference))
        .collect()
}
