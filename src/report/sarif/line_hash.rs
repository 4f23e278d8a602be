//! The fingerprint that GitHub code scanning recognises an alert by: a hash of the text that starts at the alert's line.
//!
//! Follows `hash` in `src/fingerprints.ts` of github/codeql-action, so that an upload without it gets the same value there.

use crate::source::{FileId, Sources};
use std::collections::BTreeMap;

/// How many characters from the start of a line the hash covers; spaces, tabs and the second half of `\r\n` do not count.
const WINDOW: usize = 100;
const BASE: u64 = 37;
/// Stands behind the last character.
const END: u64 = 65535;

/// The hashes of all lines of the texts that were asked about.
#[derive(Default, Debug)]
pub(super) struct LineHashes {
    files: BTreeMap<FileId, Vec<String>>,
}

impl LineHashes {
    /// The hash of a one-based line, `None` for a line that the text does not have.
    pub(super) fn get(&mut self, sources: &Sources, file: FileId, line: u32) -> Option<&str> {
        let hashes = self
            .files
            .entry(file)
            .or_insert_with(|| hash_lines(sources.get(file).text()));
        hashes.get(line as usize - 1).map(String::as_str)
    }
}

/// One hash a line: sixteen or fewer hexadecimal digits, and how many lines so far have these digits.
fn hash_lines(text: &str) -> Vec<String> {
    let (units, starts) = significant_units(text);
    let power = (0..WINDOW).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    let mut hashes = Vec::with_capacity(starts.len());
    // The hash of the window that ends before unit `end`, which therefore starts at `end - WINDOW`.
    let mut hash = 0u64;
    let mut wanted = starts.into_iter().peekable();
    for end in 0..units.len() + WINDOW {
        if wanted.next_if(|&start| start + WINDOW == end).is_some() {
            let times = seen.entry(hash).or_default();
            *times += 1;
            hashes.push(format!("{hash:x}:{times}"));
        }
        let entering = units.get(end).copied().unwrap_or(0);
        let leaving = end
            .checked_sub(WINDOW)
            .and_then(|start| units.get(start).copied())
            .unwrap_or(0);
        hash = hash
            .wrapping_mul(BASE)
            .wrapping_add(entering)
            .wrapping_sub(power.wrapping_mul(leaving));
    }
    hashes
}

/// The UTF-16 units that count, with the mark of the end, and where in them each line starts.
fn significant_units(text: &str) -> (Vec<u64>, Vec<usize>) {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut starts = Vec::new();
    let mut at_start = true;
    let mut after_return = false;
    let all = text.encode_utf16().map(u64::from).chain([END]);
    for unit in all {
        let is = |character: char| unit == u64::from(u32::from(character));
        if is(' ') || is('\t') || (after_return && is('\n')) {
            after_return = false;
            continue;
        }
        after_return = is('\r');
        let unit = if after_return { u64::from(b'\n') } else { unit };
        if at_start {
            starts.push(units.len());
        }
        at_start = unit == u64::from(b'\n');
        units.push(unit);
    }
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with Microsoft's Sarif.Multitool 5.7.0, `rewrite --insert RollingHashPartialFingerprints`.
    #[test]
    fn known_answers() {
        let lines_of_windows = "resource \"aws_vpc\" \"x\" {\r\n\tcidr = 1\r\n}\r\n\r\nresource \"aws_vpc\" \"y\" {\n  cidr = 1\n}\n\n\n";
        let long = format!("{}\nshort\n   \n\t\nx", "long ".repeat(80));
        let table: [(&str, &[&str]); 4] = [
            ("", &["c129715d7a2bc9a3:1"]),
            (
                "a = \"日本🎉é\"\nb = 1",
                &["7c2d76577ce1847e:1", "fee8c688f65ffb63:1"],
            ),
            (
                lines_of_windows,
                &[
                    "236b9a1a23676134:1",
                    "b18444c4a4514aa4:1",
                    "3ba01fef8b2cdbfa:1",
                    "9d15f023d76b44ff:1",
                    "bc0b8f2823606671:1",
                    "fe06b77119cefabc:1",
                    "e05292a20aa28532:1",
                    "5b5d4caf73a13177:1",
                    "3c5bef55b72b93c9:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
            (
                &long,
                &[
                    "bde0fb9ae592ce20:1",
                    "a2956811e7bd6545:1",
                    "aa6568db034358f3:1",
                    "a88801a1799b48b5:1",
                    "638816509450efbf:1",
                ],
            ),
        ];
        for (text, hashes) in table {
            assert_eq!(hash_lines(text), hashes, "{text:?}");
        }
    }

    /// Same oracle: equal lines are told apart by counting, and the digits have no leading zeros.
    #[test]
    fn equal_lines_are_counted() {
        let hashes = hash_lines(&"same line\n".repeat(30));
        assert_eq!(hashes[0], "f2eacaae4abd95e3:1");
        assert_eq!(hashes[18], "f2eacaae4abd95e3:19");
        assert_eq!(hashes[19], "f2eacaae4abe956f:1");
        assert_eq!(hashes[24], "cc75c7e9406f5eb:1");
        assert_eq!(hashes.len(), 31);
    }
}
