//! What the attributes of network resources name: a resource of the configuration, what a VPC has from the start, or something outside.
//! Knows no rules and no routes.

use crate::graph::{Graph, NodeIndex};
use crate::terraform::Mode;
use crate::value::{Reason, Stop, Symbol, Value};
use std::sync::Arc;

/// A thing of the network. Equal keys are the same thing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// A resource or data source of the configuration.
    Node(NodeIndex),
    /// The VPC that an account has in each region from the start.
    DefaultVpc,
    /// What a VPC has from the start.
    Of(Box<Key>, VpcPart),
    /// Something that the configuration only names: a literal id, or an attribute of a data source.
    Outside(Arc<str>),
}

/// What a VPC has from the start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum VpcPart {
    MainTable,
    SecurityGroup,
    Acl,
    /// The default subnets of the default VPC.
    Subnet,
}

/// What a value names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Named {
    /// Nobody set the attribute.
    Nothing,
    One(Key),
    Unknown(Vec<Reason>),
}

impl Key {
    pub(super) fn part(self, part: VpcPart) -> Self {
        Self::Of(Box::new(self), part)
    }

    /// The instance that the key is.
    pub(super) const fn node(&self) -> Option<NodeIndex> {
        match self {
            Self::Node(node) => Some(*node),
            _ => None,
        }
    }

    /// The instance of a resource, which the configuration knows all of; none for a data source.
    pub(super) fn managed(&self, graph: &Graph<'_>) -> Option<NodeIndex> {
        self.node()
            .filter(|&node| graph.instance(node).mode == Mode::Managed)
    }

    /// What reports call it.
    pub(super) fn describe(&self, graph: &Graph<'_>) -> Arc<str> {
        match self {
            Self::Node(node) => Arc::clone(&graph.instance(*node).address),
            Self::Outside(text) => Arc::clone(text),
            Self::DefaultVpc => "the default VPC".into(),
            Self::Of(vpc, part) => {
                let part = match part {
                    VpcPart::MainTable => "the main route table",
                    VpcPart::SecurityGroup => "the default security group",
                    VpcPart::Acl => "the default network ACL",
                    VpcPart::Subnet => "a default subnet",
                };
                format!("{part} of {}", vpc.describe(graph)).into()
            }
        }
    }

    /// The reason to give where something outside is to be known: the routes of rtb-1 are not in this configuration.
    pub(super) fn outside(&self, graph: &Graph<'_>, what: &str) -> Reason {
        Reason::Other(
            format!(
                "{what} of `{}` are not in this configuration",
                self.describe(graph)
            )
            .into(),
        )
    }
}

/// Whether nobody set an attribute: it is null, empty, or left to AWS.
pub(super) fn is_unset(value: &Value) -> bool {
    value.is_null()
        || value.origin().stop == Stop::Absent
        || value.as_str().is_some_and(|text| text.is_empty())
}

/// Whether nobody set an attribute of `owner`: also where it was set to null, so that AWS computes it.
fn is_unset_of(owner: &Value, value: &Value) -> bool {
    let symbol = value
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref());
    is_unset(value) || symbol.is_some_and(|symbol| owner.instance() == Some(&symbol.instance))
}

/// An attribute of an instance or of a block in it, where somebody set it.
pub(super) fn set_field<'v>(owner: &'v Value, name: &str) -> Option<&'v Value> {
    let value = owner.field(name)?;
    (!is_unset_of(owner, value)).then_some(value)
}

/// The values at a path of an instance that somebody set.
pub(super) fn set_at(graph: &Graph<'_>, node: NodeIndex, path: &str) -> Vec<Value> {
    let owner = &graph.instance(node).value.get();
    let mut values = graph.values_at(node, path);
    values.retain(|value| !is_unset_of(owner, value));
    values
}

/// What the attribute of an instance names.
pub(super) fn named_at(graph: &Graph<'_>, node: NodeIndex, name: &str) -> Named {
    let owner = &graph.instance(node).value.get();
    set_field(owner, name).map_or(Named::Nothing, |value| named(graph, value))
}

