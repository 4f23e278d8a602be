//! Escapes and classes of characters in Go's regular expressions, written for the `regex` crate.

use super::regex_translate::{Invalid, Translator, invalid, literal};

impl Translator<'_> {
    /// A class that an escape stands for, as the inside of brackets.
    pub(super) fn class_escape(&mut self, character: char) -> Result<Option<String>, Invalid> {
        let inside = match character {
            'd' => "0-9".to_owned(),
            'D' => "[^0-9]".to_owned(),
            'w' => "0-9A-Za-z_".to_owned(),
            'W' => "[^0-9A-Za-z_]".to_owned(),
            's' => "\\t\\n\\x0C\\r ".to_owned(),
            'S' => "[^\\t\\n\\x0C\\r ]".to_owned(),
            'p' | 'P' => self.unicode_class(character == 'P')?,
            _ => return Ok(None),
        };
        Ok(Some(inside))
    }

    fn unicode_class(&mut self, negated: bool) -> Result<String, Invalid> {
        let name = if self.take("{") {
            let Some((name, after)) = self.rest.split_once('}') else {
                return invalid("the name of a class is not closed");
            };
            self.rest = after;
            name.to_owned()
        } else {
            self.next().map(String::from).unwrap_or_default()
        };
        let (negated, name) = match name.strip_prefix('^') {
            Some(name) => (!negated, name),
            None => (negated, name.as_str()),
        };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return invalid(format!("`{name}` is no class of characters"));
        }
        let letter = if negated { 'P' } else { 'p' };
        let class = format!("\\{letter}{{{name}}}");
        if regex::Regex::new(&class).is_err() {
            return invalid(format!("`{name}` is no class of characters"));
        }
        Ok(class)
    }

    /// The one character that an escape stands for.
    pub(super) fn character_escape(&mut self, character: char) -> Result<char, Invalid> {
        Ok(match character {
            'a' => '\u{7}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'x' => self.hexadecimal()?,
            '0'..='7' => self.octal(character)?,
            _ if character.is_ascii_punctuation() || character == ' ' => character,
            _ if character.is_ascii() && !character.is_ascii_alphanumeric() => character,
            _ => return invalid(format!("`\\{character}` is no valid escape")),
        })
    }

    fn hexadecimal(&mut self) -> Result<char, Invalid> {
        let digits = if self.take("{") {
            match self.rest.split_once('}') {
                Some((digits, after)) => {
                    self.rest = after;
                    digits
                }
                None => "",
            }
        } else {
            let (digits, after) = self.rest.split_at_checked(2).unwrap_or(("", self.rest));
            self.rest = after;
            digits
        };
        let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| valid)
            .and_then(char::from_u32)
            .map_or_else(|| invalid("`\\x` has no valid code"), Ok)
    }

    /// Up to three digits. A single one other than 0 would be a back reference, which there are none of.
    fn octal(&mut self, first: char) -> Result<char, Invalid> {
        let digit = |next: Option<char>| next.and_then(|next| next.to_digit(8));
        let mut code = first.to_digit(8).unwrap_or(0);
        if code != 0 && digit(self.peek()).is_none() {
            return invalid(format!("`\\{first}` is no valid escape"));
        }
        for _ in 0..2 {
            let Some(next) = digit(self.peek()) else {
                break;
            };
            code = code * 8 + next;
            self.next();
        }
        char::from_u32(code).map_or_else(|| invalid("an escape has no valid code"), Ok)
    }

    /// A class in brackets, after the opening one.
    pub(super) fn class(&mut self) -> Result<String, Invalid> {
        let mut out = String::from("[");
        if self.take("^") {
            out.push('^');
        }
        let mut first = true;
        loop {
            let Some(character) = self.next() else {
                return invalid("a bracket is not closed");
            };
            match character {
                ']' if !first => {
                    out.push(']');
                    return Ok(out);
                }
                '[' if self.rest.starts_with(':') && self.rest.contains(":]") => {
                    out.push_str(&self.named_class()?);
                }
                _ => self.class_item(character, &mut out)?,
            }
            first = false;
        }
    }

    /// `[:alpha:]` after its first bracket.
    fn named_class(&mut self) -> Result<String, Invalid> {
        const NAMES: [&str; 14] = [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print",
            "punct", "space", "upper", "word", "xdigit",
        ];
        let (name, after) = self.rest.split_once(":]").unwrap_or((self.rest, ""));
        let name = name.strip_prefix(':').unwrap_or(name);
        let plain = name.strip_prefix('^').unwrap_or(name);
        if !NAMES.contains(&plain) {
            return invalid(format!("`[:{name}:]` is no class of characters"));
        }
        self.rest = after;
        Ok(format!("[:{name}:]"))
    }

    /// A character, an escape or a range.
    fn class_item(&mut self, character: char, out: &mut String) -> Result<(), Invalid> {
        if character == '\\' {
            let mut ahead = self.rest.chars();
            if let Some(letter) = ahead.next() {
                let before = std::mem::replace(&mut self.rest, ahead.as_str());
                if let Some(inside) = self.class_escape(letter)? {
                    out.push_str(&inside);
                    return Ok(());
                }
                self.rest = before;
            }
        }
        let low = self.class_character(character)?;
        let ranges =
            self.rest.starts_with('-') && !self.rest.starts_with("-]") && self.rest.len() > 1;
        if !ranges {
            out.push_str(&literal(low));
            return Ok(());
        }
        self.take("-");
        let Some(next) = self.next() else {
            return invalid("a bracket is not closed");
        };
        let high = self.class_character(next)?;
        if high < low {
            return invalid(format!("`{low}-{high}` is no range of characters"));
        }
        out.push_str(&literal(low));
        out.push('-');
        out.push_str(&literal(high));
        Ok(())
    }

    fn class_character(&mut self, character: char) -> Result<char, Invalid> {
        if character != '\\' {
            return Ok(character);
        }
        match self.next() {
            Some(escaped) => self.character_escape(escaped),
            None => invalid("a backslash stands at the end"),
        }
    }
}
