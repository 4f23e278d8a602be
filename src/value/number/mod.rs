//! Terraform's numbers: binary floating point with 512 bits, rounded to nearest even; small integers fast.
//!
//! Knows no operator of the language. There are infinities and a zero with a minus, as in Terraform; an operation whose result would be no number,
//! or out of all proportion, has no result.

#![expect(
    clippy::cast_possible_wrap,
    reason = "counts of bits and digits are bounded far below"
)]

mod big;
mod decimal;
mod limit;
#[cfg(test)]
mod tests;

pub use decimal::Decimal;

use big::{Big, PRECISION};
use dashu_int::{IBig, UBig};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::ControlFlow;
use std::sync::Arc;

/// A number as exact as Terraform's (`math/big.Float` with 512 bits, as go-cty uses it).
#[derive(Clone)]
pub struct Number(Form);

/// INVARIANT: what is an integer of 64 bits and has full precision is always `Int`.
#[derive(Clone)]
enum Form {
    Int(i64),
    Big(Arc<Big>),
    /// Equal to zero; only the sign that it prints tells it apart.
    NegativeZero,
    Infinite {
        negative: bool,
    },
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Form::Int(value))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(
            |_| Self::of(Big::exact(false, UBig::from(value), 0)),
            Self::from,
        )
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

/// Making numbers.
impl Number {
    pub const ZERO: Self = Self(Form::Int(0));
    pub const ONE: Self = Self(Form::Int(1));

    /// A number as HCL and `tonumber` write it: decimal digits with at most one point, a sign, a decimal exponent.
    /// `None` for any other text, and for a number beyond ±10^±10000.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() < 18
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(small) = text.parse::<i64>()
        {
            return Some(Self::from(small));
        }
        let number = decimal::parse(text).map(Self::of)?;
        Some(if number.is_zero() {
            Self::signed_zero(text.starts_with('-'))
        } else {
            number
        })
    }

    /// An infinity as `tonumber` reads it and `tostring` writes it.
    pub fn parse_infinity(text: &str) -> Option<Self> {
        match text {
            "Inf" | "inf" | "+Inf" | "+inf" => Some(Self::infinite(false)),
            "-Inf" | "-inf" => Some(Self::infinite(true)),
            _ => None,
        }
    }

    pub const fn infinite(negative: bool) -> Self {
        Self(Form::Infinite { negative })
    }

    const fn signed_zero(negative: bool) -> Self {
        if negative {
            Self(Form::NegativeZero)
        } else {
            Self::ZERO
        }
    }

    /// An integer in a base between 2 and 36, letters of either case, with an optional sign.
    pub fn parse_radix(text: &str, radix: u32) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !(2..=36).contains(&radix) || digits.is_empty() || digits.len() > 10_000 {
            return None;
        }
        if !digits.chars().all(|digit| digit.is_digit(radix)) {
            return None;
        }
        let magnitude = UBig::from_str_radix(digits, radix).ok()?;
        Big::rounded(text.starts_with('-'), magnitude, 0, false, PRECISION).map(Self::of)
    }

    /// A number of the machine; `None` when it is none. It prints with the digits of a 64-bit float, as Terraform prints it.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_infinite() {
            return Some(Self::infinite(value < 0.0));
        }
        if value == 0.0 {
            return Some(Self::signed_zero(value.is_sign_negative()));
        }
        Big::from_f64(value).map(Self::of)
    }

    fn of(big: Big) -> Self {
        Self(
            big.as_i64()
                .filter(|_| big.has_integer_form())
                .map_or_else(|| Form::Big(Arc::new(big)), Form::Int),
        )
    }

    /// `None` for an infinity.
    fn big(&self) -> Option<Big> {
        match &self.0 {
            Form::Int(value) => Some(Big::from_i64(*value)),
            Form::Big(big) => Some(Big::clone(big)),
            Form::NegativeZero => Some(Big::from_i64(0)),
            Form::Infinite { .. } => None,
        }
    }
}

/// Arithmetic. `None`: the result is beyond all bounds, or no number.
impl Number {
    pub fn add(&self, other: &Self) -> Option<Self> {
        if let (Form::Int(left), Form::Int(right)) = (&self.0, &other.0)
            && let Some(sum) = left.checked_add(*right)
        {
            return Some(Self::from(sum));
        }
        match limit::sum(self, other) {
            ControlFlow::Break(result) => result,
            ControlFlow::Continue(()) => self.big()?.add(&other.big()?).map(Self::of),
        }
    }

