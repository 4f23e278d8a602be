//! Where one resource lies: its subnets, its security groups, and whether it has an address that the internet can reach. Knows no routes and no rules.

use super::addresses::Family;
use super::groups::Ports;
use super::kinds::{self, Address, Kind, Listens, Tier};
use super::names::{Key, Named, VpcPart, is_unset, is_unset_of, named_all, set_at};
use super::proof::{Hop, Proof};
use super::subnets::Subnets;
use crate::aws::Truth;
use crate::graph::{Graph, Join, NodeIndex};
use crate::terraform::Mode;
use crate::value::{Number, Reason, Type, Value};

/// Types whose service makes a security group for them, where none is named.
const OWN_GROUPS: [&str; 3] = ["aws_eks_cluster", "aws_eks_node_group", "aws_emr_cluster"];

/// Something that is named, and the value that names it.
#[derive(Clone, Debug)]
pub struct Placed {
    pub key: Key,
    pub at: Value,
}

/// Where a resource lies.
#[derive(Clone, Debug)]
pub struct Placement {
    pub node: NodeIndex,
    pub tier: Tier,
    pub subnets: Vec<Placed>,
    /// Why there may be other subnets.
    pub unknown_subnets: Vec<Reason>,
    pub groups: Vec<Placed>,
    /// Why there may be other security groups.
    pub unknown_groups: Vec<Reason>,
    kind: &'static Kind,
    /// Resources that say more of it, such as its launch template.
    others: Vec<(NodeIndex, &'static Kind)>,
}

impl Placement {
    /// Where a resource lies; `None` for one of a type that lies in no subnet, and for data sources.
    pub(super) fn of(graph: &Graph<'_>, subnets: &Subnets<'_>, node: NodeIndex) -> Option<Self> {
        let instance = graph.instance(node);
        let kind = kinds::of(&instance.resource_type).filter(|_| instance.mode == Mode::Managed)?;
        let mut placement = Self {
            node,
            tier: kind.tier,
            subnets: Vec::new(),
            unknown_subnets: Vec::new(),
            groups: Vec::new(),
            unknown_groups: Vec::new(),
            kind,
            others: Vec::new(),
        };
        placement.read(graph, node, kind);
        for &(path, target) in kind.through {
            placement.follow(graph, path, target);
        }
        placement.fill_in(graph, subnets);
        Some(placement)
    }

    fn read(&mut self, graph: &Graph<'_>, node: NodeIndex, kind: &Kind) {
        let read = |paths: &[&str], into: &mut Vec<Placed>, unknown: &mut Vec<Reason>| {
            for value in paths.iter().flat_map(|path| set_at(graph, node, path)) {
                match named_all(graph, &value) {
                    Ok(keys) => into.extend(keys.into_iter().map(|key| Placed {
                        key,
                        at: value.clone(),
                    })),
                    Err(reasons) => unknown.extend(reasons),
                }
            }
        };
        read(kind.subnets, &mut self.subnets, &mut self.unknown_subnets);
        read(kind.groups, &mut self.groups, &mut self.unknown_groups);
    }

    fn follow(&mut self, graph: &Graph<'_>, path: &str, target: &'static str) {
        if set_at(graph, self.node, path).is_empty() {
            return;
        }
        let mut unknown = match graph.references(self.node, path, Some(target)) {
            Join::Known(found) => {
                for &other in &found {
                    if let Some(kind) = kinds::of(target) {
                        self.read(graph, other, kind);
                        self.others.push((other, kind));
                    }
                }
                found.is_empty().then(|| {
                    let address = &graph.instance(self.node).address;
                    vec![Reason::Other(
                        format!("what `{path}` of `{address}` names is not in this configuration")
                            .into(),
                    )]
                })
            }
            Join::Unknown(reasons) => Some(reasons),
        };
        if let Some(reasons) = unknown.take() {
            self.unknown_subnets.extend(reasons.iter().cloned());
            if kinds::of(target).is_some_and(|kind| !kind.groups.is_empty()) {
                self.unknown_groups.extend(reasons);
            }
        }
    }

    /// What AWS takes where nothing is said: the default VPC, and the default security group of the VPC.
    fn fill_in(&mut self, graph: &Graph<'_>, subnets: &Subnets<'_>) {
        let inherits = [
            "replicate_source_db",
            "replication_source_identifier",
            "global_cluster_identifier",
        ];
        let attributes = &graph.instance(self.node).value.get();
        let inherited = inherits
            .iter()
            .filter_map(|name| attributes.field(name))
            .find(|value| !is_unset_of(attributes, value));
        let by_group = self.tier == Tier::Data && !self.kind.through.is_empty();
        let alone = self.subnets.is_empty() && self.unknown_subnets.is_empty();
        if alone && let Some(source) = inherited {
            self.unknown_subnets = source.reasons();
        } else if alone && (by_group || self.kind.name == "aws_instance") {
            let at = Value::null(Type::Any, attributes.origin().clone());
            self.subnets.push(Placed {
                key: Key::DefaultVpc.part(VpcPart::Subnet),
                at,
            });
        }
        if !self.groups.is_empty()
            || !self.unknown_groups.is_empty()
            || self.is_unfiltered(attributes)
            || OWN_GROUPS.contains(&self.kind.name)
        {
            return;
        }
        match self.subnets.first().map(|subnet| subnets.vpc(&subnet.key)) {
            Some(Named::One(vpc)) => {
                let at = Value::null(Type::Any, attributes.origin().clone());
                self.groups.push(Placed {
                    key: vpc.part(VpcPart::SecurityGroup),
                    at,
                });
            }
            Some(Named::Unknown(reasons)) => self.unknown_groups = reasons,
            Some(Named::Nothing) => {
                let subnet = self.subnets.first();
                self.unknown_groups.extend(
                    subnet.map(|subnet| subnet.key.outside(graph, "the default security groups")),
                );
            }
            None => self.unknown_groups.clone_from(&self.unknown_subnets),
        }
    }

