# CloudFront fetches from its origins over the internet. With `http-only`, and with `match-viewer` for viewers on HTTP, what it fetches can be
# read and changed on the way, whatever the viewer sees. The lesson: encryption in transit for all data, on every hop.
#
# Set `origin_protocol_policy = "https-only"` and give the origin a certificate.
#
# With `match-viewer`, and no cache behavior that answers over HTTP (`allow-all`), CloudFront always fetches over HTTPS: an info, as the next behavior
# may change that. The website endpoint of a bucket speaks no HTTPS: an info; use the bucket itself with an origin access control in its place.

rule "cloudfront-origin-https" {
  title     = "CloudFront fetches over plain HTTP"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_cloudfront_distribution"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
  ]
  equivalent = ["CKV2_AWS_72"]

  locals {
    behaviors  = concat(self.default_cache_behavior, self.ordered_cache_behavior)
    plain_http = anytrue([for behavior in local.behaviors : behavior.viewer_protocol_policy == "allow-all"])
  }

  for_each = flatten([
    for origin in self.origin : [
      for custom in origin.custom_origin_config :
      { id = origin.origin_id, domain = origin.domain_name, policy = custom.origin_protocol_policy }
    ]
  ])
  condition = each.value.policy == "https-only"

  finding {
    at = each.value.policy
    severity = (
      can(regex("s3-website", each.value.domain)) || each.value.policy == "match-viewer" && !local.plain_http
      ? "info"
      : "warning"
    )
    message = (
      each.value.policy == "match-viewer"
      ? "`${self.address}` leaves HTTPS to origin `${each.value.id}` to its viewers"
      : "`${self.address}` fetches from origin `${each.value.id}` over plain HTTP"
    )
    help = "set `origin_protocol_policy = \"https-only\"`"
  }
}
