//! Network ACLs: what may enter and leave a subnet, rule by rule in the order of their numbers.
//!
//! Judges the first packet of a connection. That the answer may come back (ephemeral ports) is not looked at.

use super::addresses::{AddressSet, Family};
use super::bounds::Bounds;
use super::names::{
    Key, Named, VpcPart, canonical, is_unset, named_all, named_at, perhaps, set_at, set_field,
};
use super::proof::{Hop, Proof};
use super::security_group::{Direction, tcp_ports};
use super::strays::Strays;
use super::subnets::Subnets;
use crate::aws::Truth;
use crate::graph::{Graph, NodeIndex};
use crate::value::{Number, Reason, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

const ACLS: [&str; 2] = ["aws_network_acl", "aws_default_network_acl"];

/// One rule as it is written; `None` for what is not known.
#[derive(Clone, Debug)]
struct AclRule {
    node: NodeIndex,
    number: Option<i64>,
    allow: Option<bool>,
    direction: Option<Direction>,
    addresses: Bounds,
    /// `Ok(None)` for a rule that is not about TCP.
    ports: Result<Option<(i64, i64)>, Vec<Reason>>,
    at: Value,
    /// Why something above is not known, or why the rule may not exist.
    reasons: Vec<Reason>,
}

/// The network ACLs of a root module and the subnets that have them.
pub(super) struct Acls<'a> {
    graph: &'a Graph<'a>,
    rules: BTreeMap<Key, Vec<AclRule>>,
    resources: FxHashMap<Key, NodeIndex>,
    /// Why an ACL may have more rules.
    unknown: FxHashMap<Key, Vec<Reason>>,
    stray_rules: Strays,
    /// The ACL of a subnet, and why the subnet may not have it.
    by_subnet: FxHashMap<Key, (Named, Option<Reason>)>,
    /// Why the ACL that a VPC has from the start may be adopted, and have other rules.
    stray_adopters: Strays,
    stray_associations: Strays,
}

impl std::fmt::Debug for Acls<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Acls")
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

impl<'a> Acls<'a> {
    pub(super) fn new(graph: &'a Graph<'a>) -> Self {
        let mut acls = Self {
            graph,
            rules: BTreeMap::new(),
            resources: FxHashMap::default(),
            unknown: FxHashMap::default(),
            stray_rules: Strays::default(),
            by_subnet: FxHashMap::default(),
            stray_adopters: Strays::of(graph, "aws_default_network_acl", "default_network_acl_id"),
            stray_associations: Strays::default(),
        };
        for &node in ACLS.iter().flat_map(|kind| graph.of_type(kind)) {
            acls.read_acl(node);
        }
        for &node in graph.of_type("aws_network_acl_rule") {
            let attributes = &graph.instance(node).value.get();
            let rule = acls.rule(
                node,
                attributes,
                ["rule_number", "rule_action"],
                direction(attributes),
            );
            match acls.attribute(node, "network_acl_id") {
                Named::One(acl) => {
                    acls.stray_rules.add_numbered(graph, &acl);
                    acls.rules.entry(acl).or_default().push(rule);
                }
                Named::Unknown(reasons) => {
                    acls.stray_rules
                        .add(graph, node, "network_acl_id", &reasons);
                }
                Named::Nothing => {}
            }
        }
        for &node in graph.of_type("aws_network_acl_association") {
            let acl = acls.attribute(node, "network_acl_id");
            match acls.attribute(node, "subnet_id") {
                Named::One(subnet) => {
                    acls.stray_associations.add_numbered(graph, &subnet);
                    acls.by_subnet.insert(subnet, (acl, perhaps(graph, node)));
                }
                Named::Unknown(reasons) => {
                    acls.stray_associations
                        .add(graph, node, "subnet_id", &reasons);
                }
                Named::Nothing => {}
            }
        }
        for rules in acls.rules.values_mut() {
            rules.sort_by_key(|rule| rule.number);
        }
        acls
    }

    fn attribute(&self, node: NodeIndex, name: &str) -> Named {
        named_at(self.graph, node, name)
    }

