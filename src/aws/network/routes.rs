//! Routes of one route table: where each sends which addresses, and what of it goes to an internet gateway. Knows no subnet.

use super::addresses::{AddressSet, Family};
use super::bounds::Bounds;
use super::names::{Key, Named, named, perhaps, set_field};
use super::prefix_lists::PrefixLists;
use crate::aws::Truth;
use crate::graph::{Graph, NodeIndex};
use crate::terraform::Mode;
use crate::value::{Reason, Value};
use ipnet::IpNet;

/// Attributes of a route that say where it leads, other than `gateway_id`; in `aws_route` and in `route` blocks.
const TARGETS: [&str; 11] = [
    "carrier_gateway_id",
    "core_network_arn",
    "egress_only_gateway_id",
    "instance_id",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "odb_network_arn",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
];

/// Attributes that say which addresses a route is for: in `aws_route`, and in `route` blocks.
const DESTINATIONS: [&str; 4] = [
    "destination_cidr_block",
    "destination_ipv6_cidr_block",
    "cidr_block",
    "ipv6_cidr_block",
];

/// Where a route leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// An internet gateway: the resource, if it is one of this configuration.
    Internet(Option<NodeIndex>),
    /// Anywhere else: the attribute that says it.
    Elsewhere(&'static str),
    Unknown(Vec<Reason>),
}

/// One route of a table.
#[derive(Clone, Debug)]
pub(super) struct Route {
    /// The `aws_route`, or the table that has the block.
    pub(super) node: NodeIndex,
    pub(super) destination: Bounds,
    /// What is written as destination, for the report.
    pub(super) written: String,
    pub(super) target: Target,
    /// The attribute that names the target.
    pub(super) at: Value,
    prefix: u8,
    exists: Option<Reason>,
}

impl Route {
    /// The route that an object (an `aws_route` or a `route` block) writes.
    pub(super) fn read(
        graph: &Graph<'_>,
        lists: &PrefixLists,
        node: NodeIndex,
        object: &Value,
    ) -> Self {
        let (destination, written, prefix) = destination(graph, lists, object);
        let (target, at) = target(graph, object);
        Self {
            node,
            destination,
            written,
            target,
            at,
            prefix,
            exists: perhaps(graph, node),
        }
    }

    /// Whether the route, where it exists, leads to an internet gateway.
    const fn leads_to_internet(&self) -> Option<bool> {
        match self.target {
            Target::Internet(_) => Some(true),
            Target::Elsewhere(_) => Some(false),
            Target::Unknown(_) => None,
        }
    }
}

fn destination(graph: &Graph<'_>, lists: &PrefixLists, object: &Value) -> (Bounds, String, u8) {
    let field = |name: &&str| set_field(object, name);
    if let Some(range) = DESTINATIONS.iter().find_map(field) {
        let text = range.as_str();
        let known = text.and_then(|text| text.trim().parse::<IpNet>().ok());
        let written = text.map_or_else(|| "(unknown)".to_owned(), ToString::to_string);
        let prefix = known.map_or(0, |net| net.prefix_len());
        return (Bounds::of([range]), written, prefix);
    }
    let list = set_field(object, "destination_prefix_list_id");
    let list = list.map_or_else(Bounds::default, |list| lists.addresses(graph, list));
    (list, "a prefix list".to_owned(), 0)
}

fn target(graph: &Graph<'_>, object: &Value) -> (Target, Value) {
    if let Some(gateway) = set_field(object, "gateway_id") {
        return (gateway_target(graph, gateway), gateway.clone());
    }
    let set = TARGETS.into_iter().find_map(|name| {
        let value = set_field(object, name)?;
        Some((Target::Elsewhere(name), value.clone()))
    });
    set.unwrap_or_else(|| (Target::Elsewhere("nowhere"), object.clone()))
}

