//! Who on the internet can reach a resource: directly, or over one other resource. Each answer is a proof with all hops.
//!
//! A way over two others (load balancer, application, database) is how applications are built, and is not looked for.

use super::acls::Peers;
use super::addresses::{AddressSet, Family};
use super::bounds::Bounds;
use super::groups::Ports;
use super::kinds::Tier;
use super::model::Network;
use super::names::Key;
use super::placement::Placement;
use super::proof::{Hop, Proof};
use super::security_group::Direction;
use crate::graph::{Join, NodeIndex};
use crate::value::{Number, Reason, Value};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Most ports that are tried where the configuration does not say on which one a resource listens.
const MOST_PORTS: usize = 64;

/// How the internet reaches a resource.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// Of what is reached first, where that is another resource.
    pub through: Option<(NodeIndex, Tier)>,
    pub path: Vec<Hop>,
}

impl Network<'_> {
    /// The way from the internet to a resource on its ports (or those given): directly, over a machine, or over a load balancer.
    /// `None` when all ways are closed, `Err` for why it is not known.
    pub fn exposure(
        &self,
        node: NodeIndex,
        ports: Option<Ports>,
    ) -> Result<Option<Exposure>, Vec<Reason>> {
        let Some(placement) = self.placement(node) else {
            return Ok(None);
        };
        let ports = ports.or_else(|| self.listens(node));
        let mut unknown = Vec::new();
        let direct = match &ports {
            Some(ports) => self.direct_on(placement, Some(ports)),
            None => self.direct(placement),
        };
        match direct {
            Proof::Open(mut path) => {
                path.push(self.end(node));
                return Ok(Some(Exposure {
                    through: None,
                    path,
                }));
            }
            Proof::Unknown(reasons) => unknown.extend(reasons),
            Proof::Closed => {}
        }
        let (sources, why) = self.sources(placement, ports.as_ref());
        unknown.extend(why);
        for source in sources {
            match self.over(placement, source, ports.as_ref()) {
                Proof::Open(path) => {
                    let tier = self
                        .placement(source)
                        .map_or(Tier::Compute, |source| source.tier);
                    let path = Self::told_once(path);
                    return Ok(Some(Exposure {
                        through: Some((source, tier)),
                        path,
                    }));
                }
                Proof::Unknown(reasons) => unknown.extend(reasons),
                Proof::Closed => {}
            }
        }
        match Proof::unknown(unknown) {
            Proof::Unknown(reasons) => Err(reasons),
            _ => Ok(None),
        }
    }

    /// A hop that two parts of a way share is told once.
    fn told_once(mut path: Vec<Hop>) -> Vec<Hop> {
        let mut told = FxHashSet::default();
        path.retain(|hop| told.insert((Arc::clone(&hop.address), hop.text.clone())));
        path
    }

    fn end(&self, node: NodeIndex) -> Hop {
        Hop::at_header(self.graph, node, "can be reached")
    }

    /// The resources that the security groups of a resource let in, and why there may be others.
    fn sources(
        &self,
        placement: &Placement,
        ports: Option<&Ports>,
    ) -> (Vec<NodeIndex>, Vec<Reason>) {
        let groups = placement.group_keys();
        let (rules, mut unknown) = self.rules_into(&groups, ports);
        unknown.extend(placement.unknown_groups.iter().cloned());
        let mut found = Vec::new();
        for rule in rules {
            let (sources, why) = rule.sources();
            unknown.extend(why);
            for source in sources {
                if source.managed(self.graph).is_none() && !matches!(source, Key::Of(..)) {
                    unknown.push(source.outside(self.graph, "the members"));
                }
                found.extend(self.members(source));
            }
        }
        found.sort();
        found.dedup();
        found.retain(|&node| node != placement.node);
        (found, unknown)
    }

    /// The internet reaches `first`, and `first` reaches the resource.
    ///
    /// A load balancer passes on to its targets only. That one may speak to a store is how to reach it where the store's own subnet is public too.
    fn over(&self, placement: &Placement, first: NodeIndex, ports: Option<&Ports>) -> Proof {
        let Some(source) = self
            .placement(first)
            .filter(|source| matches!(source.tier, Tier::Compute | Tier::Balancer))
        else {
            return Proof::Closed;
        };
        let own_subnet = || match source.tier {
            Tier::Balancer => Proof::any(placement.subnets.iter().flat_map(|subnet| {
                Family::ALL.map(|family| {
                    self.subnets.public(&subnet.key, family).then(|| {
                        let port = some_port(ports);
                        self.acls.admits(
                            &self.subnets,
                            &subnet.key,
                            Direction::In,
                            port,
                            &Peers::Internet(family),
                        )
                    })
                })
            }))
            .or(|| Proof::unknown(placement.unknown_subnets.clone())),
            _ => Proof::Open(Vec::new()),
        };
        self.direct(source)
            .then(|| Proof::Open(vec![Hop::at_header(self.graph, first, "is reached first")]))
            .then(own_subnet)
            .then(|| self.reaches(source, placement, ports))
            .then(|| Proof::Open(vec![self.end(placement.node)]))
    }

    /// Whether one resource of the network can open a connection to another: security groups at both ends, and network ACLs between two subnets.
    fn reaches(&self, from: &Placement, to: &Placement, ports: Option<&Ports>) -> Proof {
        let any = Ports::Range(0, 65535);
        let ports = ports.unwrap_or(&any);
        let (source, target) = (from.group_keys(), to.group_keys());
        let (source_addresses, target_addresses) = (self.addresses(from), self.addresses(to));
        let attributes = &self.graph.instance(from.node).value.get();
        let leaves = || {
            if from.is_unfiltered(attributes) {
                return Proof::Open(Vec::new());
            }
            self.groups
                .peers(&source, Direction::Out, &target, &target_addresses, ports)
        };
        let enters = self
            .groups
            .peers(&target, Direction::In, &source, &Bounds::default(), ports);
        leaves()
            .then(|| {
                self.crosses(
                    from,
                    to,
                    &source_addresses,
                    &target_addresses,
                    some_port(Some(ports)),
                )
            })
            .then(|| enters)
    }

    /// The network ACLs on the way; there are none within one subnet.
    fn crosses(
        &self,
        from: &Placement,
        to: &Placement,
        source: &Bounds,
        target: &Bounds,
        port: i64,
    ) -> Proof {
        let same = from
            .subnets
            .iter()
            .any(|one| to.subnets.iter().any(|other| one.key == other.key));
        if same {
            return Proof::Open(Vec::new());
        }
        let pass = |subnets: &[super::placement::Placed], direction, peers: &Bounds| {
            let set = if peers.certain.is_empty() {
                &peers.possible
            } else {
                &peers.certain
            };
            let peers = Peers::Some(set.clone());
            let ways = subnets.iter().map(|subnet| {
                self.acls
                    .admits(&self.subnets, &subnet.key, direction, port, &peers)
            });
            Proof::any(ways)
        };
        pass(&from.subnets, Direction::Out, target)
            .then(|| pass(&to.subnets, Direction::In, source))
    }

    /// The addresses of the subnets of a resource.
    fn addresses(&self, placement: &Placement) -> Bounds {
        let mut all = Bounds::default();
        for subnet in &placement.subnets {
            let range = subnet
                .key
                .node()
                .and_then(|node| self.graph.instance(node).value.field("cidr_block"));
            let known = range
                .as_ref()
                .map(|range| Bounds::of([range]))
                .filter(|range| !range.certain.is_empty());
            let somewhere = || Bounds {
                certain: AddressSet::default(),
                possible: AddressSet::all(),
                reasons: range.as_ref().map_or_else(
                    || vec![subnet.key.outside(self.graph, "the addresses")],
                    Value::reasons,
                ),
            };
            all = all.union(&known.unwrap_or_else(somewhere));
        }
        all
    }

    /// Whether the internet reaches a resource on any port.
    fn direct(&self, placement: &Placement) -> Proof {
        if let Some(known) = self.direct.borrow().get(&placement.node) {
            return known.clone();
        }
        let listeners = self.listeners(placement.node);
        let proof = if listeners.is_empty() {
            self.direct_on(placement, None)
        } else {
            let ways = listeners.iter();
            Proof::any(ways.map(|ports| self.direct_on(placement, Some(ports))))
        };
        self.direct
            .borrow_mut()
            .insert(placement.node, proof.clone());
        proof
    }

    fn direct_on(&self, placement: &Placement, ports: Option<&Ports>) -> Proof {
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

/// One port to judge network ACLs by.
const fn some_port(ports: Option<&Ports>) -> i64 {
    match ports {
        Some(Ports::Range(from, _)) => *from,
        _ => 443,
    }
}
