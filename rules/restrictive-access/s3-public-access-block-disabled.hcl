# Block public access is the lock above all policies and access lists of a bucket or an account: with it, a mistake in one of them opens nothing.
# New buckets have it by themselves; this resource sets all four flags, and those that are not written are off.
#
# Set all four to `true`. A bucket that is public on purpose is a case for a suppression with its reason.

rule "s3-public-access-block-disabled" {
  title     = "block public access is not complete"
  severity  = "error"
  profile   = "core"
  resources = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_public_access_block",
  ]
  equivalent = [
    "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56",
    "AWS-0086", "AWS-0087", "AWS-0091", "AWS-0093",
  ]

  locals {
    flags = {
      block_public_acls       = self.block_public_acls
      block_public_policy     = self.block_public_policy
      ignore_public_acls      = self.ignore_public_acls
      restrict_public_buckets = self.restrict_public_buckets
    }
    off = [for name, flag in local.flags : name if flag != true]
  }

  condition = alltrue([for name, flag in local.flags : flag == true])

  finding {
    at      = concat([for name, flag in local.flags : flag if flag == false], [null])[0]
    message = "`${self.address}` leaves `${join("`, `", local.off)}` off"
    help    = "set all four flags to `true`"
  }
}
