//! Which types of resource hold data that is gone with them.

use super::wildcard::{self, Case};

/// Types of the AWS provider whose instances hold what nobody can make again: data, keys, identities, images.
const HOLDS_DATA: &[&str] = &[
    "aws_backup_vault",
    "aws_cloudwatch_log_group",
    "aws_cognito_user_pool",
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_docdbelastic_cluster",
    "aws_dynamodb_global_table",
    "aws_dynamodb_table",
    "aws_ebs_volume",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticsearch_domain",
    "aws_fsx_*_file_system",
    "aws_fsx_*_volume",
    "aws_glacier_vault",
    "aws_keyspaces_table",
    "aws_kinesis_stream",
    "aws_kms_key",
    "aws_memorydb_cluster",
    "aws_mq_broker",
    "aws_msk_cluster",
    "aws_neptune_cluster",
    "aws_opensearch_domain",
    "aws_qldb_ledger",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
    "aws_redshift_cluster",
    "aws_route53_zone",
    "aws_s3_bucket",
    "aws_s3tables_table",
    "aws_s3tables_table_bucket",
    "aws_secretsmanager_secret",
    "aws_sqs_queue",
    "aws_timestreamwrite_table",
];

/// Whether data goes with an instance of a type.
pub fn holds_data(resource_type: &str) -> bool {
    let mut types = HOLDS_DATA.iter();
    types.any(|pattern| wildcard::covers(pattern, resource_type, Case::Sensitive))
}

#[cfg(test)]
mod tests {
    use super::*;

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
