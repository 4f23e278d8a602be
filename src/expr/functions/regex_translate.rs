//! Regular expressions of Go (RE2), written as ones of the `regex` crate that match the same.
//!
//! The dialects differ in what `\d`, `\w`, `\s`, `\b` mean beyond ASCII, in sets within classes, in literal braces, in nested repetition, and in
//! escapes. What Go refuses is refused; what Go has and we cannot express is said to be untranslatable.

use std::fmt::Write as _;

/// A pattern for the `regex` crate. Its groups have no names there; `names` has them, one entry for each group.
#[derive(Debug, Default)]
pub(super) struct Translation {
    pub(super) pattern: String,
    pub(super) names: Vec<Option<String>>,
}

/// Why there is no translation: Go refuses the pattern too.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Invalid(pub(super) String);

pub(super) fn invalid<T>(message: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid(message.into()))
}

/// Go allows at most this many repetitions.
const MOST_REPETITIONS: u32 = 1000;

/// Translates a pattern.
pub(super) fn translate(pattern: &str) -> Result<Translation, Invalid> {
    let mut translator = Translator {
        rest: pattern,
        out: Translation::default(),
        depth: 0,
        before: Before::Nothing,
    };
    while let Some(character) = translator.next() {
        translator.step(character)?;
    }
    if translator.depth > 0 {
        return invalid("a parenthesis is not closed");
    }
    Ok(translator.out)
}

/// What stands before the current place: decides whether a repetition is allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Item,
    Repetition,
}

pub(super) struct Translator<'a> {
    pub(super) rest: &'a str,
    out: Translation,
    depth: u32,
    before: Before,
}

