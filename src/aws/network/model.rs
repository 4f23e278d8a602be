//! The network of one root module: built once, on demand, from its graph. Answers where things lie and who has which security group.

use super::acls::Acls;
use super::chain::Arrivals;
use super::class::Class;
use super::groups::{GroupRule, Groups, Ports, group_of};
use super::kept::Proofs;
use super::kinds::KINDS;
use super::names::{Key, Named, canonical, named};
use super::placement::Placement;
use super::prefix_lists::PrefixLists;
use super::security_group::{Direction, Permission, permissions};
use super::subnets::Subnets;
use super::targets::Targets;
use crate::aws::Truth;
use crate::graph::{Graph, NodeIndex};
use crate::value::{Reason, Type, Unknown, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Everything about the network of a root module.
#[derive(Debug)]
pub struct Network<'a> {
    pub(super) graph: &'a Graph<'a>,
    lists: PrefixLists,
    pub(super) subnets: Subnets<'a>,
    pub(super) acls: Acls<'a>,
    pub(super) groups: Groups<'a>,
    pub(super) targets: Targets,
    placements: FxHashMap<NodeIndex, Placement>,
    members: FxHashMap<Key, Vec<NodeIndex>>,
    /// Whether the internet reaches a resource directly, by resource; asked again for every store behind it.
    pub(super) direct: Proofs<NodeIndex>,
    pub(super) arrivals: Arrivals,
}

impl<'a> Network<'a> {
    pub fn new(graph: &'a Graph<'a>) -> Self {
        let lists = PrefixLists::new(graph);
        let subnets = Subnets::new(graph, &lists);
        let groups = Groups::new(graph, &lists);
        let mut placements = FxHashMap::default();
        let mut members: FxHashMap<Key, Vec<NodeIndex>> = FxHashMap::default();
        for &node in KINDS.iter().flat_map(|kind| graph.of_type(kind.name)) {
            let Some(placement) = Placement::of(graph, &subnets, node) else {
                continue;
            };
            for group in &placement.groups {
                let known = members.entry(group.key.clone()).or_default();
                if known.last() != Some(&node) {
                    known.push(node);
                }
            }
            placements.insert(node, placement);
        }
        Self {
            acls: Acls::new(graph),
            graph,
            lists,
            subnets,
            groups,
            targets: Targets::new(graph),
            placements,
            members,
            direct: Proofs::default(),
            arrivals: Arrivals::default(),
        }
    }

    /// Where a resource lies; `None` for one of a type that lies in no subnet.
    pub fn placement(&self, node: NodeIndex) -> Option<&Placement> {
        self.placements.get(&node)
    }

    /// The resources that lie somewhere, in the order of the table of kinds and of their blocks.
    pub(super) fn placed(&self) -> impl Iterator<Item = NodeIndex> {
        KINDS
            .iter()
            .flat_map(|kind| self.graph.of_type(kind.name))
            .copied()
    }

    /// What a subnet is.
    pub fn class(&self, subnet: &Key) -> Class {
        self.subnets.class(subnet)
    }

    /// The key of an instance.
    pub fn key(&self, node: NodeIndex) -> Key {
        canonical(self.graph, node)
    }

    /// What reports call a thing.
    pub fn describe(&self, key: &Key) -> Arc<str> {
        key.describe(self.graph)
    }

    /// The resources that have a security group for certain, without those that only say where others lie.
    pub fn members(&self, group: &Key) -> &[NodeIndex] {
        self.members.get(group).map_or(&[], Vec::as_slice)
    }

    /// The security group that an instance is, or that it is a rule of; those that a resource has.
    pub fn groups_of(&self, node: NodeIndex) -> Result<Vec<Key>, Vec<Reason>> {
        if let Some(placement) = self.placement(node) {
            return if placement.unknown_groups.is_empty() {
                Ok(placement.group_keys())
            } else {
                Err(placement.unknown_groups.clone())
            };
        }
        match group_of(self.graph, node) {
            Named::One(key) => Ok(vec![key]),
            Named::Nothing => Ok(Vec::new()),
            Named::Unknown(reasons) => Err(reasons),
        }
    }

    /// The rules that let somebody into one of the groups on one of some ports, and why there may be others.
    pub fn rules_into(
        &self,
        groups: &[Key],
        ports: Option<&Ports>,
    ) -> (Vec<&GroupRule>, Vec<Reason>) {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for group in groups {
            let (rules, why) = self.groups.rules(group, Direction::In);
            unknown.extend(why);
            for rule in rules {
                match ports.map_or(Truth::True, |ports| rule.opens(ports)) {
                    Truth::True => found.push(rule),
                    Truth::False => {}
                    Truth::Unknown(reasons) => unknown.extend(reasons),
                }
            }
        }
        (found, unknown)
    }

    /// The ports on which a resource listens; `None` where it does not say.
    pub fn listens(&self, node: NodeIndex) -> Option<Ports> {
        self.placement(node)?.listens(self.graph)
    }

    /// The permissions that an instance writes, as objects for rule files. `Err` is what is unknown.
    pub fn permissions(&self, node: NodeIndex, direction: Direction) -> Result<Vec<Value>, Value> {
        let instance = self.graph.instance(node);
        let permissions = permissions(&instance.resource_type, &instance.value.get(), direction)?;
        Ok(permissions
            .iter()
            .map(|permission| self.permission(permission, node))
            .collect())
    }

    /// A permission that an instance writes, as an object for rule files, with the ranges of its prefix lists.
    pub fn permission(&self, permission: &Permission, node: NodeIndex) -> Value {
        let mut ranges = permission.cidr_blocks.clone();
        for list in &permission.prefix_lists {
            match self.lists.ranges(self.graph, list) {
                Ok(known) => ranges.extend(known),
                Err(reasons) => {
                    let unknown = Unknown::because_all(Type::String, reasons);
                    ranges.push(Value::unknown(unknown, list.origin().clone()));
                }
            }
        }
        // A rule may name its own group by its id.
        let own = group_of(self.graph, node);
        let (own_group, groups): (Vec<Value>, Vec<Value>) = permission
            .groups
            .iter()
            .cloned()
            .partition(|group| named(self.graph, group) == own);
        let own_group = permission.own_group.clone().or_else(|| {
            let origin = own_group.first()?.origin().clone();
            Some(Value::bool(true, origin))
        });
        permission.to_value(
            ranges,
            groups,
            own_group,
            self.graph.instance(node).value.get().origin(),
        )
    }
}
