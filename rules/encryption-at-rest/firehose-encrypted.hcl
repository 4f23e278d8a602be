# Firehose holds records until it delivers them, for up to 24 hours when the destination is away; without encryption they wait in plain text.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Add `server_side_encryption { enabled = true }`. A stream that reads from Kinesis or Kafka has no records of its own and cannot be encrypted: the
# source is what to encrypt.

rule "firehose-encrypted" {
  title     = "delivery stream is not encrypted"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_kinesis_firehose_delivery_stream"]
  references = [
    "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kinesis_firehose_delivery_stream",
  ]
  equivalent = ["CKV_AWS_240"]

  locals {
    enabled = one(self.server_side_encryption[*].enabled)
  }

  when      = length(self.kinesis_source_configuration) == 0 && length(self.msk_source_configuration) == 0
  condition = tf::default(local.enabled, false)

  finding {
    at      = local.enabled
    message = "`${self.address}` keeps its records unencrypted"
    help    = "add `server_side_encryption { enabled = true }`"
  }
}
