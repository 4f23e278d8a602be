# Since April 2023 new buckets block public access by themselves. Older ones do not, and somebody can switch it off in the console: what the
# configuration says stays said.
#
# Add an `aws_s3_bucket_public_access_block` with all four flags, or one `aws_s3_account_public_access_block` for all buckets of the account.
#
# A bucket that an output gives out may be blocked elsewhere: an info.

rule "s3-public-access-block" {
  title     = "bucket does not say that it blocks public access"
  severity  = "warning"
  profile   = "strict"
  resources = ["aws_s3_bucket"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    "https://aws.amazon.com/blogs/aws/heads-up-amazon-s3-security-changes-are-coming-in-april-of-2023/",
  ]
  equivalent = ["CKV2_AWS_6", "AWS-0094"]

  locals {
    account = anytrue([
      for block in graph::resources("aws_s3_account_public_access_block") :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
  }

  # A module that is not installed and gets the bucket may be what blocks it.
  when      = length([for user in graph::users(self) : user if user.type == "module"]) == 0
  condition = local.account || graph::has_referrers(self, "aws_s3_bucket_public_access_block", "bucket", 1)

  finding {
    severity = length([for user in graph::users(self) : user if user.type == "output"]) > 0 ? "info" : "warning"
    message  = "`${self.address}` has no `aws_s3_bucket_public_access_block`"
    help     = "add one with all four flags, or an `aws_s3_account_public_access_block` for the account"
  }
}
