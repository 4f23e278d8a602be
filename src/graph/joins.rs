//! Answers to "who refers to this" and "what does this refer to", with what cannot be known said.

use super::{Graph, Memo, NodeIndex};
use crate::terraform::{InstanceKey, Mode};
use crate::value::{Reason, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The instances that a join finds for certain, or why there may be some.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Join {
    Known(Vec<NodeIndex>),
    /// None is certain, and these are the reasons why there may be one.
    Unknown(Vec<Reason>),
}

impl Join {
    /// What any of several joins finds.
    pub fn any(joins: impl IntoIterator<Item = Self>) -> Self {
        let (mut found, mut reasons) = (Vec::new(), Vec::new());
        for join in joins {
            match join {
                Self::Known(nodes) => found.extend(nodes),
                Self::Unknown(why) => reasons.extend(why),
            }
        }
        Self::of(found, reasons)
    }

    /// What is found; where that is nothing, the reasons for which something may be.
    fn of(mut found: Vec<NodeIndex>, reasons: Vec<Reason>) -> Self {
        found.sort();
        found.dedup();
        if found.is_empty() && !reasons.is_empty() {
            Self::Unknown(Reason::distinct(reasons))
        } else {
            Self::Known(found)
        }
    }
}

/// The instances whose attribute refers to a target, and why the attributes of others may.
#[derive(Default, Debug)]
struct Referrers {
    /// Of these, the ones with an unknown number of instances may be none at all.
    certain: Vec<NodeIndex>,
    reasons: Vec<Reason>,
}

/// What the texts at an attribute path of all instances of a type may call, and the instances whose value there is unknown.
#[derive(Default, Debug)]
struct PathIndex {
    known: FxHashMap<String, Vec<NodeIndex>>,
    unknown: Vec<(NodeIndex, Vec<Reason>)>,
}

/// The instances of a type by the texts that name them.
pub(super) type NameIndex = FxHashMap<String, Vec<NodeIndex>>;

/// (type, path) → index, made when first asked for.
pub(super) type LiteralIndex = Memo<(String, String), Arc<PathIndexHandle>>;

/// Keeps the index type private to this module.
#[derive(Debug)]
pub(super) struct PathIndexHandle(PathIndex);

impl Graph<'_> {
    /// The instances of `subject` (a type, or `data.TYPE`) whose attribute at `path` refers to `target`.
    pub fn referrers(&self, target: NodeIndex, subject: &str, path: &str) -> Join {
        let Referrers { certain, reasons } = self.find_referrers(target, subject, path);
        let target_counted = self.instance(target).key == InstanceKey::Unknown;
        let (sure, perhaps): (Vec<_>, Vec<_>) = certain
            .into_iter()
            .partition(|&node| target_counted || self.instance(node).key != InstanceKey::Unknown);
        if !sure.is_empty() {
            return Join::Known(sure);
        }
        if !perhaps.is_empty() {
            return Join::Unknown(self.exist_perhaps(&perhaps).collect());
        }
        Join::of(Vec::new(), reasons)
    }

    /// Whether at least `count` instances of `subject` refer to `target` with their attribute at `path`, or why that cannot be known.
    ///
    /// Other than [`Self::referrers`], this counts: a block whose `count` or `for_each` is unknown stands for any number of instances.
    pub fn has_referrers(
        &self,
        target: NodeIndex,
        subject: &str,
        path: &str,
        count: usize,
    ) -> Result<bool, Vec<Reason>> {
        let Referrers {
            certain,
            mut reasons,
        } = self.find_referrers(target, subject, path);
        let (sure, perhaps): (Vec<_>, Vec<_>) = certain
            .into_iter()
            .partition(|&node| self.instance(node).key != InstanceKey::Unknown);
        if sure.len() >= count {
            return Ok(true);
        }
        reasons.extend(self.exist_perhaps(&perhaps));
        if reasons.is_empty() {
            Ok(false)
        } else {
            Err(reasons)
        }
    }

    /// The values of an attribute of an instance, at a path without indices; lists on the way and at the end are walked through.
    pub fn values_at(&self, node: NodeIndex, path: &str) -> Vec<Value> {
        let value = self.instance(node).value.get();
        at_path(&value, path).into_iter().cloned().collect()
    }

    fn find_referrers(&self, target: NodeIndex, subject: &str, path: &str) -> Referrers {
        let candidates = self.of_type(subject);
        if candidates.is_empty() {
            return Referrers::default();
        }
        let mut certain: Vec<NodeIndex> = self
            .incoming(target)
            .iter()
            .filter(|edge| covers(path, &edge.path) && self.is_of(edge.from, subject))
            .map(|edge| edge.from)
            .collect();
        let index = self.path_index(subject, path);
        let called = self.names(target).iter();
        let called = called.flat_map(|name| index.0.known.get(&**name).into_iter().flatten());
        certain.extend(called.filter(|&&from| self.calls(from, path, target)));
        certain.sort();
        certain.dedup();
        certain.retain(|&node| node != target);
        let mut reasons: Vec<Reason> = Vec::new();
        for (node, why) in &index.0.unknown {
            if *node != target {
                reasons.extend(why.iter().cloned());
            }
        }
        reasons.extend(self.perhaps_called(target, path, &certain, &index.0));
        Referrers {
            certain,
            reasons: Reason::distinct(reasons),
        }
    }

    /// Why a text that names no instance may name this one: its own name is not known.
    fn perhaps_called(
        &self,
        target: NodeIndex,
        path: &str,
        certain: &[NodeIndex],
        index: &PathIndex,
    ) -> Vec<Reason> {
        if !self.has_open_name(target) {
            return Vec::new();
        }
        let others = self.name_index(&self.instance(target).subject());
        let free = |node: &&NodeIndex| !certain.contains(node) && !self.is_read(**node, path);
        let strays = index
            .known
            .iter()
            .filter(|(text, _)| !others.contains_key(*text));
        strays
            .flat_map(|(text, nodes)| nodes.iter().filter(free).map(move |&from| (text, from)))
            .flat_map(|(text, from)| self.perhaps_means(text, from, target))
            .collect()
    }

    /// The instances of `subject` (any type when `None`) that the attribute at `path` of `from` refers to.
    pub fn references(&self, from: NodeIndex, path: &str, subject: Option<&str>) -> Join {
        let wanted = |node: NodeIndex| subject.is_none_or(|subject| self.is_of(node, subject));
        let mut found: Vec<NodeIndex> = self
            .outgoing(from)
            .iter()
            .filter(|edge| covers(path, &edge.path) && wanted(edge.to))
            .map(|edge| edge.to)
            .collect();
        let value = self.instance(from).value.get();
        let values = at_path(&value, path);
        if let Some(subject) = subject {
            let names = self.name_index(subject);
            for value in &values {
                let called = self.keys(value).into_iter();
                let called = called.flat_map(|key| names.get(&key).cloned().unwrap_or_default());
                found.extend(called.filter(|&node| !self.is_elsewhere(value, from, node)));
            }
        }
        found.retain(|&node| node != from);
        let reasons = if found.is_empty() {
            self.perhaps_references(from, path, subject, &values)
        } else {
            Vec::new()
        };
        Join::of(found, reasons)
    }

    /// Why values that name no known instance may yet be references: they are not known, or the name of an instance is not.
    fn perhaps_references(
        &self,
        from: NodeIndex,
        path: &str,
        subject: Option<&str>,
        values: &[&Value],
    ) -> Vec<Reason> {
        let read = |reason: &Reason| matches!(reason, Reason::Computed { symbol } if self.find(&symbol.instance).is_some());
        let unknown = values.iter().flat_map(|value| value.reasons());
        let mut reasons: Vec<Reason> = unknown.filter(|reason| !read(reason)).collect();
        if let Some(subject) = subject.filter(|_| !self.is_read(from, path)) {
            let open = self.openly_named(subject);
            for text in values.iter().filter_map(|value| value.as_str()) {
                let others = open.iter().filter(|&&target| target != from);
                reasons.extend(others.flat_map(|&target| self.perhaps_means(text, from, target)));
            }
        }
        reasons
    }

    /// The instances of a type that have this name: an id, an ARN, or what else a reference to them can be.
    pub fn called(&self, subject: &str, name: &str) -> Vec<NodeIndex> {
        let names = self.name_index(subject);
        names.get(name).cloned().unwrap_or_default()
    }

    /// The instances of a type by the texts that name them; made when first asked for.
    fn name_index(&self, subject: &str) -> Arc<NameIndex> {
        if let Some(index) = self.named.get(subject) {
            return index;
        }
        let mut index = NameIndex::default();
        for &node in self.of_type(subject) {
            for name in self.names(node) {
                index.entry(name.to_string()).or_default().push(node);
            }
        }
        self.named.keep(subject.to_owned(), Arc::new(index))
    }

    /// The instances of a type that have a name which is not known; found when first asked for, as mostly there are none.
    fn openly_named(&self, subject: &str) -> Arc<[NodeIndex]> {
        if let Some(nodes) = self.open.get(subject) {
            return nodes;
        }
        let nodes = self.of_type(subject).iter().copied();
        let nodes = nodes.filter(|&node| self.has_open_name(node)).collect();
        self.open.keep(subject.to_owned(), nodes)
    }

    /// Whether an instance is of a type (`aws_vpc`, `data.aws_vpc`).
    fn is_of(&self, node: NodeIndex, subject: &str) -> bool {
        let instance = self.instance(node);
        let (name, mode) = match subject.strip_prefix("data.") {
            Some(data_type) => (data_type, Mode::Data),
            None => (subject, Mode::Managed),
        };
        instance.mode == mode && instance.resource_type.as_ref() == name
    }

    /// Why it is not known whether there are such instances.
    fn exist_perhaps(&self, nodes: &[NodeIndex]) -> impl Iterator<Item = Reason> {
        let nodes = nodes.iter();
        nodes.filter_map(|&node| self.instance(node).exists_perhaps())
    }

    /// Whether an attribute of an instance was read from another one for certain: then it is a reference to that one, and to no other.
    fn is_read(&self, node: NodeIndex, path: &str) -> bool {
        let mut edges = self.outgoing(node).iter();
        edges.any(|edge| covers(path, &edge.path))
    }

    fn path_index(&self, subject: &str, path: &str) -> Arc<PathIndexHandle> {
        let key = (subject.to_owned(), path.to_owned());
        if let Some(index) = self.literals.get(&key) {
            return index;
        }
        let mut index = PathIndex::default();
        for &node in self.of_type(subject) {
            for (value, keys) in self.keys_at(node, path) {
                if value.is_unknown() && keys.is_empty() && !self.is_read(node, path) {
                    index.unknown.push((node, value.reasons()));
                }
                for key in keys {
                    index.known.entry(key).or_default().push(node);
                }
            }
        }
        self.literals.keep(key, Arc::new(PathIndexHandle(index)))
    }
}

/// Whether an edge at `edge` belongs to the attribute at `path`: the same, or inside it.
fn covers(path: &str, edge: &str) -> bool {
    edge.strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The leaves at a path without indices: lists on the way and at the end are walked through.
fn at_path<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    fn descend<'v>(value: &'v Value, names: &[&str], into: &mut Vec<&'v Value>) {
        if let Some(elements) = value.as_sequence() {
            for element in elements {
                descend(element, names, into);
            }
        } else if let (Some((name, rest)), Some(fields)) = (names.split_first(), value.as_fields())
        {
            if let Some(field) = fields.get(*name) {
                descend(field, rest, into);
            }
        } else if names.is_empty() || value.is_unknown() {
            into.push(value);
        }
    }
    let names: Vec<&str> = path.split('.').collect();
    let mut into = Vec::new();
    descend(value, &names, &mut into);
    into
}
