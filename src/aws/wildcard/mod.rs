//! Patterns of IAM: `*` stands for any text, `?` for one character.
//!
//! The text that a pattern is held against may be a pattern itself; then the question is whether one covers all of the other.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

mod combinations;

pub use combinations::{Glob, combinations};

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
    // Most pairs differ in plain characters at their start: these need no table.
    let wildcard = memchr::memchr2(b'*', b'?', pattern.as_bytes());
    let plain = wildcard.unwrap_or(pattern.len());
    let (pattern_bytes, text_bytes) = (pattern.as_bytes(), text.as_bytes());
    let (Some(wanted), Some(found)) = (pattern_bytes.get(..plain), text_bytes.get(..plain)) else {
        return false;
    };
    let starts = match case {
        Case::Sensitive => wanted == found,
        Case::Insensitive => wanted.eq_ignore_ascii_case(found),
    };
    if !starts || plain == pattern.len() {
        return starts && text.len() == plain;
    }
    let mut symbols = Vec::new();
    push_symbols(pattern, case, &mut symbols);
    symbols_cover(symbols, text, case)
}

/// Whether two patterns have a text in common.
pub fn overlaps(a: &str, b: &str, case: Case) -> bool {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    push_symbols(a, case, &mut first);
    push_symbols(b, case, &mut second);
    symbols_overlap(&first, &second)
}

/// Whether two patterns have a text in common, where what is unknown may be any text.
fn symbols_overlap(first: &[Symbol], second: &[Symbol]) -> bool {
    // `row[j]`: what is left of `first` and `second` from its `j`th symbol on have a text in common. Rows go from the end to the start.
    let tail = second.iter().rev().scan(true, |all, symbol| {
        *all &= symbol.is_any_text();
        Some(*all)
    });
    let mut row: Vec<bool> = std::iter::once(true).chain(tail).collect();
    row.reverse();
    for symbol in first.iter().rev() {
        // What stands one place to the right: in the row before, and in this one.
        let (mut before, mut carried) = (false, false);
        let places = row.iter_mut().rev();
        for (slot, facing) in places.zip(std::iter::once(None).chain(second.iter().rev().map(Some)))
        {
            let here = *slot;
            carried = match (symbol, facing) {
                (any, _) if any.is_any_text() => here || carried,
                (_, Some(any)) if any.is_any_text() => here || carried,
                (Symbol::Character(one), Some(Symbol::Character(other))) => before && one == other,
                (_, Some(_)) => before,
                (_, None) => false,
            };
            before = here;
            *slot = carried;
        }
    }
    row.first().copied().unwrap_or(false)
}

/// Whether a pattern that may be known in part covers a text; unknown when that depends on the unknown pieces.
pub fn value_covers(pattern: &Value, text: &str, case: Case) -> Truth {
    match pattern.kind() {
        Kind::String(known) => covers(known, text, case).into(),
        Kind::Unknown(unknown) if !symbols_cover(widest(unknown, case), text, case) => Truth::False,
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
        // A wildcard among the known pieces only widens what may be meant, which is safe here.
        Kind::Unknown(unknown) if !symbols_cover(widest(unknown, case), text, case) => Truth::False,
        Kind::Unknown(_) => Truth::unknown(value),
        _ => Truth::False,
    }
}

