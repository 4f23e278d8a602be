# The disks, automated backups, snapshots and logs of an RDS instance are plain text for whoever gets hold of them.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
# RDS does not encrypt unless it is told to, and a key alone (`kms_key_id`) does not tell it to.
#
# Set `storage_encrypted = true` before the first apply: to change it later replaces the instance. To encrypt an instance that exists,
# take a snapshot, copy the snapshot with a key, and restore from the copy.
#
# A replica and an instance restored from a snapshot or from another instance inherit the encryption of their source
# when the argument is absent; nothing is said about them. The storage of Aurora belongs to the cluster.

rule "rds-instance-storage-encrypted" {
  title     = "RDS instance stores its data unencrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_db_instance"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance",
  ]
  equivalent = ["CKV_AWS_16", "AWS-0080"]

  locals {
    inherits = (
      tf::is_set(self.replicate_source_db)
      || tf::is_set(self.snapshot_identifier)
      || length(self.restore_to_point_in_time) > 0
    )
    # What is so when nobody says.
    encrypted = tf::default(self.storage_encrypted, local.inherits)
  }

  when      = !startswith(tf::default(self.engine, ""), "aurora")
  condition = local.encrypted

  finding {
    at      = local.encrypted
    message = "`${self.address}` stores its data unencrypted"
    help    = "set `storage_encrypted = true`; an instance that exists has to be restored from an encrypted copy of its snapshot"
  }
}
