# Website hosting of S3 needs a public bucket and speaks no HTTPS. CloudFront with origin access control gives the same pages from a private bucket,
# with TLS and near the reader.
#
# Put an `aws_cloudfront_distribution` before the bucket, and take the website configuration away. A bucket that only redirects is left out.

rule "s3-website-public" {
  title     = "website is served by the bucket itself"
  severity  = "info"
  profile   = "strict"
  resources = ["aws_s3_bucket_website_configuration", "aws_s3_bucket"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
  ]

  locals {
    own     = self.type == "aws_s3_bucket"
    buckets = concat([for one in [self] : one if local.own], [for one in graph::references(self, "bucket", "aws_s3_bucket") : one if !local.own])
    served = anytrue([
      for bucket in local.buckets : graph::has_referrers(bucket, "aws_cloudfront_distribution", "origin.domain_name", 1)
    ])
    redirects = local.own ? anytrue([for site in self.website : tf::is_set(site.redirect_all_requests_to)]) : length(self.redirect_all_requests_to) > 0
    hosted    = local.own ? tf::is_set(self.website) && length(self.website) > 0 : true
  }

  when = local.hosted && !local.redirects
  condition = (
    local.served || (local.own ? false : graph::has_referrers(self, "aws_cloudfront_distribution", "origin.domain_name", 1))
  )

  finding {
    at      = local.own ? self.website : self.bucket
    message = "`${self.address}` serves a website without CloudFront before it"
    help    = "serve the bucket through an `aws_cloudfront_distribution` with origin access control"
  }
}
