//! From a line of the table to a schema. The format is described in `docs/schema.md`.

use super::block::{AttributeSchema, BlockSchema, NestedBlock, Nesting};
use super::table::{Section, Table};
use crate::value::Type;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The schema that a line of the table describes; `None` if the text is not in the table's format.
pub(super) fn schema(table: &'static Table, text: &'static str) -> Option<BlockSchema> {
    let mut decoder = Decoder::new(table);
    let mut text = Text(text);
    decoder.items(&mut text).filter(|_| text.0.is_empty())
}

/// What is shared within a type is decoded once. References cannot go round: a name is a digest of what it names.
pub(super) struct Decoder {
    table: &'static Table,
    bodies: FxHashMap<&'static str, Arc<BlockSchema>>,
    objects: FxHashMap<&'static str, Type>,
}

/// What is left to read.
pub(super) struct Text(pub(super) &'static str);

impl Decoder {
    pub(super) fn new(table: &'static Table) -> Self {
        Self {
            table,
            bodies: FxHashMap::default(),
            objects: FxHashMap::default(),
        }
    }

    /// `name:attribute` and `name=block`, up to a closing bracket or the end.
    pub(super) fn items(&mut self, text: &mut Text) -> Option<BlockSchema> {
        let mut attributes = Vec::new();
        let mut blocks = Vec::new();
        while text.has_more() {
            let name = text.word()?;
            if text.take(':') {
                attributes.push(self.attribute(name, text)?);
            } else if text.take('=') {
                blocks.push(self.nested(name, text)?);
            } else {
                return None;
            }
            text.take(' ');
        }
        Some(BlockSchema::new(attributes, blocks))
    }

    pub(super) fn attribute(&mut self, name: &str, text: &mut Text) -> Option<AttributeSchema> {
        let flag = text.next()?;
        Some(AttributeSchema {
            name: name.into(),
            required: flag == 'r',
            optional: matches!(flag, 'o' | 'u'),
            computed: matches!(flag, 'c' | 'u'),
            write_only: text.take('w'),
            ty: self.ty(text)?,
            sensitive: false,
            replaces: false,
            deprecated: None,
        })
        .filter(|attribute| attribute.settable() || attribute.computed)
    }

    pub(super) fn nested(&mut self, name: &str, text: &mut Text) -> Option<NestedBlock> {
        let nesting = match text.next()? {
            '1' => Nesting::Single,
            'l' => Nesting::List,
            'e' => Nesting::Set,
            'm' => Nesting::Map,
            _ => return None,
        };
        let (min, max) = match text.next()? {
            '*' => (0, 0),
            '?' => (0, 1),
            '+' => (1, 0),
            '!' => (1, 1),
            _ => return None,
        };
        Some(NestedBlock {
            name: name.into(),
            nesting,
            min,
            max,
            replaces: false,
            deprecated: None,
            block: self.body(text)?,
        })
    }

    /// `(items)`, or a reference to that.
    fn body(&mut self, text: &mut Text) -> Option<Arc<BlockSchema>> {
        if !text.take('@') {
            let block = text.take('(').then(|| self.items(text))??;
            return text.take(')').then(|| Arc::new(block));
        }
        let name = text.word()?;
        if let Some(known) = self.bodies.get(name) {
            return Some(Arc::clone(known));
        }
        let body = self.body(&mut self.shared(name)?)?;
        self.bodies.insert(name, Arc::clone(&body));
        Some(body)
    }

    fn ty(&mut self, text: &mut Text) -> Option<Type> {
        match text.next()? {
            's' => Some(Type::String),
            'n' => Some(Type::Number),
            'b' => Some(Type::Bool),
            'a' => Some(Type::Any),
            'l' => self.ty(text).map(Type::list),
            'e' => self.ty(text).map(Type::set),
            'm' => self.ty(text).map(Type::map),
            '{' => self.object(text),
            '@' => self.shared_object(text.word()?),
            _ => None,
        }
    }

    /// The members of an object type, behind its opening brace.
    fn object(&mut self, text: &mut Text) -> Option<Type> {
        let mut members: Vec<(Arc<str>, Type)> = Vec::new();
        while text.has_more() {
            let name = text.word()?;
            let ty = text.take(':').then(|| self.ty(text))??;
            members.push((name.into(), ty));
            text.take(' ');
        }
        text.take('}').then(|| Type::object(members))
    }

    fn shared_object(&mut self, name: &'static str) -> Option<Type> {
        if let Some(known) = self.objects.get(name) {
            return Some(known.clone());
        }
        let object = self.ty(&mut self.shared(name)?)?;
        self.objects.insert(name, object.clone());
        Some(object)
    }

    fn shared(&self, name: &str) -> Option<Text> {
        let (_, text) = self.table.entry(Section::Shared, name)?;
        Some(Text(text))
    }
}

impl Text {
    pub(super) fn has_more(&self) -> bool {
        !self.0.is_empty() && !self.0.starts_with([')', '}'])
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.0.chars();
        let first = chars.next();
        self.0 = chars.as_str();
        first
    }

    /// Passes over `expected` if it stands here.
    pub(super) fn take(&mut self, expected: char) -> bool {
        let rest = self.0.strip_prefix(expected);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// A name; `None` if none stands here.
    pub(super) fn word(&mut self) -> Option<&'static str> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = self.0.find(|c| !is_part(c)).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }
}
