//! Attributes of which it is not known what they name: an association of which nobody knows the subnet may be any subnet's, unless it is known to be one of some.

use super::names::{Key, Named, named_all, named_at, perhaps};
use crate::graph::{Graph, NodeIndex};
use crate::value::Reason;
use rustc_hash::FxHashMap;

/// What is not known of one kind of things.
#[derive(Default, Debug)]
pub(super) struct Strays {
    /// Why any may be named.
    any: Vec<Reason>,
    /// Why those may be named that are among some.
    among: FxHashMap<Key, Vec<Reason>>,
}

impl Strays {
    /// What some resources name in an attribute, where that is not known.
    pub(super) fn of(graph: &Graph<'_>, kind: &str, attribute: &str) -> Self {
        let mut strays = Self::default();
        for &node in graph.of_type(kind) {
            if let Named::Unknown(reasons) = named_at(graph, node, attribute) {
                strays.add(graph, node, attribute, &reasons);
            }
        }
        strays
    }

    /// Adds what an attribute names, which is not known for these reasons.
    pub(super) fn add(
        &mut self,
        graph: &Graph<'_>,
        node: NodeIndex,
        attribute: &str,
        reasons: &[Reason],
    ) {
        let owner = graph.instance(node).value.get();
        let keys = owner
            .field(attribute)
            .and_then(|value| named_all(graph, value).ok());
        // Of what the configuration has no instance of this name for, it may have one of another name.
        let found = |keys: &Vec<Key>| !keys.iter().any(|key| matches!(key, Key::Outside(_)));
        match keys.filter(found) {
            None => join(&mut self.any, reasons),
            Some(keys) => {
                for key in keys {
                    join(self.among.entry(key).or_default(), reasons);
                }
            }
        }
    }

    /// Adds what is named by its number, such as `aws_subnet.a[0]`, where it is not known how many there are: it may be any of what stands for all of them.
    pub(super) fn add_numbered(&mut self, graph: &Graph<'_>, key: &Key) {
        let all = match key {
            Key::Outside(text) => all_of(text).and_then(|all| graph.find(&all)),
            _ => None,
        };
        if let Some((node, reason)) = all.and_then(|node| Some((node, perhaps(graph, node)?))) {
            join(self.among.entry(Key::Node(node)).or_default(), &[reason]);
        }
    }

    /// Why one of them may name this.
    pub(super) fn reasons(&self, key: &Key) -> Vec<Reason> {
        let among = self.among.get(key).into_iter().flatten();
        Reason::distinct(self.any.iter().chain(among).cloned())
    }
}

fn join(all: &mut Vec<Reason>, more: &[Reason]) {
    *all = Reason::distinct(std::mem::take(all).into_iter().chain(more.iter().cloned()));
}

/// The address of what stands for all instances of a block, from the attribute of one of them: `aws_subnet.a[*]` for `aws_subnet.a[0].id`.
fn all_of(attribute: &str) -> Option<String> {
    let (instance, _) = attribute.rsplit_once('.')?;
    let (block, _) = instance.strip_suffix(']')?.rsplit_once('[')?;
    Some(format!("{block}[*]"))
}
