# A global cluster decides for all its regional clusters whether they are encrypted, and cannot change its mind later. The migration enabled
# encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `storage_encrypted = true` before the first apply. A global cluster that is made from a cluster (`source_db_cluster_identifier`) takes over
# what that one does; nothing is said about it.

rule "docdb-global-encrypted" {
  title     = "global DocumentDB cluster stores its data unencrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_docdb_global_cluster"]
  references = [
    "https://docs.aws.amazon.com/documentdb/latest/developerguide/global-clusters.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_global_cluster",
  ]
  equivalent = ["CKV_AWS_292"]

  locals {
    encrypted = tf::default(self.storage_encrypted, tf::is_set(self.source_db_cluster_identifier))
  }

  condition = local.encrypted

  finding {
    at      = local.encrypted
    message = "`${self.address}` stores its data unencrypted"
    help    = "set `storage_encrypted = true`"
  }
}