impl Translator<'_> {
    pub(super) fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn take(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn push(&mut self, text: &str) {
        self.out.pattern.push_str(text);
        self.before = Before::Item;
    }

    fn literal(&mut self, character: char) {
        let text = literal(character);
        self.push(&text);
    }

    fn step(&mut self, character: char) -> Result<(), Invalid> {
        match character {
            '(' => self.group(),
            ')' => {
                if self.depth == 0 {
                    return invalid("a parenthesis is closed that was not opened");
                }
                self.depth -= 1;
                self.push(")");
                Ok(())
            }
            '|' => {
                self.out.pattern.push('|');
                self.before = Before::Nothing;
                Ok(())
            }
            '*' | '+' | '?' => self.repetition(&character.to_string()),
            '{' => {
                if let Some(counted) = self.counted()? {
                    return self.repetition(&counted);
                }
                self.literal('{');
                Ok(())
            }
            '.' | '^' | '$' => {
                self.push(&character.to_string());
                Ok(())
            }
            '[' => {
                let class = self.class()?;
                self.push(&class);
                Ok(())
            }
            '\\' => self.escape(),
            _ => {
                self.literal(character);
                Ok(())
            }
        }
    }

    fn repetition(&mut self, operator: &str) -> Result<(), Invalid> {
        match self.before {
            Before::Nothing => return invalid(format!("`{operator}` has nothing to repeat")),
            Before::Repetition => {
                return invalid(format!("`{operator}` repeats a repetition"));
            }
            Before::Item => {}
        }
        self.out.pattern.push_str(operator);
        if self.take("?") {
            self.out.pattern.push('?');
        }
        self.before = Before::Repetition;
        Ok(())
    }

    /// `{2}`, `{2,}`, `{2,3}` after the brace; anything else is a brace that stands for itself.
    fn counted(&mut self) -> Result<Option<String>, Invalid> {
        let Some((inside, after)) = self.rest.split_once('}') else {
            return Ok(None);
        };
        let (least, most) = match inside.split_once(',') {
            Some((least, most)) => (least, Some(most)),
            None => (inside, None),
        };
        let Some(least_count) = count(least) else {
            return Ok(None);
        };
        let most_count = match most {
            None | Some("") => Some(least_count),
            Some(most) => count(most),
        };
        let Some(most_count) = most_count else {
            return Ok(None);
        };
        if least_count > MOST_REPETITIONS
            || most_count > MOST_REPETITIONS
            || most_count < least_count
        {
            return invalid(format!("`{{{inside}}}` is no valid count"));
        }
        self.rest = after;
        Ok(Some(format!("{{{inside}}}")))
    }

    fn group(&mut self) -> Result<(), Invalid> {
        self.before = Before::Nothing;
        if self.take("?P<") || self.take("?<") {
            let Some((name, after)) = self.rest.split_once('>') else {
                return invalid("the name of a group is not closed");
            };
            let valid = !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !valid {
                return invalid(format!("`{name}` cannot name a group"));
            }
            self.rest = after;
            self.out.names.push(Some(name.to_owned()));
            self.out.pattern.push('(');
        } else if self.take("?") {
            return self.flags();
        } else {
            self.out.names.push(None);
            self.out.pattern.push('(');
        }
        self.depth += 1;
        Ok(())
    }

    /// `(?i)`, `(?s-m:`, `(?:` after the question mark.
    fn flags(&mut self) -> Result<(), Invalid> {
        let end = self.rest.find([':', ')']);
        let Some((flags, after)) = end.and_then(|end| self.rest.split_at_checked(end)) else {
            return invalid("a parenthesis is not closed");
        };
        let mut on = 0;
        let mut negated = false;
        for flag in flags.chars() {
            match flag {
                'i' | 'm' | 's' | 'U' => on += 1,
                '-' if !negated => {
                    negated = true;
                    on = 0;
                }
                _ => return invalid(format!("`(?{flags}` is no valid group")),
            }
        }
        if negated && on == 0 {
            return invalid(format!("`(?{flags}` is no valid group"));
        }
        self.rest = after;
        let opens = self.take(":");
        if !opens {
            self.take(")");
        }
        if opens {
            self.depth += 1;
            let _ = write!(self.out.pattern, "(?{flags}:");
        } else if !flags.is_empty() {
            let _ = write!(self.out.pattern, "(?{flags})");
        } else {
            return invalid("`(?)` is no valid group");
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Invalid> {
        let Some(character) = self.next() else {
            return invalid("a backslash stands at the end");
        };
        match character {
            'A' => self.push("\\A"),
            'z' => self.push("\\z"),
            'b' => self.push("(?-u:\\b)"),
            'B' => self.push("(?-u:\\B)"),
            'C' => return invalid("`\\C` is not supported"),
            'Q' => {
                let quoted = match self.rest.split_once("\\E") {
                    Some((quoted, after)) => {
                        self.rest = after;
                        quoted
                    }
                    None => std::mem::take(&mut self.rest),
                };
                quoted.chars().for_each(|character| self.literal(character));
            }
            // Go takes a stray end of quoting for nothing.
            'E' => {}
            _ => {
                if let Some(inside) = self.class_escape(character)? {
                    self.push(&format!("[{inside}]"));
                } else {
                    let character = self.character_escape(character)?;
                    self.literal(character);
                }
            }
        }
        Ok(())
    }
}

/// A count without leading zeros.
fn count(text: &str) -> Option<u32> {
    let valid = text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    if !valid || text.is_empty() {
        return None;
    }
    // More digits than fit are too many repetitions in any case.
    Some(text.parse().unwrap_or(u32::MAX))
}

/// A character that stands for itself wherever it is.
pub(super) fn literal(character: char) -> String {
    if character.is_alphanumeric() {
        character.to_string()
    } else {
        format!("\\x{{{:X}}}", character as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_go_refuses_is_refused() {
        for pattern in [
            "(",
            ")",
            "[",
            "[a",
            "*",
            "a**",
            "a{2}{3}",
            "a{1001}",
            "a{3,2}",
            "\\",
            "\\8",
            "\\1",
            "\\y",
            "(?z)",
            "(?P<>a)",
            "[z-a]",
            "[a--z]",
            "[[:nope:]]",
            "\\p{Nope}",
            "x|*",
            "(?i",
            "[\\z]",
        ] {
            assert!(matches!(translate(pattern), Err(Invalid(_))), "{pattern}");
        }
    }

    #[test]
    fn translations_match_as_in_go() {
        for (pattern, text, matches) in [
            ("^\\d$", "٣", false),
            ("^\\d$", "3", true),
            ("^\\w$", "é", false),
            ("^[a&&b]+$", "a&b", true),
            ("^[+--]+$", "-", true),
            ("^a{,2}$", "a{,2}", true),
            ("^{$", "{", true),
            ("^\\Qa.b\\E$", "a.b", true),
            ("^\\Qa.b\\E$", "axb", false),
            ("^\\101$", "A", true),
            ("^\\<$", "<", true),
            ("^[]a]+$", "]a", true),
            ("^[^]a]$", "b", true),
            ("^\\pL$", "é", true),
            ("^\\p{^L}$", "é", false),
            ("^[\\d-z]+$", "3-z", true),
            ("^(?i)straße$", "STRAßE", true),
            ("^a*?$", "aa", true),
            ("^\\x{e9}$", "é", true),
        ] {
            let translated = translate(pattern).unwrap();
            let regex = regex::Regex::new(&translated.pattern).unwrap();
            assert_eq!(regex.is_match(text), matches, "{pattern} on {text}");
        }
    }
}
