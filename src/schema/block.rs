//! What a type consists of: attributes and nested blocks.

use crate::finding::nearest;
use crate::value::Type;
use std::sync::{Arc, OnceLock};

/// What a type, or a nested block, consists of.
#[derive(Clone, Debug, Default)]
pub struct BlockSchema {
    /// Sorted by name.
    pub attributes: Vec<AttributeSchema>,
    /// Sorted by name.
    pub blocks: Vec<NestedBlock>,
    implied_type: OnceLock<Type>,
}

/// One attribute. At least one of `required`, `optional`, `computed` is true.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags and their names are Terraform's own"
)]
#[derive(Clone, Debug)]
pub struct AttributeSchema {
    pub name: Arc<str>,
    pub ty: Type,
    pub required: bool,
    pub optional: bool,
    pub computed: bool,
    /// Terraform keeps it in no plan and no state.
    pub write_only: bool,
    /// A secret, see `docs/schema.md` for what this is known of.
    pub sensitive: bool,
    /// Any change of it replaces the resource; false where that depends on the change, or is not known.
    pub replaces: bool,
    /// Why it is deprecated, in the provider's words.
    pub deprecated: Option<&'static str>,
}

/// How often a nested block may stand, and what its value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nesting {
    /// One object, or null.
    Single,
    /// A list of objects, in the order of the blocks.
    List,
    /// A set of objects.
    Set,
    /// A map of objects, by the label of the blocks.
    Map,
}

/// A block inside a block. The source of the table tells no other bounds than 0 and 1.
#[derive(Clone, Debug)]
pub struct NestedBlock {
    pub name: Arc<str>,
    pub nesting: Nesting,
    pub min: u32,
    /// 0: no limit.
    pub max: u32,
    /// Any change of how many there are replaces the resource; false where that is not known. What is inside is said by its attributes.
    pub replaces: bool,
    /// Why it is deprecated, in the provider's words.
    pub deprecated: Option<&'static str>,
    /// Shared by all places that have the same block.
    pub block: Arc<BlockSchema>,
}

/// What stands at a path.
#[derive(Debug)]
pub(super) enum Member<'b> {
    Attribute(&'b mut AttributeSchema),
    Block(&'b mut NestedBlock),
}

impl BlockSchema {
    /// Sorts what it is given.
    pub fn new(mut attributes: Vec<AttributeSchema>, mut blocks: Vec<NestedBlock>) -> Self {
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        blocks.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            attributes,
            blocks,
            implied_type: OnceLock::new(),
        }
    }

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

    /// Whether there is an attribute or a block of this name.
    pub fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some() || self.block(name).is_some()
    }

    /// The attribute or the block at a path, `root_block_device.encrypted`, to be changed in this type only.
    pub(super) fn at_mut(&mut self, path: &str) -> Option<Member<'_>> {
        let (name, inner) = path
            .split_once('.')
            .map_or((path, None), |(name, inner)| (name, Some(inner)));
        let block = self.blocks.iter_mut().find(|known| &*known.name == name);
        match (inner, block) {
            (Some(inner), block) => Arc::make_mut(&mut block?.block).at_mut(inner),
            (None, Some(block)) => Some(Member::Block(block)),
            (None, None) => {
                let mut attributes = self.attributes.iter_mut();
                let found = attributes.find(|known| &*known.name == name);
                found.map(Member::Attribute)
            }
        }
    }

    /// The attribute or block that was perhaps meant; `None` if nothing is near, or if the name itself exists.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let attributes = self.attributes.iter().map(|attribute| &*attribute.name);
        nearest(
            name,
            attributes.chain(self.blocks.iter().map(|block| &*block.name)),
        )
    }

    /// The object type of a value of this block, nested blocks included. Computed once, cheap afterwards.
    pub fn implied_type(&self) -> Type {
        let members = || {
            let attributes = self
                .attributes
                .iter()
                .map(|a| (Arc::clone(&a.name), a.ty.clone()));
            attributes.chain(
                self.blocks
                    .iter()
                    .map(|b| (Arc::clone(&b.name), b.implied_type())),
            )
        };
        self.implied_type
            .get_or_init(|| Type::object(members()))
            .clone()
    }
}

impl AttributeSchema {
    /// Whether a configuration may give it a value.
    pub const fn settable(&self) -> bool {
        self.required || self.optional
    }

    /// Whether it may be written as blocks too ("attributes as blocks",
    /// <https://developer.hashicorp.com/terraform/language/attr-as-blocks>): `ingress { … }` beside `ingress = [{ … }]`.
    ///
    /// Terraform allows this of every list or set of objects of a provider that speaks protocol 5, as all in the table do.
    /// In block form every member may be left out; in the form with `=` none may. A list of [`Type::Any`] is a block
    /// whose members the table does not know.
    pub fn attribute_as_block(&self) -> bool {
        let (Type::List(element) | Type::Set(element)) = &self.ty else {
            return false;
        };
        self.settable() && matches!(**element, Type::Object(_) | Type::Any)
    }
}

impl NestedBlock {
    /// The type of the value that the blocks of this name make up together. Like Terraform, it promises
    /// no element type where the elements may differ.
    pub fn implied_type(&self) -> Type {
        let element = self.block.implied_type();
        match self.nesting {
            Nesting::Single => element,
            Nesting::Set => Type::set(element),
            Nesting::List | Nesting::Map if element.has_any() => Type::Any,
            Nesting::List => Type::list(element),
            Nesting::Map => Type::map(element),
        }
    }
}
