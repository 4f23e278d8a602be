//! Security groups over the whole configuration: which rules each has, wherever they are written, and whom they let in.

use super::addresses::{AddressSet, Family};
use super::bounds::Bounds;
use super::default_groups;
use super::names::{Key, Named, VpcPart, canonical, named, perhaps};
use super::prefix_lists::PrefixLists;
use super::proof::{Hop, Proof};
use super::security_group::{Direction, Permission, permissions, tcp_ports};
use crate::aws::Truth;
use crate::graph::{Graph, NodeIndex};
use crate::value::{Origin, Reason, Value};
use rustc_hash::FxHashMap;

/// Types that are a group and may have rules inside.
pub(super) const GROUPS: [&str; 2] = ["aws_security_group", "aws_default_security_group"];

/// Types that are one rule of a group.
const RULES: [&str; 3] = [
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
];

/// A permission and what it means.
#[derive(Clone, Debug)]
pub struct GroupRule {
    /// The instance that writes it.
    pub node: NodeIndex,
    pub permission: Permission,
    pub direction: Direction,
    addresses: Bounds,
    /// `Ok(None)` for a rule that is not about TCP.
    ports: Result<Option<(i64, i64)>, Vec<Reason>>,
    groups: Vec<Named>,
    exists: Option<Reason>,
    /// Nobody writes the rule: AWS makes it with the default security group of a VPC. `node` is that VPC, where the configuration has it.
    implied: bool,
}

/// Ports of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ports {
    /// One of these, both ends included.
    Range(i64, i64),
    /// Not known which, and why.
    Unknown(Vec<Reason>),
}

impl Ports {
    /// Whether there is a port in both.
    pub(super) fn meets(&self, other: &Self) -> Truth {
        match (self, other) {
            (Self::Range(from, to), Self::Range(first, last)) => {
                Truth::from(from <= last && first <= to)
            }
            (Self::Unknown(reasons), _) | (_, Self::Unknown(reasons)) => {
                Truth::Unknown(reasons.clone())
            }
        }
    }
}

/// Rules by group, for both directions.
pub(super) struct Groups<'a> {
    pub(super) graph: &'a Graph<'a>,
    rules: FxHashMap<Key, Vec<GroupRule>>,
    /// Why a group has more rules, perhaps.
    unknown: FxHashMap<(Key, Direction), Vec<Reason>>,
    stray: Vec<Reason>,
}

impl std::fmt::Debug for Groups<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Groups")
            .field("groups", &self.rules.len())
            .finish_non_exhaustive()
    }
}

impl<'a> Groups<'a> {
    pub(super) fn new(graph: &'a Graph<'a>, lists: &PrefixLists) -> Self {
        let mut groups = Self {
            graph,
            rules: FxHashMap::default(),
            unknown: FxHashMap::default(),
            stray: Vec::new(),
        };
        for &node in GROUPS.iter().flat_map(|kind| graph.of_type(kind)) {
            groups.read(lists, node, &canonical(graph, node));
        }
        for &node in RULES.iter().flat_map(|kind| graph.of_type(kind)) {
            match group_of(graph, node) {
                Named::One(key) => groups.read(lists, node, &key),
                Named::Unknown(reasons) => groups.stray.extend(reasons),
                Named::Nothing => {}
            }
        }
        groups.stray.sort();
        groups.stray.dedup();
        for group in default_groups::rules(graph) {
            for direction in [Direction::In, Direction::Out] {
                let place = (group.key.clone(), direction);
                let unknown = groups.unknown.entry(place).or_default();
                unknown.extend(group.adopters.iter().cloned());
            }
            let rules = groups.rules.entry(group.key).or_default();
            rules.extend(group.rules);
        }
        groups
    }

    fn read(&mut self, lists: &PrefixLists, node: NodeIndex, group: &Key) {
        let instance = self.graph.instance(node);
        for direction in [Direction::In, Direction::Out] {
            match permissions(&instance.resource_type, &instance.value.get(), direction) {
                Ok(permissions) => {
                    for permission in permissions {
                        let rule = self.rule(lists, node, direction, permission, group);
                        self.rules.entry(group.clone()).or_default().push(rule);
                    }
                }
                Err(unknown) => {
                    let place = (group.clone(), direction);
                    self.unknown
                        .entry(place)
                        .or_default()
                        .extend(unknown.reasons());
                }
            }
        }
    }