    fn read_acl(&mut self, node: NodeIndex) {
        let key = canonical(self.graph, node);
        self.resources.insert(key.clone(), node);
        for subnet in set_at(self.graph, node, "subnet_ids") {
            match named_all(self.graph, &subnet) {
                Ok(subnets) => {
                    for subnet in subnets {
                        let acl = (Named::One(key.clone()), perhaps(self.graph, node));
                        self.by_subnet.insert(subnet, acl);
                    }
                }
                Err(reasons) => {
                    self.stray_associations
                        .add(self.graph, node, "subnet_ids", &reasons);
                }
            }
        }
        let attributes = &self.graph.instance(node).value.get();
        for direction in [Direction::In, Direction::Out] {
            let Some(blocks) = set_field(attributes, direction.name()) else {
                continue;
            };
            if blocks.is_unknown() {
                self.unknown
                    .entry(key.clone())
                    .or_default()
                    .extend(blocks.reasons());
            }
            for block in blocks.children() {
                let rule = self.rule(node, block, ["rule_no", "action"], Some(direction));
                self.rules.entry(key.clone()).or_default().push(rule);
            }
        }
    }

    fn rule(
        &self,
        node: NodeIndex,
        object: &Value,
        [number, action]: [&str; 2],
        direction: Option<Direction>,
    ) -> AclRule {
        let field = |name: &str| object.field(name);
        let ranges = ["cidr_block", "ipv6_cidr_block"]
            .into_iter()
            .filter_map(field)
            .filter(|range| !is_unset(range));
        let ranges: Vec<&Value> = ranges.collect();
        let addresses = Bounds::of(ranges.iter().copied());
        let number = field(number).and_then(number_of);
        let allow = field(action)
            .and_then(Value::as_str)
            .map(|action| action.eq_ignore_ascii_case("allow"));
        let mut reasons: Vec<Reason> = perhaps(self.graph, node).into_iter().collect();
        if number.is_none() || allow.is_none() || direction.is_none() {
            reasons.extend(object.reasons());
        }
        let [protocol, from, to] =
            ["protocol", "from_port", "to_port"].map(|name| field(name).unwrap_or(object));
        let ports = tcp_ports(protocol, from, to).map_err(Value::reasons);
        let at = ranges
            .first()
            .copied()
            .or_else(|| field(action))
            .unwrap_or(object)
            .clone();
        AclRule {
            node,
            number,
            allow,
            direction,
            addresses,
            ports,
            at,
            reasons,
        }
    }

    /// Whether a packet of TCP to a port may pass between a subnet and whoever is at the other end.
    pub(super) fn admits(
        &self,
        subnets: &Subnets<'_>,
        subnet: &Key,
        direction: Direction,
        port: i64,
        peers: &Peers,
    ) -> Proof {
        let (acl, exists) = match self.by_subnet.get(subnet) {
            Some((acl, exists)) => (acl.clone(), exists.clone()),
            None => match self.acl_from_the_start(subnets, subnet) {
                Ok(acl) => (Named::One(acl), None),
                Err(reasons) => return Proof::unknown(reasons),
            },
        };
        let passes = match acl {
            Named::One(acl) => self.passes(&acl, direction, port, peers),
            Named::Unknown(reasons) => Proof::unknown(reasons),
            Named::Nothing => Proof::Open(Vec::new()),
        };
        match exists {
            // Without this ACL the subnet would have another one.
            Some(reason) => Proof::unknown(vec![reason]),
            None => passes,
        }
    }

    /// The ACL that a subnet has where no association says another one, or why it may have another.
    fn acl_from_the_start(&self, subnets: &Subnets<'_>, subnet: &Key) -> Result<Key, Vec<Reason>> {
        let strays = self.stray_associations.reasons(subnet);
        if !strays.is_empty() {
            return Err(strays);
        }
        match subnets.vpc(subnet) {
            Named::One(vpc) if vpc == Key::DefaultVpc || subnet.managed(self.graph).is_some() => {
                Ok(vpc.part(VpcPart::Acl))
            }
            Named::Unknown(reasons) => Err(reasons),
            _ => Err(vec![subnet.outside(self.graph, "the network ACLs")]),
        }
    }

