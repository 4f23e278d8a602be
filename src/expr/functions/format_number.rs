//! Numbers in the notations of format verbs, as Go's `fmt` writes `big.Int` and `big.Float`.

use super::format_verb::Verb;
use crate::value::Number;
use std::fmt::Write as _;

/// A decimal number without its sign: 0.d₁d₂d₃… × 10^point, no zeros at the end; zero has no digits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Digits {
    digits: Vec<u8>,
    point: i64,
}

/// A count that can be subtracted from.
fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Digits {
    fn of(text: &str) -> Self {
        let text = text.trim_start_matches('-');
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let leading = all.iter().take_while(|&&digit| digit == b'0').count();
        let mut digits: Vec<u8> = all.into_iter().skip(leading).collect();
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        let point = if digits.is_empty() {
            0
        } else {
            signed(whole.len()) - signed(leading)
        };
        Self { digits, point }
    }

    fn at(&self, index: i64) -> u8 {
        usize::try_from(index)
            .ok()
            .and_then(|index| self.digits.get(index).copied())
            .unwrap_or(b'0')
    }

    /// Rounds to this many digits; half goes to the even one.
    fn round(&mut self, length: i64) {
        let Ok(keep) = usize::try_from(length) else {
            self.digits.clear();
            self.point = 0;
            return;
        };
        let Some(&next) = self.digits.get(keep) else {
            return;
        };
        let half = next == b'5' && self.digits.len() == keep + 1;
        let odd = keep > 0 && self.at(length - 1) % 2 == 1;
        let up = if half { odd } else { next >= b'5' };
        self.digits.truncate(keep);
        if up {
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
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    /// `123.456` with this many places.
    fn fixed(&self, places: i64) -> String {
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

    /// `1.23456e+02` with this many places.
    fn scientific(&self, places: i64, capital: bool) -> String {
        let mut out = String::from(char::from(self.at(0)));
        if places > 0 {
            out.push('.');
            out.extend((1..=places).map(|index| char::from(self.at(index))));
        }
        let exponent = if self.digits.is_empty() {
            0
        } else {
            self.point - 1
        };
        out.push(if capital { 'E' } else { 'e' });
        out.push(if exponent < 0 { '-' } else { '+' });
        // INVARIANT: writing to a string does not fail.
        let _ = write!(out, "{:02}", exponent.unsigned_abs());
        out
    }
}

/// The shortest decimal, with an exponent for very large and very small numbers: what `%v` and `%g` give without precision.
pub(super) fn general(number: &Number) -> String {
    if number.is_infinite() {
        return number.to_string();
    }
    let digits = Digits::of(&number.to_string());
    let text = general_digits(&digits, None, false);
    sign(number.is_negative(), text)
}

fn general_digits(digits: &Digits, precision: Option<i64>, capital: bool) -> String {
    let mut digits = digits.clone();
    let count = signed(digits.digits.len());
    let (places, threshold) = match precision {
        None => (count, 6),
        Some(precision) => {
            let precision = precision.max(1);
            digits.round(precision);
            let count = signed(digits.digits.len());
            let threshold = if precision > count && count >= digits.point {
                count
            } else {
                precision
            };
            (precision.min(count), threshold)
        }
    };
    let exponent = digits.point - 1;
    if exponent < -4 || exponent >= threshold {
        digits.scientific((places - 1).max(0), capital)
    } else {
        let count = signed(digits.digits.len());
        digits.fixed((count - digits.point).max(0))
    }
}

fn sign(negative: bool, text: String) -> String {
    if negative { format!("-{text}") } else { text }
}

/// `%e`, `%E`, `%f`, `%g`, `%G` of a number.
pub(super) fn float(verb: &Verb, number: &Number) -> String {
    if number.is_infinite() {
        let unsigned = Verb {
            plus: false,
            space: false,
            ..verb.clone()
        };
        return padded(&unsigned, false, "", &number.to_string(), false);
    }
    let mut digits = Digits::of(&exact(number));
    let precision = verb
        .precision
        .map(|precision| i64::try_from(precision).unwrap_or(i64::MAX));
    let capital = verb.letter.is_ascii_uppercase();
    let text = match verb.letter {
        'e' | 'E' => {
            let places = precision.unwrap_or(6);
            digits.round(places.saturating_add(1));
            digits.scientific(places, capital)
        }
        'f' => {
            let places = precision.unwrap_or(6);
            digits.round(digits.point.saturating_add(places));
            digits.fixed(places)
        }
        _ => match precision {
            None => general_digits(&Digits::of(&number.to_string()), None, capital),
            precision => general_digits(&digits, precision, capital),
        },
    };
    padded(
        verb,
        number.is_negative(),
        "",
        &text,
        verb.zero && !verb.minus,
    )
}

/// Every digit of the binary number, so that rounding meets no half that is none.
fn exact(number: &Number) -> String {
    number.to_exact_decimal()
}

/// `%d`, `%b`, `%o`, `%x`, `%X` of a whole number; `None` for a fraction.
pub(super) fn integer(verb: &Verb, number: &Number) -> Option<String> {
    let (radix, prefix) = match verb.letter {
        'b' => (2, "0b"),
        'o' => (8, "0"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let text = number.to_radix(radix)?;
    let mut digits = text.trim_start_matches('-').to_owned();
    if verb.letter == 'X' {
        digits.make_ascii_uppercase();
    }
    if let Some(precision) = verb.precision {
        // With a precision of zero, zero has no digits.
        if precision == 0 && number.signum() == 0 {
            return Some(padded(verb, false, "", "", false));
        }
        let missing = precision.saturating_sub(digits.len());
        digits.insert_str(0, &"0".repeat(missing));
    }
    let prefix = if verb.sharp { prefix } else { "" };
    let zeros = verb.zero && !verb.minus && verb.precision.is_none();
    Some(padded(verb, number.signum() < 0, prefix, &digits, zeros))
}

/// Sign, prefix and digits, filled up to the width.
fn padded(verb: &Verb, negative: bool, prefix: &str, digits: &str, zeros: bool) -> String {
    let sign = match (negative, verb.plus, verb.space) {
        (true, _, _) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    };
    let missing = verb
        .width
        .unwrap_or(0)
        .saturating_sub(sign.len() + prefix.len() + digits.len());
    let fill = |character: &str| character.repeat(missing);
    if zeros {
        format!("{sign}{prefix}{}{digits}", fill("0"))
    } else if verb.minus {
        format!("{sign}{prefix}{digits}{}", fill(" "))
    } else {
        format!("{}{sign}{prefix}{digits}", fill(" "))
    }
}
