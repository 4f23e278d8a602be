//! What a YAML scalar means to Terraform: the words of YAML 1.1 for truth and nothing, the numbers of YAML 1.2, timestamps as strings.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::date_parse::{Style, timestamp};
use super::encoding::base64_bytes;
use crate::value::{Number, Type, Value};

/// A scalar as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scalar<'a> {
    pub(super) text: &'a str,
    /// Short form of a tag: `str`, `int`; anything else has its full name.
    pub(super) tag: Option<&'a str>,
    /// In single or double quotes.
    pub(super) quoted: bool,
}

/// The words for truth of YAML 1.1.
fn truth(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(false)
        }
        _ => None,
    }
}

/// The value of a scalar.
pub(super) fn resolve(arguments: &Arguments<'_>, scalar: Scalar<'_>) -> Result<Value, Refusal> {
    let cannot = |what: &str| {
        wrong_argument(
            0,
            format!("the YAML text is wrong: `{}` is no {what}", scalar.text),
        )
    };
    match scalar.tag {
        None if scalar.quoted => arguments.string(scalar.text),
        Some("str") => arguments.string(scalar.text),
        Some("binary") => match base64_bytes(scalar.text) {
            Some(_) => arguments.string(scalar.text),
            None => Err(cannot("Base64")),
        },
        Some(tag @ ("bool" | "int" | "float" | "null" | "timestamp")) => {
            tagged(arguments, scalar, tag, &cannot)
        }
        Some(tag) => Err(wrong_argument(
            0,
            format!("the YAML text is wrong: the tag `{tag}` is not supported"),
        )),
        None => plain(arguments, scalar.text),
    }
}

fn tagged(
    arguments: &Arguments<'_>,
    scalar: Scalar<'_>,
    tag: &str,
    cannot: &dyn Fn(&str) -> Refusal,
) -> Result<Value, Refusal> {
    let text = scalar.text;
    // Terraform looks at the first character before it looks at the tag; quotes then decide for a string, known words for themselves.
    if has_hint(text) {
        if scalar.quoted {
            return arguments.string(text);
        }
        if let Some(value) = known_word(arguments, text) {
            return value;
        }
    }
    match tag {
        "null" => Ok(Value::null(Type::Any, arguments.origin())),
        "bool" => Err(cannot("truth value")),
        "timestamp" => match timestamp(text, Style::Yaml) {
            Some(time) => arguments.string(time.rfc3339()),
            None => Err(cannot("timestamp")),
        },
        _ => number(text)
            .map(|number| Value::number(number, arguments.origin()))
            .ok_or_else(|| cannot("number")),
    }
}

/// Whether the first character is one with which something else than a string may start.
fn has_hint(text: &str) -> bool {
    match text.chars().next() {
        None => true,
        Some(first) => first.is_ascii_digit() || "+-.yYnNtTfFoO~".contains(first),
    }
}

fn known_word(arguments: &Arguments<'_>, text: &str) -> Option<Result<Value, Refusal>> {
    if let Some(truth) = truth(text) {
        return Some(Ok(arguments.bool(truth)));
    }
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Some(Ok(Value::null(Type::Any, arguments.origin())));
    }
    let infinite = text.trim_start_matches(['+', '-']);
    (matches!(infinite, ".inf" | ".Inf" | ".INF") && text.len() <= 5).then(|| {
        let number = Number::infinite(text.starts_with('-'));
        Ok(Value::number(number, arguments.origin()))
    })
}

fn plain(arguments: &Arguments<'_>, text: &str) -> Result<Value, Refusal> {
    if !has_hint(text) {
        return arguments.string(text);
    }
    if let Some(value) = known_word(arguments, text) {
        return value;
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(wrong_argument(
            0,
            "the YAML text is wrong: there are only numbers, not what is not a number",
        ));
    }
    if let Some(time) = timestamp(text, Style::Yaml) {
        return arguments.string(time.rfc3339());
    }
    if looks_like_number(text)
        && let Some(number) = number(text)
    {
        return Ok(Value::number(number, arguments.origin()));
    }
    arguments.string(text)
}

/// The number literals of YAML 1.2.
fn looks_like_number(text: &str) -> bool {
    let digits = |text: &str, radix| {
        !text.is_empty() && text.chars().all(|character| character.is_digit(radix))
    };
    if let Some(rest) = text.strip_prefix("0x") {
        return digits(rest, 16);
    }
    if let Some(rest) = text.strip_prefix("0o") {
        return digits(rest, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits = exponent
        .is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent), 10));
    let mantissa_fits = match mantissa.split_once('.') {
        None => digits(mantissa, 10),
        Some(("", fraction)) => digits(fraction, 10),
        Some((whole, fraction)) => {
            digits(whole, 10) && (fraction.is_empty() || digits(fraction, 10))
        }
    };
    exponent_fits && mantissa_fits
}

/// Decimal numbers, and integers with the prefixes of Go; underscores do not count.
fn number(text: &str) -> Option<Number> {
    let text = text.replace('_', "");
    if let Some(number) = Number::parse(&text) {
        return Some(number);
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let (radix, digits) = match unsigned.get(..2)? {
        "0x" | "0X" => (16, unsigned.get(2..)?),
        "0o" | "0O" => (8, unsigned.get(2..)?),
        "0b" | "0B" => (2, unsigned.get(2..)?),
        _ => return None,
    };
    if digits.starts_with(['-', '+']) {
        return None;
    }
    Number::parse_radix(&format!("{sign}{digits}"), radix)
}
