//! Values that are not known, why, and what is known of them nevertheless.

use super::{Origin, Symbol, Type, Value};
use crate::source::Span;
use std::fmt;
use std::sync::Arc;

/// Why a value is unknown. Shown to people as `Display` says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// A variable without default that nobody sets.
    Variable {
        name: Arc<str>,
        declared: Option<Span>,
    },
    /// A data source is read at plan time.
    Data { address: Arc<str> },
    /// An attribute that AWS computes at apply.
    Computed { symbol: Arc<Symbol> },
    /// A module that is not installed.
    Module { address: Arc<str> },
    /// A type that no schema describes.
    Schema { resource_type: Arc<str> },
    /// A function that has a new result in every run, or that is not implemented.
    Function { name: Arc<str>, why: Arc<str> },
    /// An expression that Terraform would refuse; the problem is reported on its own.
    Mistake { message: Arc<str> },
    /// A bound on time, memory or depth was reached.
    Budget { what: Arc<str> },
    /// Anything else, in words that follow "because".
    Other(Arc<str>),
    /// Further reasons, of which there are too many to name.
    More,
}

/// Reasons that are named at most: nobody reads more of them, and lists of thousands are dear to compare and to keep.
const MOST_REASONS: usize = 20;

impl Reason {
    /// Reasons in the form in which all lists of them are: sorted, without repetition, and of those that are only read by people not more than can be read.
    ///
    /// The same whether lists are joined at once or one after the other: the first ones of a joined list are among the first ones of its parts.
    pub fn distinct(reasons: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut reasons: Vec<Self> = reasons.into_iter().collect();
        reasons.sort();
        reasons.dedup();
        // What others read out of reasons is never left out: instances that a value is read from, mistakes, bounds.
        let is_read = |reason: &Self| {
            matches!(
                reason,
                Self::Data { .. }
                    | Self::Computed { .. }
                    | Self::Mistake { .. }
                    | Self::Budget { .. }
            )
        };
        let is_open = reasons.last() == Some(&Self::More);
        let named = reasons.iter().filter(|reason| !is_read(reason)).count();
        if is_open || named > MOST_REASONS {
            let mut left = MOST_REASONS;
            reasons.retain(|reason| {
                let is_kept = is_read(reason) || (left > 0 && *reason != Self::More);
                left -= usize::from(is_kept && !is_read(reason));
                is_kept
            });
            reasons.push(Self::More);
        }
        reasons
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable { name, .. } => write!(f, "variable `{name}` has no value"),
            Self::Data { address } => write!(f, "`{address}` is read when Terraform runs"),
            Self::Computed { symbol } => write!(
                f,
                "`{}.{}` is known after apply",
                symbol.instance, symbol.path
            ),
            Self::Module { address } => write!(f, "`{address}` is not installed"),
            Self::Schema { resource_type } => write!(f, "no schema is known for `{resource_type}`"),
            Self::Function { name, why } => write!(f, "`{name}()` {why}"),
            Self::Mistake { message } => write!(f, "its expression has a mistake: {message}"),
            Self::Budget { what } => write!(f, "it exceeds the limit on {what}"),
            Self::Other(text) => f.write_str(text),
            Self::More => f.write_str("there are further reasons"),
        }
    }
}

/// A piece of a string that is known in part.
#[derive(Clone, Debug)]
pub enum Part {
    Text(Arc<str>),
    /// An unknown value converted to a string.
    String(Value),
    /// An unknown value encoded as JSON: `jsonencode` leaves it in place of the document's value.
    Json(Value),
}

/// What is known of some of the elements of a collection.
#[derive(Clone, Debug)]
pub struct Member {
    pub value: Value,
    /// There is an element like this; otherwise there may be any number of them, also none.
    pub certain: bool,
}

/// What is known of an unknown value.
#[derive(Clone, Debug)]
pub struct Unknown {
    pub ty: Type,
    /// Never empty; sorted, without repetition.
    pub reasons: Arc<[Reason]>,
    /// The computed attribute that this value is, if it is exactly one.
    pub symbol: Option<Arc<Symbol>>,
    pub not_null: bool,
    /// For strings: the known and unknown pieces, in order.
    pub parts: Option<Arc<[Part]>>,
    /// For collections: the least and the greatest possible number of elements.
    pub length: Option<(usize, Option<usize>)>,
    /// For collections: what their elements are like, in order. Whatever the elements turn out to be, each is like one of these.
    pub members: Option<Arc<[Member]>>,
}

impl Unknown {
    /// An unknown of a type, for one reason.
    pub fn because(ty: Type, reason: Reason) -> Self {
        Self {
            ty,
            reasons: Arc::from([reason]),
            symbol: None,
            not_null: false,
            parts: None,
            length: None,
            members: None,
        }
    }