/// An internet gateway, a virtual private gateway, a gateway endpoint, or `local`.
fn gateway_target(graph: &Graph<'_>, gateway: &Value) -> Target {
    match named(graph, gateway) {
        Named::Nothing => Target::Elsewhere("nowhere"),
        Named::Unknown(reasons) => Target::Unknown(reasons),
        Named::One(Key::Node(node)) => {
            let instance = graph.instance(node);
            match instance.resource_type.as_ref() {
                "aws_internet_gateway" => {
                    Target::Internet((instance.mode == Mode::Managed).then_some(node))
                }
                _ => Target::Elsewhere("gateway_id"),
            }
        }
        Named::One(Key::Outside(id)) if id.starts_with("igw-") => Target::Internet(None),
        Named::One(Key::Outside(id)) if id.contains('.') => Target::Unknown(gateway.reasons()),
        Named::One(_) => Target::Elsewhere("gateway_id"),
    }
}

/// What the routes of a table do together.
#[derive(Clone, Default, Debug)]
pub(super) struct Routed {
    /// The addresses that are reached through an internet gateway: where no longer prefix leads elsewhere.
    internet: Bounds,
    /// The addresses that are reached by any other way out.
    elsewhere: Bounds,
    /// The routes to internet gateways that exist for certain, longest prefix first.
    pub(super) ways: Vec<Route>,
    /// The first route that leads out another way.
    pub(super) detour: Option<Route>,
}

impl Routed {
    /// The longest prefix wins: what a more specific route takes does not reach the gateway of a less specific one.
    pub(super) fn of(mut routes: Vec<Route>, unknown: Vec<Reason>) -> Self {
        routes.sort_by_key(|route| std::cmp::Reverse(route.prefix));
        let mut routed = Self::default();
        // What is taken for certain, and what may be.
        let (mut taken, mut maybe_taken) = (AddressSet::default(), AddressSet::default());
        for route in routes {
            let destination = route.destination.clone().perhaps(route.exists.clone());
            let certain = destination.certain.subtract(&maybe_taken);
            let possible = destination.possible.subtract(&taken);
            let mut reasons = destination.reasons.clone();
            if let Target::Unknown(why) = &route.target {
                reasons.extend(why.iter().cloned());
            }
            let leads = route.leads_to_internet();
            let part = |sure: bool, may: bool| Bounds {
                certain: if sure {
                    certain.clone()
                } else {
                    AddressSet::default()
                },
                possible: if may {
                    possible.clone()
                } else {
                    AddressSet::default()
                },
                reasons: if may { reasons.clone() } else { Vec::new() },
            };
            routed.internet = routed
                .internet
                .union(&part(leads == Some(true), leads != Some(false)));
            routed.elsewhere = routed
                .elsewhere
                .union(&part(leads == Some(false), leads != Some(true)));
            // A destination that is not known hides no route: it would have to be the internet too, and a table has one route for each destination.
            if route.destination.reasons.is_empty() {
                maybe_taken = maybe_taken.union(&destination.possible);
            }
            if leads.is_some() {
                taken = taken.union(&destination.certain);
            }
            match leads {
                Some(true) if route.exists.is_none() => routed.ways.push(route),
                Some(false) if routed.detour.is_none() && destination.certain.covers_internet() => {
                    routed.detour = Some(route);
                }
                _ => {}
            }
        }
        if !unknown.is_empty() {
            let anything = Bounds::anything(unknown);
            routed.internet = routed.internet.union(&anything);
            routed.elsewhere = routed.elsewhere.union(&anything);
        }
        routed
    }

    /// All of the internet through a gateway, as the main route table of the default VPC has it.
    pub(super) fn everything_to_the_internet() -> Self {
        Self {
            internet: Bounds::known(AddressSet::public(Family::V4).clone()),
            ..Self::default()
        }
    }

    /// Whether the internet of a family is reached through an internet gateway.
    pub(super) fn reaches_internet(&self, family: Family) -> Truth {
        self.internet.covers_internet_of(family)
    }

    /// Whether there is another way to the internet, or at least out of the VPC: NAT, transit gateway, endpoint, egress-only gateway.
    pub(super) fn leads_out(&self) -> Truth {
        self.elsewhere.covers_internet()
    }

    /// The routes that bring addresses of a family to an internet gateway.
    pub(super) fn ways_of(&self, family: Family) -> impl Iterator<Item = &Route> {
        let public = AddressSet::public(family);
        self.ways
            .iter()
            .filter(move |route| route.destination.certain.intersects(public))
    }
}
