//! Patterns of IAM: `*` stands for any text, `?` for one character.
//!
//! The text that a pattern is held against may be a pattern itself; then the question is whether one covers all of the other.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

use super::Truth;
use crate::value::{Kind, Part, Unknown, Value};

/// Whether upper and lower case are the same: they are in action names, and they are not in ARNs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    Sensitive,
    Insensitive,
}

/// Whether a pattern covers a text, or all that another pattern covers.
///
/// `s3:*` covers `s3:Get*` and `s3:GetObject`; `s3:Get*` does not cover `s3:*`.
pub fn covers(pattern: &str, text: &str, case: Case) -> bool {
    let pattern = symbols(pattern, case);
    let text = symbols(text, case);
    let (mut at, mut place) = (0, 0);
    // Where the last `*` stood, and how far the text was eaten when it was met: the place to try again from.
    let mut star: Option<(usize, usize)> = None;
    while let Some(&character) = text.get(place) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(&wanted) if wanted == character || (wanted == '?' && character != '*') => {
                at += 1;
                place += 1;
            }
            _ => match star {
                Some((after, eaten)) => {
                    star = Some((after, eaten + 1));
                    at = after + 1;
                    place = eaten + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|&symbol| symbol == '*')
}

/// Whether a pattern that may be known in part covers a text; unknown when that depends on the unknown pieces.
pub fn value_covers(pattern: &Value, text: &str, case: Case) -> Truth {
    match pattern.kind() {
        Kind::String(known) => covers(known, text, case).into(),
        // Nothing that the unknown pieces can be covers more than `*` in their place does.
        Kind::Unknown(unknown) if !covers(&widest(unknown), text, case) => Truth::False,
        Kind::Unknown(_) => Truth::unknown(pattern),
        _ => Truth::False,
    }
}

/// Whether a pattern that may be known in part covers every text, as `*` does.
pub fn is_everything(pattern: &Value) -> Truth {
    value_covers(pattern, "*", Case::Sensitive)
}

/// Whether a text that may be known in part is this one, wildcards being plain characters in both.
pub fn value_equals(value: &Value, text: &str, case: Case) -> Truth {
    let same = |a: &str, b: &str| match case {
        Case::Sensitive => a == b,
        Case::Insensitive => a.eq_ignore_ascii_case(b),
    };
    match value.kind() {
        Kind::String(known) => same(known, text).into(),
        // A plain character that the text lacks rules it out; a wildcard of the known pieces only widens what may be meant.
        Kind::Unknown(unknown) if !covers(&widest(unknown), text, case) => Truth::False,
        Kind::Unknown(_) => Truth::unknown(value),
        _ => Truth::False,
    }
}

/// The pattern with `*` in the place of everything unknown: it covers all that the value can cover.
fn widest(unknown: &Unknown) -> String {
    fn collect(unknown: &Unknown, into: &mut String) {
        let Some(parts) = unknown.parts.as_deref() else {
            into.push('*');
            return;
        };
        for part in parts {
            match part {
                Part::Text(text) => into.push_str(text),
                Part::String(value) => match value.kind() {
                    Kind::String(text) => into.push_str(text),
                    Kind::Unknown(unknown) => collect(unknown, into),
                    _ => into.push('*'),
                },
                Part::Json(_) => into.push('*'),
            }
        }
    }
    let mut pattern = String::new();
    collect(unknown, &mut pattern);
    pattern
}

/// The characters to compare. In each run of wildcards the `?` come first and `*` stands once, so that `*?` and `?*` are the same pattern.
fn symbols(pattern: &str, case: Case) -> Vec<char> {
    let mut symbols = Vec::with_capacity(pattern.len());
    let mut star = false;
    for character in pattern.chars() {
        if character == '*' {
            star = true;
            continue;
        }
        if character != '?' && star {
            symbols.push('*');
            star = false;
        }
        symbols.push(match case {
            Case::Sensitive => character,
            Case::Insensitive => character.to_ascii_lowercase(),
        });
    }
    if star {
        symbols.push('*');
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{hole, known, partly};
    use proptest::prelude::*;

    #[test]
    fn patterns_cover_texts_and_narrower_patterns() {
        for (pattern, text, covered) in [
            ("*", "", true),
            ("*", "*", true),
            ("", "", true),
            ("", "a", false),
            ("s3:*", "s3:GetObject", true),
            ("s3:*", "s3:Get*", true),
            ("s3:Get*", "s3:*", false),
            ("s3:Get?", "s3:Get*", false),
            ("s3:Get*", "s3:Get?", true),
            ("*Object", "s3:GetObject", true),
            ("*Object", "s3:GetObjectAcl", false),
            ("a*b*c", "aXbYbZc", true),
            ("*?", "?*", true),
            ("?*", "*", false),
            ("S3:getobject", "s3:GetObject", true),
        ] {
            assert_eq!(
                covers(pattern, text, Case::Insensitive),
                covered,
                "{pattern} {text}"
            );
        }
        assert!(!covers("arn:aws:s3:::A", "arn:aws:s3:::a", Case::Sensitive));
    }

    #[test]
    fn a_known_piece_can_rule_a_pattern_out() {
        let bucket = partly("arn:aws:s3:::", &hole("name"), "/*");
        assert_eq!(is_everything(&bucket), Truth::False);
        assert!(matches!(is_everything(&hole("name")), Truth::Unknown(_)));
        assert_eq!(is_everything(&known("**")), Truth::True);
        assert!(matches!(
            value_covers(&bucket, "arn:aws:s3:::logs/*", Case::Sensitive),
            Truth::Unknown(_)
        ));
    }

    proptest! {
        #[test]
        fn everything_covers_and_a_pattern_covers_itself(pattern in "[a-c*?]{0,8}") {
            prop_assert!(covers("*", &pattern, Case::Sensitive));
            prop_assert!(covers(&pattern, &pattern, Case::Sensitive));
        }

        #[test]
        fn case_is_ignored_in_actions(pattern in "[a-cA-C*?:]{0,8}", text in "[a-cA-C:]{0,8}") {
            let upper = pattern.to_ascii_uppercase();
            prop_assert_eq!(covers(&pattern, &text, Case::Insensitive), covers(&upper, &text, Case::Insensitive));
        }

        /// What covers a pattern covers the texts that the pattern covers.
        #[test]
        fn covering_is_transitive(wide in "[ab*?]{0,5}", narrow in "[ab*?]{0,5}", text in "[ab]{0,6}") {
            if covers(&wide, &narrow, Case::Sensitive) && covers(&narrow, &text, Case::Sensitive) {
                prop_assert!(covers(&wide, &text, Case::Sensitive));
            }
        }
    }
}
