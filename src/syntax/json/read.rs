//! Strict JSON with the span of every value. Knows nothing of Terraform.
//!
//! After an error the reading goes on behind the element that has it; `recover` says when that is to be believed.

use crate::finding::Problem;
use crate::source::{SourceFile, Span};

/// How deep arrays and objects may nest, so that neither this reader nor those who walk its tree run out of stack.
const MAX_DEPTH: u32 = 200;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) kind: Kind,
    pub(super) span: (usize, usize),
    /// Whether all of it could be read.
    pub(super) whole: bool,
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

/// A reading of a text.
pub(super) struct Reader<'a> {
    source: &'a SourceFile,
    pub(super) bytes: &'a [u8],
    pub(super) pos: usize,
    depth: u32,
    pub(super) problems: Vec<Problem>,
    /// How many problems end the reading.
    pub(super) most_problems: usize,
    /// Whether there is an error in the element that is being read.
    pub(super) failed: bool,
}

/// Reading from the start.
impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a SourceFile, most_problems: usize) -> Self {
        let mark = '\u{feff}';
        let marked = source.text().starts_with(mark);
        Self {
            source,
            bytes: source.text().as_bytes(),
            pos: if marked { mark.len_utf8() } else { 0 },
            depth: 0,
            problems: Vec::new(),
            most_problems,
            failed: false,
        }
    }

    /// The value that the whole text is.
    pub(super) fn document(&mut self) -> Value {
        let value = self.value();
        self.skip_space();
        if self.problems.is_empty() && self.pos < self.bytes.len() {
            self.fail(
                self.here(),
                "extra characters after JSON value",
                "a file has one JSON value, an object",
            );
        }
        value
    }
}

/// Reading one thing after the other.
impl Reader<'_> {
    pub(super) fn peek(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or(0)
    }

    pub(super) fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.pos += 1;
        }
    }

    /// Notes a problem, which spoils the element that is being read.
    #[cold]
    pub(super) fn fail(&mut self, (start, end): (usize, usize), message: &str, help: &str) {
        self.failed = true;
        if self.problems.len() < self.most_problems {
            let span = Span::new(self.source.id(), start as u32, end as u32);
            self.problems
                .push(Problem::error(span, message).with_help(help));
        }
    }

    /// The character that comes next.
    pub(super) fn here(&self) -> (usize, usize) {
        let start = self.pos.min(self.bytes.len());
        let rest = self.source.text().get(start..).unwrap_or("");
        let length = rest.chars().next().map_or(0, char::len_utf8);
        (start, start + length)
    }

    fn value(&mut self) -> Value {
        self.skip_space();
        let start = self.pos;
        let (kind, whole) = match self.peek() {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => (self.string(), !self.failed),
            b'-' | b'0'..=b'9' => (self.number(), !self.failed),
            _ => (self.word(), !self.failed),
        };
        Value {
            kind,
            span: (start, self.pos),
            whole,
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
                b'\n' | 0 if self.at_end() || self.peek() == b'\n' => {
                    self.fail_unterminated(start);
                    return Kind::Missing;
                }
                0..0x20 => {
                    let help = "control characters are written as escapes, such as `\\t`";
                    self.fail(self.here(), "invalid character in JSON string", help);
                    self.pos += 1;
                }
                _ => self.pos += 1,
            }
        }
    }

    fn fail_unterminated(&mut self, start: usize) {
        let help = "the string is not closed on its line; a newline is written `\\n`";
        self.fail((start, start + 1), "unterminated JSON string", help);
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

    /// An array or an object, and whether all of it could be read.
    fn nested(&mut self, read: fn(&mut Self, usize) -> (Kind, bool)) -> (Kind, bool) {
        let open = self.pos;
        if self.depth == MAX_DEPTH {
            let help = "at most 200 levels are read";
            self.fail(self.here(), "nested too deeply", help);
            return (Kind::Missing, false);
        }
        self.depth += 1;
        self.pos += 1;
        let read = read(self, open);
        self.depth -= 1;
        read
    }

    fn array(&mut self, open: usize) -> (Kind, bool) {
        let mut elements = Vec::new();
        let mut whole = true;
        self.skip_space();
        if self.peek() == b']' {
            self.pos += 1;
            return (Kind::Array(elements), whole);
        }
        loop {
            let element = self.value();
            whole &= element.whole;
            elements.push(element);
            if !self.separator(open, b']', &mut whole) {
                return (Kind::Array(elements), whole);
            }
        }
    }

    fn object(&mut self, open: usize) -> (Kind, bool) {
        let mut members = Vec::new();
        let mut whole = true;
        self.skip_space();
        if self.peek() == b'}' {
            self.pos += 1;
            return (Kind::Object(members), whole);
        }
        loop {
            if let Some(name) = self.member_name() {
                let value = self.value();
                whole &= value.whole;
                members.push(Member { name, value });
            } else {
                whole = false;
            }
            if !self.separator(open, b'}', &mut whole) {
                return (Kind::Object(members), whole);
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
        if self.failed {
            return None;
        }
        if self.peek() != b':' {
            let help = "a member is written `\"name\": value`";
            self.fail(self.here(), "missing `:` after member name", help);
            return None;
        }
        self.pos += 1;
        Some(name)
    }
}
