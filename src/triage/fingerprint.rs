//! What a finding is recognised by from run to run. Knows no line: moving text changes nothing.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Half of a SHA-256: enough that no two findings of a run meet by accident, short enough to read in a diff.
const BYTES: usize = 16;

/// 32 lower-case hexadecimal digits, made of the rule, the addresses in the order given, and the path of the attribute.
pub fn fingerprint<A: AsRef<str>>(rule: &str, addresses: &[A], attribute: &str) -> String {
    let mut hash = Sha256::new();
    let parts = std::iter::once(rule)
        .chain(addresses.iter().map(AsRef::as_ref))
        .chain([attribute]);
    for part in parts {
        // With its length before it, no part can run into the next one.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut digits = String::with_capacity(2 * BYTES);
    for byte in hash.finalize().iter().take(BYTES) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_the_same_for_ever() {
        // Baselines of users hold these digits; a change of them needs a new version and a line in the changelog.
        assert_eq!(
            fingerprint("r", &["aws_s3_bucket.a", "aws_s3_bucket.b"], "acl"),
            "723cf4a892b608a2d45b7f8b3a3a42ba"
        );
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(
            fingerprint("r", &["ab"], "c"),
            fingerprint("r", &["a"], "bc")
        );
        assert_ne!(
            fingerprint("r", &["a", "b"], ""),
            fingerprint("r", &["a"], "b")
        );
        assert_ne!(
            fingerprint("ra", &[""; 0], ""),
            fingerprint("r", &[""; 0], "a")
        );
    }
}
