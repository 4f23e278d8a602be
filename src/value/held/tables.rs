//! What packed values refer to by number.

use crate::source::FileId;
use crate::value::{Number, Reason, Type, Value};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

/// Things that are there once, by number.
#[derive(Debug)]
pub(super) struct Table<T> {
    all: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    /// The number of a thing, which is taken in if it is new.
    pub(super) fn number(&mut self, thing: &T) -> u32 {
        if let Some(&number) = self.numbers.get(thing) {
            return number;
        }
        let number = self.all.len() as u32;
        self.all.push(thing.clone());
        self.numbers.insert(thing.clone(), number);
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize)
    }
}

#[derive(Default, Debug)]
pub(super) struct Tables {
    pub(super) texts: Table<Arc<str>>,
    pub(super) types: Table<Type>,
    /// All but those that name a computed attribute.
    pub(super) reasons: Table<Reason>,
    pub(super) files: Table<FileId>,
    /// Those that are no small integers.
    pub(super) numbers: Vec<Number>,
    packed: Vec<Box<[u8]>>,
    /// The packed values by a hash of their bytes: instances of one block have much in common.
    known: FxHashMap<u64, u32>,
}

/// The values that were taken out last, by number.
#[derive(Default, Debug)]
pub(super) struct AtHand {
    values: FxHashMap<u32, Value>,
    /// How many values there are in them.
    size: u64,
}

impl Tables {
    pub(super) fn add(&mut self, bytes: Vec<u8>) -> u32 {
        let hash = FxBuildHasher.hash_one(&bytes);
        if let Some(&number) = self.known.get(&hash)
            && *self.bytes(number) == *bytes
        {
            return number;
        }
        let number = self.packed.len() as u32;
        self.packed.push(bytes.into());
        self.known.insert(hash, number);
        number
    }

    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        self.packed.get(number as usize).map_or(&[], |bytes| bytes)
    }
}

impl AtHand {
    pub(super) fn get(&self, number: u32) -> Option<Value> {
        self.values.get(&number).cloned()
    }

    /// Keeps a value for those who ask for it again soon; all are let go when there are too many.
    pub(super) fn keep(&mut self, number: u32, value: &Value, most: u64) {
        if self.size >= most {
            self.values.clear();
            self.size = 0;
        }
        if self.values.insert(number, value.clone()).is_none() {
            self.size += u64::from(value.size());
        }
    }
}
