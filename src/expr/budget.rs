//! Bounds on what one run of an evaluation may cost, so that no expression hangs the tool or eats the memory.

use super::Doubt;
use crate::value::{Reason, Value};
use std::cell::Cell;
use std::sync::Arc;

/// No value may hold more values than this: sharing makes a value cheap to build that takes ages to walk, such as a list of a list twice,
/// forty times over.
const MAX_SIZE: u32 = 1_000_000;

/// What a value takes in a map or a list, with its name and what says where it came from.
const BYTES_OF_A_VALUE: u64 = 256;

/// How many evaluation steps, how many bytes of results, and how deep; counted down. One per evaluation of a root module.
#[derive(Debug)]
pub struct Budget {
    steps: Cell<u64>,
    bytes: Cell<u64>,
    depth: Cell<u32>,
    doubt: Doubt,
}

/// What was used up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exhausted {
    Steps,
    Bytes,
    Depth,
}

impl Exhausted {
    /// The reason that the value is unknown for.
    pub fn reason(self) -> Reason {
        let what = match self {
            Self::Steps => "evaluation steps",
            Self::Bytes => "the size of values",
            Self::Depth => "the depth of expressions",
        };
        Reason::Budget {
            what: Arc::from(what),
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(50_000_000, 256 * 1024 * 1024, 250)
    }
}

impl Budget {
    pub const fn new(steps: u64, bytes: u64, depth: u32) -> Self {
        Self {
            steps: Cell::new(steps),
            bytes: Cell::new(bytes),
            depth: Cell::new(depth),
            doubt: Doubt::new(),
        }
    }

    /// The same with more steps and bytes, for who has more to evaluate.
    #[must_use]
    pub fn and(self, steps: u64, bytes: u64) -> Self {
        self.steps.set(self.steps.get().saturating_add(steps));
        self.bytes.set(self.bytes.get().saturating_add(bytes));
        self
    }

    /// What the evaluation is not sure of.
    pub const fn doubt(&self) -> &Doubt {
        &self.doubt
    }

    /// Takes steps off; each evaluated node and each element of a result counts one.
    pub fn spend(&self, steps: u64) -> Result<(), Exhausted> {
        match self.steps.get().checked_sub(steps) {
            Some(left) => {
                self.steps.set(left);
                Ok(())
            }
            None => Err(Exhausted::Steps),
        }
    }

    /// Takes bytes of a result off, before they are allocated.
    pub fn allocate(&self, bytes: u64) -> Result<(), Exhausted> {
        match self.bytes.get().checked_sub(bytes) {
            Some(left) => {
                self.bytes.set(left);
                Ok(())
            }
            None => Err(Exhausted::Bytes),
        }
    }

    /// Takes the steps off that it costs to walk a value.
    pub fn walk(&self, value: &Value) -> Result<(), Exhausted> {
        self.spend(u64::from(value.size()))
    }

    /// Takes the bytes off that a copy of a value in another type needs.
    pub fn copy(&self, value: &Value) -> Result<(), Exhausted> {
        self.allocate(u64::from(value.size()) * BYTES_OF_A_VALUE)
    }

    /// Refuses a value that is too large to be walked.
    pub const fn admit(value: &Value) -> Result<(), Exhausted> {
        if value.size() > MAX_SIZE {
            return Err(Exhausted::Bytes);
        }
        Ok(())
    }

    /// Runs something one level deeper.
    pub fn deeper<T>(&self, run: impl FnOnce() -> T) -> Result<T, Exhausted> {
        let left = self.depth.get().checked_sub(1).ok_or(Exhausted::Depth)?;
        self.depth.set(left);
        let result = run();
        self.depth.set(left + 1);
        Ok(result)
    }
}
