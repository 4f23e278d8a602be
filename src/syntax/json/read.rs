//! Strict JSON with the span of every value. Knows nothing of Terraform.
//!
//! The first error ends the reading; what stands before it is kept.

use crate::finding::Problem;
use crate::source::{SourceFile, Span};

/// How deep arrays and objects may nest, so that neither this reader nor those who walk its tree run out of stack.
const MAX_DEPTH: u32 = 200;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) kind: Kind,
    pub(super) span: (usize, usize),
}

#[derive(Debug)]
pub(super) enum Kind {
    Null,
    True,
    False,
    Number,
    /// The span includes the quotes.
    String,
    Array(Vec<Value>),
    Object(Vec<Member>),
    /// There was an error instead.
    Missing,
}

#[derive(Debug)]
pub(super) struct Member {
    /// The span includes the quotes.
    pub(super) name: (usize, usize),
    pub(super) value: Value,
}

impl Member {
    /// The name without its quotes.
    pub(super) const fn content(&self) -> (usize, usize) {
        (self.name.0 + 1, self.name.1 - 1)
    }

    pub(super) const fn span(&self) -> (usize, usize) {
        (self.name.0, self.value.span.1)
    }
}

struct Reader<'a> {
    source: &'a SourceFile,
    bytes: &'a [u8],
    pos: usize,
    depth: u32,
    problem: Option<Problem>,
}

