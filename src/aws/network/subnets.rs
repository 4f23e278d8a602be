//! Route tables of subnets, and with them whether a subnet is public, private or isolated. Knows no security groups and no network ACLs.

use super::addresses::Family;
use super::class::Class;
use super::names::{Key, Named, VpcPart, canonical, named, named_at, perhaps, set_field};
use super::prefix_lists::PrefixLists;
use super::proof::{Hop, Proof};
use super::routes::{Route, Routed, Target};
use super::strays::Strays;
use crate::aws::Truth;
use crate::graph::{Graph, Memo, NodeIndex};
use crate::value::{Reason, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Types whose instances are route tables.
const TABLES: [&str; 2] = ["aws_route_table", "aws_default_route_table"];

/// One `aws_route_table_association` or `aws_main_route_table_association`.
#[derive(Clone, Debug)]
struct Association {
    node: NodeIndex,
    table: Named,
    exists: Option<Reason>,
}

/// The route tables of a root module and who has them.
pub(super) struct Subnets<'a> {
    graph: &'a Graph<'a>,
    /// By subnet.
    associations: FxHashMap<Key, Vec<Association>>,
    /// By VPC.
    main: FxHashMap<Key, Vec<Association>>,
    /// Why any subnet may have an association.
    stray_associations: Strays,
    /// Why any VPC may have another main table.
    stray_mains: Strays,
    tables: FxHashMap<Key, Table>,
    /// Why a main table that no resource adopts may be adopted, and have other routes.
    stray_adopters: Strays,
    /// Why any table may have more routes that lead to an internet gateway.
    stray_routes: Strays,
    routed: Memo<Key, Arc<Routed>>,
    /// Whether a subnet is public.
    public: Memo<(Key, Family), Proof>,
}

#[derive(Default, Debug)]
struct Table {
    /// The resource that says all of its routes, if there is one.
    resource: Option<NodeIndex>,
    routes: Vec<Route>,
    /// Why it may have more.
    unknown: Vec<Reason>,
}

impl std::fmt::Debug for Subnets<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subnets")
            .field("tables", &self.tables)
            .finish_non_exhaustive()
    }
}

impl<'a> Subnets<'a> {
    pub(super) fn new(graph: &'a Graph<'a>, lists: &PrefixLists) -> Self {
        let mut subnets = Self {
            graph,
            associations: FxHashMap::default(),
            main: FxHashMap::default(),
            stray_associations: Strays::default(),
            stray_mains: Strays::default(),
            tables: FxHashMap::default(),
            stray_adopters: Strays::of(graph, "aws_default_route_table", "default_route_table_id"),
            stray_routes: Strays::default(),
            routed: Memo::default(),
            public: Memo::default(),
        };
        subnets.associate();
        subnets.read_tables(lists);
        subnets.read_routes(lists);
        subnets
    }

    fn associate(&mut self) {
        for &node in self.graph.of_type("aws_route_table_association") {
            let association = self.association(node);
            match self.attribute(node, "subnet_id") {
                Named::One(subnet) => {
                    self.stray_associations.add_numbered(self.graph, &subnet);
                    let own = self.associations.entry(subnet).or_default();
                    own.push(association);
                }
                Named::Unknown(reasons) => {
                    self.stray_associations
                        .add(self.graph, node, "subnet_id", &reasons);
                }
                // A table of a gateway says where what comes in goes, not where a subnet's traffic goes.
                Named::Nothing => {}
            }
        }
        for &node in self.graph.of_type("aws_main_route_table_association") {
            let association = self.association(node);
            match self.attribute(node, "vpc_id") {
                Named::One(vpc) => {
                    self.stray_mains.add_numbered(self.graph, &vpc);
                    self.main.entry(vpc).or_default().push(association);
                }
                Named::Unknown(reasons) => {
                    self.stray_mains.add(self.graph, node, "vpc_id", &reasons);
                }
                Named::Nothing => {}
            }
        }
    }

    fn association(&self, node: NodeIndex) -> Association {
        Association {
            node,
            table: self.attribute(node, "route_table_id"),
            exists: perhaps(self.graph, node),
        }
    }

    fn read_tables(&mut self, lists: &PrefixLists) {
        for &node in TABLES.iter().flat_map(|kind| self.graph.of_type(kind)) {
            let table = self.tables.entry(canonical(self.graph, node)).or_default();
            table.resource = Some(node);
            let attributes = &self.graph.instance(node).value.get();
            match set_field(attributes, "route") {
                Some(blocks) if blocks.is_unknown() => table.unknown.extend(blocks.reasons()),
                Some(blocks) => {
                    for block in blocks.children() {
                        if block.is_unknown() {
                            table.unknown.extend(block.reasons());
                        } else {
                            table
                                .routes
                                .push(Route::read(self.graph, lists, node, block));
                        }
                    }
                }
                None => {}
            }
        }
    }

