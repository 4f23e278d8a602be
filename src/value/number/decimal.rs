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

/// 0.d₁d₂d₃… × 10^point, without zeros at the end.
struct Decimal {
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
        let mut digits = scaled.to_string().into_bytes();
        let point = digits.len() as i64 + exponent.min(0);
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        Self { digits, point }
    }

    fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    fn round_down(&mut self, length: usize) {
        self.digits.truncate(length);
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
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

    /// To nearest; half goes to the even digit.
    fn round(&mut self, length: usize) {
        let exactly_half = self.at(length) == b'5' && self.digits.len() == length + 1;
        let up = if exactly_half {
            length > 0 && (self.at(length - 1) - b'0') % 2 == 1
        } else {
            self.at(length) >= b'5'
        };
        if up {
            self.round_up(length);
        } else {
            self.round_down(length);
        }
    }

    /// Without exponent.
    fn plain(&self, negative: bool) -> String {
        let mut out = String::from(if negative { "-" } else { "" });
        let whole = usize::try_from(self.point).unwrap_or(0);
        if whole == 0 {
            out.push('0');
        }
        out.extend((0..whole).map(|index| char::from(self.at(index))));
        if self.digits.len() > whole {
            out.push('.');
            let leading = usize::try_from(-self.point).unwrap_or(0);
            out.extend(std::iter::repeat_n('0', leading));
            out.extend(
                self.digits
                    .iter()
                    .skip(whole)
                    .map(|&digit| char::from(digit)),
            );
        }
        out
    }
}

/// All digits of the number.
pub(super) fn exact(number: &Big) -> String {
    if number.significand().is_zero() {
        return "0".to_owned();
    }
    Decimal::of(number.significand(), number.exponent()).plain(number.is_negative())
}

/// The shortest decimal between the numbers half way to the neighbours, as Go's `big.Float.Text('f', -1)` finds it.
pub(super) fn shortest(number: &Big) -> String {
    let mut decimal = Decimal::of(number.significand(), number.exponent());
    if number.significand().is_zero() {
        return "0".to_owned();
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
        let digit = decimal.at(index);
        let below = lower.at(index);
        let above = upper.at(index);
        let down = below != digit || (inclusive && index + 1 == lower.digits.len());
        let up =
            digit != above && (inclusive || digit + 1 < above || index + 1 < upper.digits.len());
        match (down, up) {
            (true, true) => decimal.round(index + 1),
            (true, false) => decimal.round_down(index + 1),
            (false, true) => decimal.round_up(index + 1),
            (false, false) => continue,
        }
        break;
    }
    decimal.plain(number.is_negative())
}
