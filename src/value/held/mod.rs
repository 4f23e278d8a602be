//! Values that are held by the ten thousand: as they are, or packed into bytes, which takes a tenth of the room.
//!
//! A packed value is the same value when it is taken out again, with its origins, marks and unknowns. Knows no schema and no Terraform.

mod read;
mod tables;
#[cfg(test)]
mod tests;
mod write;

use super::Value;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use tables::{AtHand, Tables};

/// How many values (see [`Value::size`]) of those last taken out stay at hand.
const VALUES_AT_HAND: u64 = 30_000;

/// A value that somebody holds, whichever way; what is asked of it is a copy.
#[derive(Clone, Debug)]
pub struct Held(Form);

#[derive(Clone, Debug)]
enum Form {
    Whole(Arc<Value>),
    /// The number of the value in its store.
    Packed(u32, Store),
}

/// Where packed values are, and what many of them have in common: names, types, addresses.
#[derive(Clone, Default)]
pub struct Store(Arc<Shared>);

#[derive(Default)]
struct Shared {
    tables: RwLock<Tables>,
    at_hand: Mutex<AtHand>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Packs a value.
    pub fn pack(&self, value: &Value) -> Held {
        let tables = &self.0.tables;
        let mut tables = tables.write().unwrap_or_else(PoisonError::into_inner);
        let bytes = write::packed(value, &mut tables);
        Held(Form::Packed(tables.add(bytes), self.clone()))
    }

    fn is_null(&self, number: u32) -> bool {
        read::is_null(self.tables().bytes(number))
    }

    fn unpack(&self, number: u32) -> Value {
        let at_hand = || {
            self.0
                .at_hand
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(value) = at_hand().get(number) {
            return value;
        }
        let tables = self.tables();
        let value = read::unpacked(tables.bytes(number), &tables);
        #[expect(
            clippy::expect_used,
            reason = "INVARIANT: the bytes are those that `write::packed` made with these tables"
        )]
        let value = value.expect("packed values can be read");
        at_hand().keep(number, &value, VALUES_AT_HAND);
        value
    }

    fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        let tables = &self.0.tables;
        tables.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Value> for Held {
    fn from(value: Value) -> Self {
        Self(Form::Whole(Arc::new(value)))
    }
}

impl Held {
    /// The value.
    pub fn get(&self) -> Value {
        match &self.0 {
            Form::Whole(value) => Value::clone(value),
            Form::Packed(number, store) => store.unpack(*number),
        }
    }

    /// One field of a map or an object.
    pub fn field(&self, name: &str) -> Option<Value> {
        match &self.0 {
            Form::Whole(value) => value.field(name).cloned(),
            Form::Packed(..) => self.get().field(name).cloned(),
        }
    }

    /// Whether it is in a store.
    pub const fn is_packed(&self) -> bool {
        matches!(self.0, Form::Packed(..))
    }

    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        match &self.0 {
            Form::Whole(value) => value.is_null(),
            Form::Packed(number, store) => store.is_null(*number),
        }
    }

    /// The same value in a store, if it is not in one.
    #[must_use]
    pub fn packed(self, store: &Store) -> Self {
        match &self.0 {
            Form::Whole(value) => store.pack(value),
            Form::Packed(..) => self,
        }
    }
}