/// Whether an unknown is the identity of one thing, such as the `arn` of a resource: such a text holds no wildcard.
pub fn is_specific(unknown: &Unknown) -> bool {
    unknown.symbol.as_ref().is_some_and(|symbol| {
        let path = symbol.path.as_ref();
        let last = path.rsplit_once('.').map_or(path, |(_, last)| last);
        ["arn", "id", "name"].iter().any(|name| {
            let before = last.strip_suffix(name);
            before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
        })
    })
}

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Symbol {
    Character(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// Unknown characters among which there is no wildcard.
    Plain,
}

impl Symbol {
    /// Whether it stands for text of any length.
    fn is_any_text(self) -> bool {
        matches!(self, Self::Any | Self::Plain)
    }
}

/// The symbols of a text. In each run of wildcards the `?` come first and `*` stands once, so that `*?` and `?*` are the same pattern.
fn push_symbols(pattern: &str, case: Case, into: &mut Vec<Symbol>) {
    let mut star = false;
    for character in pattern.chars() {
        match character {
            '*' => star = true,
            '?' => into.push(Symbol::One),
            plain => {
                if std::mem::take(&mut star) {
                    into.push(Symbol::Any);
                }
                into.push(Symbol::Character(match case {
                    Case::Sensitive => plain,
                    Case::Insensitive => plain.to_ascii_lowercase(),
                }));
            }
        }
    }
    if star {
        into.push(Symbol::Any);
    }
}

/// The pattern that covers all that an unknown can cover.
fn widest(unknown: &Unknown, case: Case) -> Vec<Symbol> {
    fn collect(value: &Value, case: Case, into: &mut Vec<Symbol>) {
        match value.kind() {
            Kind::String(text) => push_symbols(text, case, into),
            Kind::Unknown(unknown) => pieces(unknown, case, into),
            _ => into.push(Symbol::Any),
        }
    }
    fn pieces(unknown: &Unknown, case: Case, into: &mut Vec<Symbol>) {
        match unknown.parts.as_deref() {
            None if is_specific(unknown) => identity(unknown, case, into),
            None => into.push(Symbol::Any),
            Some(parts) => {
                for part in parts {
                    match part {
                        Part::Text(text) => push_symbols(text, case, into),
                        Part::String(value) => collect(value, case, into),
                        Part::Json(_) => into.push(Symbol::Any),
                    }
                }
            }
        }
    }
    // The identity of a thing is never empty, and an ARN begins as all do.
    fn identity(unknown: &Unknown, case: Case, into: &mut Vec<Symbol>) {
        let symbol = unknown.symbol.as_ref();
        if symbol.is_some_and(|symbol| symbol.path.ends_with("arn")) {
            push_symbols("arn:", case, into);
        } else {
            into.push(Symbol::One);
        }
        into.push(Symbol::Plain);
    }
    let mut symbols = Vec::new();
    pieces(unknown, case, &mut symbols);
    symbols
}

/// Whether a pattern covers all that a text, which may be a pattern, covers.
fn symbols_cover(pattern: Vec<Symbol>, text: &str, case: Case) -> bool {
    let mut covered = Vec::with_capacity(text.len());
    push_symbols(text, case, &mut covered);
    // `reach[j]`: the symbols of the pattern so far cover the first `j` of the text.
    let mut reach = vec![false; covered.len() + 1];
    if let Some(first) = reach.first_mut() {
        *first = true;
    }
    for symbol in pattern {
        let mut before = false;
        let mut carried = false;
        for (slot, facing) in reach
            .iter_mut()
            .zip(std::iter::once(None).chain(covered.iter().map(Some)))
        {
            let here = *slot;
            carried = match (symbol, facing) {
                (Symbol::Any, _) | (Symbol::Plain, Some(Symbol::Character(_))) => carried || here,
                (Symbol::Plain, _) => here,
                (Symbol::Character(wanted), Some(Symbol::Character(found))) => {
                    before && wanted == *found
                }
                (Symbol::One, Some(Symbol::Character(_) | Symbol::One)) => before,
                _ => false,
            };
            before = here;
            *slot = carried;
        }
    }
    reach.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{hole, known, partly, symbolic};
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

    #[test]
    fn an_identity_is_no_wildcard() {
        let arn = symbolic("aws_s3_bucket.logs", "arn");
        assert_eq!(is_everything(&arn), Truth::False);
        let objects = partly("", &arn, "/*");
        assert_eq!(is_everything(&objects), Truth::False);
        for identity in [arn.clone(), symbolic("aws_sqs_queue.jobs", "id")] {
            let more = partly("", &identity, "*");
            assert_eq!(is_everything(&more), Truth::False, "{more:?}");
        }
        assert_eq!(
            value_covers(&arn, "arn:aws:iam::*:role/*", Case::Sensitive),
            Truth::False
        );
        assert!(matches!(
            value_covers(&objects, "arn:aws:s3:::logs/*", Case::Sensitive),
            Truth::Unknown(_)
        ));
        let other = symbolic("data.aws_ssm_parameter.x", "value");
        assert!(matches!(is_everything(&other), Truth::Unknown(_)));
    }

    #[test]
    fn patterns_overlap_when_they_share_a_text() {
        for (a, b, overlap) in [
            ("s3:Get*", "s3:*Object", true),
            ("s3:Get*", "s3:Put*", false),
            ("a?c", "a*", true),
            ("a?c", "ac", false),
            ("*", "", true),
            ("?*", "", false),
            ("*a*", "*b*", true),
            ("ab*", "*cd", true),
            ("a", "b", false),
        ] {
            assert_eq!(overlaps(a, b, Case::Sensitive), overlap, "{a} {b}");
            assert_eq!(overlaps(b, a, Case::Sensitive), overlap, "{b} {a}");
        }
    }

    proptest! {
        /// Texts decide: patterns overlap exactly when some text is covered by both; short ones show it.
        #[test]
        fn overlap_is_what_texts_say(a in "[ab*?]{0,4}", b in "[ab*?]{0,4}") {
            let mut texts = vec![String::new()];
            for length in 0..6 {
                let longer: Vec<String> = texts.iter().filter(|text| text.len() == length)
                    .flat_map(|text| [format!("{text}a"), format!("{text}b")]).collect();
                texts.extend(longer);
            }
            let shared = texts.iter().any(|text| covers(&a, text, Case::Sensitive) && covers(&b, text, Case::Sensitive));
            // Two patterns of four symbols that overlap do so in a text of at most eight characters; most do in six.
            prop_assert!(!shared || overlaps(&a, &b, Case::Sensitive));
            prop_assert!(shared || !overlaps(&a, &b, Case::Sensitive) || a.len() + b.len() > 6);
        }

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
