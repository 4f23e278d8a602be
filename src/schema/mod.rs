//! Resource types and their attributes, as the AWS provider declares them; embedded, decoded type by type on demand.

use crate::value::Type;
use std::sync::Arc;

/// What a type, or a nested block, consists of.
#[derive(Clone, Debug, Default)]
pub struct BlockSchema {
    /// Sorted by name.
    pub attributes: Vec<AttributeSchema>,
    /// Sorted by name.
    pub blocks: Vec<NestedBlock>,
}

/// One attribute. At least one of `required`, `optional`, `computed` is true.
#[derive(Clone, Debug)]
pub struct AttributeSchema {
    pub name: Arc<str>,
    pub ty: Type,
    pub required: bool,
    pub optional: bool,
    pub computed: bool,
    pub write_only: bool,
}

/// How often a nested block may stand, and what its value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nesting {
    Single,
    List,
    Set,
    Map,
}

#[derive(Clone, Debug)]
pub struct NestedBlock {
    pub name: Arc<str>,
    pub nesting: Nesting,
    pub min: u32,
    /// 0: no limit.
    pub max: u32,
    pub block: BlockSchema,
}

impl BlockSchema {
    pub fn attribute(&self, name: &str) -> Option<&AttributeSchema> {
        self.attributes
            .binary_search_by(|attribute| attribute.name.as_ref().cmp(name))
            .ok()
            .and_then(|index| self.attributes.get(index))
    }

    pub fn block(&self, name: &str) -> Option<&NestedBlock> {
        self.blocks
            .binary_search_by(|block| block.name.as_ref().cmp(name))
            .ok()
            .and_then(|index| self.blocks.get(index))
    }
}

/// The schema of a managed resource type of the AWS provider.
pub fn resource(_resource_type: &str) -> Option<Arc<BlockSchema>> {
    None
}

/// The schema of a data source of the AWS provider.
pub fn data_source(_data_type: &str) -> Option<Arc<BlockSchema>> {
    None
}

/// The names of all resource types, sorted.
pub fn resource_types() -> impl Iterator<Item = &'static str> {
    std::iter::empty()
}

/// The names of all data sources, sorted.
pub fn data_source_types() -> impl Iterator<Item = &'static str> {
    std::iter::empty()
}
