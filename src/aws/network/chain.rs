//! Ways from the internet to a resource over others: load balancers that pass on to it, and machines from which it can be reached.
//!
//! Short ways come first, and of those of one length that of the first address: the answer depends neither on chance nor on the order of blocks. A circle of security
//! groups ends because each step asks for a shorter way. What lies on the way is asked on any port: who is in may open connections.

use super::exposure::Exposure;
use super::groups::{GroupRule, Ports};
use super::kept::Proofs;
use super::kinds::Tier;
use super::model::Network;
use super::names::Key;
use super::placement::Placement;
use super::proof::{Hop, Proof};
use super::reach::ANY;
use super::targets::Passage;
use crate::graph::{Memo, NodeIndex};
use crate::value::Reason;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Most resources between the internet and the end of a way.
const MOST: usize = 4;

/// What is asked again and again: a resource, its ports (any where there are none), and how many others may lie before it.
type Question = (NodeIndex, Option<(i64, i64)>, usize);

/// Answers that are asked for again.
#[derive(Default, Debug)]
pub(super) struct Arrivals {
    over_others: Proofs<Question>,
    /// The members of a group that the internet may reach.
    members: Memo<(Key, usize), Arc<[NodeIndex]>>,
    /// All machines that the internet may reach, by subnet.
    machines: Memo<usize, Arc<[Placement]>>,
}

