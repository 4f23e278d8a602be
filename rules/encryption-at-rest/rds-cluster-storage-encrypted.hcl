# The storage of an RDS or Aurora cluster, with its backups and snapshots, is plain text for whoever gets hold of it.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `storage_encrypted = true` before the first apply: to change it later replaces the cluster. To encrypt a cluster that exists,
# copy its snapshot with a key and restore from the copy.
#
# AWS encrypts Aurora clusters that were made on or after 2026-02-18 in any case, with a key that AWS owns. Where the argument
# is absent on Aurora, the finding is therefore a warning: an older cluster is unencrypted, and a key of your own takes the argument.
# Multi-AZ clusters of MySQL and PostgreSQL are not encrypted unless the argument says so. A cluster that is restored, replicated or
# part of a global cluster inherits the encryption of its source.

rule "rds-cluster-storage-encrypted" {
  title     = "RDS cluster stores its data unencrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_rds_cluster"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",
    "https://aws.amazon.com/blogs/database/use-default-encryption-at-rest-for-new-amazon-aurora-clusters/",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster",
  ]
  equivalent = ["CKV_AWS_96", "AWS-0079"]

  locals {
    inherits = (
      tf::is_set(self.snapshot_identifier)
      || tf::is_set(self.replication_source_identifier)
      || tf::is_set(self.global_cluster_identifier)
      || length(self.restore_to_point_in_time) > 0
    )
    # Clusters of the first Aurora Serverless are always encrypted.
    serverless = tf::default(self.engine_mode, "provisioned") == "serverless"
    encrypted  = tf::default(self.storage_encrypted, local.serverless || local.inherits)
    written    = tf::is_set(self.storage_encrypted)
  }

  condition = local.encrypted

  finding {
    at       = local.encrypted
    # AWS encrypts new Aurora clusters when nobody says.
    severity = !local.written && startswith(self.engine, "aurora") ? "warning" : "error"
    message = (
      local.written
      ? "`${self.address}` stores its data unencrypted"
      : "`${self.address}` does not ask for encrypted storage"
    )
    help = "set `storage_encrypted = true`; a cluster that exists unencrypted has to be restored from an encrypted copy of its snapshot"
  }
}