    fn rule(
        &self,
        lists: &PrefixLists,
        node: NodeIndex,
        direction: Direction,
        permission: Permission,
        group: &Key,
    ) -> GroupRule {
        let mut addresses = Bounds::of(&permission.cidr_blocks);
        for list in &permission.prefix_lists {
            addresses = addresses.union(&lists.addresses(self.graph, list));
        }
        let named = permission
            .groups
            .iter()
            .map(|group| named(self.graph, group));
        let mut groups: Vec<Named> = named.filter(|group| *group != Named::Nothing).collect();
        match &permission.own_group {
            Some(own) if own.is_unknown() => groups.push(Named::Unknown(own.reasons())),
            Some(_) => groups.push(Named::One(group.clone())),
            None => {}
        }
        let ports = tcp_ports(
            &permission.protocol,
            &permission.from_port,
            &permission.to_port,
        );
        GroupRule {
            ports: ports.map_err(Value::reasons),
            node,
            direction,
            addresses,
            groups,
            exists: perhaps(self.graph, node),
            permission,
            implied: false,
        }
    }

    /// The rules of a group for a direction, and why there may be more.
    pub(super) fn rules<'s>(
        &'s self,
        group: &Key,
        direction: Direction,
    ) -> (impl Iterator<Item = &'s GroupRule>, Vec<Reason>) {
        let rules = self.rules.get(group).map_or(&[][..], Vec::as_slice);
        let mut unknown = self.stray.clone();
        unknown.extend(
            self.unknown
                .get(&(group.clone(), direction))
                .into_iter()
                .flatten()
                .cloned(),
        );
        if !self.is_known(group) {
            unknown.push(group.outside(self.graph, "the rules"));
        }
        (
            rules.iter().filter(move |rule| rule.direction == direction),
            unknown,
        )
    }

    /// Whether the configuration has all rules of a group.
    fn is_known(&self, group: &Key) -> bool {
        match group {
            Key::Of(vpc, VpcPart::SecurityGroup) => {
                **vpc == Key::DefaultVpc || vpc.managed(self.graph).is_some()
            }
            key => key.managed(self.graph).is_some(),
        }
    }

    /// Whether one of the groups lets the internet of a family in (or out to it) on a port.
    pub(super) fn internet(
        &self,
        groups: &[Key],
        direction: Direction,
        family: Family,
        port: i64,
    ) -> Proof {
        let mut addresses = Bounds::default();
        let mut hops = Vec::new();
        let public = AddressSet::public(family);
        for group in groups {
            let (rules, unknown) = self.rules(group, direction);
            for rule in rules {
                let of_rule = rule.addresses_on(port);
                if of_rule.certain.intersects(public) {
                    hops.extend(self.hop(rule, "the security group lets the internet in"));
                }
                addresses = addresses.union(&of_rule);
            }
            if !unknown.is_empty() {
                addresses = addresses.union(&Bounds::anything(unknown));
            }
        }
        Proof::of(addresses.covers_internet_of(family), || hops)
    }

    /// Whether one of the groups lets members of one of the others (or some addresses) in or out on a port.
    pub(super) fn peers(
        &self,
        groups: &[Key],
        direction: Direction,
        others: &[Key],
        addresses: &Bounds,
        ports: &Ports,
    ) -> Proof {
        Proof::any(groups.iter().map(|group| {
            let (rules, unknown) = self.rules(group, direction);
            let known = Proof::any(rules.map(|rule| {
                let by_group = rule.names_any(others);
                let by_address = || meet(&rule.addresses, addresses);
                Proof::of(rule.opens(ports).and(|| by_group.or(by_address)), || {
                    let text = match direction {
                        Direction::In => "the security group lets this group in",
                        Direction::Out => "the security group lets connections out",
                    };
                    self.hop(rule, text).into_iter().collect()
                })
            }));
            known.or(|| Proof::unknown(unknown))
        }))
    }

    /// A hop at what a rule says of who is at the other end; none for a rule of AWS whose VPC the configuration does not have.
    pub(super) fn hop(&self, rule: &GroupRule, text: &str) -> Option<Hop> {
        if rule.implied {
            let named = self
                .graph
                .instance(rule.node)
                .resource_type
                .ends_with("_vpc");
            let text = text.replace(
                "the security group",
                "the default security group of this VPC",
            );
            return named.then(|| Hop::at_header(self.graph, rule.node, text));
        }
        let permission = &rule.permission;
        let ranges = permission
            .cidr_blocks
            .iter()
            .chain(&permission.prefix_lists);
        let at = ranges
            .chain(&permission.groups)
            .chain(&permission.own_group)
            .next();
        Some(match at {
            Some(at) => Hop::at_value(self.graph, rule.node, at, text),
            None => Hop::at_header(self.graph, rule.node, text),
        })
    }

    /// The ports of the rules of a direction that meet the internet: one of each stretch that they open.
    pub(super) fn public_ports(&self, groups: &[Key], family: Family) -> Vec<i64> {
        let public = AddressSet::public(family);
        let mut ports: Vec<i64> = Vec::new();
        for group in groups {
            let (rules, _) = self.rules(group, Direction::In);
            let open = rules.filter(|rule| rule.addresses.possible.intersects(public));
            ports.extend(open.map(|rule| match rule.ports {
                Ok(Some((from, _))) => from,
                Ok(None) | Err(_) => 0,
            }));
        }
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

impl GroupRule {
    /// A rule that AWS gives a default security group: all of its members may come in, everything may go out.
    pub(super) fn implied(
        node: NodeIndex,
        group: &Key,
        direction: Direction,
        exists: Option<Reason>,
        origin: &Origin,
    ) -> Self {
        let own = direction == Direction::In;
        Self {
            node,
            permission: Permission::everything(own, origin),
            direction,
            addresses: Bounds::known(if own {
                AddressSet::default()
            } else {
                AddressSet::all()
            }),
            ports: Ok(Some((0, 65535))),
            groups: own.then(|| Named::One(group.clone())).into_iter().collect(),
            exists,
            implied: true,
        }
    }

    /// Whether AWS makes the rule, and nobody writes it.
    pub const fn is_implied(&self) -> bool {
        self.implied
    }

    /// Whether the rule names groups, known or not.
    pub(super) const fn names_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    pub(super) const fn addresses(&self) -> &Bounds {
        &self.addresses
    }

    /// Whom the rule lets in on a port.
    fn addresses_on(&self, port: i64) -> Bounds {
        match self.opens(&Ports::Range(port, port)) {
            Truth::False => Bounds::default(),
            Truth::True => self.addresses.clone(),
            Truth::Unknown(reasons) => {
                let reason = reasons.into_iter().next();
                self.addresses.clone().perhaps(reason)
            }
        }
    }

    /// Whether the rule opens one of some ports.
    pub fn opens(&self, ports: &Ports) -> Truth {
        let exists = match &self.exists {
            None => Truth::True,
            Some(reason) => Truth::Unknown(vec![reason.clone()]),
        };
        let meets = match (&self.ports, ports) {
            (Ok(None), _) => Truth::False,
            (Ok(Some((0, 65535))), _) => Truth::True,
            (Ok(Some((from, to))), Ports::Range(first, last)) => {
                Truth::from(from <= last && first <= to)
            }
            (Ok(Some(_)), Ports::Unknown(reasons)) | (Err(reasons), _) => {
                Truth::Unknown(reasons.clone())
            }
        };
        meets.and(|| exists)
    }

    /// The groups whose members the rule lets in, and why there may be others.
    pub(super) fn sources(&self) -> (impl Iterator<Item = &Key>, Vec<Reason>) {
        let known = self.groups.iter().filter_map(|group| match group {
            Named::One(key) => Some(key),
            _ => None,
        });
        let unknown = self.groups.iter().filter_map(|group| match group {
            Named::Unknown(reasons) => Some(reasons.clone()),
            _ => None,
        });
        (known, unknown.flatten().collect())
    }

    fn names_any(&self, others: &[Key]) -> Truth {
        let (mut known, unknown) = self.sources();
        if known.any(|key| others.contains(key)) {
            Truth::True
        } else if unknown.is_empty() {
            Truth::False
        } else {
            Truth::Unknown(unknown)
        }
    }
}

/// Whether two sets meet, of which both may be known in part.
fn meet(one: &Bounds, other: &Bounds) -> Truth {
    if one.certain.intersects(&other.certain)
        || one.certain.covers(&other.possible) && !other.possible.is_empty()
    {
        return Truth::True;
    }
    if !one.possible.intersects(&other.possible) {
        return Truth::False;
    }
    Truth::because(one.reasons.iter().chain(&other.reasons).cloned())
}

/// The group that a rule resource belongs to.
pub(super) fn group_of(graph: &Graph<'_>, node: NodeIndex) -> Named {
    let instance = graph.instance(node);
    if GROUPS.contains(&instance.resource_type.as_ref()) {
        return Named::One(canonical(graph, node));
    }
    let group = instance.value.field("security_group_id");
    group.map_or(Named::Nothing, |group| named(graph, &group))
}
