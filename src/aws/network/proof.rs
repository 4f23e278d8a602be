//! Proofs of reachability: open over these hops, closed, or unknown for stated reasons. Knows no network.

use crate::aws::Truth;
use crate::graph::{Graph, NodeIndex};
use crate::value::{Fields, Origin, Reason, Stop, Value};
use std::sync::Arc;

/// One step of a path, and the value whose origin is its place.
#[derive(Clone, Debug)]
pub struct Hop {
    /// What the step does, in a few words: sends 0.0.0.0/0 to the internet gateway.
    pub text: String,
    /// The address of what does it.
    pub address: Arc<str>,
    pub at: Value,
    /// The resource that is reached with this step, from which the next one starts.
    pub arrival: Option<NodeIndex>,
}

impl Hop {
    /// A step at the header of an instance.
    pub fn at_header(graph: &Graph<'_>, node: NodeIndex, text: impl Into<String>) -> Self {
        let instance = graph.instance(node);
        let origin = Origin::new(instance.header, Stop::Expression);
        Self {
            text: text.into(),
            address: Arc::clone(&instance.address),
            at: Value::string(&instance.address, origin),
            arrival: None,
        }
    }

    /// A step that an attribute of an instance makes.
    pub fn at_value(
        graph: &Graph<'_>,
        node: NodeIndex,
        at: &Value,
        text: impl Into<String>,
    ) -> Self {
        Self {
            text: text.into(),
            address: Arc::clone(&graph.instance(node).address),
            at: at.clone(),
            arrival: None,
        }
    }

    /// The step as an object for rule files: `text`, `address`, `at`.
    pub fn to_value(&self, origin: &Origin) -> Value {
        let mut fields = Fields::new();
        fields.insert("text".into(), Value::string(&self.text, origin.clone()));
        fields.insert(
            "address".into(),
            Value::string(&self.address, origin.clone()),
        );
        fields.insert("at".into(), self.at.clone());
        Value::object(fields, origin.clone())
    }
}

/// Whether a way is open, with its hops in order.
#[derive(Clone, Debug)]
pub enum Proof {
    Closed,
    Open(Vec<Hop>),
    /// Sorted, without repetition; never empty.
    Unknown(Vec<Reason>),
}

impl Proof {
    /// An answer whose step, where it is true, is shown by `hops`.
    pub fn of(truth: Truth, hops: impl FnOnce() -> Vec<Hop>) -> Self {
        match truth {
            Truth::False => Self::Closed,
            Truth::True => Self::Open(hops()),
            Truth::Unknown(reasons) => Self::Unknown(reasons),
        }
    }

    /// Unknown for these reasons; closed when there are none.
    pub fn unknown(reasons: impl IntoIterator<Item = Reason>) -> Self {
        let reasons = Reason::distinct(reasons);
        if reasons.is_empty() {
            Self::Closed
        } else {
            Self::Unknown(reasons)
        }
    }

    /// Both, one after the other. A closed hop closes the way, whatever the other is; `next` is asked only where this one is not closed.
    #[must_use]
    pub fn then(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Closed => Self::Closed,
            Self::Open(mut hops) => match next() {
                Self::Open(more) => {
                    hops.extend(more);
                    Self::Open(hops)
                }
                other => other,
            },
            Self::Unknown(mut reasons) => match next() {
                Self::Closed => Self::Closed,
                Self::Open(_) => Self::Unknown(reasons),
                Self::Unknown(more) => {
                    reasons.extend(more);
                    Self::unknown(reasons)
                }
            },
        }
    }

    /// The same way, which arrives at an instance from where another starts.
    #[must_use]
    pub fn then_reached(self, graph: &Graph<'_>, node: NodeIndex) -> Self {
        match self {
            Self::Open(mut hops) => {
                let next = hops.iter().any(|hop| hop.arrival.is_some());
                let text = if next {
                    "is reached next"
                } else {
                    "is reached first"
                };
                hops.push(Hop {
                    arrival: Some(node),
                    ..Hop::at_header(graph, node, text)
                });
                Self::Open(hops)
            }
            other => other,
        }
    }

    /// One of both ways; the first that is open. `other` is asked only where this one is not open.
    #[must_use]
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Open(hops) => Self::Open(hops),
            Self::Closed => other(),
            Self::Unknown(mut reasons) => match other() {
                Self::Open(hops) => Self::Open(hops),
                Self::Closed => Self::Unknown(reasons),
                Self::Unknown(more) => {
                    reasons.extend(more);
                    Self::unknown(reasons)
                }
            },
        }
    }

    /// The first way that is open.
    pub fn any(ways: impl IntoIterator<Item = Self>) -> Self {
        let mut found = Self::Closed;
        for way in ways {
            found = found.or(|| way);
            if matches!(found, Self::Open(_)) {
                break;
            }
        }
        found
    }

    pub fn truth(&self) -> Truth {
        match self {
            Self::Closed => Truth::False,
            Self::Open(_) => Truth::True,
            Self::Unknown(reasons) => Truth::Unknown(reasons.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_hop_closes_and_an_open_way_opens() {
        let unknown = |name: &str| Proof::unknown(vec![Reason::Other(name.into())]);
        let open = || Proof::Open(Vec::new());
        for (found, expected) in [
            (unknown("a").then(|| Proof::Closed), Truth::False),
            (Proof::Closed.then(|| unknown("a")), Truth::False),
            (open().then(|| unknown("a")), unknown("a").truth()),
            (unknown("a").then(open), unknown("a").truth()),
            (unknown("a").or(open), Truth::True),
            (Proof::Closed.or(|| unknown("a")), unknown("a").truth()),
            (Proof::any([unknown("a"), open()]), Truth::True),
            (Proof::any([]), Truth::False),
        ] {
            assert_eq!(found.truth(), expected);
        }
        let both = unknown("b").then(|| unknown("a")).truth();
        assert_eq!(
            both,
            Truth::Unknown(["a", "b"].map(|name| Reason::Other(name.into())).to_vec())
        );
    }
}
