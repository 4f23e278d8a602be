//! The actions or resources of a statement as sets of patterns: whether one covers another, and what is common to both.

use crate::aws::Truth;
use crate::aws::iam::document::Elements;
use crate::aws::wildcard::{self, Case};
use crate::value::{Reason, Value};

/// What a statement names in one element.
#[derive(Clone, Debug)]
pub(super) enum Patterns {
    /// `Action`, `Resource`.
    Listed(Elements),
    /// `NotAction`, `NotResource`.
    AllBut(Elements),
}

/// A set, and the reasons why it may be smaller.
pub(super) type Perhaps = (Patterns, Vec<Reason>);

impl Patterns {
    pub(super) fn of(listed: &Elements, excluded: &Elements) -> Self {
        if excluded.is_absent().is_true() {
            Self::Listed(listed.clone())
        } else {
            Self::AllBut(excluded.clone())
        }
    }

    /// The patterns that are listed, or excepted.
    pub(super) fn elements(&self) -> &Elements {
        match self {
            Self::Listed(elements) | Self::AllBut(elements) => elements,
        }
    }

    /// As the two elements of a statement.
    pub(super) fn into_elements(self) -> (Elements, Elements) {
        match self {
            Self::Listed(listed) => (listed, Elements::default()),
            Self::AllBut(excluded) => (Elements::default(), excluded),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Listed(listed) if listed.is_absent().is_true())
    }

    /// Whether it covers all of a pattern. An unknown pattern is covered by `*` alone: what else it may be, the unknown itself says.
    pub(super) fn cover(&self, pattern: &Value, case: Case) -> Truth {
        self.cover_text(pattern.as_str().map_or("*", AsRef::as_ref), case)
    }

    /// Whether it covers a text, or all of a known pattern.
    pub(super) fn cover_text(&self, text: &str, case: Case) -> Truth {
        match self {
            Self::Listed(listed) => listed.cover(text, case),
            Self::AllBut(excluded) => excluded.all(|exception| match exception.as_str() {
                Some(known) => (!wildcard::overlaps(known, text, case)).into(),
                None => Truth::unknown(exception),
            }),
        }
    }

    /// Whether it covers all of another set.
    pub(super) fn cover_all(&self, other: &Self, case: Case) -> Truth {
        match other {
            Self::Listed(listed) => listed.all(|pattern| self.cover(pattern, case)),
            // Sound, if not complete: what covers everything covers all but something.
            Self::AllBut(excluded) => match self {
                Self::Listed(listed) => listed.cover("*", case),
                Self::AllBut(own) => own.all(|exception| match exception.as_str() {
                    Some(known) => excluded.cover(known, case),
                    None => Truth::unknown(exception),
                }),
            },
        }
    }

    /// What two sets have in common. Where two patterns overlap and neither covers the other, the first one stands for what they share.
    pub(super) fn intersect(&self, bound: &Self, case: Case) -> Perhaps {
        let mut reasons = Vec::new();
        let listed = match (self, bound) {
            (Self::AllBut(own), Self::AllBut(more)) => {
                let both = own.values().iter().chain(more.values()).cloned();
                reasons.extend(rest_reasons(own).chain(rest_reasons(more)));
                return (Self::AllBut(Elements::of(both.collect())), reasons);
            }
            (Self::AllBut(own), Self::Listed(listed)) => {
                reasons.extend(rest_reasons(own).chain(rest_reasons(listed)));
                // Of a pattern that an exception takes a part out of, no pattern tells what is left.
                if listed
                    .values()
                    .iter()
                    .any(|pattern| own.cuts(pattern, case))
                {
                    reasons.extend(listed.values().iter().flat_map(Value::reasons));
                    return (self.clone(), reasons);
                }
                let outside = |pattern: &&Value| match pattern.as_str() {
                    Some(known) => !own.cover(known, case).is_true(),
                    None => true,
                };
                let place = own.values().first();
                let left = listed.values().iter().filter(outside);
                left.map(|pattern| {
                    place.map_or_else(|| pattern.clone(), |place| at(pattern, place))
                })
                .collect()
            }
            (Self::Listed(own), bound) => {
                reasons.extend(rest_reasons(own));
                let mut left = Vec::new();
                for pattern in own.values() {
                    if wildcard::is_everything(pattern).is_true() {
                        let (all, why) = bound.everything_within(pattern);
                        reasons.extend(why);
                        match all {
                            Self::Listed(all) => left.extend(all.values().iter().cloned()),
                            but @ Self::AllBut(_) => return (but, reasons),
                        }
                    } else {
                        bound.narrow(pattern, case, &mut left, &mut reasons);
                    }
                }
                left
            }
        };
        (Self::Listed(Elements::of(listed)), reasons)
    }

    /// What is left of `*` within this set, at the place of that `*`.
    fn everything_within(&self, place: &Value) -> Perhaps {
        match self {
            Self::AllBut(_) => (self.clone(), Vec::new()),
            Self::Listed(listed) => {
                let values = listed.values().iter().map(|pattern| at(pattern, place));
                let reasons = rest_reasons(listed).collect();
                (Self::Listed(Elements::of(values.collect())), reasons)
            }
        }
    }

    /// Adds what is left of a pattern within this set.
    fn narrow(
        &self,
        pattern: &Value,
        case: Case,
        left: &mut Vec<Value>,
        reasons: &mut Vec<Reason>,
    ) {
        let covered = self.cover(pattern, case);
        let Some(text) = pattern.as_str() else {
            left.push(pattern.clone());
            return;
        };
        match (covered, self) {
            (Truth::True, _) => left.push(pattern.clone()),
            (Truth::Unknown(why), _) => {
                left.push(pattern.clone());
                reasons.extend(why);
            }
            (Truth::False, Self::AllBut(excluded)) => {
                // Single actions are not subtracted from a pattern.
                if !excluded.cover(text, case).is_true() {
                    left.push(pattern.clone());
                }
            }
            (Truth::False, Self::Listed(listed)) => {
                for narrower in listed.values() {
                    match narrower.as_str() {
                        Some(known) if wildcard::covers(text, known, case) => {
                            left.push(at(narrower, pattern));
                        }
                        Some(known) if wildcard::overlaps(text, known, case) => {
                            left.push(pattern.clone());
                        }
                        Some(_) => {}
                        None => {
                            left.push(pattern.clone());
                            reasons.extend(narrower.reasons());
                        }
                    }
                }
            }
        }
    }
}

impl Elements {
    /// Whether one of the patterns, and none that covers it, has something in common with another pattern, or may have.
    fn cuts(&self, pattern: &Value, case: Case) -> bool {
        let Some(text) = pattern.as_str() else {
            return true;
        };
        let overlaps = |own: &Value| {
            own.as_str()
                .is_none_or(|own| wildcard::overlaps(own, text, case))
        };
        !self.cover(text, case).is_true() && self.values().iter().any(overlaps)
    }
}

/// A pattern at the place of the one that it narrows: that is what somebody wrote.
pub(super) fn at(pattern: &Value, place: &Value) -> Value {
    pattern.clone().with_origin(place.origin().clone())
}

/// Why there may be more strings.
fn rest_reasons(elements: &Elements) -> impl Iterator<Item = Reason> {
    elements.rest().into_iter().flat_map(Value::reasons)
}
