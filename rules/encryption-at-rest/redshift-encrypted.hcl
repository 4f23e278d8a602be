# A warehouse gathers the data of all other stores; to switch its encryption off leaves its blocks and snapshots in plain text. The migration enabled
# encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Take `encrypted = false` away. Redshift encrypts new clusters, and so does the AWS provider since version 6.0; before that, set `encrypted = true`.

rule "redshift-encrypted" {
  title     = "encryption of a warehouse is switched off"
  severity  = "error"
  profile   = "core"
  resources = ["aws_redshift_cluster"]
  references = [
    "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_cluster",
  ]
  equivalent = ["CKV_AWS_64", "AWS-0084"]

  # The provider keeps this boolean as a text.
  condition = tostring(aws::default(self, "encrypted")) == "true"

  finding {
    at      = self.encrypted
    message = "`${self.address}` stores its data unencrypted"
    help    = "set `encrypted = true`"
  }
}
