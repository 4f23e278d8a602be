//! Which combinations of patterns some text fulfils: what several patterns cover together, none of which does alone.
//!
//! The patterns are walked side by side, character by character; two ways to read a text so far that leave the same open are one.
//! Knows a bound on its work: what needs more has no answer.

use super::{Case, Symbol, push_symbols, symbols_cover, symbols_overlap, widest};
use crate::value::{Kind, Value};
use std::collections::BTreeSet;

/// How many steps of one pattern may be looked at for one question.
const MOST_STEPS: usize = 2_000_000;

/// A pattern ready to be compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Glob(Vec<Symbol>);

impl Glob {
    pub fn of(text: &str, case: Case) -> Self {
        let mut symbols = Vec::new();
        push_symbols(text, case, &mut symbols);
        Self(symbols)
    }

    /// The pattern of all that a value which may be unknown can cover.
    pub fn widest(value: &Value, case: Case) -> Self {
        match value.kind() {
            Kind::String(text) => Self::of(text, case),
            Kind::Unknown(unknown) => Self(widest(unknown, case)),
            _ => Self::of("*", case),
        }
    }

    /// Whether some text may belong to both.
    pub fn overlaps(&self, other: &Self) -> bool {
        symbols_overlap(&self.0, &other.0)
    }

    /// Whether it covers each text of a pattern.
    pub fn covers(&self, text: &str, case: Case) -> bool {
        symbols_cover(self.0.clone(), text, case)
    }

    /// Adds what stays open after these, which need no further character: `*` may stand for nothing.
    ///
    /// Once a `*` is reached, whatever was open before it leads to nothing that does not follow from there.
    fn closed(&self, mut open: Vec<usize>) -> Vec<usize> {
        let mut place = 0;
        while let Some(&at) = open.get(place) {
            if self.0.get(at).is_some_and(|symbol| symbol.is_any_text()) {
                open.push(at + 1);
            }
            place += 1;
        }
        open.sort_unstable();
        open.dedup();
        let last = open
            .iter()
            .rposition(|&at| self.0.get(at) == Some(&Symbol::Any));
        open.split_off(last.unwrap_or(0))
    }

    /// What is open after one more character; `None` is one that stands in no pattern.
    fn after(&self, open: &[usize], character: Option<char>) -> Vec<usize> {
        let next = |&at: &usize| match self.0.get(at)? {
            Symbol::Any => Some(at),
            // What a text that nobody knows is made of, no question names.
            Symbol::Plain => character.map(|_| at),
            Symbol::One => Some(at + 1),
            Symbol::Character(own) => (character == Some(*own)).then_some(at + 1),
        };
        self.closed(open.iter().filter_map(next).collect())
    }

    fn is_done(&self, open: &[usize]) -> bool {
        open.contains(&self.0.len())
    }
}

/// For the texts of a pattern, all combinations of other patterns to which one of them belongs: an answer for each pattern, in their order.
///
/// `None` when there are too many.
pub fn combinations(within: &Glob, patterns: &[Glob]) -> Option<BTreeSet<Vec<bool>>> {
    let all: Vec<&Glob> = std::iter::once(within).chain(patterns).collect();
    let characters: BTreeSet<Option<char>> = all
        .iter()
        .flat_map(|pattern| pattern.0.iter())
        .filter_map(|symbol| match symbol {
            Symbol::Character(character) => Some(Some(*character)),
            _ => None,
        })
        .chain([None])
        .collect();
    let start: Vec<Vec<usize>> = all.iter().map(|pattern| pattern.closed(vec![0])).collect();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut waiting = vec![start];
    let mut found = BTreeSet::new();
    let mut steps = 0;
    while let Some(state) = waiting.pop() {
        let mut done = all
            .iter()
            .zip(&state)
            .map(|(glob, open)| glob.is_done(open));
        if done.next() == Some(true) {
            found.insert(done.collect());
        }
        for &character in &characters {
            steps += all.len();
            if steps > MOST_STEPS {
                return None;
            }
            let pairs = all.iter().zip(&state);
            let next: Vec<Vec<usize>> = pairs
                .map(|(glob, open)| glob.after(open, character))
                .collect();
            let is_within = next.first().is_some_and(|open| !open.is_empty());
            if is_within && seen.insert(next.clone()) {
                waiting.push(next);
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{partly, symbolic};
    use proptest::prelude::*;

    fn globs(texts: &[&str]) -> Vec<Glob> {
        let globs = texts.iter().map(|text| Glob::of(text, Case::Sensitive));
        globs.collect()
    }

    /// Each combination as the patterns that hold.
    fn shown(within: &str, patterns: &[&str]) -> Vec<String> {
        let found = combinations(&Glob::of(within, Case::Sensitive), &globs(patterns)).unwrap();
        let words = found.into_iter().map(|combination| {
            let holding = combination
                .iter()
                .zip(patterns)
                .filter(|(holds, _)| **holds);
            holding
                .map(|(_, pattern)| *pattern)
                .collect::<Vec<_>>()
                .join(" ")
        });
        words.collect()
    }

    #[test]
    fn combinations_that_exist() {
        for (within, patterns, expected) in [
            ("*", &["a*", "*b"][..], &["", "*b", "a*", "a* *b"][..]),
            ("a*", &["a*", "b*"], &["a*"]),
            ("ab", &["a*", "*b", "c"], &["a* *b"]),
            ("?", &["a", "?"], &["?", "a ?"]),
            ("a?c", &["abc", "a*"], &["a*", "abc a*"]),
            ("", &["*", "?"], &["*"]),
        ] {
            assert_eq!(shown(within, patterns), expected, "{within} {patterns:?}");
        }
    }

    #[test]
    fn a_text_that_nobody_knows_is_one_text() {
        let arn = Glob::widest(&symbolic("aws_iam_role.a", "arn"), Case::Sensitive);
        let inside = Glob::widest(
            &partly("a", &symbolic("aws_iam_role.a", "name"), "c"),
            Case::Sensitive,
        );
        let everything = Glob::of("*", Case::Sensitive);
        let found = combinations(&everything, &[arn, inside]).unwrap();
        assert!(found.contains(&vec![false, false]));
    }

    #[test]
    fn too_many_have_no_answer() {
        let many: Vec<String> = (0..40).map(|n| format!("*{n:06b}*?{n:06b}?*")).collect();
        let many: Vec<Glob> = many
            .iter()
            .map(|text| Glob::of(text, Case::Sensitive))
            .collect();
        assert!(combinations(&Glob::of("*", Case::Sensitive), &many).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// What short texts show is there, and what is there covers what the patterns alone say.
        #[test]
        fn texts_decide(within in "[ab*?]{0,3}", a in "[ab*?]{0,3}", b in "[ab*?]{0,3}") {
            let mut texts = vec![String::new()];
            for length in 0..6 {
                let longer: Vec<String> = texts.iter().filter(|text| text.len() == length)
                    .flat_map(|text| [format!("{text}a"), format!("{text}b"), format!("{text}x")]).collect();
                texts.extend(longer);
            }
            let covers = |pattern: &str, text: &str| super::super::covers(pattern, text, Case::Sensitive);
            let shown: BTreeSet<Vec<bool>> = texts.iter().filter(|text| covers(&within, text))
                .map(|text| vec![covers(&a, text), covers(&b, text)]).collect();
            let found = combinations(&Glob::of(&within, Case::Sensitive), &globs(&[&a, &b])).unwrap();
            prop_assert_eq!(found, shown);
        }
    }
}
