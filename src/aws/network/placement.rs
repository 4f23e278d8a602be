//! Where one resource lies: its subnets and its security groups, and on which ports it listens. Knows no routes and no rules.

use super::groups::Ports;
use super::kinds::{self, Kind, Listens, Tier};
use super::names::{Key, Named, VpcPart, named_all, set_at, set_field};
use super::subnets::Subnets;
use crate::graph::{Graph, Join, NodeIndex};
use crate::terraform::Mode;
use crate::value::{Number, Reason, Type, Value};

/// Types whose service makes a security group for them, where none is named.
const OWN_GROUPS: [&str; 3] = ["aws_eks_cluster", "aws_eks_node_group", "aws_emr_cluster"];

/// Attributes of a store that has the network of another one, where it names none itself.
const INHERITS: [&str; 3] = [
    "replicate_source_db",
    "replication_source_identifier",
    "global_cluster_identifier",
];

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
    pub(super) kind: &'static Kind,
    /// Resources that say more of it, such as its launch template.
    pub(super) others: Vec<(NodeIndex, &'static Kind)>,
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
        let unknown = match graph.references(self.node, path, Some(target)) {
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
        if let Some(reasons) = unknown {
            self.unknown_subnets.extend(reasons.iter().cloned());
            if kinds::of(target).is_some_and(|kind| !kind.groups.is_empty()) {
                self.unknown_groups.extend(reasons);
            }
        }
    }

    /// What AWS takes where nothing is said: the default VPC, and the default security group of the VPC.
    fn fill_in(&mut self, graph: &Graph<'_>, subnets: &Subnets<'_>) {
        let attributes = &graph.instance(self.node).value.get();
        let inherited = INHERITS.iter().find_map(|name| set_field(attributes, name));
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

    /// The ports on which it listens; `None` where it does not say.
    pub(super) fn listens(&self, graph: &Graph<'_>) -> Option<Ports> {
        let attributes = &graph.instance(self.node).value.get();
        let port = set_field(attributes, "port");
        match (self.kind.listens, port) {
            (Listens::Any, _) => None,
            (_, Some(port)) => Some(match port.as_number().and_then(Number::as_i64) {
                Some(port) => Ports::Range(port, port),
                None => Ports::Unknown(port.reasons()),
            }),
            (Listens::On(from, to), None) => Some(Ports::Range(from, to)),
            // A plan may tell the engine though nobody wrote it.
            (Listens::Port(name), None) => match attributes.field(name) {
                Some(engine) if engine.is_unknown() => {
                    set_field(attributes, name).map(|engine| Ports::Unknown(engine.reasons()))
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
