//! A binary float of bounded precision: sign, odd integer, power of two.

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{IBig, Sign, UBig};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// The bits of Terraform's numbers.
pub(super) const PRECISION: u16 = 512;
/// The bits of a 64-bit float, which some functions of Terraform compute in.
const PRECISION_F64: u16 = 53;
/// The greatest power of two that a number may have: about 10^10000. Bounds what a short text can make us allocate.
const MAX_EXPONENT: i64 = 33_300;

/// ± significand × 2^exponent; the significand is odd, or zero with exponent zero.
#[derive(Clone, Debug)]
pub(super) struct Big {
    negative: bool,
    significand: UBig,
    exponent: i64,
    precision: u16,
}

impl Big {
    pub(super) fn from_i64(value: i64) -> Self {
        Self::exact(value < 0, UBig::from(value.unsigned_abs()), 0)
    }

    /// A number of at most 512 bits.
    pub(super) fn exact(negative: bool, significand: UBig, exponent: i64) -> Self {
        Self::normal(negative, significand, exponent, PRECISION)
    }

    pub(super) fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let bits = value.abs().to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let (significand, exponent) = match (bits >> 52) as i64 {
            0 => (fraction, -1074),
            biased => (fraction | (1 << 52), biased - 1075),
        };
        Some(Self::normal(
            value < 0.0,
            UBig::from(significand),
            exponent,
            PRECISION_F64,
        ))
    }

    /// Rounds to nearest even. `sticky`: there is something below the last bit of the significand; it must then have more bits than `precision`.
    pub(super) fn rounded(
        negative: bool,
        significand: UBig,
        exponent: i64,
        sticky: bool,
        precision: u16,
    ) -> Option<Self> {
        let excess = significand.bit_len().saturating_sub(usize::from(precision));
        let (kept, exponent) = if excess == 0 {
            (significand, exponent)
        } else {
            let half = significand.bit(excess - 1);
            let below = sticky || significand.trailing_zeros().unwrap_or(0) < excess - 1;
            let mut kept = significand >> excess;
            if half && (below || kept.bit(0)) {
                kept += UBig::ONE;
            }
            (kept, exponent + excess as i64)
        };
        let number = Self::normal(negative, kept, exponent, precision);
        (number.magnitude().abs() <= MAX_EXPONENT).then_some(number)
    }

    fn normal(negative: bool, significand: UBig, exponent: i64, precision: u16) -> Self {
        let Some(zeros) = significand.trailing_zeros() else {
            return Self {
                negative: false,
                significand: UBig::ZERO,
                exponent: 0,
                precision,
            };
        };
        Self {
            negative,
            significand: significand >> zeros,
            exponent: exponent + zeros as i64,
            precision,
        }
    }

    /// The power of two just above the number.
    fn magnitude(&self) -> i64 {
        self.exponent + self.significand.bit_len() as i64
    }

    pub(super) const fn is_negative(&self) -> bool {
        self.negative
    }

    pub(super) const fn significand(&self) -> &UBig {
        &self.significand
    }

    pub(super) const fn exponent(&self) -> i64 {
        self.exponent
    }

    pub(super) const fn precision(&self) -> u16 {
        self.precision
    }

    pub(super) fn signum(&self) -> i32 {
        match (self.significand.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    pub(super) const fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Whether the number prints the same as a plain integer: it has its full precision, or needs no more than it has.
    pub(super) fn has_integer_form(&self) -> bool {
        self.precision >= PRECISION || self.magnitude() <= i64::from(self.precision)
    }

    pub(super) fn integer(&self) -> Option<IBig> {
        let shift = usize::try_from(self.exponent).ok()?;
        let magnitude = self.significand.clone() << shift;
        Some(IBig::from_parts(sign(self.negative), magnitude))
    }

    pub(super) fn as_i64(&self) -> Option<i64> {
        if self.magnitude() > 64 {
            return None;
        }
        i64::try_from(self.integer()?).ok()
    }

    pub(super) fn neg(mut self) -> Self {
        self.negative = !self.negative && !self.significand.is_zero();
        self
    }

    /// Rounded towards zero.
    pub(super) fn trunc(&self) -> Self {
        if self.is_integer() {
            return self.clone();
        }
        let shift = usize::try_from(-self.exponent).unwrap_or(usize::MAX);
        let whole = if shift >= self.significand.bit_len() {
            UBig::ZERO
        } else {
            self.significand.clone() >> shift
        };
        Self::normal(self.negative, whole, 0, self.precision)
    }

    pub(super) fn add(&self, other: &Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let sum = self.shifted_to(exponent)? + other.shifted_to(exponent)?;
        let precision = self.precision.max(other.precision);
        let (sign, magnitude) = sum.into_parts();
        Self::rounded(
            sign == Sign::Negative,
            magnitude,
            exponent,
            false,
            precision,
        )
    }

    fn shifted_to(&self, exponent: i64) -> Option<IBig> {
        let shift = usize::try_from(self.exponent - exponent).ok()?;
        Some(IBig::from_parts(
            sign(self.negative),
            self.significand.clone() << shift,
        ))
    }

    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        Self::rounded(
            self.negative != other.negative,
            &self.significand * &other.significand,
            self.exponent + other.exponent,
            false,
            self.precision.max(other.precision),
        )
    }

    pub(super) fn div(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        Self::ratio(
            self.negative != other.negative,
            &self.significand,
            &other.significand,
            self.exponent - other.exponent,
            precision,
        )
    }

    /// ± numerator / denominator × 2^exponent, rounded once.
    pub(super) fn ratio(
        negative: bool,
        numerator: &UBig,
        denominator: &UBig,
        exponent: i64,
        precision: u16,
    ) -> Option<Self> {
        if denominator.is_zero() {
            return None;
        }
        // Two bits more than are kept: one to round by, and one because a quotient may have a bit less than the difference.
        let wanted = usize::from(precision) + 2 + denominator.bit_len();
        let shift = wanted.saturating_sub(numerator.bit_len());
        let (quotient, rest) = (numerator << shift).div_rem(denominator);
        Self::rounded(
            negative,
            quotient,
            exponent - shift as i64,
            !rest.is_zero(),
            precision,
        )
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let by_sign = self.signum().cmp(&other.signum());
        if by_sign != Ordering::Equal || self.signum() == 0 {
            return by_sign;
        }
        let by_magnitude = self.magnitude().cmp(&other.magnitude()).then_with(|| {
            let exponent = self.exponent.min(other.exponent);
            let shift = |big: &Self| {
                let bits = usize::try_from(big.exponent - exponent).unwrap_or(0);
                big.significand.clone() << bits
            };
            shift(self).cmp(&shift(other))
        });
        if self.negative {
            by_magnitude.reverse()
        } else {
            by_magnitude
        }
    }

    /// Hashes the value; numbers that compare equal hash the same, whatever their precision.
    pub(super) fn hash_value<H: Hasher>(&self, state: &mut H) {
        (self.negative, &self.significand, self.exponent).hash(state);
    }
}

const fn sign(negative: bool) -> Sign {
    if negative {
        Sign::Negative
    } else {
        Sign::Positive
    }
}