    /// A network load balancer without security groups lets everything pass.
    pub(super) fn is_unfiltered(&self, attributes: &Value) -> bool {
        let kind = attributes
            .field("load_balancer_type")
            .and_then(Value::as_str);
        self.tier == Tier::Balancer
            && self.groups.is_empty()
            && self.unknown_groups.is_empty()
            && kind.is_some_and(|kind| kind.as_ref() != "application")
    }

    /// The resource in each of its subnets.
    pub(super) fn apart(&self) -> impl Iterator<Item = Self> {
        self.subnets.iter().map(|subnet| Self {
            subnets: vec![subnet.clone()],
            unknown_subnets: Vec::new(),
            ..self.clone()
        })
    }

    pub fn group_keys(&self) -> Vec<Key> {
        self.groups.iter().map(|group| group.key.clone()).collect()
    }

    /// Whether the resource has an address of a family that the internet could send to; `subnet` is where it lies, if that is known.
    pub(super) fn address(&self, graph: &Graph<'_>, subnet: Option<&Key>, family: Family) -> Proof {
        if family == Family::V6 {
            return self.address_v6(graph, subnet);
        }
        let own = Self::address_of(graph, self.node, self.kind);
        let others = self
            .others
            .iter()
            .map(|&(node, kind)| Self::address_of(graph, node, kind));
        let said = Proof::any([own].into_iter().chain(others));
        match self.kind.address {
            Address::Machine(_) => said
                .or(|| self.mapped(graph, subnet))
                .or(|| self.elastic(graph)),
            Address::Elastic => self.elastic(graph),
            _ => said,
        }
    }

    fn address_of(graph: &Graph<'_>, node: NodeIndex, kind: &Kind) -> Proof {
        let hop = |at: &Value, text: &str| vec![Hop::at_value(graph, node, at, text)];
        let is = |path: &str, words: &[&str]| {
            Proof::any(set_at(graph, node, path).into_iter().map(|value| {
                Proof::of(says(&value, words), || {
                    hop(&value, "gives it an address of the internet")
                })
            }))
        };
        match kind.address {
            Address::Never | Address::Elastic => Proof::Closed,
            Address::When(path, words) => is(path, words),
            Address::Machine(path) => is(path, &["true"]),
            Address::Unless(path) => {
                let value = set_at(graph, node, path).into_iter().next();
                let value = value.as_ref();
                let internal = value.map_or(Truth::False, |value| says(value, &["true"]));
                Proof::of(internal.negate(), || {
                    value.map_or_else(
                        || {
                            vec![Hop::at_header(
                                graph,
                                node,
                                "the load balancer faces the internet",
                            )]
                        },
                        |value| hop(value, "makes the load balancer face the internet"),
                    )
                })
            }
            Address::OfMember(member, names, path) => match graph.referrers(node, member, names) {
                Join::Unknown(reasons) => Proof::unknown(reasons),
                Join::Known(members) => Proof::any(members.iter().flat_map(|&member| {
                    set_at(graph, member, path).into_iter().map(move |value| {
                        Proof::of(says(&value, &["true"]), || {
                            vec![Hop::at_value(
                                graph,
                                member,
                                &value,
                                "gives it an address of the internet",
                            )]
                        })
                    })
                })),
            },
        }
    }

    /// The address that a subnet gives to the machines in it, unless they say otherwise.
    fn mapped(&self, graph: &Graph<'_>, subnet: Option<&Key>) -> Proof {
        let said = |node: NodeIndex, kind: &Kind| match kind.address {
            Address::Machine(path) | Address::When(path, _) => {
                !set_at(graph, node, path).is_empty()
            }
            _ => false,
        };
        if said(self.node, self.kind) || self.others.iter().any(|&(node, kind)| said(node, kind)) {
            return Proof::Closed;
        }
        match subnet {
            None | Some(Key::Of(_, VpcPart::Subnet)) => Proof::Open(Vec::new()),
            Some(Key::Node(node)) => {
                let instance = graph.instance(*node);
                let maps = instance.value.field("map_public_ip_on_launch");
                match (&maps, instance.subject().as_str()) {
                    (Some(maps), "aws_default_subnet") if is_unset(maps) => {
                        Proof::Open(vec![Hop::at_header(
                            graph,
                            *node,
                            "a default subnet gives addresses of the internet",
                        )])
                    }
                    (Some(maps), _) => Proof::of(says(maps, &["true"]), || {
                        vec![Hop::at_value(
                            graph,
                            *node,
                            maps,
                            "gives addresses of the internet to the machines in it",
                        )]
                    }),
                    (None, _) => Proof::Closed,
                }
            }
            Some(other) => Proof::unknown(vec![other.outside(graph, "the settings")]),
        }
    }

