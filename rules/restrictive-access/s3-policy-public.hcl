# A bucket policy whose principal is `*` gives the bucket to the whole internet, unless a condition says who may come. Data of customers has been
# lost this way more often than in any other. The lesson: restrictive access to what holds data.
#
# Name the accounts or roles, or add a condition on the organisation (`aws:PrincipalOrgID`), a VPC endpoint (`aws:SourceVpce`) or the source
# (`aws:SourceArn`). What the world shall read is given out by CloudFront with origin access control.
#
# A `Deny` for all others counts as such a condition. Where block public access of the bucket refuses public policies, the finding is an info; so is
# reading from a bucket that is a website.

rule "s3-policy-public" {
  title     = "bucket policy lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_s3_bucket", "aws_s3_bucket_policy"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
  ]
  equivalent = ["CKV_AWS_70"]

  locals {
    buckets  = concat([for one in [self] : one if one.type == "aws_s3_bucket"], graph::references(self, "bucket", "aws_s3_bucket"))
    blocks   = flatten([for bucket in local.buckets : graph::referrers(bucket, "aws_s3_bucket_public_access_block", "bucket")])
    accounts = graph::resources("aws_s3_account_public_access_block")
    blocked = anytrue([
      for block in concat(local.blocks, local.accounts) : block.block_public_policy == true || block.restrict_public_buckets == true
    ])
    website = anytrue([
      for bucket in local.buckets :
      length(bucket.website) > 0 || graph::has_referrers(bucket, "aws_s3_bucket_website_configuration", "bucket", 1)
    ])
    actions = each.value.statement.actions
    reads   = length(local.actions) > 0 && alltrue([for action in local.actions : startswith(lower(action), "s3:getobject")])
  }

  for_each  = iam::callers(self)
  condition = each.value.kind != "everyone" || each.value.is_restricted

  finding {
    at       = each.value.principal
    severity = local.blocked || (local.website && local.reads) ? "info" : "error"
    message  = "everyone may use the bucket by the policy of `${self.address}`"
    help     = "name who may, or add a condition on `aws:PrincipalOrgID`, `aws:SourceVpce` or `aws:SourceArn`"
    labels   = { "may do this" = try(each.value.statement.actions[0], each.value.statement.not_actions) }
  }
}
