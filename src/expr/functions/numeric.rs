//! Functions of numbers.
//!
//! `log` and `pow` are computed in 64-bit floats, as Terraform does, everything else in Terraform's own precision.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Parameter, Want};
use super::support;
use crate::value::{Number, Type, Value};

const NUM: Parameter = Parameter::new("num", Want::Number);
const NUMBERS: Parameter = Parameter::new("numbers", Want::Number);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("abs", &[NUM], Want::Number, |arguments| {
        Ok(number(arguments, arguments.number(0)?.abs()))
    }),
    Function::new("ceil", &[NUM], Want::Number, |arguments| {
        Ok(number(arguments, arguments.number(0)?.ceil()))
    }),
    Function::new("floor", &[NUM], Want::Number, |arguments| {
        Ok(number(arguments, arguments.number(0)?.floor()))
    }),
    Function::new(
        "log",
        &[NUM, Parameter::new("base", Want::Number)],
        Want::Number,
        log,
    ),
    Function::new("max", &[], Want::Number, |arguments| {
        // The first of equal numbers wins.
        extreme(arguments, |best, next| next > best)
    })
    .variadic(NUMBERS),
    Function::new("min", &[], Want::Number, |arguments| {
        extreme(arguments, |best, next| next < best)
    })
    .variadic(NUMBERS),
    Function::typed(
        "parseint",
        &[
            Parameter::new("number", Want::Any),
            Parameter::new("base", Want::Number),
        ],
        |arguments| match arguments.value(0)?.ty() {
            Type::String | Type::Any => Ok(Type::Number),
            _ => Err(wrong_argument(0, "the first argument must be a string")),
        },
        parse_int,
    ),
    Function::new(
        "pow",
        &[NUM, Parameter::new("power", Want::Number)],
        Want::Number,
        power,
    ),
    Function::new("range", &[], Want::ListOfNumber, range)
        .variadic(Parameter::new("params", Want::Number)),
    Function::new("signum", &[NUM], Want::Number, |arguments| {
        Ok(arguments.integer_value(arguments.integer(0)?.signum()))
    }),
    Function::new(
        "sum",
        &[Parameter::new("list", Want::Any)],
        Want::Number,
        sum,
    ),
];

fn number(arguments: &Arguments<'_>, number: Number) -> Value {
    Value::number(number, arguments.origin())
}

fn float(arguments: &Arguments<'_>, result: f64) -> Result<Value, Refusal> {
    let found = Number::from_f64(result).ok_or_else(|| wrong("the result is not a number"))?;
    Ok(number(arguments, found))
}

fn log(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let base = arguments.number(1)?.as_f64();
    float(arguments, arguments.number(0)?.as_f64().ln() / base.ln())
}

fn power(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let exponent = arguments.number(1)?.as_f64();
    let base = arguments.number(0)?.as_f64();
    let plain = base != 0.0 && base.is_finite() && exponent.abs() < f64::from(i32::MAX);
    let root = (exponent.abs() - 0.5).abs() < f64::EPSILON;
    let result = if plain && !root {
        power_of_parts(base, exponent)
    } else {
        base.powf(exponent)
    };
    float(arguments, result)
}

/// A power as Go computes it, so that the last bits agree: repeated squaring of the mantissa for the whole part of the exponent, and the
/// logarithm for the rest.
fn power_of_parts(base: f64, exponent: f64) -> f64 {
    let mut whole = exponent.abs().trunc();
    let mut rest = exponent.abs() - whole;
    let mut result = 1.0;
    if rest != 0.0 {
        if base < 0.0 {
            return f64::NAN;
        }
        if rest > 0.5 {
            rest -= 1.0;
            whole += 1.0;
        }
        result = (rest * base.ln()).exp();
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number that is not negative and less than 2^31"
    )]
    let mut bits = whole as u32;
    let (mut square, mut square_exponent) = mantissa(base);
    let mut result_exponent = 0i64;
    while bits != 0 {
        if square_exponent.abs() > 1 << 12 {
            result_exponent += square_exponent;
            break;
        }
        if bits & 1 == 1 {
            result *= square;
            result_exponent += square_exponent;
        }
        square *= square;
        square_exponent *= 2;
        if square < 0.5 {
            square += square;
            square_exponent -= 1;
        }
        bits >>= 1;
    }
    if exponent < 0.0 {
        result = 1.0 / result;
        result_exponent = -result_exponent;
    }
    // Two steps, so that neither factor is beyond the range of floats.
    let half = i32::try_from((result_exponent / 2).clamp(-1100, 1100)).unwrap_or(0);
    let rest = i32::try_from((result_exponent - result_exponent / 2).clamp(-1100, 1100));
    result * 2f64.powi(half) * 2f64.powi(rest.unwrap_or(0))
}

