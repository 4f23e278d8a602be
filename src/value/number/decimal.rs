//! Decimal texts of numbers: reading them, and writing the shortest one that gives the same number again.

use super::big::{Big, PRECISION};
use dashu_int::UBig;
use dashu_int::ops::BitTest;

/// The greatest power of ten that is read, and the most digits; bounds what a text can make us compute.
const MAX_DIGITS: usize = 10_000;

/// Digits with at most one point, with optional sign and decimal exponent.
pub(super) fn parse(text: &str) -> Option<Big> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty()
        || digits.len() > MAX_DIGITS
        || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let significand = UBig::from_str_radix(&digits, 10).ok()?;
    let power = exponent - fraction.len() as i64;
    let five = UBig::from(5u8).pow(usize::try_from(power.unsigned_abs()).ok()?);
    if power >= 0 {
        Big::rounded(negative, significand * five, power, false, PRECISION)
    } else {
        Big::ratio(negative, &significand, &five, power, PRECISION)
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let exponent: i64 = text.parse().ok()?;
    (exponent.unsigned_abs() <= MAX_DIGITS as u64).then_some(exponent)
}

/// A decimal number without its sign: 0.d₁d₂d₃… × 10^point.
///
/// INVARIANT: there are no zeros at the beginning and at the end; zero has no digits, and its point is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    /// The exact decimal of significand × 2^exponent.
    fn of(significand: &UBig, exponent: i64) -> Self {
        let power = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
        let scaled = if exponent >= 0 {
            significand << power
        } else {
            significand * UBig::from(5u8).pow(power)
        };
        let digits = scaled.to_string().into_bytes();
        let point = digits.len() as i64 + exponent.min(0);
        let mut decimal = Self { digits, point };
        decimal.trim();
        decimal
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// How many digits there are.
    pub fn count(&self) -> i64 {
        self.digits.len() as i64
    }

    /// How many of the digits stand before the point; with a minus, how many zeros stand between the point and the first of them.
    pub const fn point(&self) -> i64 {
        self.point
    }

    /// The digit at a place, as a character; zero before the first and after the last.
    pub fn at(&self, index: i64) -> u8 {
        let digit = usize::try_from(index).ok();
        let digit = digit.and_then(|index| self.digits.get(index).copied());
        digit.unwrap_or(b'0')
    }

    fn round_down(&mut self, length: usize) {
        self.digits.truncate(length);
        self.trim();
    }

    fn round_up(&mut self, length: usize) {
        self.digits.truncate(length);
        while self.digits.last() == Some(&b'9') {
            self.digits.pop();
        }
        if let Some(last) = self.digits.last_mut() {
            *last += 1;
        } else {
            self.digits.push(b'1');
            self.point += 1;
        }
    }

    /// To this many digits, to nearest; half goes to the even one.
    pub fn round(&mut self, length: i64) {
        let Ok(keep) = usize::try_from(length) else {
            return self.round_down(0);
        };
        let next = self.at(length);
        let exactly_half = next == b'5' && self.count() == length.saturating_add(1);
        let odd = keep > 0 && self.at(length - 1) % 2 == 1;
        if if exactly_half { odd } else { next >= b'5' } {
            self.round_up(keep);
        } else {
            self.round_down(keep);
        }
    }

    /// Without exponent, with so many digits after the point.
    pub fn fixed(&self, places: i64) -> String {
        let mut out = String::new();
        if self.point > 0 {
            out.extend((0..self.point).map(|index| char::from(self.at(index))));
        } else {
            out.push('0');
        }
        if places > 0 {
            out.push('.');
            out.extend((0..places).map(|index| char::from(self.at(self.point + index))));
        }
        out
    }

    /// Without exponent, with all digits.
    pub fn plain(&self) -> String {
        self.fixed(self.count() - self.point)
    }
}

/// All digits of the number.
pub(super) fn exact(number: &Big) -> Decimal {
    Decimal::of(number.significand(), number.exponent())
}

/// The shortest decimal between the numbers half way to the neighbours, as Go's `big.Float.Text('f', -1)` finds it.
pub(super) fn shortest(number: &Big) -> Decimal {
    let mut decimal = exact(number);
    if decimal.is_zero() {
        return decimal;
    }
    // The last bit of `doubled` is worth half of the last bit that the precision has.
    let wanted = usize::from(number.precision()) + 1;
    let shift = wanted.saturating_sub(number.significand().bit_len());
    let doubled = number.significand() << shift;
    let exponent = number.exponent() - shift as i64;
    let lower = Decimal::of(&(&doubled - UBig::ONE), exponent);
    let upper = Decimal::of(&(&doubled + UBig::ONE), exponent);
    // Half-way numbers round to the even neighbour.
    let inclusive = !doubled.bit(1);
    for index in 0..decimal.digits.len() {
        let place = index as i64;
        let [digit, below, above] = [&decimal, &lower, &upper].map(|decimal| decimal.at(place));
        let down = below != digit || (inclusive && index + 1 == lower.digits.len());
        let up =
            digit != above && (inclusive || digit + 1 < above || index + 1 < upper.digits.len());
        match (down, up) {
            (true, true) => decimal.round(place + 1),
            (true, false) => decimal.round_down(index + 1),
            (false, true) => decimal.round_up(index + 1),
            (false, false) => continue,
        }
        break;
    }
    decimal
}
