//! Resource instances and the references between them. Knows no provider: which attributes identify an instance it asks of an [`Identity`].
//!
//! An edge exists where a value was read from another instance, through locals, variables, module outputs and `for_each`,
//! whether the value is known or not; and where a literal equals an identifying attribute of another instance.

mod edges;
mod joins;
mod memo;
mod names;

pub use joins::Join;
pub use memo::Memo;
pub use names::{HOLE, text_with_holes};

use crate::terraform::Instance;
use crate::value::{Reason, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Says which attributes name an instance of a type, so that an equal literal elsewhere is a reference to it.
pub trait Identity: Sync {
    /// The names of attributes such as `id`, `arn`, `bucket`; empty for a type without one.
    fn attributes(&self, resource_type: &str) -> &'static [&'static str];

    /// Further texts that name an instance, made of its attributes: `table/{name}`; `{cluster>name}` is the `name` of what `cluster` refers to.
    /// `|` stands before another form, for where something in the first is not known.
    fn forms(&self, _resource_type: &str) -> &'static [&'static str] {
        &[]
    }

    /// What else a text names: what an ARN, an address or a version of something says of whom it means. [`HOLE`] stands for what is unknown.
    fn keys(&self, _text: &str) -> Vec<String> {
        Vec::new()
    }

    /// Whether a text of `from` that has the name of `target` is known to mean something at another place: another account, another region.
    fn is_elsewhere(&self, _text: &str, _from: &Instance, _target: &Instance) -> bool {
        false
    }
}

/// The place of an instance in its graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeIndex(usize);

/// `from.path` was read from `to.attribute`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edge {
    pub from: NodeIndex,
    /// The path of the attribute that refers, without indices: `network_configuration.subnets`.
    pub path: Arc<str>,
    pub to: NodeIndex,
    /// The path of the attribute that is referred to: `id`.
    pub attribute: Arc<str>,
}

/// A way on which the identity of an instance leaves what can be seen: something may refer to it there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exit {
    /// An output of the root module, by its name.
    Output(Arc<str>),
    /// An argument of a module that is not on this disk, by the address of the call.
    Module(Arc<str>),
}

/// How many instances stay at hand as objects where instances are packed because they are many.
const OBJECTS_AT_HAND: usize = 1_000;

/// The instances of one root module and the edges between them.
pub struct Graph<'a> {
    instances: &'a [Instance],
    identity: &'a dyn Identity,
    by_address: FxHashMap<&'a str, NodeIndex>,
    by_type: BTreeMap<String, Vec<NodeIndex>>,
    outgoing: Vec<Vec<Edge>>,
    incoming: Vec<Vec<Edge>>,
    /// Which instances leave what can be seen, and through what.
    exits: Vec<(NodeIndex, Exit)>,
    /// For each instance those whose attributes are unknown because of it; made when first asked for.
    because: OnceLock<Vec<Vec<NodeIndex>>>,
    objects: Mutex<FxHashMap<NodeIndex, Value>>,
    literals: joins::LiteralIndex,
    named: Memo<String, Arc<joins::NameIndex>>,
    /// The instances of a type of which a name is not known.
    open: Memo<String, Arc<[NodeIndex]>>,
    names: Vec<OnceLock<Box<[Box<str>]>>>,
}

impl std::fmt::Debug for Graph<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Graph")
            .field("instances", &self.instances.len())
            .field("outgoing", &self.outgoing)
            .finish_non_exhaustive()
    }
}

impl<'a> Graph<'a> {
    /// Builds the graph of the instances of a root module.
    pub fn new(instances: &'a [Instance], identity: &'a dyn Identity) -> Self {
        let mut by_address = FxHashMap::default();
        let mut by_type: BTreeMap<_, Vec<NodeIndex>> = BTreeMap::new();
        for (index, instance) in instances.iter().enumerate() {
            by_address.insert(instance.address.as_ref(), NodeIndex(index));
            by_type
                .entry(instance.subject())
                .or_default()
                .push(NodeIndex(index));
        }
        let mut graph = Self {
            instances,
            identity,
            by_address,
            by_type,
            outgoing: vec![Vec::new(); instances.len()],
            incoming: vec![Vec::new(); instances.len()],
            exits: Vec::new(),
            because: OnceLock::new(),
            objects: Mutex::default(),
            literals: Memo::default(),
            named: Memo::default(),
            open: Memo::default(),
            names: instances.iter().map(|_| OnceLock::new()).collect(),
        };
        let mut paths = FxHashSet::default();
        for (index, instance) in instances.iter().enumerate() {
            graph.connect(NodeIndex(index), instance, &mut paths);
        }
        graph
    }

