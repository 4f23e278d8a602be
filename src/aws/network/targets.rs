//! What load balancers pass connections on to: their listeners, target groups, and who is registered there. Knows no addresses, subnets and security groups.
//!
//! A target group, or a classic load balancer with its own list of machines, is a *pool*: listeners send to pools, resources are registered with pools.

use super::groups::Ports;
use super::listeners::{Front, fronts, port_of};
use super::names::{Key, Named, named, perhaps, set_at};
use super::proof::Hop;
use crate::graph::{Graph, Join, NodeIndex};
use crate::terraform::Mode;
use crate::value::{Reason, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

const TARGET_GROUPS: &[&str] = &["aws_lb_target_group", "aws_alb_target_group"];
pub(super) const CLASSIC: &[&str] = &["aws_elb"];

/// How resources of a type register something with pools.
struct Registry {
    kind: &'static str,
    /// The attribute that names the pool; none where the instance is the pool.
    pool: Option<&'static str>,
    pools: &'static [&'static str],
    /// The attribute that names the target; none where the instance is the target.
    target: Option<&'static str>,
}

const fn registry(
    kind: &'static str,
    pool: &'static str,
    pools: &'static [&'static str],
    target: Option<&'static str>,
) -> Registry {
    Registry {
        kind,
        pool: Some(pool),
        pools,
        target,
    }
}

/// Source: the arguments of these types in the AWS provider's documentation.
const REGISTRIES: &[Registry] = &[
    registry(
        "aws_lb_target_group_attachment",
        "target_group_arn",
        TARGET_GROUPS,
        Some("target_id"),
    ),
    registry(
        "aws_alb_target_group_attachment",
        "target_group_arn",
        TARGET_GROUPS,
        Some("target_id"),
    ),
    registry(
        "aws_autoscaling_group",
        "target_group_arns",
        TARGET_GROUPS,
        None,
    ),
    registry(
        "aws_autoscaling_group",
        "traffic_source.identifier",
        TARGET_GROUPS,
        None,
    ),
    registry("aws_autoscaling_group", "load_balancers", CLASSIC, None),
    registry(
        "aws_autoscaling_attachment",
        "lb_target_group_arn",
        TARGET_GROUPS,
        Some("autoscaling_group_name"),
    ),
    registry(
        "aws_autoscaling_attachment",
        "alb_target_group_arn",
        TARGET_GROUPS,
        Some("autoscaling_group_name"),
    ),
    registry(
        "aws_autoscaling_attachment",
        "elb",
        CLASSIC,
        Some("autoscaling_group_name"),
    ),
    registry(
        "aws_autoscaling_traffic_source_attachment",
        "traffic_source.identifier",
        TARGET_GROUPS,
        Some("autoscaling_group_name"),
    ),
    registry("aws_elb_attachment", "elb", CLASSIC, Some("instance")),
    Registry {
        kind: "aws_elb",
        pool: None,
        pools: CLASSIC,
        target: Some("instances"),
    },
];

/// Types whose `load_balancer` blocks register their tasks with a pool each.
const TASKS: [&str; 2] = ["aws_ecs_service", "aws_ecs_task_set"];

/// Data sources that give the addresses of what they name.
const LOOKUPS: [&str; 3] = [
    "dns_a_record_set",
    "dns_aaaa_record_set",
    "aws_network_interface",
];

/// Whose address a target sees, and whose its security group and network ACL must let in.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation>
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Seen {
    Balancer,
    Client,
    Unknown(Vec<Reason>),
}

/// A resource that is registered with a pool.
#[derive(Clone, Debug)]
struct Registration {
    pool: NodeIndex,
    /// The port that the registration says, if it says one.
    port: Option<Ports>,
    hop: Hop,
    doubts: Vec<Reason>,
}

/// A way on which a load balancer passes connections on to a resource.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) balancer: NodeIndex,
    /// The port on which the load balancer takes them.
    pub(super) listens: Ports,
    /// The port of the resource that gets them, if it is said.
    pub(super) port: Option<Ports>,
    pub(super) seen: Seen,
    /// Listener, target group, registration.
    pub(super) hops: Vec<Hop>,
    /// Why it may not be there.
    pub(super) doubts: Vec<Reason>,
}

