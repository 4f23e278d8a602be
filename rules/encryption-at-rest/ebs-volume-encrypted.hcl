# An EBS volume that is not encrypted makes snapshots that are not encrypted either, and both can be read by whoever they are shared with.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `encrypted = true`, or let an `aws_ebs_encryption_by_default` resource encrypt every new volume of the region: then
# no volume can be made unencrypted, whatever its argument says.
#
# A volume that is made from a snapshot is encrypted when the snapshot is; nothing is said about it.

rule "ebs-volume-encrypted" {
  title     = "EBS volume is not encrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_ebs_volume"]
  references = [
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_volume",
  ]
  equivalent = ["CKV_AWS_3", "AWS-0026"]

  locals {
    encrypted = tf::default(self.encrypted, tf::is_set(self.snapshot_id))
    encrypted_by_default = anytrue([
      for setting in graph::resources("aws_ebs_encryption_by_default") :
      tf::default(setting.enabled, true) if tf::same_region(setting, self)
    ])
  }

  condition = local.encrypted || local.encrypted_by_default

  finding {
    at      = local.encrypted
    message = "`${self.address}` is not encrypted"
    help    = "set `encrypted = true`; a volume that exists has to be made anew from an encrypted copy of its snapshot"
  }
}