    fn passes(&self, acl: &Key, direction: Direction, port: i64, peers: &Peers) -> Proof {
        if !self.resources.contains_key(acl) {
            let has_rules = self.rules.contains_key(acl);
            return match acl {
                // The ACL that a VPC has from the start lets everything pass.
                Key::Of(vpc, VpcPart::Acl)
                    if !has_rules
                        && (**vpc == Key::DefaultVpc || vpc.managed(self.graph).is_some()) =>
                {
                    let adopters = self.stray_adopters.reasons(acl);
                    if adopters.is_empty() {
                        Proof::Open(Vec::new())
                    } else {
                        Proof::unknown(adopters)
                    }
                }
                _ => Proof::unknown(vec![acl.outside(self.graph, "the rules")]),
            };
        }
        let rules = self.rules.get(acl).map_or(&[][..], Vec::as_slice);
        let unknown = self.unknown.get(acl).into_iter().flatten().cloned();
        let unknown: Vec<Reason> = unknown.chain(self.stray_rules.reasons(acl)).collect();
        let bounds = if unknown.is_empty() {
            evaluate(rules, direction, port)
        } else {
            Bounds::anything(unknown)
        };
        Proof::of(bounds.decide(|set| peers.pass(set)), || {
            let allows =
                |rule: &&AclRule| rule.allow == Some(true) && rule.meets(direction, port).is_true();
            let way = rules
                .iter()
                .filter(allows)
                .find(|rule| peers.meet(&rule.addresses.certain));
            let hop = way.map(|rule| {
                Hop::at_value(
                    self.graph,
                    rule.node,
                    &rule.at,
                    "the network ACL lets it pass",
                )
            });
            hop.into_iter().collect()
        })
    }
}

/// Who is at the other end.
#[derive(Clone, Debug)]
pub(super) enum Peers {
    /// Everybody.
    Internet(Family),
    /// Any one of these addresses.
    Some(AddressSet),
}

impl Peers {
    /// Whether they get through a set of addresses that pass.
    fn pass(&self, set: &AddressSet) -> bool {
        match self {
            Self::Internet(family) => set.covers_internet_of(*family),
            Self::Some(addresses) => set.intersects(addresses),
        }
    }

    /// Whether some of their addresses are in a set.
    fn meet(&self, set: &AddressSet) -> bool {
        match self {
            Self::Internet(family) => set.intersects(AddressSet::public(*family)),
            Self::Some(addresses) => set.intersects(addresses),
        }
    }
}

impl AclRule {
    /// Whether the rule is about a packet to this port, going this way.
    fn meets(&self, direction: Direction, port: i64) -> Truth {
        let way = match self.direction {
            Some(own) => Truth::from(own == direction),
            None => Truth::Unknown(self.reasons.clone()),
        };
        way.and(|| match &self.ports {
            Ok(ports) => Truth::from(ports.is_some_and(|(from, to)| from <= port && port <= to)),
            Err(reasons) => Truth::Unknown(reasons.clone()),
        })
    }
}

/// What the rules let pass: the first rule that is about an address decides. Sorted by number; those without a known one come first.
fn evaluate(rules: &[AclRule], direction: Direction, port: i64) -> Bounds {
    let mut bounds = Bounds::default();
    // Addresses that no rule has decided for certain, and those that no rule can have decided.
    let (mut open, mut untouched) = (AddressSet::all(), AddressSet::all());
    for rule in rules {
        let meets = rule.meets(direction, port);
        if meets.is_false() {
            continue;
        }
        let sure = meets.is_true() && rule.reasons.is_empty();
        if rule.allow != Some(false) {
            bounds.possible = bounds
                .possible
                .union(&rule.addresses.possible.intersect(&open));
        }
        if rule.allow == Some(true) && sure {
            bounds.certain = bounds
                .certain
                .union(&rule.addresses.certain.intersect(&untouched));
        }
        if rule.allow != Some(true) {
            untouched = untouched.subtract(&rule.addresses.possible);
        }
        if sure {
            open = open.subtract(&rule.addresses.certain);
            untouched = untouched.subtract(&rule.addresses.certain);
        }
        bounds
            .reasons
            .extend(rule.reasons.iter().chain(&rule.addresses.reasons).cloned());
        if let Truth::Unknown(why) = meets {
            bounds.reasons.extend(why);
        }
    }
    bounds
}

fn direction(rule: &Value) -> Option<Direction> {
    match rule.field("egress") {
        Some(egress) if egress.is_unknown() => None,
        egress if egress.and_then(Value::as_bool) == Some(true) => Some(Direction::Out),
        _ => Some(Direction::In),
    }
}

fn number_of(value: &Value) -> Option<i64> {
    match value.as_str() {
        Some(text) => text.parse().ok(),
        None => value.as_number().and_then(Number::as_i64),
    }
}
