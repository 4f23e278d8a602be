//! From what is written between quotes to what is meant: the quotes taken away, escapes decoded.

use super::Ast;
use super::node::{NodeId, text};
use std::borrow::Cow;

/// The text of a `Label` or `String`, without quotes and escapes.
pub(super) fn quoted_text(ast: &Ast, id: NodeId) -> Cow<'_, str> {
    let raw = ast.raw(id);
    match ast.node(id).flag {
        text::QUOTED => unescape(quoted_content(raw), text::QUOTED),
        _ => Cow::Borrowed(raw),
    }
}

/// A text without the quotes around it.
pub(in crate::syntax) fn quoted_content(quoted: &str) -> &str {
    let content = quoted.strip_prefix('"').unwrap_or(quoted);
    content.strip_suffix('"').unwrap_or(content)
}

/// Decodes the escapes of a literal; borrows when there is none. Invalid escapes are reported by the parser and kept as they stand here.
pub(in crate::syntax) fn unescape(raw: &str, how: u8) -> Cow<'_, str> {
    let quoted = how == text::QUOTED;
    if matches!(how, text::RAW | text::ASIDE)
        || memchr::memchr3(b'\\', b'$', b'%', raw.as_bytes()).is_none()
    {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr3(b'\\', b'$', b'%', rest.as_bytes()) {
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = marked.chars();
        let Some(marker) = characters.next() else {
            break;
        };
        let after = characters.as_str();
        let (decoded, used) = match marker {
            '\\' if quoted => escape(after),
            '$' | '%' if doubled(marked, marker) => (Some(marker), 1),
            _ => (None, 0),
        };
        // `$${` and `%%{` give their marker once, and then the brace as text.
        out.push(decoded.unwrap_or(marker));
        rest = after.get(used..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the text starts with `$${` or `%%{`.
fn doubled(text: &str, marker: char) -> bool {
    let mut characters = text.chars();
    characters.next() == Some(marker)
        && characters.next() == Some(marker)
        && characters.next() == Some('{')
}

/// The character of an escape after its backslash, and how many bytes it takes.
fn escape(after: &str) -> (Option<char>, usize) {
    let code = |digits: usize| {
        let value = after
            .get(1..=digits)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        (value, if value.is_some() { digits + 1 } else { 0 })
    };
    match after.as_bytes().first() {
        Some(b'n') => (Some('\n'), 1),
        Some(b'r') => (Some('\r'), 1),
        Some(b't') => (Some('\t'), 1),
        Some(b'"') => (Some('"'), 1),
        Some(b'\\') => (Some('\\'), 1),
        Some(b'u') => code(4),
        Some(b'U') => code(8),
        _ => (None, 0),
    }
}
