//! Resource types and their attributes, as the providers declare them; embedded, decoded type by type on demand.
//! Knows the AWS provider and the small providers that stand beside it; knows no defaults and no validation (`docs/schema.md`).

mod block;
mod decode;
mod facts;
mod older;
mod table;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use table::{Section, Table};

pub use block::{AttributeSchema, BlockSchema, NestedBlock, Nesting};
pub use facts::{deprecated_type, instead_of};

/// The first number of a version of the AWS provider, of those whose schema is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Major {
    /// The last of version 5, see [`last_of_version_5`].
    Five,
    /// [`provider_version`].
    Six,
}

/// What a type name stands for: the three are separate namespaces.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    Resource,
    DataSource,
    Ephemeral,
}

/// The schema of a managed resource type.
pub fn resource(resource_type: &str) -> Option<Arc<BlockSchema>> {
    schema(Kind::Resource, resource_type)
}

/// The schema of a data source.
pub fn data_source(data_type: &str) -> Option<Arc<BlockSchema>> {
    schema(Kind::DataSource, data_type)
}

/// The schema of an ephemeral resource type.
pub fn ephemeral(ephemeral_type: &str) -> Option<Arc<BlockSchema>> {
    schema(Kind::Ephemeral, ephemeral_type)
}

/// The schema of a type; decoded at the first call, shared afterwards. `None`: the table does not have it, see [`covers`].
pub fn schema(kind: Kind, type_name: &str) -> Option<Arc<BlockSchema>> {
    decoded(Section::from(kind), type_name)
}

/// The schema of a type in a version of the AWS provider; for types of other providers they are one.
pub fn schema_of(major: Major, kind: Kind, type_name: &str) -> Option<Arc<BlockSchema>> {
    if !type_name.starts_with("aws_") {
        return schema(kind, type_name);
    }
    in_version(major, Section::from(kind), type_name)
}

/// The schema of the AWS provider's own block in a version of it, without Terraform's own arguments `alias` and `version`.
pub fn aws_provider(major: Major) -> Option<Arc<BlockSchema>> {
    in_version(major, Section::Provider, "aws")
}

fn in_version(major: Major, section: Section, name: &str) -> Option<Arc<BlockSchema>> {
    static OLDER: LazyLock<Cache> = LazyLock::new(Cache::default);
    if major == Major::Six {
        return decoded(section, name);
    }
    OLDER.get(section, name).unwrap_or_else(|| {
        let newer = decoded(section, name);
        let (name, schema) = match table::AWS_5.entry(section, name) {
            Some((name, _)) => {
                let older = older::schema(section, name, newer.as_deref());
                (name, older.map(Arc::new))
            }
            None => (table::AWS.entry(section, name)?.0, newer),
        };
        OLDER.keep(section, name, schema)
    })
}

/// The schema of a `provider` block, without Terraform's own arguments `alias` and `version`.
pub fn provider(name: &str) -> Option<Arc<BlockSchema>> {
    decoded(Section::Provider, name)
}

/// Whether the table has all types of the provider that a type name belongs to, by its first word: of
/// `aws_vpcc` it knows that there is no such type; of `google_storage_bucket` it knows nothing.
pub fn covers(type_name: &str) -> bool {
    let provider = type_name
        .split_once('_')
        .map_or(type_name, |(first, _)| first);
    provider_names().any(|name| name == provider)
}

/// The names of all resource types of the AWS provider, sorted.
pub fn resource_types() -> impl Iterator<Item = &'static str> {
    table::AWS.names(Section::Resource)
}

/// The names of all data sources of the AWS provider, sorted.
pub fn data_source_types() -> impl Iterator<Item = &'static str> {
    table::AWS.names(Section::DataSource)
}

/// The version of the AWS provider that the table was derived from, as in `6.69.1`.
pub fn provider_version() -> &'static str {
    table::AWS.provider_version().unwrap_or_default()
}

/// The last version 5 of the AWS provider, as in `5.100.0`: what [`Major::Five`] stands for.
pub fn last_of_version_5() -> &'static str {
    table::AWS_5.provider_version().unwrap_or_default()
}

/// The type name that was perhaps meant; `None` if nothing is near, or if the name itself exists.
pub fn nearest(kind: Kind, type_name: &str) -> Option<&'static str> {
    let section = Section::from(kind);
    crate::finding::nearest(
        type_name,
        tables().into_iter().flat_map(|table| table.names(section)),
    )
}

fn provider_names() -> impl Iterator<Item = &'static str> {
    tables()
        .into_iter()
        .flat_map(|table| table.names(Section::Provider))
}

const fn tables() -> [&'static Table; 2] {
    [&table::AWS, &table::OTHER]
}

/// The schema of the newest version that is known.
fn decoded(section: Section, name: &str) -> Option<Arc<BlockSchema>> {
    static DECODED: LazyLock<Cache> = LazyLock::new(Cache::default);
    DECODED.get(section, name).unwrap_or_else(|| {
        let (table, name, text) = tables().into_iter().find_map(|table| {
            let (name, text) = table.entry(section, name)?;
            Some((table, name, text))
        })?;
        let mut schema = decode::schema(table, text)?;
        facts::put(section, name, &mut schema);
        DECODED.keep(section, name, Some(Arc::new(schema)))
    })
}

/// What has been decoded, for names of the table alone: what a user writes cannot make it grow beyond that.
#[derive(Default)]
struct Cache(RwLock<FxHashMap<Section, Names>>);

/// `None`: there is no such type in the version.
type Names = FxHashMap<&'static str, Option<Arc<BlockSchema>>>;

impl Cache {
    /// What is known of a name; the outer `None`: nothing yet, or the table does not have it.
    fn get(&self, section: Section, name: &str) -> Option<Option<Arc<BlockSchema>>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&section)?.get(name).cloned()
    }

    /// Keeps a schema, unless another thread was faster; returns what is kept.
    fn keep(
        &self,
        section: Section,
        name: &'static str,
        schema: Option<Arc<BlockSchema>>,
    ) -> Option<Arc<BlockSchema>> {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(section).or_default();
        names.entry(name).or_insert(schema).clone()
    }
}
