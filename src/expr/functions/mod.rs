//! Terraform's built-in functions: one table, in files by subject, called through one wrapper that treats null, unknown and sensitive arguments alike.
//!
//! Knows no expression syntax: arguments arrive evaluated. `try` and `can`, which see unevaluated arguments, are the evaluator's.
//! The functions are those of <https://developer.hashicorp.com/terraform/language/functions>, also under `core::`, and those of `provider::terraform`.

mod arguments;
mod invoke;
mod parts;
mod signature;
mod support;

mod collection;
mod collection_build;
mod collection_search;
mod conversion;
mod crypto;
mod date;
mod date_parse;
mod encoding;
mod encoding_csv;
mod encoding_text;
mod fileset;
mod filesystem;
mod format;
mod format_number;
mod format_verb;
mod json_decode;
mod json_encode;
mod network;
mod numeric;
mod regex;
mod regex_class;
mod regex_translate;
mod replace;
mod set;
mod string;
mod string_list;
mod template;
mod terraform_provider;
#[cfg(test)]
mod unknown_tests;
mod yaml_decode;
mod yaml_encode;
mod yaml_scalar;

use super::{Call, CallError};
use crate::value::Value;
use signature::Function;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The functions of each file.
const GROUPS: &[&[Function]] = &[
    collection::FUNCTIONS,
    collection_build::FUNCTIONS,
    collection_search::FUNCTIONS,
    conversion::FUNCTIONS,
    crypto::FUNCTIONS,
    date::FUNCTIONS,
    encoding::FUNCTIONS,
    encoding_csv::FUNCTIONS,
    encoding_text::FUNCTIONS,
    filesystem::FUNCTIONS,
    fileset::FUNCTIONS,
    format::FUNCTIONS,
    json_decode::FUNCTIONS,
    json_encode::FUNCTIONS,
    network::FUNCTIONS,
    numeric::FUNCTIONS,
    regex::FUNCTIONS,
    set::FUNCTIONS,
    string::FUNCTIONS,
    string_list::FUNCTIONS,
    template::FUNCTIONS,
    terraform_provider::FUNCTIONS,
    yaml_decode::FUNCTIONS,
    yaml_encode::FUNCTIONS,
];

static TABLE: LazyLock<BTreeMap<&'static str, &'static Function>> = LazyLock::new(|| {
    GROUPS
        .iter()
        .copied()
        .flatten()
        .map(|function| (function.name, function))
        .collect()
});

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| TABLE.keys().copied().collect());

/// Calls a built-in function of Terraform; `None`: there is no function of this name.
pub fn call(call: &Call<'_>) -> Option<Result<Value, CallError>> {
    let name = call.name.strip_prefix("core::").unwrap_or(call.name);
    let function = TABLE.get(name)?;
    Some(template::check_allowed(name).and_then(|()| invoke::invoke(function, call)))
}

/// The names of all built-in functions, sorted.
pub fn names() -> &'static [&'static str] {
    &NAMES
}