/// Reads a text; gives its value, and a problem if it is no JSON.
pub(super) fn read(source: &SourceFile) -> (Value, Vec<Problem>) {
    let mut reader = Reader {
        source,
        bytes: source.text().as_bytes(),
        pos: 0,
        depth: 0,
        problem: None,
    };
    if source.text().starts_with('\u{feff}') {
        reader.pos = '\u{feff}'.len_utf8();
    }
    let value = reader.value();
    reader.skip_space();
    if reader.problem.is_none() && reader.pos < reader.bytes.len() {
        reader.fail(
            reader.here(),
            "extra characters after JSON value",
            "a file has one JSON value, an object",
        );
    }
    (value, reader.problem.into_iter().collect())
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or(0)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.pos += 1;
        }
    }

    /// Notes the first problem; the reading ends with it.
    #[cold]
    fn fail(&mut self, (start, end): (usize, usize), message: &str, help: &str) {
        let span = Span::new(self.source.id(), start as u32, end as u32);
        self.problem
            .get_or_insert_with(|| Problem::error(span, message).with_help(help));
    }

    /// The character that comes next.
    fn here(&self) -> (usize, usize) {
        let start = self.pos.min(self.bytes.len());
        let rest = self.source.text().get(start..).unwrap_or("");
        let length = rest.chars().next().map_or(0, char::len_utf8);
        (start, start + length)
    }

    fn value(&mut self) -> Value {
        self.skip_space();
        let start = self.pos;
        let kind = match self.peek() {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        };
        Value {
            kind,
            span: (start, self.pos),
        }
    }

    fn word(&mut self) -> Kind {
        let rest = self.bytes.get(self.pos..).unwrap_or(&[]);
        let length = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let kind = match rest.get(..length).unwrap_or(&[]) {
            b"null" => Kind::Null,
            b"true" => Kind::True,
            b"false" => Kind::False,
            _ => {
                let (start, end) = self.here();
                self.fail(
                    (start, end.max(start + length)),
                    "invalid JSON value",
                    "a JSON value is an object, an array, a string, a number, `true`, `false` or `null`",
                );
                return Kind::Missing;
            }
        };
        self.pos += length;
        kind
    }

    fn number(&mut self) -> Kind {
        let start = self.pos;
        self.pos += usize::from(self.peek() == b'-');
        let leading_zero = self.peek() == b'0';
        let whole = self.digits();
        let mut right = whole == 1 || whole > 1 && !leading_zero;
        if self.peek() == b'.' {
            self.pos += 1;
            right &= self.digits() > 0;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.pos += 1;
            self.pos += usize::from(matches!(self.peek(), b'+' | b'-'));
            right &= self.digits() > 0;
        }
        if !right {
            self.fail(
                (start, self.pos),
                "invalid JSON number",
                "a number has digits without leading zeros, and may have a fraction and an exponent",
            );
        }
        Kind::Number
    }

    fn digits(&mut self) -> usize {
        let start = self.pos;
        while self.peek().is_ascii_digit() {
            self.pos += 1;
        }
        self.pos - start
    }

    fn string(&mut self) -> Kind {
        let start = self.pos;
        self.pos += 1;
        loop {
            match self.peek() {
                b'"' => {
                    self.pos += 1;
                    return Kind::String;
                }
                b'\\' => self.escape(),
                0..0x20 => {
                    let end = self.pos >= self.bytes.len();
                    let (span, message, help) = if end || self.peek() == b'\n' {
                        let opener = (start, start + 1);
                        let help =
                            "the string is not closed on its line; a newline is written `\\n`";
                        (opener, "unterminated JSON string", help)
                    } else {
                        let help = "control characters are written as escapes, such as `\\t`";
                        (self.here(), "invalid character in JSON string", help)
                    };
                    self.fail(span, message, help);
                    return Kind::Missing;
                }
                _ => self.pos += 1,
            }
        }
    }

    fn escape(&mut self) {
        let start = self.pos;
        self.pos += 1;
        let length = match self.peek() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 1,
            b'u' => {
                let digits = self.bytes.get(self.pos + 1..self.pos + 5);
                let right = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                if right { 5 } else { 0 }
            }
            _ => 0,
        };
        self.pos += length;
        if length == 0 {
            let end = self.here().1;
            self.fail(
                (start, end),
                "invalid escape in JSON string",
                "the escapes of JSON are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\uNNNN`",
            );
        }
    }

    fn nested(&mut self, read: fn(&mut Self, usize) -> Kind) -> Kind {
        let open = self.pos;
        self.depth += 1;
        let kind = if self.depth > MAX_DEPTH {
            let help = "at most 200 levels are read";
            self.fail(self.here(), "nested too deeply", help);
            Kind::Missing
        } else {
            self.pos += 1;
            read(self, open)
        };
        self.depth -= 1;
        kind
    }

    fn array(&mut self, open: usize) -> Kind {
        let mut elements = Vec::new();
        self.skip_space();
        if self.peek() == b']' {
            self.pos += 1;
            return Kind::Array(elements);
        }
        loop {
            let element = self.value();
            if self.problem.is_some() {
                return Kind::Array(elements);
            }
            elements.push(element);
            if !self.separator(open, b']') {
                return Kind::Array(elements);
            }
        }
    }

    fn object(&mut self, open: usize) -> Kind {
        let mut members = Vec::new();
        self.skip_space();
        if self.peek() == b'}' {
            self.pos += 1;
            return Kind::Object(members);
        }
        loop {
            let Some(name) = self.member_name() else {
                return Kind::Object(members);
            };
            let value = self.value();
            let partial = matches!(value.kind, Kind::Array(_) | Kind::Object(_));
            if self.problem.is_none() || partial {
                members.push(Member { name, value });
            }
            if self.problem.is_some() || !self.separator(open, b'}') {
                return Kind::Object(members);
            }
        }
    }

    /// The name of a member and the colon after it.
    fn member_name(&mut self) -> Option<(usize, usize)> {
        self.skip_space();
        let start = self.pos;
        if self.peek() != b'"' {
            let help =
                "the name of a member stands in double quotes; no comma follows the last member";
            self.fail(self.here(), "missing member name in JSON object", help);
            return None;
        }
        self.string();
        let name = (start, self.pos);
        self.skip_space();
        if self.problem.is_none() && self.peek() != b':' {
            let help = "a member is written `\"name\": value`";
            self.fail(self.here(), "missing `:` after member name", help);
        }
        self.pos += 1;
        self.problem.is_none().then_some(name)
    }

    /// Takes a comma, or the closing bracket; tells whether another element follows.
    fn separator(&mut self, open: usize, close: u8) -> bool {
        self.skip_space();
        let next = self.peek();
        if next == b',' || next == close {
            self.pos += 1;
            return next == b',';
        }
        let opener = char::from(self.bytes.get(open).copied().unwrap_or(b'{'));
        if self.pos >= self.bytes.len() {
            let message = format!("unclosed `{opener}`");
            let help = "the file ends before it is closed";
            self.fail((open, open + 1), &message, help);
        } else {
            let help = "elements and members are separated by commas";
            let message = format!("missing `,` or `{}`", char::from(close));
            self.fail(self.here(), &message, help);
        }
        false
    }
}
