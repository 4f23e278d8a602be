# Every instance of a launch configuration gets its volumes as the configuration describes them; unencrypted, they and their snapshots can be read by
# whoever they are shared with. The migration enabled encryption at rest for all data stores
# ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `encrypted = true` in `root_block_device` and in each `ebs_block_device`, or let an `aws_ebs_encryption_by_default` resource encrypt every
# new volume of the region. Without a `root_block_device` block the root volume is as encrypted as the image that instances start from; that is a
# warning, as the image may be encrypted. A volume from a snapshot is encrypted when the snapshot is. AWS makes no launch configurations in new accounts: better
# move to a launch template.

rule "launch-configuration-volumes-encrypted" {
  title     = "volume of a launch configuration is not encrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_launch_configuration"]
  references = [
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_configuration",
  ]
  equivalent = ["CKV_AWS_8", "AWS-0008", "AWS-0122"]

  locals {
    encrypted_by_default = anytrue([
      for setting in graph::resources("aws_ebs_encryption_by_default") :
      tf::default(setting.enabled, true) if tf::same_region(setting, self)
    ])
  }

  when = !local.encrypted_by_default

  condition "no-root-volume" {
    condition = length(self.root_block_device) > 0

    finding {
      at       = self.root_block_device
      severity = "warning"
      message  = "`${self.address}` leaves the encryption of its root volume to its image"
      help     = "add a `root_block_device` block with `encrypted = true`"
    }
  }

  condition "root-volume" {
    for_each  = self.root_block_device
    condition = tf::default(each.value.encrypted, false)

    finding {
      at      = each.value.encrypted
      message = "the root volume of `${self.address}` is not encrypted"
      help    = "set `encrypted = true` in `root_block_device`"
    }
  }

  condition "volume" {
    for_each = flatten([
      for volume in self.ebs_block_device : volume if !tf::default(volume.no_device, false)
    ])
    condition = tf::default(each.value.encrypted, tf::is_set(each.value.snapshot_id))

    finding {
      at      = each.value.encrypted
      message = "volume `${each.value.device_name}` of `${self.address}` is not encrypted"
      help    = "set `encrypted = true` in this `ebs_block_device`"
    }
  }
}