/// All load balancers of a root module and what they pass on to.
#[derive(Default, Debug)]
pub(super) struct Targets {
    /// By pool.
    fronts: FxHashMap<NodeIndex, Vec<Front>>,
    /// By resource.
    registrations: FxHashMap<NodeIndex, Vec<Registration>>,
}

impl Targets {
    pub(super) fn new(graph: &Graph<'_>) -> Self {
        let mut targets = Self {
            fronts: fronts(graph),
            ..Self::default()
        };
        for registry in REGISTRIES {
            for &node in graph.of_type(registry.kind) {
                targets.read(graph, registry, node);
            }
        }
        for &node in TASKS.iter().flat_map(|kind| graph.of_type(kind)) {
            targets.read_tasks(graph, node);
        }
        targets
    }

    /// The ways on which load balancers pass connections on to a resource, in the order of the addresses of what is on them.
    pub(super) fn passages(&self, graph: &Graph<'_>, target: NodeIndex) -> Vec<Passage> {
        let registrations = self.registrations.get(&target).into_iter().flatten();
        let passages = registrations.flat_map(|registration| {
            let fronts = self.fronts.get(&registration.pool).into_iter().flatten();
            fronts.map(|front| passage(graph, front, registration))
        });
        let mut passages: Vec<Passage> = passages.collect();
        passages.sort_by_cached_key(|passage| {
            let steps = passage.hops.iter().map(|hop| Arc::clone(&hop.address));
            let balancer = Arc::clone(&graph.instance(passage.balancer).address);
            [balancer].into_iter().chain(steps).collect::<Vec<_>>()
        });
        passages
    }

    fn read(&mut self, graph: &Graph<'_>, registry: &Registry, node: NodeIndex) {
        let pools = match registry.pool {
            None => vec![node],
            Some(path) => pools(graph, node, path, registry.pools),
        };
        if pools.is_empty() {
            return;
        }
        let targets = registry
            .target
            .map_or_else(|| vec![node], |path| named_by(graph, node, path));
        let port = graph
            .instance(node)
            .value
            .field("port")
            .filter(|_| registry.target == Some("target_id"))
            .and_then(|port| port_of(&port));
        let at = registry.target.or(registry.pool);
        let at = at.and_then(|path| set_at(graph, node, path).into_iter().next());
        let text = "is registered as a target";
        let hop = at.map_or_else(
            || Hop::at_header(graph, node, text),
            |at| Hop::at_value(graph, node, &at, text),
        );
        for target in targets {
            for &pool in &pools {
                self.register(
                    target,
                    Registration {
                        pool,
                        port: port.clone(),
                        hop: hop.clone(),
                        doubts: perhaps(graph, node).into_iter().collect(),
                    },
                );
            }
        }
    }

    /// Tasks with a network interface of their own get connections on the port of their container; others on one that the agent chooses.
    fn read_tasks(&mut self, graph: &Graph<'_>, node: NodeIndex) {
        let attributes = &graph.instance(node).value.get();
        let own_interface = !set_at(graph, node, "network_configuration.subnets").is_empty();
        let blocks = attributes.field("load_balancer").into_iter();
        for block in blocks.flat_map(Value::children) {
            let port = block.field("container_port").filter(|_| own_interface);
            let unknown = || {
                let address = &graph.instance(node).address;
                let why = format!("the ports that the tasks of `{address}` get are not known");
                Ports::Unknown(vec![Reason::Other(why.into())])
            };
            let port = port.and_then(port_of).unwrap_or_else(unknown);
            for name in ["target_group_arn", "elb_name"] {
                let Some(at) = block.field(name) else {
                    continue;
                };
                if let Named::One(Key::Node(pool)) = named(graph, at) {
                    self.register(
                        node,
                        Registration {
                            pool,
                            port: Some(port.clone()),
                            hop: Hop::at_value(graph, node, at, "registers its tasks as targets"),
                            doubts: perhaps(graph, node).into_iter().collect(),
                        },
                    );
                }
            }
        }
    }

