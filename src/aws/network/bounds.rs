//! Sets of addresses that are known in part: between what is surely in the set and what may be. Knows no graph.

use super::addresses::{AddressSet, Family};
use crate::aws::Truth;
use crate::value::{Part, Reason, Value};

/// Unknown ranges that end in a prefix of at least this length are too narrow to be the internet.
const NARROW: u8 = 8;

/// A set of addresses between two bounds, and why it is not known exactly.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Bounds {
    pub certain: AddressSet,
    pub possible: AddressSet,
    /// Empty when both bounds are the same.
    pub reasons: Vec<Reason>,
}

impl Bounds {
    /// A set that is known.
    pub fn known(set: AddressSet) -> Self {
        Self {
            possible: set.clone(),
            certain: set,
            reasons: Vec::new(),
        }
    }

    /// A set of which nothing is known.
    pub fn anything(reasons: Vec<Reason>) -> Self {
        Self {
            certain: AddressSet::default(),
            possible: AddressSet::all(),
            reasons,
        }
    }

    /// The addresses of the ranges that values say; unknown ones may say any range, narrow ones no internet.
    pub fn of<'v>(ranges: impl IntoIterator<Item = &'v Value>) -> Self {
        let (mut known, mut reasons) = (Vec::new(), Vec::new());
        for range in ranges {
            match (range.as_str(), range.is_unknown()) {
                (Some(text), _) => known.push(text.as_ref()),
                (None, true) if !is_narrow(range) => reasons.extend(range.reasons()),
                _ => {}
            }
        }
        let certain: AddressSet = known.into_iter().collect();
        let possible = if reasons.is_empty() {
            certain.clone()
        } else {
            AddressSet::all()
        };
        Self {
            certain,
            possible,
            reasons,
        }
    }

    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            certain: self.certain.union(&other.certain),
            possible: self.possible.union(&other.possible),
            reasons: self.reasons.iter().chain(&other.reasons).cloned().collect(),
        }
    }

    /// The same set, of something that may not be there.
    #[must_use]
    pub fn perhaps(mut self, reason: Option<Reason>) -> Self {
        if let Some(reason) = reason {
            self.certain = AddressSet::default();
            self.reasons.push(reason);
        }
        self
    }

    /// Whether the set covers the internet of a family.
    pub fn covers_internet_of(&self, family: Family) -> Truth {
        self.decide(|set| set.covers_internet_of(family))
    }

    /// Whether the set covers the internet of one family.
    pub fn covers_internet(&self) -> Truth {
        self.decide(AddressSet::covers_internet)
    }

    /// A question that more addresses can only turn from no to yes.
    pub fn decide(&self, holds: impl Fn(&AddressSet) -> bool) -> Truth {
        if holds(&self.certain) {
            Truth::True
        } else if self.reasons.is_empty() || !holds(&self.possible) {
            Truth::False
        } else {
            Truth::because(self.reasons.iter().cloned())
        }
    }
}

/// Whether an unknown range is one that cannot be the internet: the range of a VPC or subnet, or one whose prefix is known and long.
fn is_narrow(range: &Value) -> bool {
    let Some(unknown) = range.as_unknown() else {
        return false;
    };
    if let Some(symbol) = &unknown.symbol {
        let of = |kind: &str| {
            let (_, resource) = symbol
                .instance
                .rsplit_once("module.")
                .unwrap_or(("", &symbol.instance));
            resource.split('.').any(|part| part == kind)
        };
        return symbol.path.contains("cidr_block")
            && (of("aws_vpc") || of("aws_subnet") || of("aws_default_vpc"));
    }
    let Some([.., Part::Text(end)]) = unknown.parts.as_deref() else {
        return false;
    };
    let prefix = end
        .rsplit_once('/')
        .and_then(|(_, prefix)| prefix.parse().ok());
    prefix.is_some_and(|prefix: u8| prefix >= NARROW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{decided, hole, known, partly, symbolic};

    #[test]
    fn what_is_known_of_lists_of_ranges() {
        let address = symbolic("aws_eip.nat", "public_ip");
        for (ranges, expected) in [
            (vec![known("0.0.0.0/0"), hole("x")], Some(true)),
            (vec![known("10.0.0.0/8")], Some(false)),
            (vec![known("10.0.0.0/8"), hole("x")], None),
            (
                vec![symbolic("data.aws_vpc.main", "cidr_block")],
                Some(false),
            ),
            (
                vec![symbolic("module.net.aws_vpc.main", "cidr_block")],
                Some(false),
            ),
            (vec![symbolic("data.http.me", "body")], None),
            (vec![partly("", &address, "/32")], Some(false)),
            (vec![partly("", &address, "/0")], None),
        ] {
            let found = Bounds::of(&ranges).covers_internet();
            assert_eq!(decided(&found), expected, "{ranges:?}");
        }
    }
}
