# The volume of a DocumentDB cluster, with its backups and snapshots, is plain text for whoever gets hold of it.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
# The Terraform provider sends `false` when the argument is absent.
#
# Set `storage_encrypted = true` before the first apply: to change it later replaces the cluster. A cluster that is restored, or part of
# a global cluster, inherits the encryption of its source; nothing is said about it when the argument is absent.

rule "docdb-encrypted" {
  title     = "DocumentDB cluster stores its data unencrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_docdb_cluster"]
  references = [
    "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_cluster",
  ]
  equivalent = ["CKV_AWS_74", "AWS-0021"]

  locals {
    inherits = (
      tf::is_set(self.snapshot_identifier)
      || tf::is_set(self.global_cluster_identifier)
      || length(self.restore_to_point_in_time) > 0
    )
    encrypted = tf::default(self.storage_encrypted, local.inherits)
  }

  condition = local.encrypted

  finding {
    at      = local.encrypted
    message = "`${self.address}` stores its data unencrypted"
    help    = "set `storage_encrypted = true`; a cluster that exists has to be restored from its snapshot with a `kms_key_id`"
  }
}
