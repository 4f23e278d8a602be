# A distribution that comes to its bucket without an identity can read only what everyone can: the bucket must be public, and CloudFront's rules can be
# passed by. With origin access control the bucket lets this distribution in and nobody else.
#
# Add an `aws_cloudfront_origin_access_control` and name it in `origin_access_control_id`. Origin access identities do the same in an older way, which cannot
# read what is encrypted with SSE-KMS and is missing in new regions: they are an info.
#
# An origin without `custom_origin_config` is a bucket to CloudFront.

rule "cloudfront-s3-origin-access" {
  title     = "distribution reads its bucket as everyone does"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_cloudfront_distribution"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudfront_origin_access_control",
  ]
  equivalent = ["CKV2_AWS_46"]

  locals {
    # Origins of other kinds say so.
    buckets = [
      for origin in self.origin : origin if length(origin.custom_origin_config) == 0 && length(origin.vpc_origin_config) == 0
    ]
    control  = tf::is_set(each.value.origin_access_control_id)
    identity = anytrue([for config in each.value.s3_origin_config : tf::is_set(config.origin_access_identity)])
  }

  condition "none" {
    for_each  = local.buckets
    condition = local.control || local.identity

    finding {
      at      = each.value.domain_name
      message = "`${self.address}` reads its bucket as everyone does"
      help    = "add an `aws_cloudfront_origin_access_control` and set `origin_access_control_id`"
    }
  }

  condition "legacy" {
    for_each  = local.buckets
    condition = local.control || !local.identity

    finding {
      at       = each.value.s3_origin_config[0].origin_access_identity
      severity = "info"
      message  = "`${self.address}` comes to its bucket with an origin access identity"
      help     = "use an `aws_cloudfront_origin_access_control`, which also reads what SSE-KMS encrypts"
    }
  }
}
