//! The identity of a finding over time: moved lines and new neighbours do not change it.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// 32 hexadecimal digits made of the rule, the address without instance keys, and what in it is meant (an attribute path, an element).
///
/// Changing this function changes every baseline: that needs a line in the changelog.
pub fn fingerprint(rule: &str, address: &str, part: &str) -> String {
    let mut hash = Sha256::new();
    for text in [rule, &without_keys(address), part] {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(16)
        .fold(String::new(), |mut digits, byte| {
            // Writing to a string cannot go wrong.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
}

/// An address without the keys of `count` and `for_each`: `module.a["x"].aws_vpc.b[0]` → `module.a.aws_vpc.b`.
pub fn without_keys(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for character in address.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if depth > 0 => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(character),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_the_same_for_ever() {
        // Baselines of users hold these digits.
        assert_eq!(
            fingerprint("r", "aws_s3_bucket.a[0]", "acl"),
            "694eb54b240b648059837fddf1eb18f2"
        );
    }

    #[test]
    fn keys_do_not_count() {
        assert_eq!(
            without_keys(r#"module.a["x]\"y"].aws_vpc.b[0]"#),
            "module.a.aws_vpc.b"
        );
        assert_eq!(
            fingerprint("r", "aws_vpc.b[0]", "p"),
            fingerprint("r", "aws_vpc.b[7]", "p")
        );
        assert_ne!(
            fingerprint("r", "aws_vpc.b", "p"),
            fingerprint("r", "aws_vpc.b", "q")
        );
        assert_eq!(fingerprint("r", "a", "p").len(), 32);
    }
}
