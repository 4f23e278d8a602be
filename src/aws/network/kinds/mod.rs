//! How each resource type says where it lies in the network: its subnets, security groups, ports and public addresses. Knows no instance.

mod table;

pub(super) use table::KINDS;

/// What a resource does in an application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tier {
    /// Databases, caches, queues, search, file systems.
    Data,
    /// What runs programs.
    Compute,
    Balancer,
    /// Says where others lie: subnet groups, launch templates.
    Placement,
}

impl Tier {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Compute => "compute",
            Self::Balancer => "balancer",
            Self::Placement => "placement",
        }
    }
}

/// How a resource comes to an address that the internet can reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Address {
    Never,
    /// When the attribute at this path is true, or one of these words.
    When(&'static str, &'static [&'static str]),
    /// Unless the attribute at this path is true.
    Unless(&'static str),
    /// When an instance of this type, which names it with this attribute, has this attribute true.
    OfMember(&'static str, &'static str, &'static str),
    /// As `When`; where nobody set it, as the subnet has it; or by an Elastic IP.
    Machine(&'static str),
    /// By an Elastic IP only.
    Elastic,
}

/// On which ports it listens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Listens {
    /// The attribute `port`, or the default of the engine at the other attribute.
    Port(&'static str),
    /// These, both ends included.
    On(i64, i64),
    /// Not said by the resource.
    Any,
}

/// Where resources of one type lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) tier: Tier,
    pub(super) subnets: &'static [&'static str],
    pub(super) groups: &'static [&'static str],
    /// Attributes that name a resource which says more of this, and its type.
    pub(super) through: &'static [(&'static str, &'static str)],
    pub(super) address: Address,
    pub(super) listens: Listens,
}

/// Where resources of a type lie; `None` for types that lie in no subnet.
pub(super) fn of(resource_type: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == resource_type)
}

/// The default port of a database or cache engine, by the beginning of its name.
pub(super) fn default_port(engine: &str) -> Option<i64> {
    const PORTS: [(&str, i64); 11] = [
        ("aurora-postgresql", 5432),
        ("aurora", 3306),
        ("mysql", 3306),
        ("mariadb", 3306),
        ("postgres", 5432),
        ("oracle", 1521),
        ("custom-oracle", 1521),
        ("sqlserver", 1433),
        ("memcached", 11211),
        ("redis", 6379),
        ("valkey", 6379),
    ];
    let found = PORTS.iter().find(|(name, _)| engine.starts_with(name));
    found.map(|(_, port)| *port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attributes_exist() {
        for kind in KINDS {
            let schema = crate::schema::resource(kind.name);
            let Some(schema) = schema else {
                panic!("no type {}", kind.name)
            };
            let paths = kind.subnets.iter().chain(kind.groups);
            for path in paths
                .copied()
                .chain(kind.through.iter().map(|(path, _)| *path))
            {
                let first = path.split('.').next().unwrap();
                assert!(
                    schema.attribute(first).is_some() || schema.block(first).is_some(),
                    "{}.{path}",
                    kind.name
                );
            }
            for (_, target) in kind.through {
                assert!(of(target).is_some(), "{target}");
            }
        }
    }
}
