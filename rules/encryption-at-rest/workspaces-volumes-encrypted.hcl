# The volumes of a virtual desktop hold what its user works on: mail, downloads, keys. WorkSpaces encrypts a volume only when it is told to, and cannot
# do so later. The lesson: "Encryption: Enable at rest and in transit for all data stores".
#
# Set `root_volume_encryption_enabled`, `user_volume_encryption_enabled` and `volume_encryption_key` before the first apply: to change
# them replaces the desktop.

rule "workspaces-volumes-encrypted" {
  title     = "volume of a virtual desktop is not encrypted"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_workspaces_workspace"]
  references = [
    "https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/workspaces_workspace",
  ]
  equivalent = ["CKV_AWS_155", "CKV_AWS_156", "AWS-0109"]

  condition "root" {
    condition = tf::default(self.root_volume_encryption_enabled, false)

    finding {
      at      = self.root_volume_encryption_enabled
      message = "the root volume of `${self.address}` is not encrypted"
      help    = "set `root_volume_encryption_enabled = true` and `volume_encryption_key`"
    }
  }

  condition "user" {
    condition = tf::default(self.user_volume_encryption_enabled, false)

    finding {
      at      = self.user_volume_encryption_enabled
      message = "the user volume of `${self.address}` is not encrypted"
      help    = "set `user_volume_encryption_enabled = true` and `volume_encryption_key`"
    }
  }
}
