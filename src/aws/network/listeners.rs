//! Listeners of load balancers: on which ports they take connections from whom, and to which pool they send them. Knows no targets.

use super::bounds::Bounds;
use super::groups::Ports;
use super::names::{Key, Named, is_unset, named, perhaps, set_at};
use super::proof::Hop;
use super::targets::CLASSIC;
use crate::aws::Truth;
use crate::graph::{Graph, Join, NodeIndex};
use crate::value::{Number, Reason, Value};
use rustc_hash::FxHashMap;

const BALANCERS: [&str; 2] = ["aws_lb", "aws_alb"];
const LISTENERS: [&str; 2] = ["aws_lb_listener", "aws_alb_listener"];
const RULES: [&str; 2] = ["aws_lb_listener_rule", "aws_alb_listener_rule"];

/// A listener that sends connections to a pool.
#[derive(Clone, Debug)]
pub(super) struct Front {
    pub(super) balancer: NodeIndex,
    pub(super) listens: Ports,
    /// The port of the targets, where the listener says it: for classic load balancers.
    pub(super) sends: Option<Ports>,
    /// The listener, and the rule of it that sends.
    pub(super) hops: Vec<Hop>,
    /// Why it may not be there.
    pub(super) doubts: Vec<Reason>,
}

/// The listeners that send to each pool: a target group, or a classic load balancer.
pub(super) fn fronts(graph: &Graph<'_>) -> FxHashMap<NodeIndex, Vec<Front>> {
    let mut found: FxHashMap<NodeIndex, Vec<Front>> = FxHashMap::default();
    for &node in LISTENERS.iter().flat_map(|kind| graph.of_type(kind)) {
        let bare = listeners(graph, node);
        send(graph, &bare, node, "default_action", &mut found);
    }
    for &node in RULES.iter().flat_map(|kind| graph.of_type(kind)) {
        let Some(doubts) = open_to_all(graph, node) else {
            continue;
        };
        let listeners = of_types(graph, node, "listener_arn", LISTENERS)
            .into_iter()
            .flat_map(|listener| listeners(graph, listener));
        let mut bare: Vec<Front> = listeners.collect();
        for front in &mut bare {
            front.doubts.extend(doubts.iter().cloned());
        }
        send(graph, &bare, node, "action", &mut found);
    }
    for &node in CLASSIC.iter().flat_map(|kind| graph.of_type(kind)) {
        let blocks = graph.instance(node).value.field("listener");
        let fronts = blocks.iter().flat_map(Value::children);
        let fronts = fronts.filter_map(|block| classic(graph, node, block));
        found.entry(node).or_default().extend(fronts);
    }
    found
}

/// The port that a value says; none where nobody set it.
pub(super) fn port_of(value: &Value) -> Option<Ports> {
    if is_unset(value) {
        return None;
    }
    let text = || value.as_str().and_then(|text| text.parse().ok());
    let port = value.as_number().and_then(Number::as_i64).or_else(text);
    Some(match port {
        Some(port) => Ports::Range(port, port),
        None => Ports::Unknown(value.reasons()),
    })
}

/// A listener of each load balancer that it belongs to, without what it does.
fn listeners(graph: &Graph<'_>, node: NodeIndex) -> Vec<Front> {
    let attributes = &graph.instance(node).value.get();
    let protocol = attributes.field("protocol").and_then(Value::as_str);
    // Ways are looked for in TCP.
    if protocol.is_some_and(|protocol| matches!(protocol.as_ref(), "UDP" | "QUIC")) {
        return Vec::new();
    }
    // A client without a certificate of the trust store gets no further.
    let modes = set_at(graph, node, "mutual_authentication.mode");
    if modes
        .iter()
        .any(|mode| mode.as_str().is_some_and(|mode| mode.as_ref() == "verify"))
    {
        return Vec::new();
    }
    let Some(at) = attributes.field("port") else {
        return Vec::new();
    };
    let Some(listens) = port_of(at) else {
        return Vec::new();
    };
    let balancers = of_types(graph, node, "load_balancer_arn", BALANCERS);
    let fronts = balancers.into_iter().map(|balancer| Front {
        balancer,
        listens: listens.clone(),
        sends: None,
        hops: vec![Hop::at_value(graph, node, at, "listens on this port")],
        doubts: perhaps(graph, node).into_iter().collect(),
    });
    fronts.collect()
}

