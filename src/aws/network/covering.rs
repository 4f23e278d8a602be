//! Security group rules whose ranges have the addresses of a subnet: the members need not be named to be let in. Knows no subnets.

use super::bounds::Bounds;
use super::groups::{GroupRule, Groups, Ports};
use super::names::{Key, Named, named};
use super::proof::Proof;
use super::security_group::Direction;
use crate::aws::Truth;
use crate::graph::Graph;
use crate::value::Reason;

/// What to say of a range that has all addresses of a source, and of one that has some of them.
pub(super) struct Covered {
    pub(super) open: String,
    pub(super) unknown: String,
}

impl Groups<'_> {
    /// Whether one of the groups lets all of some addresses in, by one rule; `own` are the addresses of ranges whose unknown values these are.
    pub(super) fn covering(
        &self,
        groups: &[Key],
        ports: &Ports,
        addresses: &Bounds,
        own: &dyn Fn() -> Vec<String>,
        words: &dyn Fn() -> Covered,
    ) -> Proof {
        Proof::any(groups.iter().map(|group| {
            let (rules, _) = self.rules(group, Direction::In);
            Proof::any(rules.map(|rule| {
                let covers = if is_range_of(self.graph, rule, own) {
                    Truth::True
                } else {
                    covers(rule.addresses(), addresses, words)
                };
                Proof::of(covers.and(|| rule.opens(ports)), || {
                    self.hop(rule, &words().open).into_iter().collect()
                })
            }))
        }))
    }

    /// Whether one of the groups lets members of some group in.
    pub(super) fn names_somebody(&self, groups: &[Key], ports: &Ports) -> Proof {
        Proof::any(groups.iter().map(|group| {
            let (mut rules, _) = self.rules(group, Direction::In);
            let names = rules.any(|rule| rule.names_groups() && !rule.opens(ports).is_false());
            Proof::of(Truth::from(names), Vec::new)
        }))
    }
}

/// Whether a range of the rule is the unknown range of one of some networks.
fn is_range_of(graph: &Graph<'_>, rule: &GroupRule, networks: &dyn Fn() -> Vec<String>) -> bool {
    let ranges = rule.permission.cidr_blocks.iter();
    let mut unknown = ranges.filter(|range| range.is_unknown());
    unknown.any(|range| match named(graph, range) {
        Named::One(Key::Outside(text)) => networks().iter().any(|network| **network == *text),
        _ => false,
    })
}

/// Whether one set has all of another, which is not empty; both may be known in part.
fn covers(one: &Bounds, other: &Bounds, words: &dyn Fn() -> Covered) -> Truth {
    if one.possible.is_empty() || !one.possible.intersects(&other.possible) {
        return Truth::False;
    }
    if one.certain.covers(&other.possible) {
        return Truth::True;
    }
    if one.reasons.is_empty() && other.reasons.is_empty() {
        return Truth::Unknown(vec![Reason::Other(words().unknown.into())]);
    }
    Truth::because(one.reasons.iter().chain(&other.reasons).cloned())
}
