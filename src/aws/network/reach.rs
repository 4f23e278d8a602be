//! Whether one resource of a network can open a connection to another: security groups at both ends, and network ACLs between two subnets.
//!
//! What lies in different VPCs has no way here: peering and gateways are not followed.

use super::acls::Peers;
use super::addresses::{AddressSet, Family};
use super::bounds::Bounds;
use super::covering::Covered;
use super::groups::Ports;
use super::model::Network;
use super::names::{Key, Named, VpcPart, set_at};
use super::placement::{Placed, Placement};
use super::proof::Proof;
use super::security_group::Direction;
use super::targets::{Passage, Seen};
use crate::aws::Truth;
use crate::value::{Reason, Value};

/// All ports.
pub(super) const ANY: Ports = Ports::Range(0, 65535);

/// The addresses of the VPC that an account has from the start: <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html>.
const DEFAULT_VPC: &str = "172.31.0.0/16";

impl Network<'_> {
    /// A connection that a rule lets in because it names a security group of the source.
    pub(super) fn reaches(&self, from: &Placement, to: &Placement, ports: &Ports) -> Proof {
        self.leaves(from, to, ports)
            .then(|| self.crosses(from, to, ports))
            .then(|| self.enters(from, to, ports))
    }

    /// A connection that a rule lets in because its range has the addresses of the source, which lies in one subnet here.
    pub(super) fn reaches_by_address(
        &self,
        from: &Placement,
        to: &Placement,
        ports: &Ports,
    ) -> Proof {
        // The last step is mostly closed, and asked first.
        match self.enters_by_address(from, to, ports) {
            Proof::Closed => Proof::Closed,
            entered => self
                .leaves(from, to, ports)
                .then(|| self.crosses(from, to, ports))
                .then(|| entered),
        }
    }

    /// What a load balancer passes on to one of its targets.
    pub(super) fn passes_on(
        &self,
        passage: &Passage,
        from: &Placement,
        to: &Placement,
        asked: Option<&Ports>,
    ) -> Proof {
        let ports = passage.port.as_ref().or(asked).unwrap_or(&ANY);
        let meets = asked.map_or(Truth::True, |asked| asked.meets(ports));
        let there = match passage.doubts.as_slice() {
            [] => Truth::True,
            doubts => Truth::Unknown(doubts.to_vec()),
        };
        let own = || {
            let by_group = self.enters(from, to, ports);
            let entered = by_group.or(|| self.enters_by_address(from, to, ports));
            self.crosses(from, to, ports).then(|| entered)
        };
        let clients = || {
            self.passes(from, Direction::Out, &self.peers(to), ports)
                .then(|| self.passes(to, Direction::In, &Peers::Internet(Family::V4), ports))
                .then(|| {
                    let port = some_port(Some(ports));
                    let groups = to.group_keys();
                    let by_address = self
                        .groups
                        .internet(&groups, Direction::In, Family::V4, port);
                    by_address.or(|| self.enters(from, to, ports))
                })
        };
        let arrives = || match &passage.seen {
            Seen::Balancer => own(),
            Seen::Client => clients(),
            Seen::Unknown(reasons) => match (own(), clients()) {
                (Proof::Closed, Proof::Closed) => Proof::Closed,
                (Proof::Open(hops), Proof::Open(_)) => Proof::Open(hops),
                _ => Proof::unknown(reasons.clone()),
            },
        };
        Proof::of(meets.and(|| there), || passage.hops.clone())
            .then(|| self.lies_somewhere(to))
            .then(|| self.leaves(from, to, ports))
            .then(arrives)
    }

    /// Tasks in the network of their machine lie where nobody says, and nodes of a cluster have the security group that the cluster gives them.
    fn lies_somewhere(&self, placement: &Placement) -> Proof {
        let address = &self.graph.instance(placement.node).address;
        let missing = |what: &str| {
            let why = format!("{what} of `{address}` are not known");
            Proof::unknown(vec![Reason::Other(why.into())])
        };
        if placement.subnets.is_empty() && placement.unknown_subnets.is_empty() {
            missing("the machines")
        } else if placement.groups.is_empty() && placement.unknown_groups.is_empty() {
            missing("the security groups")
        } else {
            Proof::Open(Vec::new())
        }
    }

    /// Whether the security groups of the source let connections to the target out.
    fn leaves(&self, from: &Placement, to: &Placement, ports: &Ports) -> Proof {
        if from.is_unfiltered(&self.graph.instance(from.node).value.get()) {
            return Proof::Open(Vec::new());
        }
        let (groups, others) = (from.group_keys(), to.group_keys());
        let addresses = self.addresses(to);
        self.groups
            .peers(&groups, Direction::Out, &others, &addresses, ports)
            .or(|| Proof::unknown(from.unknown_groups.clone()))
    }

    /// Whether a security group of the target names one of the source.
    fn enters(&self, from: &Placement, to: &Placement, ports: &Ports) -> Proof {
        let (groups, others) = (to.group_keys(), from.group_keys());
        let none = Bounds::default();
        let known = self
            .groups
            .peers(&groups, Direction::In, &others, &none, ports);
        known
            .or(|| Proof::unknown(to.unknown_groups.clone()))
            .or(|| {
                // A group of the source that is not known may be one that the target names.
                let any = self.groups.names_somebody(&groups, ports);
                any.then(|| Proof::unknown(from.unknown_groups.clone()))
            })
    }

    /// Whether a range of the target's security groups has all addresses that the source may have in one of its subnets.
    fn enters_by_address(&self, from: &Placement, to: &Placement, ports: &Ports) -> Proof {
        let subnets = from.subnets.iter();
        Proof::any(subnets.map(|subnet| self.enters_from(subnet, Some(from), to, ports)))
    }

    /// The same for one subnet: for a resource in it, or for whatever may lie there.
    pub(super) fn enters_from(
        &self,
        subnet: &Placed,
        from: Option<&Placement>,
        to: &Placement,
        ports: &Ports,
    ) -> Proof {
        let addresses = from.map_or_else(
            || self.addresses_of(&subnet.key),
            |from| self.own_addresses(from, subnet),
        );
        let words = || {
            let place = subnet.key.describe(self.graph);
            let who = from.map_or("something", |from| &self.graph.instance(from.node).address);
            Covered {
                open: format!(
                    "the security group lets in the addresses of `{place}`, where `{who}` lies"
                ),
                unknown: format!("which address `{who}` has in `{place}` is not known"),
            }
        };
        let own = || self.ranges_of(&subnet.key);
        let covered = self
            .groups
            .covering(&to.group_keys(), ports, &addresses, &own, &words);
        covered.then(|| Proof::of(self.shares_vpc(&subnet.key, to), Vec::new))
    }

    /// What the ranges of a subnet and of its VPC are called where they are not known.
    fn ranges_of(&self, subnet: &Key) -> Vec<String> {
        let vpc = match self.subnets.vpc(subnet) {
            Named::One(vpc) => Some(vpc),
            _ => None,
        };
        let nodes = [Some(subnet), vpc.as_ref()].into_iter().flatten();
        nodes
            .filter_map(Key::node)
            .map(|node| format!("{}.cidr_block", self.graph.instance(node).address))
            .collect()
    }

    /// Whether a resource lies in the VPC of a subnet.
    fn shares_vpc(&self, subnet: &Key, to: &Placement) -> Truth {
        let known = Truth::any(to.subnets.iter().map(|other| {
            if other.key == *subnet {
                return Truth::True;
            }
            match (self.subnets.vpc(subnet), self.subnets.vpc(&other.key)) {
                (Named::One(one), Named::One(other)) => Truth::from(one == other),
                (Named::Unknown(reasons), _) | (_, Named::Unknown(reasons)) => {
                    Truth::Unknown(reasons)
                }
                (Named::Nothing, _) => Truth::Unknown(vec![subnet.outside(self.graph, "the VPC")]),
                (_, Named::Nothing) => {
                    Truth::Unknown(vec![other.key.outside(self.graph, "the VPC")])
                }
            }
        }));
        known.or(|| match to.unknown_subnets.as_slice() {
            [] => Truth::False,
            reasons => Truth::Unknown(reasons.to_vec()),
        })
    }

    /// The network ACLs on the way; there are none within one subnet.
    fn crosses(&self, from: &Placement, to: &Placement, ports: &Ports) -> Proof {
        let same = from
            .subnets
            .iter()
            .any(|one| to.subnets.iter().any(|other| one.key == other.key));
        if same {
            return Proof::Open(Vec::new());
        }
        self.passes(from, Direction::Out, &self.peers(to), ports)
            .then(|| self.passes(to, Direction::In, &self.peers(from), ports))
    }

    /// Whether the network ACL of one of the subnets of a resource lets connections from or to somebody pass.
    fn passes(
        &self,
        placement: &Placement,
        direction: Direction,
        peers: &Peers,
        ports: &Ports,
    ) -> Proof {
        let port = some_port(Some(ports));
        let ways = placement.subnets.iter().map(|subnet| {
            self.acls
                .admits(&self.subnets, &subnet.key, direction, port, peers)
        });
        Proof::any(ways).or(|| Proof::unknown(placement.unknown_subnets.clone()))
    }

    /// The addresses of a resource, as one end of a connection.
    fn peers(&self, placement: &Placement) -> Peers {
        let addresses = self.addresses(placement);
        Peers::Some(if addresses.certain.is_empty() {
            addresses.possible
        } else {
            addresses.certain
        })
    }

    /// The addresses of the subnets of a resource.
    fn addresses(&self, placement: &Placement) -> Bounds {
        let all = placement.subnets.iter();
        let all = all.map(|subnet| self.addresses_of(&subnet.key));
        let known = all.fold(Bounds::default(), |all, subnet| all.union(&subnet));
        if placement.unknown_subnets.is_empty() {
            return known;
        }
        known.union(&Bounds::anything(placement.unknown_subnets.clone()))
    }

    /// The addresses that a resource may have in one of its subnets: those of the subnet, unless it says one.
    fn own_addresses(&self, placement: &Placement, subnet: &Placed) -> Bounds {
        let said = set_at(self.graph, placement.node, "private_ip");
        let said = said.first().and_then(|address| address.as_str());
        match said {
            Some(address) => {
                let range = format!("{address}/32");
                Bounds::known([range.as_str()].into_iter().collect())
            }
            None => self.addresses_of(&subnet.key),
        }
    }

    fn addresses_of(&self, subnet: &Key) -> Bounds {
        if let Key::Of(vpc, VpcPart::Subnet) = subnet
            && **vpc == Key::DefaultVpc
        {
            return Bounds::known([DEFAULT_VPC].into_iter().collect());
        }
        let range = subnet
            .node()
            .and_then(|node| self.graph.instance(node).value.field("cidr_block"));
        let known = range
            .as_ref()
            .map(|range| Bounds::of([range]))
            .filter(|range| !range.certain.is_empty());
        known.unwrap_or_else(|| Bounds {
            certain: AddressSet::default(),
            possible: AddressSet::all(),
            reasons: range.as_ref().map_or_else(
                || vec![subnet.outside(self.graph, "the addresses")],
                Value::reasons,
            ),
        })
    }
}

/// One port to judge network ACLs by.
pub(super) const fn some_port(ports: Option<&Ports>) -> i64 {
    match ports {
        Some(Ports::Range(from, _)) => *from,
        _ => 443,
    }
}