/// The things that a value names which may be a whole list; `Err` is why they are not known.
///
/// `compact(concat([aws_security_group.a.id], []))` is unknown because an element might be empty, but the id of a resource never is:
/// what is unknown for ids only is made of these.
pub(super) fn named_all(graph: &Graph<'_>, value: &Value) -> Result<Vec<Key>, Vec<Reason>> {
    let reasons = match named(graph, value) {
        Named::Nothing => return Ok(Vec::new()),
        Named::One(key) => return Ok(vec![key]),
        Named::Unknown(reasons) => reasons,
    };
    let ids = reasons.iter().map(|reason| match reason {
        Reason::Computed { symbol } if is_id(&symbol.path) => Some(of_symbol(graph, symbol)),
        _ => None,
    });
    ids.collect::<Option<Vec<Key>>>()
        .filter(|keys| !keys.is_empty())
        .ok_or(reasons)
}

/// What a value names.
pub(super) fn named(graph: &Graph<'_>, value: &Value) -> Named {
    if is_unset(value) {
        return Named::Nothing;
    }
    let read = value
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref());
    // The last stop is where the value comes from at first; those before only passed it on.
    let passed = value
        .origin()
        .chain()
        .filter_map(|stop| stop.symbol.as_ref());
    let symbol = match read {
        Some(symbol) => Some(symbol),
        None if value.is_unknown() => None,
        None => passed.filter(|symbol| is_id(&symbol.path)).last(),
    };
    match (symbol, value.as_str()) {
        (Some(symbol), _) => Named::One(of_symbol(graph, symbol)),
        (None, Some(text)) => Named::One(Key::Outside(Arc::clone(text))),
        (None, None) => Named::Unknown(value.reasons()),
    }
}

fn is_id(path: &str) -> bool {
    matches!(
        path,
        "id" | "arn" | "allocation_id" | "internet_gateway_id" | "name"
    )
}

fn of_symbol(graph: &Graph<'_>, symbol: &Symbol) -> Key {
    let outside = || Key::Outside(format!("{}.{}", symbol.instance, symbol.path).into());
    let Some(node) = graph.find(&symbol.instance) else {
        return outside();
    };
    if is_id(&symbol.path) {
        return canonical(graph, node);
    }
    match symbol.path.as_ref() {
        "main_route_table_id" | "default_route_table_id" | "vpc_main_route_table_id" => {
            canonical(graph, node).part(VpcPart::MainTable)
        }
        "default_security_group_id" => canonical(graph, node).part(VpcPart::SecurityGroup),
        "default_network_acl_id" => canonical(graph, node).part(VpcPart::Acl),
        _ => outside(),
    }
}

/// The key of an instance: what adopts a thing that AWS made is that thing.
pub(super) fn canonical(graph: &Graph<'_>, node: NodeIndex) -> Key {
    let instance = graph.instance(node);
    let adopted = |attribute: &str| match named_at(graph, node, attribute) {
        Named::One(key) => key,
        _ => Key::Node(node),
    };
    match instance.subject().as_str() {
        "aws_default_vpc" => Key::DefaultVpc,
        "data.aws_vpc" if is_true(instance.value.field("default").as_ref()) => Key::DefaultVpc,
        "aws_default_route_table" => adopted("default_route_table_id"),
        "aws_default_network_acl" => adopted("default_network_acl_id"),
        "aws_default_security_group" => match named_at(graph, node, "vpc_id") {
            Named::One(vpc) => vpc.part(VpcPart::SecurityGroup),
            Named::Nothing => Key::DefaultVpc.part(VpcPart::SecurityGroup),
            Named::Unknown(_) => Key::Node(node),
        },
        "data.aws_security_group" if is_default_group(instance.value.field("name").as_ref()) => {
            match named_at(graph, node, "vpc_id") {
                Named::One(vpc) => vpc.part(VpcPart::SecurityGroup),
                _ => Key::Node(node),
            }
        }
        _ => Key::Node(node),
    }
}

fn is_true(flag: Option<&Value>) -> bool {
    flag.and_then(Value::as_bool) == Some(true)
}

fn is_default_group(name: Option<&Value>) -> bool {
    name.and_then(Value::as_str)
        .is_some_and(|name| name.as_ref() == "default")
}

/// Why it is not known whether an instance exists.
pub(super) fn perhaps(graph: &Graph<'_>, node: NodeIndex) -> Option<Reason> {
    graph.instance(node).exists_perhaps()
}