    /// An unknown of a type for all the reasons of other values; `reasons` must not be empty.
    pub fn because_all(ty: Type, reasons: impl IntoIterator<Item = Reason>) -> Self {
        Self {
            ty,
            reasons: Reason::distinct(reasons).into(),
            symbol: None,
            not_null: false,
            parts: None,
            length: None,
            members: None,
        }
    }

    /// The unknown value of an instance's attribute.
    pub fn computed(ty: Type, symbol: Arc<Symbol>) -> Self {
        let reason = Reason::Computed {
            symbol: Arc::clone(&symbol),
        };
        Self {
            symbol: Some(symbol),
            ..Self::because(ty, reason)
        }
    }

    #[must_use]
    pub fn not_null(mut self) -> Self {
        self.not_null = true;
        self
    }

    /// Of a collection: what its elements are like.
    #[must_use]
    pub fn with_members(mut self, members: Vec<Member>) -> Self {
        self.members = Some(members.into());
        self
    }

    /// Of a list that has this element: what is known of it. Unknown for the same reasons (where all elements are alike, for theirs), and an element of the
    /// same attribute, unless all members up to it are certain.
    pub fn element(&self, index: usize, origin: &Origin) -> Value {
        if let Some(known) = self.certain_member(index) {
            return known.clone();
        }
        let extended = |symbol: &Arc<Symbol>| {
            Arc::new(Symbol {
                instance: Arc::clone(&symbol.instance),
                path: format!("{}[{index}]", symbol.path).into(),
            })
        };
        let ty = self.ty.element().cloned().unwrap_or(Type::Any);
        let like = match self.members.as_deref() {
            Some([only]) => only.value.as_unknown(),
            _ => None,
        };
        // That there may be no such element is not why it is unknown where there is one.
        let reasons = like.map_or(&self.reasons, |like| &like.reasons);
        let element = Self {
            symbol: self.symbol.as_ref().map(extended),
            parts: like.and_then(|like| like.parts.clone()),
            ..Self::because_all(ty, reasons.iter().cloned())
        };
        Value::unknown(element, origin.clone())
    }

    /// Of a list: the member of this number, when all up to it are certain.
    pub fn certain_member(&self, index: usize) -> Option<&Value> {
        let members = self.members.as_deref()?.get(..=index)?;
        let certain = members.iter().all(|member| member.certain);
        members
            .last()
            .filter(|_| certain)
            .map(|member| &member.value)
    }

    /// The text that the string is known to start with; empty when nothing is known.
    pub fn prefix(&self) -> &str {
        match self.parts.as_deref() {
            Some([Part::Text(text), ..]) => text,
            _ => "",
        }
    }

    /// The text that the string is known to end with; empty when nothing is known.
    pub fn suffix(&self) -> &str {
        match self.parts.as_deref() {
            Some([.., Part::Text(text)]) => text,
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbered(numbers: Vec<u8>) -> Vec<Reason> {
        let reason = |number: u8| Reason::Other(number.to_string().into());
        numbers.into_iter().map(reason).collect()
    }

    /// The graph finds the references of a value among its reasons.
    #[test]
    fn what_a_value_is_read_from_is_never_left_out() {
        let read = Reason::Data {
            address: "data.aws_vpc.main".into(),
        };
        let mistake = Reason::Mistake {
            message: "wrong".into(),
        };
        let many = numbered((0..100).collect());
        let kept = Reason::distinct(many.into_iter().chain([read.clone(), mistake.clone()]));
        assert!(kept.contains(&read) && kept.contains(&mistake));
        assert_eq!(kept.len(), MOST_REASONS + 3);
    }

    proptest! {
        #[test]
        fn reasons_join_in_any_order(one: Vec<u8>, other: Vec<u8>) {
            let (one, other) = (numbered(one), numbered(other));
            let at_once = Reason::distinct(one.iter().chain(&other).cloned());
            let first = Reason::distinct(one);
            prop_assert_eq!(&Reason::distinct(first.clone()), &first);
            let later = Reason::distinct(Reason::distinct(other).into_iter().chain(first));
            prop_assert_eq!(&at_once, &later);
            prop_assert!(at_once.len() <= MOST_REASONS + 1);
        }

        #[test]
        fn what_is_read_out_of_reasons_is_never_left_out(told: Vec<u8>, read: Vec<u8>) {
            let data = |number: u8| Reason::Data { address: number.to_string().into() };
            let read: Vec<Reason> = read.into_iter().map(data).collect();
            let told = numbered(told);
            let at_once = Reason::distinct(told.iter().chain(&read).cloned());
            prop_assert!(read.iter().all(|reason| at_once.contains(reason)));
            let later = Reason::distinct(Reason::distinct(told).into_iter().chain(read));
            prop_assert_eq!(at_once, later);
        }
    }
}
