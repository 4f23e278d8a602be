//! Companions of databases.

use super::{Entry, entry};

pub(super) const TABLE: &[Entry] = &[
    entry(
        &[
            "aws_rds_cluster_instance",
            "aws_rds_cluster_endpoint",
            "aws_rds_cluster_role_association",
        ],
        &["cluster_identifier", "db_cluster_identifier"],
        &["aws_rds_cluster"],
    ),
    entry(
        &["aws_docdb_cluster_instance"],
        &["cluster_identifier"],
        &["aws_docdb_cluster"],
    ),
    entry(
        &["aws_neptune_cluster_instance"],
        &["cluster_identifier"],
        &["aws_neptune_cluster"],
    ),
    entry(
        &["aws_redshift_logging", "aws_redshift_snapshot_copy"],
        &["cluster_identifier"],
        &["aws_redshift_cluster"],
    ),
    entry(
        &["aws_db_instance"],
        &["replicate_source_db"],
        &["aws_db_instance"],
    ),
    entry(
        &["aws_db_instance_automated_backups_replication"],
        &["source_db_instance_arn"],
        &["aws_db_instance"],
    ),
    entry(
        &[
            "aws_db_proxy_default_target_group",
            "aws_db_proxy_target",
            "aws_db_proxy_endpoint",
        ],
        &["db_proxy_name"],
        &["aws_db_proxy"],
    ),
    entry(
        &["aws_elasticsearch_domain_policy"],
        &["domain_name"],
        &["aws_elasticsearch_domain"],
    ),
    entry(
        &["aws_opensearch_domain_policy"],
        &["domain_name"],
        &["aws_opensearch_domain"],
    ),
    entry(
        &[
            "aws_dynamodb_kinesis_streaming_destination",
            "aws_dynamodb_contributor_insights",
        ],
        &["table_name"],
        &["aws_dynamodb_table"],
    ),
    entry(
        &["aws_dynamodb_table_replica"],
        &["global_table_arn"],
        &["aws_dynamodb_table"],
    ),
    entry(
        &["aws_dynamodb_resource_policy"],
        &["resource_arn"],
        &["aws_dynamodb_table"],
    ),
];
