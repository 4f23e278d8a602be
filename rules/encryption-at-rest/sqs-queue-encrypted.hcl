# SQS encrypts new queues with a key of its own unless that is switched off, and it costs nothing. To switch it off without a KMS key
# in its place leaves the messages in plain text. The migration enabled encryption at rest for all data stores
# ("Encryption: Enable at rest and in transit for all data stores").
#
# Take `sqs_managed_sse_enabled = false` away, or name a KMS key in `kms_master_key_id`.

rule "sqs-queue-encrypted" {
  title     = "encryption of an SQS queue is switched off"
  severity  = "error"
  profile   = "core"
  resources = ["aws_sqs_queue"]
  references = [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue",
  ]
  equivalent = ["CKV_AWS_27", "AWS-0096"]

  condition = aws::default(self, "sqs_managed_sse_enabled") || tf::is_set(self.kms_master_key_id)

  finding {
    at      = self.sqs_managed_sse_enabled
    message = "`${self.address}` keeps its messages unencrypted"
    help    = "remove `sqs_managed_sse_enabled = false`, or set `kms_master_key_id`"
  }
}
