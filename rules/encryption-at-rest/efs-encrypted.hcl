# A file system that is not encrypted when it is made can never be encrypted in place. The console encrypts new file systems;
# the API, and with it Terraform, does not unless it is told to. The migration enabled encryption at rest for all data stores
# ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `encrypted = true` before the first apply: to change it later replaces the file system. To encrypt one that exists, replicate it
# to an encrypted one.

rule "efs-encrypted" {
  title     = "EFS file system is not encrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_efs_file_system"]
  references = [
    "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_file_system",
  ]
  equivalent = ["CKV_AWS_42", "AWS-0037"]

  condition = aws::default(self, "encrypted")

  finding {
    at      = self.encrypted
    message = "`${self.address}` is not encrypted"
    help    = "set `encrypted = true`; a file system that exists has to be replicated to an encrypted one"
  }
}
