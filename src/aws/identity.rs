//! Which attributes name a resource, so that a literal elsewhere is known to mean it.
//!
//! Source: the "Attribute Reference" and "Import" sections of each resource in the Terraform AWS provider's documentation
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>): what is imported by, and what other resources take.

use crate::graph::Identity;

/// Attributes that identify an instance of any type.
const ANY: &[&str] = &["id", "arn"];

/// Types that are also named by an attribute that the configuration sets. Sorted by type.
const NAMED: &[(&str, &[&str])] = &[
    ("aws_alb", &["id", "arn", "name"]),
    ("aws_autoscaling_group", &["id", "arn", "name"]),
    ("aws_cloudwatch_log_group", &["id", "arn", "name"]),
    ("aws_db_cluster_parameter_group", &["id", "arn", "name"]),
    ("aws_db_instance", &["id", "arn", "identifier"]),
    ("aws_db_parameter_group", &["id", "arn", "name"]),
    ("aws_db_subnet_group", &["id", "arn", "name"]),
    ("aws_docdb_cluster", &["id", "arn", "cluster_identifier"]),
    ("aws_docdb_cluster_parameter_group", &["id", "arn", "name"]),
    ("aws_docdb_subnet_group", &["id", "arn", "name"]),
    ("aws_dynamodb_table", &["id", "arn", "name"]),
    ("aws_ecr_repository", &["id", "arn", "name"]),
    ("aws_ecs_cluster", &["id", "arn", "name"]),
    ("aws_eks_cluster", &["id", "arn", "name"]),
    ("aws_elasticache_parameter_group", &["id", "arn", "name"]),
    (
        "aws_elasticache_replication_group",
        &["id", "arn", "replication_group_id"],
    ),
    ("aws_elasticache_subnet_group", &["id", "arn", "name"]),
    ("aws_elb", &["id", "arn", "name"]),
    ("aws_iam_group", &["id", "arn", "name"]),
    ("aws_iam_instance_profile", &["id", "arn", "name"]),
    ("aws_iam_policy", &["id", "arn"]),
    ("aws_iam_role", &["id", "arn", "name"]),
    ("aws_iam_user", &["id", "arn", "name"]),
    ("aws_kinesis_stream", &["id", "arn", "name"]),
    ("aws_kms_alias", &["id", "arn", "name"]),
    ("aws_lambda_function", &["id", "arn", "function_name"]),
    ("aws_launch_configuration", &["id", "arn", "name"]),
    ("aws_launch_template", &["id", "arn", "name"]),
    ("aws_lb", &["id", "arn", "name"]),
    ("aws_neptune_cluster", &["id", "arn", "cluster_identifier"]),
    ("aws_neptune_subnet_group", &["id", "arn", "name"]),
    ("aws_rds_cluster", &["id", "arn", "cluster_identifier"]),
    ("aws_rds_cluster_parameter_group", &["id", "arn", "name"]),
    ("aws_redshift_cluster", &["id", "arn", "cluster_identifier"]),
    ("aws_redshift_parameter_group", &["id", "arn", "name"]),
    ("aws_redshift_subnet_group", &["id", "arn", "name"]),
    ("aws_s3_bucket", &["id", "arn", "bucket"]),
    ("aws_secretsmanager_secret", &["id", "arn", "name"]),
    ("aws_sns_topic", &["id", "arn", "name"]),
    ("aws_sqs_queue", &["id", "arn", "name", "url"]),
];

/// The identities of AWS's resource types.
#[derive(Clone, Copy, Default, Debug)]
pub struct AwsIdentity;

impl Identity for AwsIdentity {
    fn attributes(&self, resource_type: &str) -> &'static [&'static str] {
        let found = NAMED.binary_search_by(|(name, _)| (*name).cmp(resource_type));
        found
            .ok()
            .and_then(|index| NAMED.get(index))
            .map_or(ANY, |(_, attributes)| attributes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_sorted_and_their_attributes_exist() {
        assert!(NAMED.is_sorted_by_key(|(name, _)| name));
        for (name, attributes) in NAMED {
            let Some(schema) = crate::schema::resource(name) else {
                continue;
            };
            for attribute in *attributes {
                assert!(
                    schema.attribute(attribute).is_some() || *attribute == "arn",
                    "{name}.{attribute}"
                );
            }
        }
    }
}
