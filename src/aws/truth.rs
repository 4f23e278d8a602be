//! Answers with three values: true, false, or unknown for stated reasons.

use crate::value::{Origin, Reason, Type, Unknown, Value};

/// An answer about values that may be unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    False,
    True,
    /// Sorted, without repetition; never empty.
    Unknown(Vec<Reason>),
}

impl Truth {
    /// Unknown, for everything that is unknown in a value.
    ///
    /// False for a value in which nothing is unknown: then there is nothing to wait for.
    pub fn unknown(value: &Value) -> Self {
        Self::because(value.reasons())
    }

    /// Unknown for these reasons; false when there are none.
    pub fn because(reasons: impl IntoIterator<Item = Reason>) -> Self {
        let reasons = Reason::distinct(reasons);
        if reasons.is_empty() {
            Self::False
        } else {
            Self::Unknown(reasons)
        }
    }

    pub fn is_true(&self) -> bool {
        *self == Self::True
    }

    pub fn is_false(&self) -> bool {
        *self == Self::False
    }

    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Unknown(reasons) => Self::Unknown(reasons),
        }
    }

    /// Both. False wins over unknown; `other` is asked only when this one is not false.
    #[must_use]
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::False => Self::False,
            Self::True => other(),
            Self::Unknown(reasons) => match other() {
                Self::False => Self::False,
                Self::True => Self::Unknown(reasons),
                Self::Unknown(more) => Self::because(reasons.into_iter().chain(more)),
            },
        }
    }

    /// One of both, or both. True wins over unknown; `other` is asked only when this one is not true.
    #[must_use]
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        self.negate().and(|| other().negate()).negate()
    }

    /// Whether one of the answers is true; stops at the first that is.
    pub fn any(answers: impl IntoIterator<Item = Self>) -> Self {
        let mut result = Self::False;
        for answer in answers {
            result = result.or(|| answer);
            if result.is_true() {
                break;
            }
        }
        result
    }

    /// Whether all of the answers are true; stops at the first that is false.
    pub fn all(answers: impl IntoIterator<Item = Self>) -> Self {
        Self::any(answers.into_iter().map(Self::negate)).negate()
    }

    /// The answer as a value of the language.
    pub fn into_value(self, origin: Origin) -> Value {
        match self {
            Self::False => Value::bool(false, origin),
            Self::True => Value::bool(true, origin),
            Self::Unknown(reasons) => {
                Value::unknown(Unknown::because_all(Type::Bool, reasons), origin)
            }
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn truths() -> impl Strategy<Value = Truth> {
        let reason = |name: &str| Truth::Unknown(vec![Reason::Other(name.into())]);
        prop_oneof![
            Just(Truth::False),
            Just(Truth::True),
            Just(reason("a")),
            Just(reason("b"))
        ]
    }

    proptest! {
        #[test]
        fn the_order_of_operands_does_not_matter(a in truths(), b in truths(), c in truths()) {
            let and = |x: &Truth, y: &Truth| x.clone().and(|| y.clone());
            prop_assert_eq!(and(&a, &b), and(&b, &a));
            prop_assert_eq!(and(&and(&a, &b), &c), and(&a, &and(&b, &c)));
            prop_assert_eq!(Truth::any([a.clone(), b.clone()]), Truth::any([b, a]));
        }
    }

    #[test]
    fn false_wins_over_unknown_and_true_does_not() {
        let unknown = Truth::Unknown(vec![Reason::Other("x".into())]);
        assert_eq!(unknown.clone().and(|| Truth::False), Truth::False);
        assert_eq!(unknown.clone().and(|| Truth::True), unknown);
        assert_eq!(unknown.clone().or(|| Truth::True), Truth::True);
        assert_eq!(Truth::all([]), Truth::True);
    }
}