fn of_types(graph: &Graph<'_>, node: NodeIndex, path: &str, kinds: [&str; 2]) -> Vec<NodeIndex> {
    let joins = kinds.map(|kind| graph.references(node, path, Some(kind)));
    match Join::any(joins) {
        Join::Known(found) => found,
        Join::Unknown(_) => Vec::new(),
    }
}

/// Adds the actions of a listener or a rule to the pools that they send to.
fn send(
    graph: &Graph<'_>,
    fronts: &[Front],
    node: NodeIndex,
    actions: &str,
    found: &mut FxHashMap<NodeIndex, Vec<Front>>,
) {
    let written = graph.instance(node).value.field(actions);
    for at in forwards(written.as_ref()) {
        let Named::One(Key::Node(pool)) = named(graph, at) else {
            continue;
        };
        let hop = Hop::at_value(graph, node, at, "sends to this target group");
        for front in fronts {
            let mut front = front.clone();
            front.hops.push(hop.clone());
            front.doubts = Reason::distinct(front.doubts.into_iter().chain(perhaps(graph, node)));
            found.entry(pool).or_default().push(front);
        }
    }
}

/// The target groups that a list of actions sends everybody to. An action before it that wants to know who is there lets not everybody through.
fn forwards(actions: Option<&Value>) -> Vec<&Value> {
    let actions: Vec<&Value> = actions.into_iter().flat_map(Value::children).collect();
    let kind = |action: &Value| action.field("type").and_then(Value::as_str).cloned();
    let asks = |action: &&Value| {
        kind(action).is_some_and(|kind| kind.starts_with("authenticate") || kind.starts_with("jwt"))
    };
    if actions.iter().any(asks) {
        return Vec::new();
    }
    let sends = actions
        .into_iter()
        .filter(|action| kind(action).is_none_or(|kind| kind.as_ref() == "forward"));
    sends
        .flat_map(|action| {
            let weighted = action
                .field("forward")
                .into_iter()
                .flat_map(Value::children);
            let groups = weighted
                .filter_map(|block| block.field("target_group"))
                .flat_map(Value::children)
                .filter_map(|group| group.field("arn"));
            action.field("target_group_arn").into_iter().chain(groups)
        })
        .filter(|arn| !is_unset(arn))
        .collect()
}

/// Whether a rule is for everybody on the internet: `None` where its addresses are some only, else why that may be so.
fn open_to_all(graph: &Graph<'_>, rule: NodeIndex) -> Option<Vec<Reason>> {
    let ranges = set_at(graph, rule, "condition.source_ip.values");
    if ranges.is_empty() {
        return Some(Vec::new());
    }
    match Bounds::of(&ranges).covers_internet() {
        Truth::True => Some(Vec::new()),
        Truth::False => None,
        Truth::Unknown(reasons) => Some(reasons),
    }
}

/// One `listener` block of a classic load balancer.
fn classic(graph: &Graph<'_>, node: NodeIndex, block: &Value) -> Option<Front> {
    let at = block.field("lb_port")?;
    let sends = block.field("instance_port");
    let mut hops = vec![Hop::at_value(graph, node, at, "listens on this port")];
    hops.extend(
        sends.map(|sends| Hop::at_value(graph, node, sends, "sends to this port of its machines")),
    );
    Some(Front {
        balancer: node,
        listens: port_of(at)?,
        sends: sends.and_then(port_of),
        hops,
        doubts: perhaps(graph, node).into_iter().collect(),
    })
}
