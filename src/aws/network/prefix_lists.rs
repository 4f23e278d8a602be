//! Prefix lists: named lists of address ranges that routes and security groups refer to. Those that AWS manages are never the internet.

use super::bounds::Bounds;
use super::names::{Key, Named, canonical, named, perhaps};
use crate::graph::Graph;
use crate::terraform::Mode;
use crate::value::{Reason, Value};
use rustc_hash::FxHashMap;

const LIST: &str = "aws_ec2_managed_prefix_list";
const ENTRY: &str = "aws_ec2_managed_prefix_list_entry";

/// The ranges of the prefix lists of a root module.
#[derive(Default, Debug)]
pub(super) struct PrefixLists {
    ranges: FxHashMap<Key, Vec<Value>>,
    /// Why any list may have more.
    strays: Vec<Reason>,
}

impl PrefixLists {
    pub(super) fn new(graph: &Graph<'_>) -> Self {
        let mut lists = Self::default();
        for &node in graph.of_type(LIST) {
            let ranges = graph.values_at(node, "entry.cidr");
            let known = lists.ranges.entry(canonical(graph, node)).or_default();
            known.extend(ranges);
        }
        for &node in graph.of_type(ENTRY) {
            let instance = graph.instance(node);
            let (Some(list), Some(range)) = (
                instance.value.field("prefix_list_id"),
                instance.value.field("cidr"),
            ) else {
                continue;
            };
            match named(graph, &list) {
                Named::One(key) if perhaps(graph, node).is_none() => {
                    lists.ranges.entry(key).or_default().push(range);
                }
                Named::One(_) | Named::Nothing => {}
                Named::Unknown(reasons) => lists.strays.extend(reasons),
            }
        }
        lists
    }

    /// The ranges of the list that a value names, as written; `Err` is why they are not known.
    pub(super) fn ranges(
        &self,
        graph: &Graph<'_>,
        list: &Value,
    ) -> Result<Vec<Value>, Vec<Reason>> {
        match named(graph, list) {
            Named::Nothing => Ok(Vec::new()),
            Named::Unknown(reasons) => Err(reasons),
            Named::One(key) if key.managed(graph).is_some() => {
                let ranges = self.ranges.get(&key).cloned().unwrap_or_default();
                if self.strays.is_empty() {
                    Ok(ranges)
                } else {
                    Err(self.strays.clone())
                }
            }
            Named::One(key) if is_of_aws(graph, &key) => Ok(Vec::new()),
            Named::One(key) => Err(vec![key.outside(graph, "the ranges")]),
        }
    }

    /// The addresses of the list that a value names.
    pub(super) fn addresses(&self, graph: &Graph<'_>, list: &Value) -> Bounds {
        match self.ranges(graph, list) {
            Ok(ranges) => Bounds::of(&ranges),
            Err(reasons) => Bounds::anything(reasons),
        }
    }
}

/// Whether a list is one that AWS keeps for a service: `com.amazonaws.eu-west-1.s3`.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>.
fn is_of_aws(graph: &Graph<'_>, key: &Key) -> bool {
    let node = match key {
        Key::Node(node) => Some(*node),
        // A gateway endpoint has the list of its service, and a data source names one.
        Key::Outside(text) => text
            .rsplit_once('.')
            .and_then(|(instance, _)| graph.find(instance)),
        _ => None,
    };
    let Some(instance) = node.map(|node| graph.instance(node)) else {
        return false;
    };
    let names = graph_names(&instance.value.get());
    instance.resource_type.as_ref() == "aws_vpc_endpoint"
        || instance.mode == Mode::Data
            && (instance.resource_type.as_ref() == "aws_prefix_list"
                || names.iter().any(|name| name.starts_with("com.amazonaws.")))
}

/// The names by which a data source looks its list up, or what is known of their beginnings.
fn graph_names(config: &Value) -> Vec<String> {
    let filters = config.field("filter").into_iter().flat_map(Value::children);
    let values = filters
        .filter_map(|filter| filter.field("values"))
        .flat_map(Value::children);
    let names = config.field("name").into_iter().chain(values);
    let start = |value: &Value| match (value.as_str(), value.as_unknown()) {
        (Some(text), _) => text.to_string(),
        (None, Some(unknown)) => unknown.prefix().to_owned(),
        (None, None) => String::new(),
    };
    names.map(start).collect()
}
