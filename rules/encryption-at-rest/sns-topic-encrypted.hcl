# SNS has no encryption at rest unless a topic names a key: messages lie in plain text until they are delivered.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `kms_master_key_id` to a key of your own whose policy lets the publishing services (`cloudwatch.amazonaws.com`,
# `events.amazonaws.com` and so on) use it. The key `alias/aws/sns` encrypts too, but its policy shuts those services out: alarms would
# no longer arrive.

rule "sns-topic-encrypted" {
  title     = "SNS topic is not encrypted"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_sns_topic"]
  references = [
    "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic",
  ]
  equivalent = ["CKV_AWS_26", "AWS-0095"]

  condition = tf::is_set(self.kms_master_key_id)

  finding {
    at      = self.kms_master_key_id
    message = "`${self.address}` keeps its messages unencrypted"
    help    = "set `kms_master_key_id` to a key that the publishers of the topic may use"
  }
}
