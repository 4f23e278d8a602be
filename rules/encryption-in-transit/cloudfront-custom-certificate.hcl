# The certificate of `*.cloudfront.net` does not cover names of your own: a request for one of the `aliases` ends in a certificate error, and AWS refuses
# the distribution. Without aliases it works, but TLS 1.0 is the minimum and cannot be raised: an info. The lesson: encryption in transit for all data.
#
# Name a certificate of your own in `acm_certificate_arn` (from the region us-east-1), with `ssl_support_method = "sni-only"` and
# `minimum_protocol_version = "TLSv1.2_2021"`.

rule "cloudfront-custom-certificate" {
  title     = "CloudFront uses its default certificate"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_cloudfront_distribution"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudfront_distribution",
  ]
  equivalent = ["CKV2_AWS_42"]

  locals {
    default_certificate = one(self.viewer_certificate[*].cloudfront_default_certificate)
    named               = anytrue([for alias in tf::default(self.aliases, []) : true])
  }

  condition "aliases" {
    when      = local.named
    condition = !tf::default(local.default_certificate, false)

    finding {
      at      = local.default_certificate
      message = "the certificate of `${self.address}` does not cover its aliases"
      help    = "name a certificate of your own in `acm_certificate_arn`"
    }
  }

  condition "version" {
    when      = !local.named
    condition = !tf::default(local.default_certificate, false)

    finding {
      at       = local.default_certificate
      severity = "info"
      message  = "`${self.address}` cannot raise its minimum version of TLS"
      help     = "name a certificate of your own in `acm_certificate_arn`"
    }
  }
}
