//! The grammar of format strings: text and verbs with their flags, width, precision and argument number.
//!
//! Knows no value; what a verb does with one is in `format`.

use super::arguments::{Refusal, wrong_argument};

/// `%-08.3[2]f` and the like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one flag of the grammar, and all combinations occur"
)]
pub(super) struct Verb {
    pub(super) letter: char,
    /// Zero-based.
    pub(super) argument: usize,
    pub(super) zero: bool,
    pub(super) sharp: bool,
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) space: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

/// A piece of a format string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Verb(Verb),
}

/// Takes a format string apart.
pub(super) fn parse(format: &str) -> Result<Vec<Piece<'_>>, Refusal> {
    let mut pieces = Vec::new();
    let mut next_argument = 0;
    let mut rest = format;
    while let Some((text, after)) = rest.split_once('%') {
        pieces.push(Piece::Text(text));
        if let Some(after) = after.strip_prefix('%') {
            pieces.push(Piece::Text("%"));
            rest = after;
            continue;
        }
        let mut reader = Reader { rest: after };
        let verb = reader.verb(next_argument)?;
        next_argument = verb.argument + 1;
        pieces.push(Piece::Verb(verb));
        rest = reader.rest;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn digits(&mut self) -> Option<usize> {
        let end = self
            .rest
            .find(|character: char| !character.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
    }

    fn verb(&mut self, next_argument: usize) -> Result<Verb, Refusal> {
        let mut verb = Verb {
            argument: next_argument,
            ..Verb::default()
        };
        loop {
            match self.peek() {
                Some('0') => verb.zero = true,
                Some('#') => verb.sharp = true,
                Some('-') => verb.minus = true,
                Some('+') => verb.plus = true,
                Some(' ') => verb.space = true,
                _ => break,
            }
            self.rest = self.rest.get(1..).unwrap_or("");
        }
        verb.width = self.digits();
        if self.take('.') {
            verb.precision = Some(self.digits().unwrap_or(0));
        }
        if self.take('[') {
            let number = match self.peek() {
                Some('1'..='9') => self.digits(),
                _ => None,
            };
            let closed = self.take(']');
            match number {
                Some(number) if closed => verb.argument = number - 1,
                _ => return Err(self.unexpected()),
            }
        }
        match self.peek() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                self.rest = self.rest.get(1..).unwrap_or("");
                verb.letter = letter;
                Ok(verb)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn unexpected(&self) -> Refusal {
        match self.peek() {
            Some(character) => wrong_argument(
                0,
                format!("the format string has an unexpected `{character}` in a verb"),
            ),
            None => wrong_argument(0, "the format string ends within a verb"),
        }
    }
}
