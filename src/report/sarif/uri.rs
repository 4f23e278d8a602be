//! Paths as relative URI references (RFC 3986).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the characters that a path segment may hold as they stand, and the separator.
///
/// A colon is encoded although segments may hold it: in the first one it would look like the end of a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// A path with `/` as separator, percent-encoded.
pub(super) fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The `file:` URI of an absolute directory, with the slash at its end that a base needs.
pub(super) fn directory(path: &str) -> String {
    let path = path.trim_matches('/');
    let slash = if path.is_empty() { "" } else { "/" };
    format!("file:///{}{slash}", encode(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_uri_cannot_hold_is_encoded() {
        assert_eq!(encode("a b/ü%#?.tf"), "a%20b/%C3%BC%25%23%3F.tf");
        assert_eq!(encode("c:x/[0].tf"), "c%3Ax/%5B0%5D.tf");
        assert_eq!(directory("/srv/a b"), "file:///srv/a%20b/");
        assert_eq!(directory("/"), "file:///");
    }
}
