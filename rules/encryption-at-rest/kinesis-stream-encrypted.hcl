# Records lie in a Kinesis stream for a day and up to a year; without encryption they lie there in plain text.
# The migration enabled encryption at rest for all data stores ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `encryption_type = "KMS"` and a `kms_key_id`: a key of your own, or `alias/aws/kinesis`. The stream stays; producers and consumers
# need rights on a key of your own.

rule "kinesis-stream-encrypted" {
  title     = "Kinesis stream is not encrypted"
  severity  = "error"
  profile   = "core"
  resources = ["aws_kinesis_stream"]
  references = [
    "https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kinesis_stream",
  ]
  equivalent = ["CKV_AWS_43", "AWS-0064"]

  condition = upper(aws::default(self, "encryption_type")) == "KMS"

  finding {
    at      = self.encryption_type
    message = "`${self.address}` keeps its records unencrypted"
    help    = "set `encryption_type = \"KMS\"` and `kms_key_id`, for instance to \"alias/aws/kinesis\""
  }
}