    fn read_routes(&mut self, lists: &PrefixLists) {
        for &node in self.graph.of_type("aws_route") {
            let route = Route::read(
                self.graph,
                lists,
                node,
                &self.graph.instance(node).value.get(),
            );
            match self.attribute(node, "route_table_id") {
                Named::One(table) => {
                    self.stray_routes.add_numbered(self.graph, &table);
                    self.tables.entry(table).or_default().routes.push(route);
                }
                Named::Unknown(reasons) if !matches!(route.target, Target::Elsewhere(_)) => {
                    self.stray_routes
                        .add(self.graph, node, "route_table_id", &reasons);
                }
                Named::Unknown(_) | Named::Nothing => {}
            }
        }
    }

    fn attribute(&self, node: NodeIndex, name: &str) -> Named {
        named_at(self.graph, node, name)
    }

    /// The VPC of a subnet.
    pub(super) fn vpc(&self, subnet: &Key) -> Named {
        match subnet {
            Key::Of(vpc, VpcPart::Subnet) => Named::One(vpc.as_ref().clone()),
            Key::Node(node) => {
                let instance = self.graph.instance(*node);
                let by_zone = instance.value.field("default_for_az");
                let by_zone = by_zone.as_ref().and_then(Value::as_bool);
                match (instance.subject().as_str(), by_zone) {
                    ("aws_default_subnet", _) | ("data.aws_subnet", Some(true)) => {
                        Named::One(Key::DefaultVpc)
                    }
                    ("aws_subnet" | "data.aws_subnet", _) => self.attribute(*node, "vpc_id"),
                    _ => Named::Nothing,
                }
            }
            Key::Outside(text) => self.vpc_of_listed(text),
            Key::DefaultVpc | Key::Of(..) => Named::Nothing,
        }
    }

    /// The VPC of subnets that `data.aws_subnets` looks up by it.
    fn vpc_of_listed(&self, text: &str) -> Named {
        let data = text
            .rsplit_once(".ids")
            .and_then(|(instance, _)| self.graph.find(instance));
        let Some(data) = data.map(|node| self.graph.instance(node)) else {
            return Named::Nothing;
        };
        let own = data.value.field("vpc_id");
        let filters = data.value.field("filter");
        let mut filters = filters.iter().flat_map(Value::children);
        let by_vpc = filters.find(|filter| {
            let name = filter.field("name").and_then(Value::as_str);
            name.is_some_and(|name| name.as_ref() == "vpc-id")
        });
        let vpcs = by_vpc
            .and_then(|filter| filter.field("values"))
            .into_iter()
            .flat_map(Value::children);
        let vpc = own.iter().chain(vpcs).next();
        vpc.map_or(Named::Nothing, |vpc| named(self.graph, vpc))
    }

    /// The route table of a subnet and the hop that gives it, or why it is not known.
    fn table_of(&self, subnet: &Key) -> Result<(Key, Vec<Hop>), Vec<Reason>> {
        let explicit = self.associations.get(subnet).map_or(&[][..], Vec::as_slice);
        if let Some(association) = explicit.first() {
            return self.associated(subnet, association, "gives the subnet this route table");
        }
        let strays = self.stray_associations.reasons(subnet);
        if !strays.is_empty() {
            return Err(strays);
        }
        let outside = || vec![subnet.outside(self.graph, "the routes")];
        let vpc = match self.vpc(subnet) {
            Named::One(vpc) => vpc,
            Named::Unknown(reasons) => return Err(reasons),
            Named::Nothing => return Err(outside()),
        };
        // A subnet that is looked up may have been given a table elsewhere; what AWS makes in the default VPC has none.
        if subnet.managed(self.graph).is_none() && vpc != Key::DefaultVpc {
            return Err(outside());
        }
        if let Some(main) = self.main.get(&vpc).and_then(|main| main.first()) {
            return self.associated(subnet, main, "makes this the main route table of the VPC");
        }
        let strays = self.stray_mains.reasons(&vpc);
        if !strays.is_empty() {
            return Err(strays);
        }
        let table = vpc.clone().part(VpcPart::MainTable);
        let owner = self.tables.get(&table).and_then(|table| table.resource);
        let place = owner.or_else(|| vpc.node()).or_else(|| subnet.node());
        let text = "is the main route table, which the subnet has for want of one of its own";
        Ok((table, self.hop(place, text)))
    }

    fn associated(
        &self,
        subnet: &Key,
        association: &Association,
        text: &str,
    ) -> Result<(Key, Vec<Hop>), Vec<Reason>> {
        // Where it is not known how many subnets there are, each of them has its association.
        let counted = subnet
            .node()
            .is_some_and(|node| perhaps(self.graph, node).is_some());
        match (&association.table, &association.exists) {
            (_, Some(reason)) if !counted => Err(vec![reason.clone()]),
            (Named::One(table), _) => Ok((table.clone(), self.hop(Some(association.node), text))),
            (Named::Unknown(reasons), _) => Err(reasons.clone()),
            (Named::Nothing, _) => Err(vec![subnet.outside(self.graph, "the routes")]),
        }
    }

