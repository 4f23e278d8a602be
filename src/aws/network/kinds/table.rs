//! The table of [`Kind`]s: one entry for each resource type that lies in a subnet.
//!
//! Source: the arguments of each type in the AWS provider's documentation
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>), and the default ports of the services' guides.

use super::{Address, Kind, Listens, Tier};

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
pub(in crate::aws::network) const KINDS: &[Kind] = &[
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
