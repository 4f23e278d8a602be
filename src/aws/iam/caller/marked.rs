//! Texts that are known in part, with a mark in the place of each unknown piece, so that they can be taken apart and compared.

use crate::aws::Truth;
use crate::aws::wildcard::{self, Case};
use crate::value::{Kind, Part, Value};

/// A text with one character of Unicode's private use area for each unknown piece.
#[derive(Clone, Debug)]
pub(super) struct Marked<'v> {
    pub(super) text: String,
    holes: Vec<&'v Value>,
}

const FIRST: u32 = 0xE000;
/// As many as the private use area has; what goes beyond shares the last mark, which names nothing.
const MOST: u32 = 0x1900;

impl<'v> Marked<'v> {
    pub(super) fn of(value: &'v Value) -> Self {
        let mut marked = Self {
            text: String::new(),
            holes: Vec::new(),
        };
        marked.push(value);
        marked
    }

    fn push(&mut self, value: &'v Value) {
        match value.kind() {
            Kind::String(text) => self.text.push_str(text),
            Kind::Unknown(unknown) => match unknown.parts.as_deref() {
                Some(parts) => {
                    for part in parts {
                        match part {
                            Part::Text(text) => self.text.push_str(text),
                            Part::String(value) => self.push(value),
                            Part::Json(value) => self.mark(value),
                        }
                    }
                }
                None => self.mark(value),
            },
            _ => self.mark(value),
        }
    }

    fn mark(&mut self, value: &'v Value) {
        let index = u32::try_from(self.holes.len()).map_or(MOST, |index| index.min(MOST));
        self.text.extend(char::from_u32(FIRST + index));
        self.holes.push(value);
    }

    /// The unknown piece that a part of the text is, when it is exactly one.
    pub(super) fn hole(&self, text: &str) -> Option<&'v Value> {
        let mut characters = text.chars();
        let mark = characters.next()?;
        let index = u32::from(mark).checked_sub(FIRST)?;
        let index = usize::try_from(index).ok().filter(|_| index < MOST)?;
        let hole = self.holes.get(index)?;
        characters.next().is_none().then_some(*hole)
    }
}

/// Whether a pattern covers all that another covers, both perhaps known in part; the same symbol is the same text.
pub(super) fn covers(pattern: &Value, narrower: &Value) -> Truth {
    if let Some(text) = narrower.as_str() {
        return wildcard::value_covers(pattern, text, Case::Sensitive);
    }
    let (wide, narrow) = (named(pattern), named(narrower));
    match (&wide, &narrow) {
        (Some(wide), Some(narrow)) => wildcard::covers(wide, narrow, Case::Sensitive).into(),
        _ if wildcard::is_everything(pattern).is_true() => Truth::True,
        (Some(_), None) => Truth::unknown(narrower),
        (None, _) => Truth::unknown(pattern).or(|| Truth::unknown(narrower)),
    }
}

/// A text in which each unknown piece is written as the attribute that it will be the value of; none when it is the value of no attribute.
fn named(value: &Value) -> Option<String> {
    let marked = Marked::of(value);
    let mut text = marked.text;
    // More pieces than there are marks cannot be told apart.
    let marks = usize::try_from(MOST).ok()?;
    if marked.holes.len() > marks {
        return None;
    }
    for (index, hole) in (FIRST..FIRST + MOST).zip(&marked.holes) {
        let symbol = hole.as_unknown()?.symbol.as_ref()?;
        let mark = char::from_u32(index)?;
        text = text.replace(
            mark,
            &format!("\u{0}{}.{}\u{0}", symbol.instance, symbol.path),
        );
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{decided, hole, known, partly, symbolic};

    #[test]
    fn pieces_are_found_again() {
        let account = hole("account");
        let value = partly("arn:aws:iam::", &account, ":root");
        let marked = Marked::of(&value);
        let piece = marked.text.split(':').nth(4).unwrap();
        assert_eq!(marked.hole(piece).unwrap().reasons(), account.reasons());
        assert!(marked.hole("root").is_none());
        assert!(marked.hole("").is_none());
    }

    #[test]
    fn patterns_of_one_bucket_cover_each_other() {
        let bucket = symbolic("aws_s3_bucket.logs", "arn");
        let other = symbolic("aws_s3_bucket.other", "arn");
        let objects = partly("", &bucket, "/*");
        let public = partly("", &bucket, "/public/*");
        for (wide, narrow, expected) in [
            (&objects, &public, Some(true)),
            (&public, &objects, Some(false)),
            (&objects, &objects, Some(true)),
            (&objects, &other, Some(false)),
            (&known("*"), &objects, Some(true)),
            (&known("*"), &hole("x"), Some(true)),
            (&objects, &hole("x"), None),
            (&hole("x"), &objects, None),
            (
                &known("arn:aws:s3:::a/*"),
                &known("arn:aws:s3:::a/b"),
                Some(true),
            ),
        ] {
            let answer = covers(wide, narrow);
            assert_eq!(decided(&answer), expected, "{wide:?} {narrow:?}");
        }
    }
}