    pub fn sub(&self, other: &Self) -> Option<Self> {
        self.add(&other.neg())
    }

    pub fn mul(&self, other: &Self) -> Option<Self> {
        if let ControlFlow::Break(result) = limit::product(self, other) {
            return result;
        }
        if let (Form::Int(left), Form::Int(right)) = (&self.0, &other.0)
            && let Some(product) = left.checked_mul(*right)
        {
            return Some(Self::from(product));
        }
        self.big()?.mul(&other.big()?).map(Self::of)
    }

    /// Infinite for a division by zero; `None` for that of zero by zero.
    pub fn div(&self, other: &Self) -> Option<Self> {
        if let ControlFlow::Break(result) = limit::quotient(self, other) {
            return result;
        }
        if let (Form::Int(left), Form::Int(right)) = (&self.0, &other.0)
            && left.checked_rem(*right) == Some(0)
            && let Some(quotient) = left.checked_div(*right)
        {
            return Some(Self::from(quotient));
        }
        self.big()?.div(&other.big()?).map(Self::of)
    }

    /// The rest of the division that rounds towards zero; the number itself when `other` is zero, as Terraform has it, and none of an infinity.
    pub fn modulo(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return Some(self.clone());
        }
        if self.is_infinite() || other.is_infinite() {
            return None;
        }
        if let (Form::Int(left), Form::Int(right)) = (&self.0, &other.0)
            && let Some(rest) = left.checked_rem(*right)
        {
            return Some(Self::from(rest));
        }
        let whole = self.div(other)?.trunc();
        let parts = whole.mul(other)?.rounded_like(self)?;
        self.sub(&parts)?.rounded_like(self)
    }

    /// Rounded to the bits of another number, as Terraform rounds what is left of a division to those of the dividend.
    fn rounded_like(self, other: &Self) -> Option<Self> {
        match (&self.0, &other.0) {
            (Form::Big(big), Form::Big(other)) if other.precision() < big.precision() => {
                let significand = big.significand().clone();
                let precision = other.precision();
                Big::rounded(
                    big.is_negative(),
                    significand,
                    big.exponent(),
                    false,
                    precision,
                )
                .map(Self::of)
            }
            _ => Some(self),
        }
    }

    #[must_use]
    pub fn neg(&self) -> Self {
        match &self.0 {
            Form::Int(0) => Self::signed_zero(true),
            Form::NegativeZero => Self::ZERO,
            Form::Infinite { negative } => Self::infinite(!negative),
            Form::Int(value) => value
                .checked_neg()
                .map_or_else(|| Self::of(Big::from_i64(*value).neg()), Self::from),
            Form::Big(big) => Self::of(Big::clone(big).neg()),
        }
    }

    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            self.neg()
        } else {
            self.clone()
        }
    }

    /// -1, 0 or 1.
    pub fn signum(&self) -> i32 {
        match &self.0 {
            Form::Int(value) => value.signum() as i32,
            Form::Big(big) => big.signum(),
            Form::NegativeZero => 0,
            Form::Infinite { negative: true } => -1,
            Form::Infinite { negative: false } => 1,
        }
    }

    /// Whether it prints with a minus.
    pub fn is_negative(&self) -> bool {
        self.signum() < 0 || matches!(self.0, Form::NegativeZero)
    }

    pub fn is_zero(&self) -> bool {
        self.signum() == 0
    }

    pub const fn is_infinite(&self) -> bool {
        matches!(self.0, Form::Infinite { .. })
    }

    /// Rounded towards zero.
    #[must_use]
    pub fn trunc(&self) -> Self {
        match &self.0 {
            Form::Int(_) | Form::Infinite { .. } => self.clone(),
            Form::NegativeZero => Self::ZERO,
            Form::Big(big) => Self::of(big.trunc()),
        }
    }

    /// Rounded down.
    #[must_use]
    pub fn floor(&self) -> Self {
        let whole = self.trunc();
        if whole > *self {
            whole.sub(&Self::ONE).unwrap_or(whole)
        } else {
            whole
        }
    }

    /// Rounded up.
    #[must_use]
    pub fn ceil(&self) -> Self {
        let whole = self.trunc();
        if whole < *self {
            whole.add(&Self::ONE).unwrap_or(whole)
        } else {
            whole
        }
    }

    /// The power as Terraform's `pow` computes it: in 64-bit floats.
    pub fn pow(&self, exponent: &Self) -> Option<Self> {
        Self::from_f64(self.as_f64().powf(exponent.as_f64()))
    }

    /// The logarithm as Terraform's `log` computes it: in 64-bit floats.
    pub fn log(&self, base: &Self) -> Option<Self> {
        Self::from_f64(self.as_f64().ln() / base.as_f64().ln())
    }
}

