//! Who on the internet can reach a resource: directly, as the target of a load balancer, or over one other resource. Each answer is a proof with all hops.
//!
//! A way over two others (load balancer, application, database) is how applications are built; `chain` looks for those.

use super::acls::Peers;
use super::addresses::Family;
use super::groups::Ports;
use super::kinds::Tier;
use super::model::Network;
use super::names::Key;
use super::placement::Placement;
use super::proof::{Hop, Proof};
use super::reach::{ANY, some_port};
use super::security_group::Direction;
use crate::graph::{Join, NodeIndex};
use crate::value::{Number, Reason};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Most ports that are tried where the configuration does not say on which one a resource listens.
const MOST_PORTS: usize = 64;

/// How the internet reaches a resource.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// `direct`, `target` of a load balancer, over a `compute` resource or a `balancer`; `chain` where that was not asked.
    pub kind: &'static str,
    /// The resources that are reached before, in order.
    pub over: Vec<NodeIndex>,
    pub path: Vec<Hop>,
}

impl Network<'_> {
    /// The way from the internet to a resource on its ports (or those given): directly, as the target of a load balancer, over a machine, or over a load
    /// balancer in front of a public subnet. `None` when all ways are closed, `Err` for why it is not known.
    pub fn exposure(
        &self,
        node: NodeIndex,
        ports: Option<Ports>,
    ) -> Result<Option<Exposure>, Vec<Reason>> {
        let Some(placement) = self.placement(node) else {
            return Ok(None);
        };
        let ports = ports.or_else(|| self.listens(node));
        let ports = ports.as_ref();
        let ways: [(&'static str, &dyn Fn() -> Proof); 4] = [
            ("direct", &|| self.direct_at(placement, ports)),
            ("target", &|| self.over_its_balancers(placement, ports)),
            ("compute", &|| self.over_machines(placement, ports, 0)),
            ("balancer", &|| self.over_neighbours(placement, ports)),
        ];
        let mut unknown = Vec::new();
        for (kind, way) in ways {
            match way() {
                Proof::Open(path) => return Ok(Some(self.exposed(kind, node, path))),
                Proof::Unknown(reasons) => unknown.extend(reasons),
                Proof::Closed => {}
            }
        }
        match Proof::unknown(unknown) {
            Proof::Unknown(reasons) => Err(reasons),
            _ => Ok(None),
        }
    }

    /// The answer that a way is. A hop that two parts of it share is told once.
    pub(super) fn exposed(
        &self,
        kind: &'static str,
        node: NodeIndex,
        mut path: Vec<Hop>,
    ) -> Exposure {
        path.push(Hop::at_header(self.graph, node, "can be reached"));
        let mut told = FxHashSet::default();
        path.retain(|hop| told.insert((Arc::clone(&hop.address), hop.text.clone())));
        let over = path.iter().filter_map(|hop| hop.arrival).collect();
        Exposure { kind, over, path }
    }

    /// The internet reaches a load balancer whose security group the resource lets in.
    ///
    /// A load balancer passes on to its targets only. That one may speak to a store is how to reach it where the store's own subnet is public too.
    fn over_neighbours(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
        let (rules, _) = self.rules_into(&placement.group_keys(), ports);
        let sources = rules.iter().flat_map(|rule| rule.sources().0);
        let mut balancers: Vec<&Placement> = sources
            .flat_map(|group| self.members(group))
            .filter_map(|&node| self.placement(node))
            .filter(|source| source.tier == Tier::Balancer && source.node != placement.node)
            .collect();
        balancers.sort_by_key(|source| (&self.graph.instance(source.node).address, source.node));
        balancers.dedup_by_key(|source| source.node);
        Proof::any(balancers.into_iter().map(|balancer| {
            self.direct(balancer)
                .then_reached(self.graph, balancer.node)
                .then(|| self.has_public_subnet(placement, ports))
                .then(|| self.reaches(balancer, placement, ports.unwrap_or(&ANY)))
        }))
    }

    fn has_public_subnet(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
        Proof::any(placement.subnets.iter().flat_map(|subnet| {
            Family::ALL.map(|family| {
                self.subnets.public(&subnet.key, family).then(|| {
                    self.acls.admits(
                        &self.subnets,
                        &subnet.key,
                        Direction::In,
                        some_port(ports),
                        &Peers::Internet(family),
                    )
                })
            })
        }))
        .or(|| Proof::unknown(placement.unknown_subnets.clone()))
    }

    /// Whether the internet reaches a resource on some ports, or on any.
    pub(super) fn direct_at(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
        match ports {
            Some(_) => self.direct_on(placement, ports),
            None => self.direct(placement),
        }
    }

    /// Whether the internet reaches a resource on any port.
    fn direct(&self, placement: &Placement) -> Proof {
        if let Some(known) = self.direct.get(&placement.node) {
            return known;
        }
        let listeners = self.listeners(placement.node);
        let proof = if listeners.is_empty() {
            self.direct_on(placement, None)
        } else {
            let ways = listeners.iter();
            Proof::any(ways.map(|ports| self.direct_on(placement, Some(ports))))
        };
        self.direct.keep(placement.node, proof)
    }

    pub(super) fn direct_on(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
        match (self.way_in(placement, ports), ports) {
            (Proof::Open(_), Some(Ports::Unknown(reasons))) => Proof::unknown(reasons.clone()),
            (way, _) => way,
        }
    }

    /// Address, route, network ACL and security group, all for one family and one subnet.
    fn way_in(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
        let groups = placement.group_keys();
        let ways = placement
            .subnets
            .iter()
            .flat_map(|subnet| Family::ALL.map(|family| (subnet, family)));
        let known = Proof::any(ways.map(|(subnet, family)| {
            let address = placement.address(self.graph, Some(&subnet.key), family);
            if matches!(address, Proof::Closed) {
                return Proof::Closed;
            }
            self.subnets.public(&subnet.key, family).then(|| {
                Proof::any(
                    self.ports(placement, &groups, family, ports)
                        .into_iter()
                        .map(|port| {
                            let acl = self.acls.admits(
                                &self.subnets,
                                &subnet.key,
                                Direction::In,
                                port,
                                &Peers::Internet(family),
                            );
                            acl.then(|| address.clone())
                                .then(|| self.filter(placement, &groups, family, port))
                        }),
                )
            })
        }));
        known.or(|| {
            // Not known where it lies: closed only where no subnet could make it open.
            let unknown = Proof::unknown(placement.unknown_subnets.clone());
            unknown.then(|| {
                Proof::any(Family::ALL.map(|family| {
                    let ports = self.ports(placement, &groups, family, ports);
                    placement.address(self.graph, None, family).then(|| {
                        Proof::any(
                            ports
                                .into_iter()
                                .map(|port| self.filter(placement, &groups, family, port)),
                        )
                    })
                }))
            })
        })
    }

    fn filter(&self, placement: &Placement, groups: &[Key], family: Family, port: i64) -> Proof {
        if placement.is_unfiltered(&self.graph.instance(placement.node).value.get()) {
            return Proof::Open(Vec::new());
        }
        let known = self.groups.internet(groups, Direction::In, family, port);
        known.or(|| Proof::unknown(placement.unknown_groups.clone()))
    }

    /// The ports to try: those given, or where its security groups let the internet in.
    fn ports(
        &self,
        placement: &Placement,
        groups: &[Key],
        family: Family,
        ports: Option<&Ports>,
    ) -> Vec<i64> {
        let mut open = self.groups.public_ports(groups, family);
        open.truncate(MOST_PORTS);
        match ports {
            Some(&Ports::Range(from, to)) => {
                open.retain(|port| (from..=to).contains(port));
                open.push(from);
                open
            }
            Some(Ports::Unknown(_)) | None => {
                if open.is_empty() || !placement.unknown_groups.is_empty() {
                    open.push(443);
                }
                open
            }
        }
    }

    /// The ports of a load balancer's listeners, where it has some.
    fn listeners(&self, balancer: NodeIndex) -> Vec<Ports> {
        let found = ["aws_lb_listener", "aws_alb_listener"].map(|kind| {
            match self.graph.referrers(balancer, kind, "load_balancer_arn") {
                Join::Known(listeners) => listeners,
                Join::Unknown(_) => Vec::new(),
            }
        });
        let of_listeners = found.into_iter().flatten();
        let ports = of_listeners.flat_map(|listener| self.graph.values_at(listener, "port"));
        let own = self.graph.values_at(balancer, "listener.lb_port");
        let ports = ports.chain(own).filter(|port| !port.is_null());
        ports
            .map(|port| match port.as_number().and_then(Number::as_i64) {
                Some(port) => Ports::Range(port, port),
                None => Ports::Unknown(port.reasons()),
            })
            .collect()
    }
}
