# With encryption by default, no volume of a region can be made unencrypted, whoever makes it and with whatever tool. To switch it off
# takes that away from all teams of the account. The migration enabled encryption at rest for all data stores
# ("Encryption: Enable at rest and in transit for all data stores").
#
# Take `enabled = false` away.

rule "ebs-encryption-by-default" {
  title     = "encryption of new volumes is switched off"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_ebs_encryption_by_default"]
  references = [
    "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_encryption_by_default",
  ]
  equivalent = ["CKV_AWS_106"]

  condition = aws::default(self, "enabled")

  finding {
    at      = self.enabled
    message = "`${self.address}` switches the encryption of new volumes off"
    help    = "remove `enabled = false`"
  }
}
