# An access list such as `public-read` gives the bucket to everyone on the internet, `authenticated-read` to everyone with an AWS account, whoever's.
#
# Remove the access list: policies say who may. What the world shall read is given out by CloudFront with origin access control. A bucket made since
# April 2023 refuses access lists anyway, unless `aws_s3_bucket_ownership_controls` brings them back.
#
# Where block public access of the bucket ignores public access lists, the finding is a warning: the list does nothing today.

rule "s3-acl-public" {
  title     = "access list of a bucket lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_s3_bucket", "aws_s3_bucket_acl"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  ]
  equivalent = ["CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375", "CKV2_AWS_43", "AWS-0092"]

  locals {
    buckets  = concat([for one in [self] : one if one.type == "aws_s3_bucket"], graph::references(self, "bucket", "aws_s3_bucket"))
    blocks   = flatten([for bucket in local.buckets : graph::referrers(bucket, "aws_s3_bucket_public_access_block", "bucket")])
    accounts = graph::resources("aws_s3_account_public_access_block")
    ignored  = anytrue([for block in concat(local.blocks, local.accounts) : block.ignore_public_acls == true])
    grants = concat(
      try([for grant in self.grant : grant.uri], []),
      try(flatten([for policy in self.access_control_policy : [for grant in policy.grant : grant.grantee[*].uri]]), []),
    )
    groups = ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"]
  }

  condition "canned" {
    condition = !contains(["public-read", "public-read-write", "authenticated-read", "website"], tf::default(self.acl, "private"))

    finding {
      at       = self.acl
      severity = local.ignored ? "warning" : "error"
      message  = "everyone may read the bucket by the access list of `${self.address}`"
      help     = "remove the access list, and give single objects out through CloudFront"
    }
  }

  condition "grant" {
    for_each  = local.grants
    condition = !contains(local.groups, each.value == null ? "" : each.value)

    finding {
      at       = each.value
      severity = local.ignored ? "warning" : "error"
      message  = "`${self.address}` grants access to everyone"
      help     = "remove the grant, and give single objects out through CloudFront"
    }
  }
}
