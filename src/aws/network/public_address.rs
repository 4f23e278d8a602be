//! Whether a resource has an address that the internet could send to: its own, one of its subnet, or an Elastic IP. Knows no routes and no rules.

use super::addresses::Family;
use super::kinds::{Address, Kind, Tier};
use super::names::{Key, VpcPart, is_unset, set_at};
use super::placement::Placement;
use super::proof::{Hop, Proof};
use crate::aws::Truth;
use crate::graph::{Graph, Join, NodeIndex};
use crate::value::Value;

impl Placement {
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
