//! `csvdecode`: RFC 4180 as strictly as Go reads it.

use super::arguments::{Arguments, Refusal, wrong};
use super::signature::{Function, Parameter, Want};
use crate::value::{Fields, Type, Value};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[Function::typed(
    "csvdecode",
    &[Parameter::new("str", Want::String)],
    |_| Ok(Type::Any),
    decode,
)];

fn decode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?;
    arguments.allocate(text.len())?;
    let mut records = Records::new(text);
    let header: Vec<Arc<str>> = records
        .next()
        .ok_or_else(|| wrong("the header line is missing"))??
        .into_iter()
        .map(Arc::from)
        .collect();
    for (index, name) in header.iter().enumerate() {
        if header.iter().take(index).any(|before| before == name) {
            return Err(wrong(format!("two columns have the name `{name}`")));
        }
    }
    let ty = Type::object(header.iter().map(|name| (Arc::clone(name), Type::String)));
    let mut rows = Vec::new();
    for record in records {
        let record = record?;
        if record.len() != header.len() {
            return Err(wrong(format!(
                "row {} has {} fields, but the header has {}",
                rows.len() + 1,
                record.len(),
                header.len()
            )));
        }
        arguments.spend(record.len())?;
        let fields: Fields = header
            .iter()
            .cloned()
            .zip(
                record
                    .into_iter()
                    .map(|field| Value::string(field, arguments.origin())),
            )
            .collect();
        rows.push(Value::object(fields, arguments.origin()));
    }
    arguments.list(ty, rows)
}

/// The records of a text; empty lines are none.
struct Records<'a> {
    lines: std::str::SplitInclusive<'a, char>,
    number: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            lines: text.split_inclusive('\n'),
            number: 0,
        }
    }

    /// The next line with `\n` as its end, if it has one; a carriage return before the end does not count.
    fn line(&mut self) -> Option<String> {
        let line = self.lines.next()?;
        self.number += 1;
        Some(match line.strip_suffix('\n') {
            Some(line) => format!("{}\n", line.strip_suffix('\r').unwrap_or(line)),
            None => line.strip_suffix('\r').unwrap_or(line).to_owned(),
        })
    }

    fn mistake(&self, what: &str) -> Refusal {
        wrong(format!("line {}: {what}", self.number))
    }

    fn record(&mut self, mut line: String) -> Result<Vec<String>, Refusal> {
        let mut fields = Vec::new();
        loop {
            let (field, rest) = match line.strip_prefix('"') {
                Some(quoted) => self.quoted(quoted.to_owned())?,
                None => self.plain(&line)?,
            };
            fields.push(field);
            match rest {
                Some(rest) => line = rest,
                None => return Ok(fields),
            }
        }
    }

    /// A field without quotes, and what follows its comma.
    fn plain(&self, line: &str) -> Result<(String, Option<String>), Refusal> {
        let (field, rest) = match line.split_once(',') {
            Some((field, rest)) => (field, Some(rest.to_owned())),
            None => (line.strip_suffix('\n').unwrap_or(line), None),
        };
        if field.contains('"') {
            return Err(self.mistake("a quote in a field without quotes"));
        }
        Ok((field.to_owned(), rest))
    }

    /// A field in quotes, which may go on over several lines, and what follows its comma.
    fn quoted(&mut self, mut line: String) -> Result<(String, Option<String>), Refusal> {
        let mut field = String::new();
        loop {
            let Some((before, after)) = line.split_once('"') else {
                field.push_str(&line);
                line = self
                    .line()
                    .ok_or_else(|| self.mistake("a quote is not closed"))?;
                continue;
            };
            field.push_str(before);
            if let Some(rest) = after.strip_prefix('"') {
                field.push('"');
                line = rest.to_owned();
            } else if let Some(rest) = after.strip_prefix(',') {
                return Ok((field, Some(rest.to_owned())));
            } else if after.is_empty() || after == "\n" {
                return Ok((field, None));
            } else {
                return Err(self.mistake("text after a closing quote"));
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Vec<String>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = self.line()?;
            if !line.is_empty() && line != "\n" {
                return Some(self.record(line));
            }
        }
    }
}