    /// An Elastic IP of the machine or of its network interface.
    fn elastic(&self, graph: &Graph<'_>) -> Proof {
        let nodes = [self.node]
            .into_iter()
            .chain(self.others.iter().map(|(node, _)| *node));
        Proof::any(nodes.flat_map(|node| {
            let attribute = match graph.instance(node).resource_type.as_ref() {
                "aws_instance" => ["instance", "instance_id"],
                "aws_network_interface" => ["network_interface", "network_interface_id"],
                _ => return Vec::new(),
            };
            let of = |kind: &str, path: &str| match graph.referrers(node, kind, path) {
                Join::Unknown(reasons) => Proof::unknown(reasons),
                Join::Known(found) => Proof::of(Truth::from(!found.is_empty()), || {
                    let hop = |&eip: &NodeIndex| {
                        Hop::at_header(graph, eip, "gives it an address of the internet")
                    };
                    found.first().map(hop).into_iter().collect()
                }),
            };
            let [of_eip, of_association] = attribute;
            vec![
                of("aws_eip", of_eip),
                of("aws_eip_association", of_association),
            ]
        }))
    }

    /// Addresses of IPv6 are of the internet as soon as there are any.
    fn address_v6(&self, graph: &Graph<'_>, subnet: Option<&Key>) -> Proof {
        let has = |node: NodeIndex, path: &str, holds: &dyn Fn(&Value) -> Truth, text: &str| {
            Proof::any(set_at(graph, node, path).into_iter().map(|value| {
                Proof::of(holds(&value), || {
                    vec![Hop::at_value(graph, node, &value, text)]
                })
            }))
        };
        let dual = |value: &Value| match value.as_str() {
            Some(text) => Truth::from(text.starts_with("dualstack")),
            None if is_unset(value) => Truth::False,
            None => Truth::unknown(value),
        };
        let some = |value: &Value| match value {
            value if is_unset(value) => Truth::False,
            value if value.is_unknown() => Truth::unknown(value),
            value => Truth::from(
                value
                    .as_number()
                    .is_none_or(|number| number.as_i64() != Some(0)),
            ),
        };
        match self.tier {
            Tier::Balancer => Self::address_of(graph, self.node, self.kind).then(|| {
                has(
                    self.node,
                    "ip_address_type",
                    &dual,
                    "gives it addresses of IPv6",
                )
            }),
            Tier::Compute if matches!(self.kind.address, Address::Machine(_)) => {
                let own = ["ipv6_address_count", "ipv6_addresses"].into_iter();
                let own = Proof::any(
                    own.map(|path| has(self.node, path, &some, "gives it addresses of IPv6")),
                );
                own.or(|| match subnet.and_then(|subnet| subnet.managed(graph)) {
                    Some(node) => has(
                        node,
                        "assign_ipv6_address_on_creation",
                        &|value| says(value, &["true"]),
                        "gives addresses of IPv6 to the machines in it",
                    ),
                    None => Proof::Closed,
                })
            }
            _ => Proof::Closed,
        }
    }

    /// The ports on which it listens; `None` where it does not say.
    pub(super) fn listens(&self, graph: &Graph<'_>) -> Option<Ports> {
        let attributes = &graph.instance(self.node).value.get();
        let port = attributes
            .field("port")
            .filter(|port| !is_unset_of(attributes, port));
        match (self.kind.listens, port) {
            (Listens::Any, _) => None,
            (_, Some(port)) => Some(match port.as_number().and_then(Number::as_i64) {
                Some(port) => Ports::Range(port, port),
                None => Ports::Unknown(port.reasons()),
            }),
            (Listens::On(from, to), None) => Some(Ports::Range(from, to)),
            (Listens::Port(engine), None) => match attributes.field(engine) {
                Some(engine) if engine.is_unknown() && !is_unset_of(attributes, engine) => {
                    Some(Ports::Unknown(engine.reasons()))
                }
                engine => {
                    let port = engine
                        .and_then(Value::as_str)
                        .and_then(|engine| kinds::default_port(engine));
                    port.map(|port| Ports::Range(port, port))
                }
            },
        }
    }
}

/// Whether a value is one of some words; true is a word too. What nobody set is none.
fn says(value: &Value, words: &[&str]) -> Truth {
    match (value.as_bool(), value.as_str()) {
        (Some(flag), _) => Truth::from(words.contains(&if flag { "true" } else { "false" })),
        (None, Some(text)) => Truth::from(words.contains(&text.as_ref())),
        (None, None) if is_unset(value) => Truth::False,
        (None, None) => Truth::unknown(value),
    }
}