impl Network<'_> {
    /// The shortest way from the internet to a resource on its ports (or those given), over at most four others.
    /// `None` when all ways are closed, `Err` for why it is not known.
    pub fn chain(
        &self,
        node: NodeIndex,
        ports: Option<Ports>,
    ) -> Result<Option<Exposure>, Vec<Reason>> {
        let Some(placement) = self.placement(node) else {
            return Ok(None);
        };
        let ports = ports.or_else(|| self.listens(node));
        let mut unknown = Vec::new();
        for steps in 0..=MOST {
            match self.arrives(placement, ports.as_ref(), steps) {
                Proof::Open(path) => return Ok(Some(self.exposed("chain", node, path))),
                Proof::Unknown(reasons) => unknown = reasons,
                Proof::Closed => unknown.clear(),
            }
        }
        if unknown.is_empty() {
            Ok(None)
        } else {
            Err(unknown)
        }
    }

    /// Whether every resource of a way but the first may be reached from the one before on all ports, so that no tier is closed to another.
    pub fn is_wide(&self, over: &[NodeIndex], node: NodeIndex) -> bool {
        let ends = over.iter().skip(1).chain([&node]);
        over.iter().zip(ends).all(|(&from, &to)| {
            let (Some(from), Some(to)) = (self.placement(from), self.placement(to)) else {
                return false;
            };
            // Two ports that nothing has in common but a rule for all.
            [1, 65535].into_iter().all(|port| {
                let port = Ports::Range(port, port);
                let way = self.reaches(from, to, &port);
                let way = way.or(|| self.reaches_by_address(from, to, &port));
                matches!(way, Proof::Open(_))
            })
        })
    }

    /// The internet reaches a resource, over at most so many others.
    fn arrives(&self, placement: &Placement, ports: Option<&Ports>, steps: usize) -> Proof {
        let direct = self.direct_at(placement, ports);
        self.or_over_others(direct, placement, ports, steps)
    }

    /// Directly, as has been found out, or over at most so many others.
    fn or_over_others(
        &self,
        direct: Proof,
        placement: &Placement,
        ports: Option<&Ports>,
        steps: usize,
    ) -> Proof {
        match steps.checked_sub(1) {
            Some(others) => direct.or(|| self.over_others(placement, ports, others)),
            None => direct,
        }
    }

    fn over_others(&self, placement: &Placement, ports: Option<&Ports>, steps: usize) -> Proof {
        let answer = || {
            self.over_balancers(placement, ports, &|balancer, listens| {
                self.arrives(balancer, Some(listens), steps)
            })
            .or(|| self.over_machines(placement, ports, steps))
        };
        let asked = match ports {
            None => None,
            Some(&Ports::Range(from, to)) => Some((from, to)),
            Some(Ports::Unknown(_)) => return answer(),
        };
        let question = (placement.node, asked, steps);
        self.arrivals.over_others.get_or_find(question, answer)
    }

    /// The internet reaches a load balancer of which a resource is a target; `arrives` says how it reaches the load balancer.
    fn over_balancers(
        &self,
        placement: &Placement,
        ports: Option<&Ports>,
        arrives: &dyn Fn(&Placement, &Ports) -> Proof,
    ) -> Proof {
        let over = |passage: Passage| {
            let Some(balancer) = self.placement(passage.balancer) else {
                return Proof::Closed;
            };
            arrives(balancer, &passage.listens)
                .then_reached(self.graph, balancer.node)
                .then(|| self.passes_on(&passage, balancer, placement, ports))
        };
        let passages = self.targets.passages(self.graph, placement.node);
        Proof::any(passages.into_iter().map(over))
    }

    /// The internet reaches a load balancer that passes on to a resource, or one before that.
    pub(super) fn over_its_balancers(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
        self.over_balancers(placement, ports, &|balancer, listens| {
            self.direct_at(balancer, Some(listens)).or(|| {
                self.over_balancers(balancer, Some(listens), &|first, listens| {
                    self.direct_at(first, Some(listens))
                })
            })
        })
    }

    /// The internet reaches a machine, over at most so many others, from which a resource can be reached.
    pub(super) fn over_machines(
        &self,
        placement: &Placement,
        ports: Option<&Ports>,
        steps: usize,
    ) -> Proof {
        let (rules, mut unknown) = self.rules_into(&placement.group_keys(), ports);
        unknown.extend(placement.unknown_groups.iter().cloned());
        let asked = ports.unwrap_or(&ANY);
        let machines = self.let_in(&rules, steps, &mut unknown);
        let machines = machines.into_iter().filter(|&node| node != placement.node);
        let by_group = machines.filter_map(|node| self.placement(node));
        let by_group = by_group.map(|machine| {
            self.arrives(machine, None, steps)
                .then_reached(self.graph, machine.node)
                .then(|| self.reaches(machine, placement, asked))
        });
        let mut found = Gathered::default();
        if found.open(by_group) {
            return found.proof(unknown);
        }
        if rules
            .iter()
            .any(|rule| !rule.addresses().possible.is_empty())
        {
            let machines = self.machines(steps);
            let mut closed: FxHashSet<&Key> = FxHashSet::default();
            let by_address = machines.iter().map(|part| {
                let subnet = part.subnets.first().map(|subnet| &subnet.key);
                if part.node == placement.node || subnet.is_some_and(|key| closed.contains(key)) {
                    return Proof::Closed;
                }
                let way = self.over_addresses(placement, part, asked, steps);
                // What a subnet has not, no machine in it has.
                if let (None, Some(key)) = (&way, subnet) {
                    closed.insert(key);
                }
                way.unwrap_or(Proof::Closed)
            });
            found.open(by_address);
        }
        found.proof(unknown)
    }

    /// A machine that lies in a range which a rule lets in; `None` where the rules have no address of its subnet. Where a machine may lie in several
    /// subnets, that which is reached has to be the one of the range.
    fn over_addresses(
        &self,
        placement: &Placement,
        part: &Placement,
        ports: &Ports,
        steps: usize,
    ) -> Option<Proof> {
        let machine = self.placement(part.node)?;
        let subnet = part.subnets.first()?;
        if matches!(
            self.enters_from(subnet, None, placement, ports),
            Proof::Closed
        ) {
            return None;
        }
        let direct = if machine.subnets.len() > 1 {
            self.direct_on(part, None)
        } else {
            self.direct_at(machine, None)
        };
        let arrives = self.or_over_others(direct, machine, None, steps);
        let way = arrives.then_reached(self.graph, machine.node);
        Some(way.then(|| self.reaches_by_address(part, placement, ports)))
    }

    /// The machines that rules let in by their groups and that the internet may reach, and why there may be others.
    fn let_in(
        &self,
        rules: &[&GroupRule],
        steps: usize,
        unknown: &mut Vec<Reason>,
    ) -> Vec<NodeIndex> {
        let mut found = Vec::new();
        for rule in rules {
            let (sources, why) = rule.sources();
            unknown.extend(why);
            for source in sources {
                if source.managed(self.graph).is_none() && !matches!(source, Key::Of(..)) {
                    unknown.push(source.outside(self.graph, "the members"));
                }
                found.extend(self.reached_members(source, steps).iter());
            }
        }
        self.in_order(&mut found);
        found
    }

    /// In the order of addresses: it does not matter which block stands first.
    fn in_order(&self, nodes: &mut Vec<NodeIndex>) {
        nodes.sort_by_key(|&node| (&self.graph.instance(node).address, node));
        nodes.dedup();
    }

    fn reached_members(&self, group: &Key, steps: usize) -> Arc<[NodeIndex]> {
        let find = || {
            let members = self.members(group).iter().copied();
            members.filter(|&node| self.is_way(node, steps)).collect()
        };
        let question = (group.clone(), steps);
        self.arrivals.members.get_or_find(question, find)
    }

    /// The machines that the internet may reach, each in each of its subnets.
    fn machines(&self, steps: usize) -> Arc<[Placement]> {
        let find = || {
            let all = self.placed().filter(|&node| self.is_way(node, steps));
            let mut all: Vec<NodeIndex> = all.collect();
            self.in_order(&mut all);
            let parts = all.into_iter().filter_map(|node| self.placement(node));
            parts.flat_map(Placement::apart).collect()
        };
        self.arrivals.machines.get_or_find(steps, find)
    }

    /// Whether the internet may reach a machine.
    fn is_way(&self, node: NodeIndex, steps: usize) -> bool {
        let machine = self.placement(node);
        machine.is_some_and(|machine| {
            machine.tier == Tier::Compute
                && !matches!(self.arrives(machine, None, steps), Proof::Closed)
        })
    }
}

/// Answers about many ways: the first that is open, or why one may be.
#[derive(Default)]
struct Gathered {
    open: Option<Vec<Hop>>,
    unknown: Vec<Reason>,
}

impl Gathered {
    /// Takes answers until one is open.
    fn open(&mut self, ways: impl Iterator<Item = Proof>) -> bool {
        for way in ways {
            match way {
                Proof::Open(hops) => {
                    self.open = Some(hops);
                    return true;
                }
                Proof::Unknown(reasons) => self.unknown.extend(reasons),
                Proof::Closed => {}
            }
        }
        false
    }

    fn proof(self, mut unknown: Vec<Reason>) -> Proof {
        unknown.extend(self.unknown);
        self.open
            .map_or_else(|| Proof::unknown(unknown), Proof::Open)
    }
}
