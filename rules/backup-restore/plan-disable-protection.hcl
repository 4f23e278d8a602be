# Deletion protection, backups, versions and locks are what is left when everything else has gone wrong. A plan that takes them away is often the
# first of two: the second one deletes. The lesson: no protection is switched off together with other changes.
#
# Keep the setting. If it has to go, do it in a plan of its own, with a backup, and say why in a suppression.

rule "plan-disable-protection" {
  title    = "plan takes the protection of data away"
  severity = "error"
  profile  = "core"
  changes  = ["update", "delete"]
  resources = [
    "aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster", "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster",
    "aws_dynamodb_table", "aws_elasticache_replication_group", "aws_elasticache_cluster", "aws_memorydb_cluster", "aws_lb", "aws_alb",
    "aws_cognito_user_pool", "aws_s3_bucket", "aws_s3_bucket_versioning", "aws_backup_vault_lock_configuration", "aws_efs_backup_policy",
  ]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
  ]

  locals {
    # What protects when it has the value on the right.
    switches = {
      deletion_protection         = ["true", "ACTIVE"]
      deletion_protection_enabled = ["true"]
      enable_deletion_protection  = ["true"]
      skip_final_snapshot         = ["false"]
      "versioning_configuration[0].status" = ["Enabled"]
      "versioning[0].enabled"              = ["true"]
      "point_in_time_recovery[0].enabled"  = ["true"]
      "backup_policy[0].status"            = ["ENABLED"]
    }
    # What protects longer when it is greater.
    amounts = [
      "backup_retention_period", "snapshot_retention_limit", "automated_snapshot_retention_period", "manual_snapshot_retention_period",
      "min_retention_days",
    ]
    changed = [for one in tf::changed(before, after) : one if change.action == "update"]
    deleted_ids = [
      for one in tf::changes(["delete"], ["aws_s3_bucket", "aws_backup_vault", "aws_efs_file_system"]) : coalesce(try(one.before.id, null), try(one.before.bucket, null), try(one.before.name, null), "unnamed")
    ]
  }

  condition "switched-off" {
    for_each  = { for one in local.changed : one.path => one if contains(keys(local.switches), one.path) }
    when      = contains(local.switches[each.key], tostring(each.value.before))
    condition = contains(local.switches[each.key], tostring(each.value.after))

    finding {
      at      = each.value.after
      message = "the plan takes a protection of `${change.address}` away: ${each.value.words}"
      help    = "keep it, or take it away in a plan of its own after a backup"
    }
  }

  condition "shortened" {
    for_each  = { for one in local.changed : one.path => one if contains(local.amounts, one.path) && one.before != null }
    condition = each.value.after != null && each.value.after >= each.value.before

    finding {
      at      = each.value.after
      message = "the plan keeps the backups of `${change.address}` for a shorter time: ${each.value.words}"
      help    = "keep it: older backups are deleted at once"
    }
  }

  # Data that is deleted as a whole is the subject of plan-destroy-stateful.
  condition "removed" {
    when      = change.action == "delete" && contains(["aws_backup_vault_lock_configuration", "aws_s3_bucket_versioning", "aws_efs_backup_policy"], change.type)
    condition = contains(local.deleted_ids, try(before.bucket, before.backup_vault_name, before.file_system_id, "none"))

    finding {
      message = "the plan removes `${change.address}`, and with it the protection of what stays"
      help    = "keep it as long as the data is there"
    }
  }
}
