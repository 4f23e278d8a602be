//! Sets of whole numbers as ranges. Knows no addresses: `addresses` gives the numbers their meaning.

/// Inclusive ranges: sorted, disjoint, with a gap between any two. Equal sets are equal values.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Ranges(Vec<(u128, u128)>);

impl FromIterator<(u128, u128)> for Ranges {
    fn from_iter<I: IntoIterator<Item = (u128, u128)>>(ranges: I) -> Self {
        let mut sorted: Vec<(u128, u128)> = ranges.into_iter().collect();
        sorted.sort_unstable();
        let mut joined: Vec<(u128, u128)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match joined.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        Self(joined)
    }
}

impl Ranges {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    pub(super) fn intersect(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(&&one), Some(&&two)) = (ours.peek(), theirs.peek()) {
            let (first, last) = (one.0.max(two.0), one.1.min(two.1));
            if first <= last {
                both.push((first, last));
            }
            // The range that ends first meets nothing more.
            if one.1 < two.1 {
                ours.next();
            } else {
                theirs.next();
            }
        }
        Self(both)
    }

    /// What is in this set and not in the other.
    pub(super) fn subtract(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        let mut others = other.0.iter().peekable();
        for &(first, last) in &self.0 {
            let mut start = Some(first);
            while let Some(&&(from, to)) = others.peek() {
                let Some(begin) = start.filter(|begin| *begin <= last && from <= last) else {
                    break;
                };
                if begin < from {
                    left.push((begin, from - 1));
                }
                if to >= begin {
                    start = to.checked_add(1);
                }
                // A range that reaches further may take from the next of ours too.
                if to > last {
                    break;
                }
                others.next();
            }
            if let Some(begin) = start.filter(|begin| *begin <= last) {
                left.push((begin, last));
            }
        }
        Self(left)
    }
}
