# Every instance of a template gets its volumes as the template describes them; unencrypted, they and their snapshots can be read by whoever they
# are shared with. The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `encrypted = true` in each `ebs` block, or let an `aws_ebs_encryption_by_default` resource encrypt every new volume of the region.
# A volume from a snapshot is encrypted when the snapshot is; nothing is said about it.

rule "launch-template-volumes-encrypted" {
  title     = "volume of a launch template is not encrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_launch_template"]
  references = [
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template",
  ]
  equivalent = ["CKV_AWS_8"]

  locals {
    encrypted_by_default = anytrue([
      for setting in graph::resources("aws_ebs_encryption_by_default") :
      tf::default(setting.enabled, true) if tf::same_region(setting, self)
    ])
  }

  when     = !local.encrypted_by_default
  for_each = flatten(self.block_device_mappings[*].ebs)
  # The provider keeps this boolean as a text.
  condition = tf::default(each.value.encrypted, tostring(tf::is_set(each.value.snapshot_id))) == "true"

  finding {
    at      = each.value.encrypted
    message = "a volume of `${self.address}` is not encrypted"
    help    = "set `encrypted = true` in this `ebs` block"
  }
}
