# A DAX cluster keeps items of DynamoDB tables on the disks of its nodes. DynamoDB encrypts its tables always, DAX its nodes only
# when it is told to. The migration enabled encryption at rest for all data stores
# ("Encryption: Enable at rest and in transit for all data stores").
#
# Add a `server_side_encryption` block with `enabled = true`; to change it later replaces the cluster.

rule "dax-encrypted" {
  title     = "DAX cluster is not encrypted at rest"
  severity  = "error"
  profile   = "core"
  resources = ["aws_dax_cluster"]
  references = [
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dax_cluster",
  ]
  equivalent = ["CKV_AWS_47", "AWS-0023"]

  locals {
    enabled = one(self.server_side_encryption[*].enabled)
  }

  condition = tf::default(local.enabled, false)

  finding {
    at      = local.enabled
    message = "`${self.address}` is not encrypted at rest"
    help    = "add `server_side_encryption { enabled = true }`"
  }
}