    /// What a table's routes do.
    fn routed(&self, key: &Key) -> Arc<Routed> {
        if let Some(known) = self.routed.get(key) {
            return known;
        }
        let table = self.tables.get(key);
        let resource = table.and_then(|table| table.resource);
        let routes = table.map_or_else(Vec::new, |table| table.routes.clone());
        let mut unknown = table.map_or_else(Vec::new, |table| table.unknown.clone());
        unknown.extend(self.stray_routes.reasons(key));
        let adopters = self.stray_adopters.reasons(key);
        let routed = match key {
            Key::Of(_, VpcPart::MainTable) if resource.is_none() && !adopters.is_empty() => {
                unknown.extend(adopters);
                Routed::of(routes, unknown)
            }
            Key::Of(vpc, VpcPart::MainTable) if resource.is_none() => match vpc.as_ref() {
                Key::DefaultVpc => Routed::everything_to_the_internet(),
                // The main table of a VPC of this configuration has the routes that are added to it, and no others.
                vpc if vpc.managed(self.graph).is_some() => Routed::of(routes, unknown),
                vpc => {
                    unknown.push(vpc.outside(self.graph, "the routes"));
                    Routed::of(routes, unknown)
                }
            },
            _ if resource.is_some() => Routed::of(routes, unknown),
            _ => {
                unknown.push(key.outside(self.graph, "the routes"));
                Routed::of(routes, unknown)
            }
        };
        self.routed.keep(key.clone(), Arc::new(routed))
    }

    /// Whether the internet of a family reaches a subnet through an internet gateway: gateway, routes, association, subnet.
    pub(super) fn public(&self, subnet: &Key, family: Family) -> Proof {
        let place = (subnet.clone(), family);
        if let Some(known) = self.public.get(&place) {
            return known;
        }
        let proof = Proof::of(self.has_addresses(subnet, family), Vec::new).then(|| {
            match self.table_of(subnet) {
                Err(reasons) => Proof::unknown(reasons),
                Ok((table, association)) => {
                    let routed = self.routed(&table);
                    Proof::of(routed.reaches_internet(family), || {
                        self.hops(subnet, family, &routed, association)
                    })
                }
            }
        });
        self.public.keep(place, proof)
    }

    fn hops(
        &self,
        subnet: &Key,
        family: Family,
        routed: &Routed,
        association: Vec<Hop>,
    ) -> Vec<Hop> {
        let mut hops = Vec::new();
        for route in routed.ways_of(family) {
            if let Target::Internet(Some(gateway)) = route.target {
                hops.push(Hop::at_header(self.graph, gateway, "the internet gateway"));
            }
            let text = format!("sends `{}` to the internet gateway", route.written);
            hops.push(Hop::at_value(self.graph, route.node, &route.at, text));
        }
        hops.extend(association);
        hops.extend(self.hop(subnet.node(), "the subnet, which is public by these routes"));
        hops
    }

    /// A hop at an instance; what the configuration does not have has no place.
    fn hop(&self, node: Option<NodeIndex>, text: &str) -> Vec<Hop> {
        node.map(|node| Hop::at_header(self.graph, node, text))
            .into_iter()
            .collect()
    }

    /// Whether a subnet has addresses of a family.
    fn has_addresses(&self, subnet: &Key, family: Family) -> Truth {
        let Some(node) = subnet.managed(self.graph) else {
            return Truth::from(family == Family::V4);
        };
        let attributes = &self.graph.instance(node).value.get();
        if family == Family::V4 {
            let native = attributes.field("ipv6_native").and_then(Value::as_bool);
            return Truth::from(native != Some(true));
        }
        let ranges = ["ipv6_cidr_block", "ipv6_netmask_length"]
            .into_iter()
            .filter_map(|name| set_field(attributes, name));
        Truth::any(ranges.map(|range| {
            if range.is_unknown() && !computed(range) {
                Truth::unknown(range)
            } else {
                Truth::True
            }
        }))
    }

    /// Whether a subnet is public, private or isolated.
    pub(super) fn class(&self, subnet: &Key) -> Class {
        let ways = Family::ALL
            .into_iter()
            .map(|family| self.public(subnet, family));
        let public = Proof::any(ways);
        let (leads_out, detour) = match self.table_of(subnet) {
            Err(reasons) => (Truth::Unknown(reasons), Vec::new()),
            Ok((table, association)) => {
                let routed = self.routed(&table);
                let detour = routed.detour.as_ref().map_or_else(Vec::new, |route| {
                    let text = format!("sends `{}` elsewhere", route.written);
                    let mut hops = vec![Hop::at_value(self.graph, route.node, &route.at, text)];
                    hops.extend(association);
                    hops
                });
                (routed.leads_out(), detour)
            }
        };
        Class {
            public,
            leads_out,
            detour,
        }
    }
}

/// Whether an unknown value is one that AWS will give: part of the range of a VPC, say.
fn computed(value: &Value) -> bool {
    let reasons = value.reasons();
    !reasons.is_empty()
        && reasons
            .iter()
            .all(|reason| matches!(reason, Reason::Computed { .. }))
}
