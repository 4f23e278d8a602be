//! What evaluation gives: the instances of a root module and everything it calls.

use super::module::Requirement;
use crate::finding::Problem;
use crate::schema::{self, BlockSchema};
use crate::source::Span;
use crate::value::{Held, Kind, Object, Origin, Reason, Stop, Store, Value, quote};
use std::sync::Arc;

/// Which kind of block an instance comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mode {
    Managed,
    Data,
    Ephemeral,
}

impl Mode {
    /// The schema of a type that a block of this kind is of.
    pub fn schema(self, name: &str) -> Option<Arc<BlockSchema>> {
        match self {
            Self::Managed => schema::resource(name),
            Self::Data => schema::data_source(name),
            Self::Ephemeral => schema::ephemeral(name),
        }
    }
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

/// As it follows an address: nothing, `[0]`, `["key"]` or `[*]`.
impl std::fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Key(key) => write!(f, "[{}]", quote(key)),
            Self::Unknown => f.write_str("[*]"),
        }
    }
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
    pub value: Held,
    /// The other facts that rules may ask for, as an object:
    /// `lifecycle` (`prevent_destroy`, `create_before_destroy`, `ignore_changes` as a list of strings, `["all"]` for `all`),
    /// `provider` (`name`, `alias`, `version`, `region`, `default_tags`, `accounts`), `provisioners` (objects with `type` and their arguments), `depends_on` (addresses),
    /// `root` (bool: whether the module is the root module).
    pub meta: Held,
}

impl Instance {
    /// Why it is not known whether there is such an instance; `None`: there is.
    pub fn exists_perhaps(&self) -> Option<Reason> {
        (self.key == InstanceKey::Unknown).then(|| {
            let why = format!("how many `{}` there are is not known", self.address);
            Reason::Other(why.into())
        })
    }

    /// What rules and lists call its kind: `aws_vpc`, `data.aws_vpc`, `ephemeral.aws_secretsmanager_secret_version`.
    pub fn subject(&self) -> String {
        match self.mode {
            Mode::Managed => self.resource_type.to_string(),
            Mode::Data => format!("data.{}", self.resource_type),
            Mode::Ephemeral => format!("ephemeral.{}", self.resource_type),
        }
    }

    /// The same instance with its values packed.
    #[must_use]
    pub fn packed(self, store: &Store) -> Self {
        Self {
            value: self.value.packed(store),
            meta: self.meta.packed(store),
            ..self
        }
    }

    /// The instance as one object, as rules see it: the attributes, and the facts beside them.
    ///
    /// `address`, `module`, `provider`, `lifecycle`, `provisioners` and `depends_on` are always Terraform's;
    /// `type` and `name` are Terraform's where the type has no attribute of that name.
    pub fn as_object(&self) -> Value {
        let origin = Origin::new(self.header, Stop::Expression);
        let text = |text: &Arc<str>| Value::string(text, origin.clone());
        let mut fields = self.value.get().into_fields().unwrap_or_default();
        fields.extend(self.meta.get().into_fields().into_iter().flatten());
        fields.insert(Arc::from("address"), text(&self.address));
        fields.insert(Arc::from("module"), text(&self.module));
        fields
            .entry(Arc::from("type"))
            .or_insert_with(|| text(&self.resource_type));
        fields
            .entry(Arc::from("name"))
            .or_insert_with(|| text(&self.name));
        let object = Object {
            fields,
            instance: Some(Arc::clone(&self.address)),
        };
        Value::new(Kind::Object(Arc::new(object)), origin)
    }
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

/// A module call whose module is not on this disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UninstalledModule {
    /// The path of the call without instance keys, such as `module.network.module.subnets`.
    pub address: Arc<str>,
    pub source: Arc<str>,
    pub span: Span,
}

/// What a `moved` or `removed` block says of a state, with the addresses as the root module would write them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    pub from: String,
    /// Where it moves to; `None`: it is removed.
    pub to: Option<String>,
}

/// Everything that a root module and the modules below it declare.
#[derive(Clone, Default, Debug)]
pub struct Configuration {
    pub directory: String,
    /// Resources and data sources; a module's own before those of the modules it calls.
    pub instances: Vec<Instance>,
    pub calls: Vec<ModuleCallInstance>,
    /// The outputs of the root module.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// Mistakes of evaluation, sorted by path and place.
    pub problems: Vec<Problem>,
    /// The versions that the root module asks for.
    pub requirements: Vec<Requirement>,
    pub uninstalled: Vec<UninstalledModule>,
    /// The `moved` and `removed` blocks of all modules.
    pub statements: Vec<Statement>,
}

/// Computes data sources that need no cloud.
pub trait DataSources: Sync {
    /// The values of computed attributes, from the evaluated configuration of a data source; `None`: only the cloud knows.
    fn read(&self, data_type: &str, config: &Value) -> Option<Vec<(Arc<str>, Value)>>;
}

/// Computes no data source.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoDataSources;

impl DataSources for NoDataSources {
    fn read(&self, _data_type: &str, _config: &Value) -> Option<Vec<(Arc<str>, Value)>> {
        None
    }
}
