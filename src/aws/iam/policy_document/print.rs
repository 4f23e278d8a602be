//! Documents as text, written as the AWS provider (Go's `encoding/json`) writes them.
//!
//! What is unknown leaves a piece in the text that stands for a JSON value.

use crate::aws::iam::json::Json;
use crate::value::{Kind, Origin, Part, Reason, Type, Unknown, Value};
use std::fmt::Write as _;

/// Indented by two spaces.
pub(super) fn pretty(json: &Json, origin: &Origin) -> Value {
    Printer::run(json, Some(0), origin)
}

/// Without white space.
pub(super) fn minified(json: &Json, origin: &Origin) -> Value {
    Printer::run(json, None, origin)
}

struct Printer {
    text: String,
    parts: Vec<Part>,
    reasons: Vec<Reason>,
    sensitive: bool,
    /// How deep the current line is indented; `None` for minified text.
    indent: Option<usize>,
}

impl Printer {
    fn run(json: &Json, indent: Option<usize>, origin: &Origin) -> Value {
        let mut printer = Self {
            text: String::new(),
            parts: Vec::new(),
            reasons: Vec::new(),
            sensitive: false,
            indent,
        };
        printer.json(json);
        let sensitive = printer.sensitive;
        let text = printer.finish(origin).mark_sensitive(sensitive);
        match json.to_value() {
            Some(decoded) => text.with_decoded(decoded),
            None => text,
        }
    }

    fn finish(mut self, origin: &Origin) -> Value {
        if self.reasons.is_empty() {
            return Value::string(self.text, origin.clone());
        }
        self.parts.push(Part::Text(self.text.into()));
        let unknown = Unknown::because_all(Type::String, self.reasons).not_null();
        let unknown = Unknown {
            parts: Some(self.parts.into()),
            ..unknown
        };
        Value::unknown(unknown, origin.clone())
    }

    fn json(&mut self, json: &Json) {
        match json {
            Json::Leaf(value) => self.leaf(value),
            Json::Array(values, _) => {
                self.group('[', ']', values.iter(), |printer, value| {
                    printer.json(value);
                });
            }
            Json::Object(fields, _) => {
                self.group('{', '}', fields.iter(), |printer, (key, value)| {
                    printer.leaf(key);
                    let colon = if printer.indent.is_some() { ": " } else { ":" };
                    printer.text.push_str(colon);
                    printer.json(value);
                });
            }
        }
    }

    fn group<T>(
        &mut self,
        open: char,
        close: char,
        members: impl ExactSizeIterator<Item = T>,
        mut member: impl FnMut(&mut Self, T),
    ) {
        self.text.push(open);
        if members.len() > 0 {
            self.indent = self.indent.map(|indent| indent + 1);
            for (index, value) in members.enumerate() {
                if index > 0 {
                    self.text.push(',');
                }
                self.line();
                member(self, value);
            }
            self.indent = self.indent.map(|indent| indent - 1);
            self.line();
        }
        self.text.push(close);
    }

    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.text.push('\n');
            self.text.push_str(&"  ".repeat(indent));
        }
    }

    fn leaf(&mut self, value: &Value) {
        self.sensitive |= value.is_sensitive();
        match value.kind() {
            Kind::Null(_) => self.text.push_str("null"),
            Kind::Bool(flag) => self.text.push_str(if *flag { "true" } else { "false" }),
            Kind::Number(number) => {
                let _ = write!(self.text, "{number}");
            }
            Kind::String(text) => quote(text, &mut self.text),
            _ if value.is_wholly_known() => self.json(&Json::open(value)),
            _ => {
                self.reasons.extend(value.reasons());
                self.parts
                    .push(Part::Text(std::mem::take(&mut self.text).into()));
                self.parts.push(Part::Json(value.clone()));
            }
        }
    }
}

/// A string as Go's `encoding/json` writes it: safe inside HTML.
fn quote(text: &str, into: &mut String) {
    into.push('"');
    for character in text.chars() {
        match character {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            '\n' => into.push_str("\\n"),
            '\r' => into.push_str("\\r"),
            '\t' => into.push_str("\\t"),
            '\u{8}' => into.push_str("\\b"),
            '\u{c}' => into.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(into, "\\u{:04x}", u32::from(character));
            }
            plain => into.push(plain),
        }
    }
    into.push('"');
}
