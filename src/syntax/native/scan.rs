//! Bytes to words: white space, comments, identifiers, line ends.

use super::Parser;
use crate::source::Span;

const NAME_START: u8 = 1;
const NAME: u8 = 2;
const DIGIT: u8 = 4;
const STRING_STOP: u8 = 8;
const WIDE: u8 = 16;

/// What a byte can be. Bytes of characters outside ASCII are `WIDE`; `unicode_ident` decides about those.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when compiling, and the index is below the length"
)]
static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let byte = index as u8;
        let mut class = 0;
        if byte.is_ascii_alphabetic() || byte == b'_' {
            class |= NAME_START | NAME;
        }
        if byte.is_ascii_digit() {
            class |= NAME | DIGIT;
        }
        if byte == b'-' {
            class |= NAME;
        }
        if byte >= 0x80 {
            class |= WIDE;
        }
        if matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r') {
            class |= STRING_STOP;
        }
        table[index] = class;
        index += 1;
    }
    table
};

#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "the table has an entry for every byte"
)]
fn is(byte: u8, class: u8) -> bool {
    CLASSES[byte as usize] & class != 0
}

impl<'a> Parser<'a> {
    /// The byte at an offset, 0 beyond the end.
    #[inline]
    pub(super) fn at(&self, offset: usize) -> u8 {
        self.bytes.get(offset).copied().unwrap_or(0)
    }

    /// The next byte, 0 at the end.
    #[inline]
    pub(super) fn peek(&self) -> u8 {
        self.at(self.pos)
    }

    #[inline]
    pub(super) fn peek_second(&self) -> u8 {
        self.at(self.pos + 1)
    }

    #[inline]
    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// The bytes that are still to be read.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.pos..).unwrap_or(&[])
    }

    /// Whether these bytes come next.
    #[inline]
    pub(super) fn sees(&self, bytes: &[u8]) -> bool {
        self.rest().starts_with(bytes)
    }

    /// Takes a byte if it comes next.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte && !self.at_end();
        self.pos += usize::from(found);
        found
    }

    pub(super) fn skip_byte_order_mark(&mut self) {
        if self.sees("\u{feff}".as_bytes()) {
            self.pos += '\u{feff}'.len_utf8();
        }
    }

    /// Passes white space and comments; newlines too where they are white space.
    #[inline]
    pub(super) fn skip_space(&mut self) {
        loop {
            match self.peek() {
                b' ' | b'\t' => self.pos += 1,
                b'\n' if self.free_lines => self.pos += 1,
                b'\r' if self.free_lines && self.peek_second() == b'\n' => self.pos += 2,
                b'#' => self.line_comment(),
                b'/' => match self.peek_second() {
                    b'/' => self.line_comment(),
                    b'*' => self.block_comment(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn line_comment(&mut self) {
        let start = self.pos;
        self.pos = self.line_end_after(start);
        self.comment(start);
    }

    fn block_comment(&mut self) {
        let start = self.pos;
        let inside = self.bytes.get(start + 2..).unwrap_or(&[]);
        if let Some(length) = memchr::memmem::find(inside, b"*/") {
            self.pos = start + 2 + length + 2;
        } else {
            self.note(self.endless_comment());
            self.silent = true;
            self.pos = self.bytes.len();
        }
        self.comment(start);
    }

    fn comment(&mut self, start: usize) {
        let span = Span::new(self.file, start as u32, self.pos as u32);
        self.tree.comments.push(span);
    }

    /// Where the line that holds an offset ends, before its line end.
    pub(super) fn line_end_after(&self, offset: usize) -> usize {
        let rest = self.bytes.get(offset..).unwrap_or(&[]);
        match memchr::memchr(b'\n', rest) {
            Some(length) => {
                let end = offset + length;
                let carriage_return = length > 0 && self.at(end - 1) == b'\r';
                end - usize::from(carriage_return)
            }
            None => self.bytes.len(),
        }
    }

    /// Whether a line end, or the end of the text, comes next.
    #[inline]
    pub(super) fn at_line_end(&self) -> bool {
        match self.peek() {
            b'\n' => true,
            b'\r' => self.peek_second() == b'\n',
            0 => self.at_end(),
            _ => false,
        }
    }

    /// Takes a line end that comes next.
    #[inline]
    pub(super) fn eat_line_end(&mut self) {
        if self.peek() == b'\r' && self.peek_second() == b'\n' {
            self.pos += 1;
        }
        self.eat(b'\n');
    }

    /// Reads an identifier and returns where it starts; it ends at `self.pos`.
    #[inline]
    pub(super) fn identifier(&mut self) -> Option<usize> {
        let start = self.pos;
        let first = self.peek();
        if is(first, NAME_START) {
            self.pos += 1;
        } else if !(is(first, WIDE) && self.wide(unicode_ident::is_xid_start)) {
            return None;
        }
        loop {
            while is(self.peek(), NAME) {
                self.pos += 1;
            }
            if !(is(self.peek(), WIDE) && self.wide(unicode_ident::is_xid_continue)) {
                return Some(start);
            }
        }
    }

    /// Takes a character outside ASCII if it is of a kind.
    fn wide(&mut self, kind: fn(char) -> bool) -> bool {
        match self.character(self.pos) {
            Some(character) if kind(character) => {
                self.pos += character.len_utf8();
                true
            }
            _ => false,
        }
    }

    /// The character at an offset.
    pub(super) fn character(&self, offset: usize) -> Option<char> {
        self.text.get(offset..)?.chars().next()
    }

    /// Whether this word, and not a longer one, comes next.
    #[inline]
    pub(super) fn sees_word(&self, word: &str) -> bool {
        if !self.sees(word.as_bytes()) {
            return false;
        }
        let after = self.pos + word.len();
        let next = self.at(after);
        let goes_on = is(next, NAME)
            || is(next, WIDE)
                && self
                    .character(after)
                    .is_some_and(unicode_ident::is_xid_continue);
        !goes_on
    }

    #[inline]
    pub(super) fn at_digit(&self) -> bool {
        is(self.peek(), DIGIT)
    }

    #[inline]
    pub(super) fn at_name(&self) -> bool {
        is(self.peek(), NAME_START | WIDE)
    }

    /// Passes text of a quoted string up to the next byte that may mean something.
    #[inline]
    pub(super) fn skip_string_text(&mut self) {
        let rest = self.rest();
        let length = rest.iter().position(|&byte| is(byte, STRING_STOP));
        self.pos += length.unwrap_or(rest.len());
    }

    /// The text between two offsets.
    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Whether an offset is the first of its line.
    pub(super) fn starts_line(&self, offset: usize) -> bool {
        offset == 0 || self.at(offset - 1) == b'\n'
    }
}
