//! Terraform's numbers: binary floating point with 512 bits, integers fast.
//! (interface; the body is being written)
use std::fmt;

/// A number as exact as Terraform's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Number(i64);

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value)
    }
}

impl Number {
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
    pub fn as_i64(&self) -> Option<i64> {
        Some(self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