    /// Notes the instances that a value was read from which leaves what can be seen.
    pub fn add_exit(&mut self, exit: &Exit, value: &Value) {
        edges::walk(value, &mut |_, symbol| {
            let node = self.by_address.get(symbol.instance.as_ref());
            let known = |node| (node, exit.clone());
            self.exits.extend(node.map(|&node| known(node)));
        });
        self.exits.sort();
        self.exits.dedup();
    }

    /// Through what an instance leaves what can be seen, sorted.
    pub fn exits_of(&self, index: NodeIndex) -> impl Iterator<Item = &Exit> {
        let exits = self.exits.iter().filter(move |(node, _)| *node == index);
        exits.map(|(_, exit)| exit)
    }

    /// The instances that have something from an instance: by reference, or in a way that leaves unknown what became of it
    /// (`distinct` of ids that nobody knows yet). In order of their blocks.
    pub fn users(&self, index: NodeIndex) -> Vec<NodeIndex> {
        let because = self.because.get_or_init(|| self.find_because());
        let edges = self.incoming(index).iter().map(|edge| edge.from);
        let mut found: Vec<NodeIndex> = edges.collect();
        found.extend(because.get(index.0).into_iter().flatten());
        found.sort();
        found.dedup();
        found
    }

    fn find_because(&self) -> Vec<Vec<NodeIndex>> {
        let mut because = vec![Vec::new(); self.instances.len()];
        for (from, instance) in self.instances.iter().enumerate() {
            for reason in instance.value.get().reasons() {
                let Reason::Computed { symbol } = reason else {
                    continue;
                };
                let to = self.by_address.get(symbol.instance.as_ref());
                let other = to.filter(|to| to.0 != from);
                if let Some(users) = other.and_then(|to| because.get_mut(to.0)) {
                    users.push(NodeIndex(from));
                }
            }
        }
        because
    }

    /// Finds the edges of an instance; `paths` are those seen so far, which are few.
    fn connect(&mut self, from: NodeIndex, instance: &Instance, paths: &mut FxHashSet<Arc<str>>) {
        let mut found = Vec::new();
        edges::walk(&instance.value.get(), &mut |path, symbol| {
            if let Some(&to) = self
                .by_address
                .get(symbol.instance.as_ref())
                .filter(|to| **to != from)
            {
                found.push(Edge {
                    from,
                    path: shared(paths, path),
                    to,
                    attribute: Arc::clone(&symbol.path),
                });
            }
        });
        found.sort();
        found.dedup();
        found.shrink_to_fit();
        for edge in &found {
            if let Some(incoming) = self.incoming.get_mut(edge.to.0) {
                incoming.push(edge.clone());
            }
        }
        if let Some(outgoing) = self.outgoing.get_mut(from.0) {
            *outgoing = found;
        }
    }

    /// All instances, in order of their blocks.
    pub fn indices(&self) -> impl Iterator<Item = NodeIndex> {
        (0..self.instances.len()).map(NodeIndex)
    }

    /// The instance at an index of this graph.
    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: indices are made by this graph"
    )]
    pub fn instance(&self, index: NodeIndex) -> &'a Instance {
        &self.instances[index.0]
    }

    /// The instance with this address.
    pub fn find(&self, address: &str) -> Option<NodeIndex> {
        self.by_address.get(address).copied()
    }

    /// The instances of a type: `aws_vpc`, or `data.aws_vpc` for data sources.
    pub fn of_type(&self, subject: &str) -> &[NodeIndex] {
        self.by_type.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The types that occur, data sources with `data.` before them; sorted.
    pub fn types(&self) -> impl Iterator<Item = (&str, &[NodeIndex])> {
        self.by_type
            .iter()
            .map(|(subject, nodes)| (subject.as_str(), nodes.as_slice()))
    }

    /// The edges that start at an instance, sorted.
    pub fn outgoing(&self, index: NodeIndex) -> &[Edge] {
        self.outgoing.get(index.0).map_or(&[], Vec::as_slice)
    }

    /// The edges that end at an instance, in order of the instances that refer.
    pub fn incoming(&self, index: NodeIndex) -> &[Edge] {
        self.incoming.get(index.0).map_or(&[], Vec::as_slice)
    }

    /// The instance as rules see it: its attributes and the facts beside them, under one object.
    ///
    /// Of packed instances the objects last asked for stay at hand, not all: together they take many times the room.
    pub fn object(&self, index: NodeIndex) -> Value {
        let known = || self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(object) = known().get(&index) {
            return object.clone();
        }
        let object = self.instance(index).as_object();
        let mut objects = known();
        if objects.len() >= OBJECTS_AT_HAND && self.instance(index).value.is_packed() {
            objects.clear();
        }
        objects.insert(index, object.clone());
        object
    }
}

/// A text, held once.
fn shared(texts: &mut FxHashSet<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(known) = texts.get(text) {
        return Arc::clone(known);
    }
    let text: Arc<str> = Arc::from(text);
    texts.insert(Arc::clone(&text));
    text
}
