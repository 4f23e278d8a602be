# A plan that destroys a database, a bucket or a file system destroys data. A typo in a `count`, a renamed module or a wrong workspace looks
# the same in the plan as a decision. The lesson of the migration: stateful services go last, by hand, with a snapshot.
#
# If the resource only moved in the configuration, write a `moved` block. If it shall live on outside of Terraform, write a `removed` block
# with `destroy = false`. If it shall go, take a backup, and say so in a suppression.

rule "plan-destroy-stateful" {
  title    = "plan destroys a resource that holds data"
  severity = "error"
  profile  = "core"
  changes  = ["delete", "forget"]
  resources = [
    "aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster", "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster",
    "aws_dynamodb_table", "aws_dynamodb_global_table", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_memorydb_cluster",
    "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_s3_bucket", "aws_efs_file_system", "aws_fsx_*_file_system", "aws_ebs_volume",
    "aws_kinesis_stream", "aws_msk_cluster", "aws_mq_broker", "aws_backup_vault", "aws_kms_key", "aws_ecr_repository", "aws_cognito_user_pool",
    "aws_secretsmanager_secret", "aws_timestreamwrite_table", "aws_keyspaces_table", "aws_qldb_ledger",
  ]
  references = [
    "https://developer.hashicorp.com/terraform/language/moved",
    "https://developer.hashicorp.com/terraform/language/block/removed",
  ]

  locals {
    kept = [
      for name in ["deletion_protection", "deletion_protection_enabled"] : name if try(before[name], null) == true
    ]
    final_snapshot = try(before.skip_final_snapshot, null)
  }

  # A deposed object is what an interrupted replacement left behind; its successor holds the data.
  when      = change.deposed == null
  condition = false

  finding {
    severity = change.action == "forget" ? "info" : "error"
    message = (
      change.action == "forget"
      ? "`${change.address}` leaves the state and stays in the account"
      : "the plan destroys `${change.address}`${local.final_snapshot == true ? " without a final snapshot" : ""}${length(local.kept) > 0 ? ", which its deletion protection will refuse" : ""}"
    )
    help = "write a `moved` block if it was renamed, or a `removed` block with `destroy = false` if it shall stay; take a backup if it shall go"
  }
}