    fn register(&mut self, target: NodeIndex, registration: Registration) {
        self.registrations
            .entry(target)
            .or_default()
            .push(registration);
    }
}

/// The pools that an attribute names.
fn pools(graph: &Graph<'_>, node: NodeIndex, path: &str, kinds: &[&str]) -> Vec<NodeIndex> {
    if set_at(graph, node, path).is_empty() {
        return Vec::new();
    }
    let joins = kinds
        .iter()
        .map(|kind| graph.references(node, path, Some(kind)));
    match Join::any(joins) {
        Join::Known(pools) => pools,
        Join::Unknown(_) => Vec::new(),
    }
}

/// The resources whose id, name or address the attribute says; also where a data source looked the address up.
fn named_by(graph: &Graph<'_>, node: NodeIndex, path: &str) -> Vec<NodeIndex> {
    let mut found = Vec::new();
    for edge in graph
        .outgoing(node)
        .iter()
        .filter(|edge| *edge.path == *path)
    {
        let instance = graph.instance(edge.to);
        match instance.mode {
            Mode::Managed => found.push(edge.to),
            _ if LOOKUPS.contains(&instance.resource_type.as_ref()) => {
                found.extend(graph.outgoing(edge.to).iter().map(|edge| edge.to));
            }
            _ => {}
        }
    }
    if let Join::Known(by_name) = graph.references(node, path, Some("aws_autoscaling_group")) {
        found.extend(by_name);
    }
    found.sort();
    found.dedup();
    found
}

fn passage(graph: &Graph<'_>, front: &Front, registration: &Registration) -> Passage {
    let pool = &graph.instance(registration.pool);
    let mut hops = front.hops.clone();
    let mut doubts = front.doubts.clone();
    doubts.extend(registration.doubts.iter().cloned());
    let mut port = front.sends.clone();
    if TARGET_GROUPS.contains(&pool.resource_type.as_ref()) {
        doubts.extend(perhaps(graph, registration.pool));
        let own = pool.value.field("port");
        let own = own.as_ref();
        port = registration.port.clone().or_else(|| own.and_then(port_of));
        hops.push(match (&registration.port, own) {
            (None, Some(own)) => Hop::at_value(
                graph,
                registration.pool,
                own,
                "the target group sends to this port",
            ),
            _ => Hop::at_header(graph, registration.pool, "the target group"),
        });
    }
    hops.push(registration.hop.clone());
    Passage {
        balancer: front.balancer,
        listens: front.listens.clone(),
        port,
        seen: seen(graph, front, registration.pool),
        hops,
        doubts,
    }
}

/// Application and classic load balancers open connections of their own; a network load balancer may keep the client's address.
fn seen(graph: &Graph<'_>, front: &Front, pool: NodeIndex) -> Seen {
    let balancer = &graph.instance(front.balancer).value.get();
    let kind = balancer.field("load_balancer_type").and_then(Value::as_str);
    if kind.is_none_or(|kind| kind.as_ref() != "network") {
        return Seen::Balancer;
    }
    let group = &graph.instance(pool).value.get();
    let text = |name: &str| group.field(name).and_then(Value::as_str).cloned();
    if let Some(preserve) = set_at(graph, pool, "preserve_client_ip").first() {
        return match (preserve.as_str(), preserve.as_bool()) {
            (Some(word), _) if word.as_ref() == "true" => Seen::Client,
            (_, Some(true)) => Seen::Client,
            (None, None) => Seen::Unknown(preserve.reasons()),
            _ => Seen::Balancer,
        };
    }
    let by_address = text("target_type").is_some_and(|kind| kind.as_ref() == "ip");
    let packets = text("protocol").is_some_and(|protocol| protocol.as_ref() == "TCP_UDP");
    if by_address && !packets {
        Seen::Balancer
    } else {
        Seen::Client
    }
}
