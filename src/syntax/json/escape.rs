//! Escapes in strings of JSON, as Go reads them. Knows no string around them.

/// What is wrong with an escape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WrongEscape {
    /// Nothing stands after the backslash.
    CutOff,
    /// What stands there has no meaning.
    Unknown,
    /// `\\u` without four hexadecimal digits.
    Digits,
}

/// The character of the escape that a text starts with, and the bytes it takes; half of a surrogate pair is the replacement character.
pub fn unescape_json(text: &str) -> Result<(char, usize), WrongEscape> {
    let character = match text.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(text),
        Some(&plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
        Some(_) => return Err(WrongEscape::Unknown),
        None => return Err(WrongEscape::CutOff),
    };
    Ok((character, 2))
}

fn unicode(text: &str) -> Result<(char, usize), WrongEscape> {
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| valid)
    };
    let first = unit(0).ok_or(WrongEscape::Digits)?;
    let mut decoded = char::decode_utf16([first].into_iter().chain(unit(6)));
    Ok(match decoded.next() {
        Some(Ok(character)) => (character, character.len_utf16() * 6),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        for (text, expected) in [
            (r"\n", Ok(('\n', 2))),
            (r"\/x", Ok(('/', 2))),
            (r"\u00e9", Ok(('é', 6))),
            (r"\ud83d\ude00!", Ok(('😀', 12))),
            (r"\ud83dx", Ok((char::REPLACEMENT_CHARACTER, 6))),
            (r"\ud83d\n", Ok((char::REPLACEMENT_CHARACTER, 6))),
            (r"\ud83d\u0041", Ok((char::REPLACEMENT_CHARACTER, 6))),
            (r"\ude00", Ok((char::REPLACEMENT_CHARACTER, 6))),
            (r"\ud83d\u00", Ok((char::REPLACEMENT_CHARACTER, 6))),
            (r"\u12", Err(WrongEscape::Digits)),
            (r"\u+123", Err(WrongEscape::Digits)),
            (r"\u12é", Err(WrongEscape::Digits)),
            (r"\q", Err(WrongEscape::Unknown)),
            (r"\é", Err(WrongEscape::Unknown)),
            ("\\", Err(WrongEscape::CutOff)),
        ] {
            assert_eq!(unescape_json(text), expected, "{text}");
        }
    }
}
