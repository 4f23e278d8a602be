# Access lists are a second way to give access, beside the policy, object by object, where nobody looks. With `BucketOwnerEnforced` they are gone and all
# objects belong to the owner of the bucket.
#
# Set `object_ownership = "BucketOwnerEnforced"`. A bucket that takes the standard logs of CloudFront, or access logs of S3 by access list, needs its lists
# and is left out.

rule "s3-acls-disabled" {
  title     = "bucket keeps access lists"
  severity  = "info"
  profile   = "strict"
  resources = ["aws_s3_bucket_ownership_controls"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html",
  ]
  equivalent = ["CKV2_AWS_65"]

  locals {
    buckets = graph::references(self, "bucket", "aws_s3_bucket")
    logs = anytrue([
      for bucket in local.buckets : graph::has_referrers(bucket, "aws_cloudfront_distribution", "logging_config.bucket", 1)
    ])
    delivery = anytrue(flatten([
      for bucket in local.buckets : [for list in graph::referrers(bucket, "aws_s3_bucket_acl", "bucket") : list.acl == "log-delivery-write"]
    ]))
  }

  when      = !local.logs && !local.delivery
  for_each  = self.rule
  condition = each.value.object_ownership == "BucketOwnerEnforced"

  finding {
    at      = each.value.object_ownership
    message = "`${self.address}` keeps access lists in force"
    help    = "set `object_ownership = \"BucketOwnerEnforced\"`"
  }
}
