//! Numbers in the notations of format verbs, as Go's `fmt` writes `big.Int` and `big.Float`.

use super::format_verb::Verb;
use crate::value::{Decimal, Number};
use std::fmt::Write as _;

/// `1.23456e+02` with this many places.
fn scientific(decimal: &Decimal, places: i64, capital: bool) -> String {
    let mut out = String::from(char::from(decimal.at(0)));
    if places > 0 {
        out.push('.');
        out.extend((1..=places).map(|index| char::from(decimal.at(index))));
    }
    let exponent = if decimal.is_zero() {
        0
    } else {
        decimal.point() - 1
    };
    out.push(if capital { 'E' } else { 'e' });
    out.push(if exponent < 0 { '-' } else { '+' });
    // INVARIANT: writing to a string does not fail.
    let _ = write!(out, "{:02}", exponent.unsigned_abs());
    out
}

/// The shortest decimal, with an exponent for very large and very small numbers: what `%v` and `%g` give without precision.
pub(super) fn general(number: &Number) -> String {
    match number.decimal() {
        Some(decimal) => sign(number.is_negative(), general_digits(decimal, None, false)),
        None => number.to_string(),
    }
}

fn general_digits(mut decimal: Decimal, precision: Option<i64>, capital: bool) -> String {
    let (places, threshold) = match precision {
        None => (decimal.count(), 6),
        Some(precision) => {
            let precision = precision.max(1);
            decimal.round(precision);
            let count = decimal.count();
            let threshold = if precision > count && count >= decimal.point() {
                count
            } else {
                precision
            };
            (precision.min(count), threshold)
        }
    };
    let exponent = decimal.point() - 1;
    if exponent < -4 || exponent >= threshold {
        scientific(&decimal, (places - 1).max(0), capital)
    } else {
        decimal.plain()
    }
}

fn sign(negative: bool, text: String) -> String {
    if negative { format!("-{text}") } else { text }
}

/// `%e`, `%E`, `%f`, `%g`, `%G` of a number.
pub(super) fn float(verb: &Verb, number: &Number) -> String {
    // Every digit of the binary number, so that rounding meets no half that is none.
    let (Some(mut decimal), Some(shortest)) = (number.exact_decimal(), number.decimal()) else {
        let unsigned = Verb {
            plus: false,
            space: false,
            ..verb.clone()
        };
        return padded(&unsigned, false, "", &number.to_string(), false);
    };
    let precision = verb
        .precision
        .map(|precision| i64::try_from(precision).unwrap_or(i64::MAX));
    let capital = verb.letter.is_ascii_uppercase();
    let text = match verb.letter {
        'e' | 'E' => {
            let places = precision.unwrap_or(6);
            decimal.round(places.saturating_add(1));
            scientific(&decimal, places, capital)
        }
        'f' => {
            let places = precision.unwrap_or(6);
            decimal.round(decimal.point().saturating_add(places));
            decimal.fixed(places)
        }
        _ => match precision {
            None => general_digits(shortest, None, capital),
            precision => general_digits(decimal, precision, capital),
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
