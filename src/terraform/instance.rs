//! What evaluation gives: the instances of a root module and everything it calls.

use crate::source::Span;
use crate::value::Value;
use std::sync::Arc;

/// Which kind of block an instance comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mode {
    Managed,
    Data,
    Ephemeral,
}

/// The key of one instance among those of its block.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum InstanceKey {
    /// Neither `count` nor `for_each`.
    None,
    Index(u64),
    Key(Arc<str>),
    /// `count` or `for_each` is unknown: one instance stands for all of them, at least zero. Written `[*]` in addresses.
    Unknown,
}

/// One instance of a resource or data source.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The absolute address, such as `module.a["x"].aws_s3_bucket.logs[0]`; `data.` before data sources.
    pub address: Arc<str>,
    pub mode: Mode,
    /// `aws_s3_bucket`.
    pub resource_type: Arc<str>,
    pub name: Arc<str>,
    pub key: InstanceKey,
    /// The address of the module instance; empty for the root module.
    pub module: Arc<str>,
    /// Type and labels of the block.
    pub header: Span,
    /// The whole block.
    pub block: Span,
    /// All attributes and blocks by schema: an unset optional attribute is null, an absent block an empty list (or null for single nesting),
    /// a computed one a symbolic unknown. Carries the address as `Object::instance`.
    pub value: Value,
    /// The other facts that rules may ask for, as an object:
    /// `lifecycle` (`prevent_destroy`, `create_before_destroy`, `ignore_changes` as a list of strings, `["all"]` for `all`),
    /// `provider` (`name`, `alias`, `region`, `default_tags`), `provisioners` (objects with `type` and their arguments), `depends_on` (addresses),
    /// `root` (bool: whether the module is the root module).
    pub meta: Value,
}

/// One instance of a module call.
#[derive(Clone, Debug)]
pub struct ModuleCallInstance {
    pub address: Arc<str>,
    pub header: Span,
    pub block: Span,
    /// As written; empty when it is missing.
    pub source: Arc<str>,
    /// `source`, `version` and the arguments, as an object.
    pub value: Value,
}
