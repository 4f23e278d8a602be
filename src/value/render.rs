//! Values as text for people, in the notation of `terraform console`: sensitive ones masked, unknown ones said to be so.

use super::{Kind, Type, Value};
use std::fmt::{self, Write};

/// The value as `terraform console` prints it, on several lines where it has several elements.
pub fn render(value: &Value) -> String {
    let mut out = Writer {
        text: String::new(),
        limit: usize::MAX,
        lines: true,
        depth: 0,
    };
    // The limit is out of reach, and writing to a string does not fail.
    let _ = out.value(value);
    out.text
}

/// The value on one line, for messages; `…` stands for what goes beyond `limit` bytes.
pub fn render_short(value: &Value, limit: usize) -> String {
    let mut out = Writer {
        text: String::new(),
        limit,
        lines: false,
        depth: 0,
    };
    if out.value(value).is_err() {
        let mut end = limit.min(out.text.len());
        while !out.text.is_char_boundary(end) {
            end -= 1;
        }
        out.text.truncate(end);
        out.text.push('…');
    }
    out.text
}

struct Writer {
    text: String,
    limit: usize,
    lines: bool,
    depth: usize,
}

impl Writer {
    /// Fails when the limit is passed, so that a huge value is not walked to its end.
    fn value(&mut self, value: &Value) -> fmt::Result {
        if value.is_sensitive() {
            return self.push("(sensitive value)");
        }
        match value.kind() {
            Kind::Null(ty) => self.null(ty),
            Kind::Unknown(_) => self.push("(unknown)"),
            Kind::Bool(value) => self.push(if *value { "true" } else { "false" }),
            Kind::Number(number) => self.push(&number.to_string()),
            Kind::String(text) => {
                let quoted = quote(text);
                self.push(&quoted)
            }
            Kind::List(_, values) => self.call("tolist", |out| out.sequence(values)),
            Kind::Set(_, values) => self.call("toset", |out| out.sequence(values)),
            Kind::Tuple(values) => self.sequence(values),
            Kind::Map(_, fields) => self.call("tomap", |out| out.fields(fields)),
            Kind::Object(object) => self.fields(&object.fields),
        }
    }

    fn null(&mut self, ty: &Type) -> fmt::Result {
        match ty {
            Type::Bool => self.push("tobool(null)"),
            Type::Number => self.push("tonumber(null)"),
            Type::String => self.push("tostring(null)"),
            _ => self.push("null"),
        }
    }

    fn call(&mut self, name: &str, inner: impl FnOnce(&mut Self) -> fmt::Result) -> fmt::Result {
        self.push(name)?;
        self.push("(")?;
        inner(self)?;
        self.push(")")
    }

    fn sequence(&mut self, values: &[Value]) -> fmt::Result {
        self.enclosed("[", "]", values.iter(), Self::value)
    }

    fn fields(&mut self, fields: &super::Fields) -> fmt::Result {
        self.enclosed("{", "}", fields.iter(), |out, (name, value)| {
            out.push(&quote(name))?;
            out.push(" = ")?;
            out.value(value)
        })
    }

    fn enclosed<T>(
        &mut self,
        open: &str,
        close: &str,
        items: impl ExactSizeIterator<Item = T>,
        item: impl Fn(&mut Self, T) -> fmt::Result,
    ) -> fmt::Result {
        self.push(open)?;
        let count = items.len();
        // Terraform separates the fields of an object by line breaks alone; on one line they need a comma.
        let comma = if !self.lines || open == "[" { "," } else { "" };
        self.depth += 1;
        for (index, element) in items.enumerate() {
            if self.lines {
                self.line();
            } else if index > 0 {
                self.push(" ")?;
            }
            item(self, element)?;
            if self.lines || index + 1 < count {
                self.push(comma)?;
            }
        }
        self.depth -= 1;
        if self.lines && count > 0 {
            self.line();
        }
        self.push(close)
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn push(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() > self.limit {
            return Err(fmt::Error);
        }
        Ok(())
    }
}

/// A string as HCL quotes it, control characters escaped.
pub fn quote(text: &str) -> String {
    quote_with(text, char::is_control)
}

/// A string as HCL quotes it; `is_escaped` says of which characters the number is written, beside those that have an escape of their own.
pub fn quote_with(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '$' | '%' if characters.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            character if is_escaped(character) => {
                // INVARIANT: writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};
    use crate::value::{Fields, Origin};
    use std::sync::Arc;

    fn sample() -> Value {
        let file = Sources::new().add("x.tf", "");
        let origin = Origin::expression(Span::new(file.id(), 0, 0));
        let secret = Value::string("secret", origin.clone()).mark_sensitive(true);
        let list = Value::list(
            Type::String,
            vec![
                Value::string("a\"${b}", origin.clone()),
                Value::null(Type::String, origin.clone()),
            ],
            origin.clone(),
        );
        let fields: Fields = [(Arc::from("list"), list), (Arc::from("secret"), secret)].into();
        Value::tuple(vec![Value::object(fields, origin.clone())], origin)
    }

    #[test]
    fn several_lines() {
        assert_eq!(
            render(&sample()),
            "[\n  {\n    \"list\" = tolist([\n      \"a\\\"$${b}\",\n      tostring(null),\n    ])\n    \"secret\" = (sensitive value)\n  },\n]"
        );
    }

    #[test]
    fn one_line() {
        assert_eq!(
            render_short(&sample(), 200),
            "[{\"list\" = tolist([\"a\\\"$${b}\", tostring(null)]), \"secret\" = (sensitive value)}]"
        );
        assert_eq!(render_short(&sample(), 4), "[{\"l…");
    }
}
