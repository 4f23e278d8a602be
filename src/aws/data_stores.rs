//! Which types of resource hold data that is gone with them.

use super::wildcard::{self, Case};

/// Types of the AWS provider whose instances hold what nobody can make again from the configuration: data, snapshots, messages, logs, keys,
/// identities, images, and names that others have written down (the name servers of a hosted zone).
///
/// Not among them: what only points at data or is a part of its service (subnet groups, cluster instances, policies), virtual machines, whose
/// volumes are resources of their own or meant to go with them, and parameters, whose values the configuration has.
const HOLDS_DATA: &[&str] = &[
    "aws_backup_logically_air_gapped_vault",
    "aws_backup_vault",
    "aws_cloudhsm_v2_cluster",
    "aws_cloudtrail_event_data_store",
    "aws_cloudwatch_log_group",
    "aws_codeartifact_repository",
    "aws_codecommit_repository",
    "aws_cognito_identity_pool",
    "aws_cognito_user_pool",
    "aws_db_cluster_snapshot",
    "aws_db_instance",
    "aws_db_snapshot",
    "aws_directory_service_directory",
    "aws_docdb_cluster",
    "aws_docdb_cluster_snapshot",
    "aws_docdbelastic_cluster",
    "aws_dsql_cluster",
    "aws_dynamodb_global_table",
    "aws_dynamodb_table",
    "aws_ebs_snapshot",
    "aws_ebs_volume",
    "aws_ecr_repository",
    "aws_ecrpublic_repository",
    "aws_efs_file_system",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_elasticsearch_domain",
    "aws_fsx_*_file_system",
    "aws_fsx_*_volume",
    "aws_fsx_backup",
    "aws_glacier_vault",
    "aws_keyspaces_table",
    "aws_kinesis_stream",
    "aws_kinesis_video_stream",
    "aws_kms_external_key",
    "aws_kms_key",
    "aws_kms_replica_key",
    "aws_lightsail_bucket",
    "aws_lightsail_database",
    "aws_lightsail_disk",
    "aws_memorydb_cluster",
    "aws_mq_broker",
    "aws_msk_cluster",
    "aws_msk_serverless_cluster",
    "aws_neptune_cluster",
    "aws_neptune_cluster_snapshot",
    "aws_neptunegraph_graph",
    "aws_opensearch_domain",
    "aws_opensearchserverless_collection",
    "aws_prometheus_workspace",
    "aws_qldb_ledger",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
    "aws_redshift_cluster",
    "aws_redshift_cluster_snapshot",
    "aws_redshiftserverless_namespace",
    "aws_route53_zone",
    "aws_s3_bucket",
    "aws_s3_directory_bucket",
    "aws_s3control_bucket",
    "aws_s3tables_table",
    "aws_s3tables_table_bucket",
    "aws_s3vectors_index",
    "aws_s3vectors_vector_bucket",
    "aws_secretsmanager_secret",
    "aws_sqs_queue",
    "aws_timestreaminfluxdb_db_cluster",
    "aws_timestreaminfluxdb_db_instance",
    "aws_timestreamwrite_table",
    "aws_workspaces_workspace",
];

/// Whether data goes with an instance of a type.
pub fn holds_data(resource_type: &str) -> bool {
    let mut types = HOLDS_DATA.iter();
    types.any(|pattern| wildcard::covers(pattern, resource_type, Case::Sensitive))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types that the provider has not any more, or not yet in the schema at hand; older plans have them.
    const GONE: [&str; 4] = [
        "aws_qldb_ledger",
        "aws_elasticsearch_domain",
        "aws_s3vectors_index",
        "aws_s3vectors_vector_bucket",
    ];

    #[test]
    fn every_type_is_one_of_the_provider() {
        for pattern in HOLDS_DATA {
            let is_known = crate::schema::resource_types()
                .any(|known| wildcard::covers(pattern, known, Case::Sensitive));
            assert!(is_known || GONE.contains(pattern), "{pattern}");
        }
    }

    #[test]
    fn data_goes_with_stores_alone() {
        for holds in [
            "aws_s3_bucket",
            "aws_db_instance",
            "aws_fsx_windows_file_system",
        ] {
            assert!(holds_data(holds), "{holds}");
        }
        for other in [
            "aws_s3_bucket_policy",
            "aws_instance",
            "aws_db_subnet_group",
            "random_id",
        ] {
            assert!(!holds_data(other), "{other}");
        }
    }
}
