//! Timestamps and durations as Go reads them.

use jiff::civil::DateTime;

/// A time of a clock and how far that clock is ahead of UTC, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Timestamp {
    pub(super) local: DateTime,
    pub(super) offset: i32,
}

/// How exactly RFC 3339 is followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    Strict,
    /// Hours may have one digit, and a comma may stand before fractions of seconds, as in Go's `time.Parse`.
    Lenient,
    /// The forms of YAML: months, days and all of the time may have one digit; a space or a small `t` before the time; the time and the
    /// offset may be missing.
    Yaml,
}

struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn take(&mut self, wanted: char) -> Option<()> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(())
    }

    /// A number of `least` to `most` digits.
    fn number<T: std::str::FromStr>(&mut self, least: usize, most: usize) -> Option<T> {
        let count = self
            .0
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count()
            .min(most);
        let (digits, rest) = self.0.split_at_checked(count)?;
        if count < least {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    fn fraction(&mut self, style: Style) -> Option<i32> {
        let comma = style != Style::Strict && self.0.starts_with(',');
        if !comma && !self.0.starts_with('.') {
            return Some(0);
        }
        let rest = self.0.get(1..)?;
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at_checked(count)?;
        if count == 0 {
            return None;
        }
        self.0 = rest;
        format!("{digits:0<9}").get(..9)?.parse().ok()
    }

    fn offset(&mut self) -> Option<i32> {
        if self.take('Z').is_some() {
            return Some(0);
        }
        let sign = if self.take('+').is_some() {
            1
        } else {
            self.take('-')?;
            -1
        };
        let hours: i32 = self.number(2, 2)?;
        self.take(':')?;
        let minutes: i32 = self.number(2, 2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
    }
}

/// Reads a timestamp.
pub(super) fn timestamp(text: &str, style: Style) -> Option<Timestamp> {
    let mut reader = Reader(text);
    let short = if style == Style::Yaml { 1 } else { 2 };
    let year = reader.number(4, 4)?;
    reader.take('-')?;
    let month = reader.number(short, 2)?;
    reader.take('-')?;
    let day = reader.number(short, 2)?;
    if style == Style::Yaml && reader.0.is_empty() {
        let local = DateTime::new(year, month, day, 0, 0, 0, 0).ok()?;
        return Some(Timestamp { local, offset: 0 });
    }
    let spaced = style == Style::Yaml && reader.take(' ').is_some();
    let small = !spaced && style == Style::Yaml && reader.take('t').is_some();
    if !spaced && !small {
        reader.take('T')?;
    }
    let hour_digits = if style == Style::Strict { 2 } else { 1 };
    let hour = reader.number(hour_digits, 2)?;
    reader.take(':')?;
    let minute = reader.number(short, 2)?;
    reader.take(':')?;
    let second: i8 = reader.number(short, 2)?;
    let nanosecond = reader.fraction(style)?;
    let offset = if spaced { 0 } else { reader.offset()? };
    if !reader.0.is_empty() {
        return None;
    }
    let local = DateTime::new(year, month, day, hour, minute, second, nanosecond).ok()?;
    Some(Timestamp { local, offset })
}

impl Timestamp {
    /// As RFC 3339 without fractions of seconds.
    pub(super) fn rfc3339(&self) -> String {
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
            self.local.year(),
            self.local.month(),
            self.local.day(),
            self.local.hour(),
            self.local.minute(),
            self.local.second(),
            self.zone("Z", ":")
        )
    }

    /// The offset with a separator, or the word for UTC.
    pub(super) fn zone(&self, utc: &str, separator: &str) -> String {
        if self.offset == 0 && !utc.is_empty() {
            return utc.to_owned();
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs() / 60;
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }
}

/// Nanoseconds in each unit of a duration.
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// A duration such as `-1h30m` in nanoseconds.
pub(super) fn duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0u64;
    while !rest.is_empty() {
        let whole_length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, after) = rest.split_at_checked(whole_length)?;
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => {
                let length = after.bytes().take_while(u8::is_ascii_digit).count();
                after.split_at_checked(length)?
            }
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let unit_length = after
            .find(|character: char| character == '.' || character.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(unit_length)?;
        let (_, size) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let whole: u64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        total = total
            .checked_add(whole.checked_mul(*size)?)?
            .checked_add(part_of(fraction, *size))?;
        rest = after;
    }
    let total = i64::try_from(total).ok()?;
    Some(if negative { -total } else { total })
}

/// A decimal fraction of a unit, computed in floats as Go does.
fn part_of(fraction: &str, size: u64) -> u64 {
    let digits = fraction.get(..fraction.len().min(18)).unwrap_or("");
    let Ok(value) = digits.parse::<u64>() else {
        return 0;
    };
    let scale = 10f64.powi(i32::try_from(digits.len()).unwrap_or(0));
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "Go computes the fraction in floats; it is less than one unit and not negative"
    )]
    let part = (value as f64 * (size as f64 / scale)) as u64;
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, nanoseconds) in [
            ("1h", Some(3_600_000_000_000)),
            ("-1m30s", Some(-90_000_000_000)),
            ("1.5ms", Some(1_500_000)),
            (".5s", Some(500_000_000)),
            ("0", Some(0)),
            ("", None),
            ("5", None),
            ("1d", None),
            ("1h-1m", None),
            ("9999999h", None),
        ] {
            assert_eq!(duration(text), nanoseconds, "{text}");
        }
    }
}