/// Questions.
impl Number {
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Int(_) | Form::NegativeZero => true,
            Form::Big(big) => big.is_integer(),
            Form::Infinite { .. } => false,
        }
    }

    /// The integer, when the number is held as one; no other number is equal to it and prints alike.
    pub(super) const fn small(&self) -> Option<i64> {
        match &self.0 {
            Form::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer, when the number is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Form::Int(value) => Some(*value),
            Form::Big(big) => big.as_i64(),
            Form::NegativeZero => Some(0),
            Form::Infinite { .. } => None,
        }
    }

    /// The integer, when the number is one that is not negative and fits.
    pub fn as_u64(&self) -> Option<u64> {
        u64::try_from(self.integer()?).ok()
    }

    /// The integer as an index or a length.
    pub fn as_usize(&self) -> Option<usize> {
        usize::try_from(self.as_u64()?).ok()
    }

    /// The nearest 64-bit float.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "the nearest one is asked for")]
            Form::Int(value) => *value as f64,
            // The printed digits determine the number, and the standard library reads digits with correct rounding.
            Form::Big(_) | Form::NegativeZero | Form::Infinite { .. } => {
                self.to_string().parse().unwrap_or(f64::NAN)
            }
        }
    }

    /// The digits of an integer in a base between 2 and 36, lower case, with `-` before negative ones; `None` for fractions.
    pub fn to_radix(&self, radix: u32) -> Option<String> {
        let radix = u8::try_from(radix)
            .ok()
            .filter(|radix| (2..=36).contains(radix))?;
        Some(self.integer()?.in_radix(radix).to_string())
    }

    /// The digits that `Display` writes, which tell it apart from its neighbours; `None` for an infinity.
    pub fn decimal(&self) -> Option<Decimal> {
        match &self.0 {
            Form::Big(big) => Some(decimal::shortest(big)),
            _ => self.exact_decimal(),
        }
    }

    /// Every digit of the binary number; `None` for an infinity.
    pub fn exact_decimal(&self) -> Option<Decimal> {
        self.big().map(|big| decimal::exact(&big))
    }

    /// On which side of all finite numbers it is: -1, 0 for one of them, 1.
    fn infinity(&self) -> i32 {
        if self.is_infinite() { self.signum() } else { 0 }
    }

    fn integer(&self) -> Option<IBig> {
        match &self.0 {
            Form::Int(value) => Some(IBig::from(*value)),
            Form::Big(big) => big.integer(),
            Form::NegativeZero => Some(IBig::ZERO),
            Form::Infinite { .. } => None,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Int(left), Form::Int(right)) => left.cmp(right),
            (Form::Big(left), Form::Big(right)) => left.compare(right),
            _ => match (self.big(), other.big()) {
                (Some(left), Some(right)) => left.compare(&right),
                _ => self.infinity().cmp(&other.infinity()),
            },
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The same number may stand in either form, so both are hashed in one.
        match self.big() {
            Some(big) => big.hash_value(state),
            None => self.signum().hash(state),
        }
    }
}

/// The shortest decimal that gives the same number again, without exponent, as Terraform converts numbers to strings.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Int(value) => write!(f, "{value}"),
            Form::Big(big) => {
                let sign = if big.is_negative() { "-" } else { "" };
                write!(f, "{sign}{}", decimal::shortest(big).plain())
            }
            Form::NegativeZero => f.write_str("-0"),
            Form::Infinite { negative } => f.write_str(if *negative { "-Inf" } else { "+Inf" }),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