/// A float as a number between a half and one, and a power of two.
fn mantissa(value: f64) -> (f64, i64) {
    let bits = value.to_bits();
    let exponent = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    if exponent == 0 || exponent == 0x7ff {
        // Subnormal numbers are made normal first; zero and the infinities stay as they are.
        if value == 0.0 || !value.is_finite() {
            return (value, 0);
        }
        let (fraction, power) = mantissa(value * 2f64.powi(64));
        return (fraction, power - 64);
    }
    let fraction = f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52));
    (fraction, exponent - 1022)
}

fn extreme(
    arguments: &Arguments<'_>,
    better: impl Fn(&Number, &Number) -> bool,
) -> Result<Value, Refusal> {
    let mut best = arguments
        .get(0)
        .ok_or_else(|| wrong("at least one number is required"))?;
    for value in arguments.rest(1) {
        if let (Some(old), Some(new)) = (best.as_number(), value.as_number())
            && better(old, new)
        {
            best = value;
        }
    }
    Ok(best.clone())
}

/// Bases up to 36 take letters of either case; above, capitals come after the small letters.
fn parse_int(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?;
    let base = u32::try_from(arguments.integer(1)?)
        .ok()
        .filter(|base| (2..=62).contains(base))
        .ok_or_else(|| wrong_argument(1, "the base must be between 2 and 62"))?;
    arguments.spend(text.len())?;
    let found = if base <= 36 {
        Number::parse_radix(text, base)
    } else {
        parse_wide(text, base)
    };
    found
        .map(|found| number(arguments, found))
        .ok_or_else(|| wrong_argument(0, format!("`{text}` is no integer in base {base}")))
}

fn parse_wide(text: &str, base: u32) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 1_000 {
        return None;
    }
    let mut value = Number::ZERO;
    for digit in digits.bytes() {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'z' => digit - b'a' + 10,
            b'A'..=b'Z' => digit - b'A' + 36,
            _ => return None,
        };
        if u32::from(digit) >= base {
            return None;
        }
        value = value
            .mul(&Number::from(base))?
            .add(&Number::from(u32::from(digit)))?;
    }
    Some(if text.starts_with('-') {
        value.neg()
    } else {
        value
    })
}

/// Terraform gives at most 1,024 numbers.
const MOST_IN_RANGE: usize = 1024;

fn range(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let (start, end, step) = bounds(arguments)?;
    let down = step.signum() < 0;
    if down && end > start {
        return Err(wrong_argument(
            1,
            "the end must be less than the start when the step is negative",
        ));
    }
    if !down && end < start {
        return Err(wrong_argument(
            1,
            "the end must be greater than the start when the step is positive",
        ));
    }
    let mut numbers = Vec::new();
    let mut next = start;
    while if down { next > end } else { next < end } {
        if numbers.len() >= MOST_IN_RANGE {
            return Err(wrong(format!(
                "more than {MOST_IN_RANGE} numbers would be generated"
            )));
        }
        let after = next
            .add(&step)
            .ok_or_else(|| arguments.unknowable("exceeds all bounds"))?;
        numbers.push(number(arguments, next));
        next = after;
    }
    arguments.list(Type::Number, numbers)
}

fn bounds(arguments: &Arguments<'_>) -> Result<(Number, Number, Number), Refusal> {
    let direction = |start: &Number, end: &Number| Number::from(if end < start { -1 } else { 1 });
    match arguments.len() {
        1 => {
            let end = arguments.number(0)?.clone();
            let step = direction(&Number::ZERO, &end);
            Ok((Number::ZERO, end, step))
        }
        2 => {
            let start = arguments.number(0)?.clone();
            let end = arguments.number(1)?.clone();
            let step = direction(&start, &end);
            Ok((start, end, step))
        }
        3 => Ok((
            arguments.number(0)?.clone(),
            arguments.number(1)?.clone(),
            arguments.number(2)?.clone(),
        )),
        _ => Err(wrong("takes one, two or three arguments")),
    }
}

fn sum(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let values = arguments.sequence(0)?;
    if values.is_empty() {
        return Err(wrong_argument(0, "an empty list has no sum"));
    }
    if values.iter().any(Value::is_unknown) {
        return Ok(arguments.unknown_not_null());
    }
    let mut total: Option<Number> = None;
    for (index, value) in values.iter().enumerate() {
        let value = support::convert(value, &Type::Number)
            .map_err(|_| wrong_argument(0, format!("element {index} is no number")))?;
        let Some(next) = value.as_number() else {
            return Err(wrong_argument(0, format!("element {index} is null")));
        };
        total = Some(match total {
            None => next.clone(),
            Some(total) => total.add(next).ok_or_else(|| {
                if total.is_infinite() {
                    wrong("opposite infinities have no sum")
                } else {
                    arguments.unknowable("exceeds all bounds")
                }
            })?,
        });
    }
    Ok(number(arguments, total.unwrap_or(Number::ZERO)))
}
