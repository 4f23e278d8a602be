//! Versions and constraints on them, as `required_version`, providers and registry modules have them.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/version-constraints>

use std::cmp::Ordering;

/// `1.2.3-beta1`; what follows a `+` does not count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Version {
    segments: Vec<u64>,
    prerelease: Option<String>,
}

/// `>= 1.2, < 2.0`
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Constraint(Vec<(Operator, Version)>);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    /// `~>`: only the last of the given segments may grow.
    Pessimistic,
}

/// Longer operators first, so that `>=` is not read as `>`.
const OPERATORS: [(&str, Operator); 7] = [
    (">=", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("!=", Operator::NotEqual),
    ("~>", Operator::Pessimistic),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("=", Operator::Equal),
];

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (numbers, prerelease) = match text.split_once('-') {
            Some((numbers, prerelease)) => (numbers, Some(prerelease)),
            None => (text, None),
        };
        let word = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'~'))
        };
        if !prerelease.is_none_or(word) {
            return None;
        }
        let segments = numbers.split('.').map(|number| {
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| number.parse().ok()).flatten()
        });
        Some(Self {
            segments: segments.collect::<Option<_>>()?,
            prerelease: prerelease.map(str::to_owned),
        })
    }

    fn segment(&self, index: usize) -> u64 {
        self.segments.get(index).copied().unwrap_or(0)
    }

    fn compare(&self, other: &Self) -> Ordering {
        let longest = self.segments.len().max(other.segments.len());
        (0..longest)
            .map(|index| self.segment(index).cmp(&other.segment(index)))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| match (&self.prerelease, &other.prerelease) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(left), Some(right)) => left.cmp(right),
            })
    }
}

impl Constraint {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts = text.split(',').map(|part| {
            let part = part.trim();
            let found = OPERATORS
                .iter()
                .find_map(|(sign, operator)| Some((part.strip_prefix(sign)?, *operator)));
            let (version, operator) = found.unwrap_or((part, Operator::Equal));
            Some((operator, Version::parse(version.trim())?))
        });
        parts.collect::<Option<_>>().map(Self)
    }

    pub(super) fn allows(&self, version: &Version) -> bool {
        self.0
            .iter()
            .all(|(operator, wanted)| meets(version, *operator, wanted))
    }
}

fn meets(version: &Version, operator: Operator, wanted: &Version) -> bool {
    let order = version.compare(wanted);
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Pessimistic => {
            let fixed = wanted.segments.len().saturating_sub(1).max(1);
            order.is_ge() && (0..fixed).all(|index| version.segment(index) == wanted.segment(index))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_allow_what_terraform_allows() {
        for (constraint, version, allowed) in [
            ("1.2.3", "1.2.3", true),
            ("= 1.2", "1.2.0", true),
            (">= 1.2, < 2.0", "1.9.5", true),
            (">= 1.2, < 2.0", "2.0.0", false),
            ("~> 5.0", "5.31.0", true),
            ("~> 5.0", "6.0.0", false),
            ("~> 5.0.1", "5.0.9", true),
            ("~> 5.0.1", "5.1.0", false),
            ("~> 5", "5.9.9", true),
            ("!= 1.0.0", "1.0.0", false),
            ("< 1.0.0", "1.0.0-beta1", true),
            ("v1.0", "1.0.0", true),
        ] {
            let constraint = Constraint::parse(constraint).unwrap();
            assert_eq!(
                constraint.allows(&Version::parse(version).unwrap()),
                allowed,
                "{constraint:?} {version}"
            );
        }
        for wrong in ["one", "", ">= ", "1..2", "=> 1.0", ">= 1.0 < 2.0", "1.0,"] {
            assert_eq!(Constraint::parse(wrong), None, "{wrong}");
        }
    }
}
