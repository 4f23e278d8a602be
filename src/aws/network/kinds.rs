//! How each resource type says where it lies in the network: its subnets, security groups, ports and public addresses. A table; knows no instance.
//!
//! Source: the arguments of each type in the AWS provider's documentation
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>), and the default ports of the services' guides.

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

/// What an entry has unless it says otherwise.
const PLAIN: Kind = Kind {
    name: "",
    tier: Tier::Compute,
    subnets: &[],
    groups: &[],
    through: &[],
    address: Address::Never,
    listens: Listens::Any,
};

const YES: &[&str] = &["true"];

const fn store(name: &'static str, groups: &'static [&'static str], listens: Listens) -> Kind {
    Kind {
        name,
        tier: Tier::Data,
        groups,
        listens,
        ..PLAIN
    }
}

/// Says only where others lie.
const fn subnet_group(name: &'static str) -> Kind {
    Kind {
        name,
        tier: Tier::Placement,
        subnets: &["subnet_ids"],
        ..PLAIN
    }
}

const fn balancer(name: &'static str) -> Kind {
    Kind {
        name,
        tier: Tier::Balancer,
        subnets: &["subnets", "subnet_mapping.subnet_id"],
        groups: &["security_groups"],
        address: Address::Unless("internal"),
        ..PLAIN
    }
}

const fn tasks(name: &'static str) -> Kind {
    Kind {
        name,
        subnets: &["network_configuration.subnets"],
        groups: &["network_configuration.security_groups"],
        address: Address::When("network_configuration.assign_public_ip", YES),
        ..PLAIN
    }
}

const fn search(name: &'static str) -> Kind {
    Kind {
        subnets: &["vpc_options.subnet_ids"],
        ..store(
            name,
            &["vpc_options.security_group_ids"],
            Listens::On(443, 443),
        )
    }
}

/// The types, in groups of what they do.
pub(super) const KINDS: &[Kind] = &[
    subnet_group("aws_db_subnet_group"),
    subnet_group("aws_dax_subnet_group"),
    subnet_group("aws_dms_replication_subnet_group"),
    subnet_group("aws_docdb_subnet_group"),
    subnet_group("aws_elasticache_subnet_group"),
    subnet_group("aws_memorydb_subnet_group"),
    subnet_group("aws_neptune_subnet_group"),
    subnet_group("aws_redshift_subnet_group"),
    Kind {
        name: "aws_launch_template",
        tier: Tier::Placement,
        subnets: &["network_interfaces.subnet_id"],
        groups: &[
            "vpc_security_group_ids",
            "network_interfaces.security_groups",
        ],
        address: Address::When("network_interfaces.associate_public_ip_address", YES),
        ..PLAIN
    },
    Kind {
        name: "aws_launch_configuration",
        tier: Tier::Placement,
        groups: &["security_groups"],
        address: Address::When("associate_public_ip_address", YES),
        ..PLAIN
    },
    Kind {
        through: &[("db_subnet_group_name", "aws_db_subnet_group")],
        address: Address::When("publicly_accessible", YES),
        ..store(
            "aws_db_instance",
            &["vpc_security_group_ids"],
            Listens::Port("engine"),
        )
    },
    Kind {
        through: &[("db_subnet_group_name", "aws_db_subnet_group")],
        address: Address::OfMember(
            "aws_rds_cluster_instance",
            "cluster_identifier",
            "publicly_accessible",
        ),
        ..store(
            "aws_rds_cluster",
            &["vpc_security_group_ids"],
            Listens::Port("engine"),
        )
    },
    Kind {
        through: &[("db_subnet_group_name", "aws_docdb_subnet_group")],
        ..store(
            "aws_docdb_cluster",
            &["vpc_security_group_ids"],
            Listens::On(27017, 27017),
        )
    },
    Kind {
        through: &[("neptune_subnet_group_name", "aws_neptune_subnet_group")],
        address: Address::OfMember(
            "aws_neptune_cluster_instance",
            "cluster_identifier",
            "publicly_accessible",
        ),
        ..store(
            "aws_neptune_cluster",
            &["vpc_security_group_ids"],
            Listens::On(8182, 8182),
        )
    },
    Kind {
        through: &[("cluster_subnet_group_name", "aws_redshift_subnet_group")],
        address: Address::When("publicly_accessible", YES),
        ..store(
            "aws_redshift_cluster",
            &["vpc_security_group_ids"],
            Listens::On(5439, 5439),
        )
    },
    Kind {
        subnets: &["subnet_ids"],
        address: Address::When("publicly_accessible", YES),
        ..store(
            "aws_redshiftserverless_workgroup",
            &["security_group_ids"],
            Listens::On(5439, 5439),
        )
    },
    Kind {
        through: &[("subnet_group_name", "aws_elasticache_subnet_group")],
        ..store(
            "aws_elasticache_cluster",
            &["security_group_ids"],
            Listens::Port("engine"),
        )
    },
    Kind {
        through: &[("subnet_group_name", "aws_elasticache_subnet_group")],
        ..store(
            "aws_elasticache_replication_group",
            &["security_group_ids"],
            Listens::On(6379, 6380),
        )
    },
    Kind {
        subnets: &["subnet_ids"],
        ..store(
            "aws_elasticache_serverless_cache",
            &["security_group_ids"],
            Listens::On(6379, 6380),
        )
    },
    Kind {
        through: &[("subnet_group_name", "aws_memorydb_subnet_group")],
        ..store(
            "aws_memorydb_cluster",
            &["security_group_ids"],
            Listens::On(6379, 6379),
        )
    },
    Kind {
        through: &[("subnet_group_name", "aws_dax_subnet_group")],
        ..store(
            "aws_dax_cluster",
            &["security_group_ids"],
            Listens::On(8111, 9111),
        )
    },
    search("aws_opensearch_domain"),
    search("aws_elasticsearch_domain"),
    Kind {
        subnets: &["broker_node_group_info.client_subnets"],
        address: Address::When(
            "broker_node_group_info.connectivity_info.public_access.type",
            &["SERVICE_PROVIDED_EIPS"],
        ),
        ..store(
            "aws_msk_cluster",
            &["broker_node_group_info.security_groups"],
            Listens::On(9092, 9198),
        )
    },
    Kind {
        subnets: &["subnet_ids"],
        address: Address::When("publicly_accessible", YES),
        ..store("aws_mq_broker", &["security_groups"], Listens::Any)
    },
    Kind {
        subnets: &["subnet_id"],
        ..store(
            "aws_efs_mount_target",
            &["security_groups"],
            Listens::On(2049, 2049),
        )
    },
    Kind {
        subnets: &["vpc_subnet_ids"],
        ..store("aws_db_proxy", &["vpc_security_group_ids"], Listens::Any)
    },
    Kind {
        name: "aws_dms_replication_instance",
        groups: &["vpc_security_group_ids"],
        through: &[(
            "replication_subnet_group_id",
            "aws_dms_replication_subnet_group",
        )],
        address: Address::When("publicly_accessible", YES),
        ..PLAIN
    },
    Kind {
        name: "aws_instance",
        subnets: &["subnet_id"],
        groups: &["vpc_security_group_ids", "security_groups"],
        through: &[
            (
                "network_interface.network_interface_id",
                "aws_network_interface",
            ),
            (
                "primary_network_interface.network_interface_id",
                "aws_network_interface",
            ),
            ("launch_template.id", "aws_launch_template"),
            ("launch_template.name", "aws_launch_template"),
        ],
        address: Address::Machine("associate_public_ip_address"),
        ..PLAIN
    },
    Kind {
        name: "aws_network_interface",
        subnets: &["subnet_id"],
        groups: &["security_groups"],
        address: Address::Elastic,
        ..PLAIN
    },
    Kind {
        name: "aws_autoscaling_group",
        subnets: &["vpc_zone_identifier"],
        through: &[
            ("launch_configuration", "aws_launch_configuration"),
            ("launch_template.id", "aws_launch_template"),
            ("launch_template.name", "aws_launch_template"),
            (
                "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id",
                "aws_launch_template",
            ),
        ],
        address: Address::Machine("associate_public_ip_address"),
        ..PLAIN
    },
    tasks("aws_ecs_service"),
    tasks("aws_ecs_task_set"),
    Kind {
        name: "aws_lambda_function",
        subnets: &["vpc_config.subnet_ids"],
        groups: &["vpc_config.security_group_ids"],
        ..PLAIN
    },
    Kind {
        name: "aws_eks_node_group",
        subnets: &["subnet_ids"],
        through: &[
            ("launch_template.id", "aws_launch_template"),
            ("launch_template.name", "aws_launch_template"),
        ],
        address: Address::Machine("associate_public_ip_address"),
        ..PLAIN
    },
    Kind {
        name: "aws_eks_cluster",
        subnets: &["vpc_config.subnet_ids"],
        groups: &["vpc_config.security_group_ids"],
        ..PLAIN
    },
    Kind {
        name: "aws_emr_cluster",
        subnets: &["ec2_attributes.subnet_id", "ec2_attributes.subnet_ids"],
        groups: &[
            "ec2_attributes.emr_managed_master_security_group",
            "ec2_attributes.emr_managed_slave_security_group",
        ],
        ..PLAIN
    },
    Kind {
        name: "aws_mwaa_environment",
        subnets: &["network_configuration.subnet_ids"],
        groups: &["network_configuration.security_group_ids"],
        ..PLAIN
    },
    balancer("aws_lb"),
    balancer("aws_alb"),
    Kind {
        subnets: &["subnets"],
        ..balancer("aws_elb")
    },
];

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
