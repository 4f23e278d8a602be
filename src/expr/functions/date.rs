//! Functions of timestamps, and the current time, which no two runs share.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::date_parse::{Style, Timestamp, duration, timestamp};
use super::signature::{Function, Parameter, Want};
use crate::value::Value;
use jiff::SignedDuration;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "formatdate",
        &[
            Parameter::new("format", Want::String),
            Parameter::new("time", Want::String),
        ],
        Want::String,
        format_date,
    ),
    Function::new("plantimestamp", &[], Want::String, |arguments| {
        Err(arguments.unknowable("has a new result in every run"))
    }),
    Function::new(
        "timeadd",
        &[
            Parameter::new("timestamp", Want::String),
            Parameter::new("duration", Want::String),
        ],
        Want::String,
        add,
    ),
    Function::new(
        "timecmp",
        &[
            Parameter::new("timestamp_a", Want::String),
            Parameter::new("timestamp_b", Want::String),
        ],
        Want::Number,
        compare,
    ),
    Function::new("timestamp", &[], Want::String, |arguments| {
        Err(arguments.unknowable("has a new result in every run"))
    }),
];

fn read(arguments: &Arguments<'_>, number: usize, style: Style) -> Result<Timestamp, Refusal> {
    let text = arguments.text(number)?;
    timestamp(text, style)
        .ok_or_else(|| wrong_argument(number, format!("`{text}` is no RFC 3339 timestamp")))
}

fn add(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut time = read(arguments, 0, Style::Strict)?;
    let text = arguments.text(1)?;
    let nanoseconds = duration(text)
        .ok_or_else(|| wrong_argument(1, format!("`{text}` is no duration such as `1h30m`")))?;
    time.local = time
        .local
        .checked_add(SignedDuration::from_nanos(nanoseconds))
        .map_err(|_| arguments.unknowable("leaves the calendar"))?;
    arguments.string(time.rfc3339())
}

fn compare(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let left = instant(arguments, 0)?;
    let right = instant(arguments, 1)?;
    Ok(arguments.integer_value(left.cmp(&right) as i64))
}

/// The time in UTC.
fn instant(arguments: &Arguments<'_>, number: usize) -> Result<jiff::civil::DateTime, Refusal> {
    let time = read(arguments, number, Style::Lenient)?;
    time.local
        .checked_sub(SignedDuration::from_secs(i64::from(time.offset)))
        .map_err(|_| arguments.unknowable("leaves the calendar"))
}

fn format_date(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let time = read(arguments, 1, Style::Strict)?;
    let mut out = String::new();
    let mut rest = arguments.text(0)?;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = literal(rest, &mut out)?;
        } else if first.is_ascii_alphabetic() {
            let end = rest
                .find(|character| character != first)
                .unwrap_or(rest.len());
            let (verb, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            out.push_str(&field(verb, &time).ok_or_else(|| {
                wrong_argument(0, format!("`{verb}` is no verb of a date format"))
            })?);
            rest = after;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
    arguments.string(out)
}

/// Text in quotes, in which a doubled quote stands for one; gives what follows it.
fn literal<'a>(text: &'a str, out: &mut String) -> Result<&'a str, Refusal> {
    let inside = text.get(1..).unwrap_or("");
    if let Some(after) = inside.strip_prefix('\'') {
        out.push('\'');
        return Ok(after);
    }
    let mut rest = inside;
    loop {
        let Some((before, after)) = rest.split_once('\'') else {
            return Err(wrong_argument(0, "a quote is not closed"));
        };
        out.push_str(before);
        match after.strip_prefix('\'') {
            // Terraform takes a doubled quote at the very end for both a quote and the end.
            Some("") => {
                out.push('\'');
                return Ok("");
            }
            Some(more) => {
                out.push('\'');
                rest = more;
            }
            None => return Ok(after),
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What a verb writes; `None` when there is no such verb.
fn field(verb: &str, time: &Timestamp) -> Option<String> {
    let local = time.local;
    let number = |value: i8| match verb.len() {
        1 => Some(value.to_string()),
        2 => Some(format!("{value:02}")),
        _ => None,
    };
    let name = |names: &[&'static str], index: i8, shortened: usize| {
        let name = *names.get(usize::try_from(index).ok()?)?;
        Some(if verb.len() == shortened {
            name.chars().take(3).collect()
        } else {
            name.to_owned()
        })
    };
    match verb {
        "YY" => Some(format!("{:02}", local.year() % 100)),
        "YYYY" => Some(format!("{:04}", local.year())),
        "MMM" | "MMMM" => name(&MONTHS, local.month() - 1, 3),
        "M" | "MM" => number(local.month()),
        "D" | "DD" => number(local.day()),
        "EEE" | "EEEE" => name(&DAYS, local.weekday().to_monday_zero_offset(), 3),
        "h" | "hh" => number(local.hour()),
        "H" | "HH" => number(match local.hour() % 12 {
            0 => 12,
            hour => hour,
        }),
        "AA" => Some(if local.hour() < 12 { "AM" } else { "PM" }.to_owned()),
        "aa" => Some(if local.hour() < 12 { "am" } else { "pm" }.to_owned()),
        "m" | "mm" => number(local.minute()),
        "s" | "ss" => number(local.second()),
        "Z" => Some(time.zone("Z", ":")),
        "ZZZ" => Some(time.zone("UTC", "")),
        "ZZZZ" => Some(time.zone("", "")),
        "ZZZZZ" => Some(time.zone("", ":")),
        _ => None,
    }
}
