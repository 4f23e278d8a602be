# CloudFront fetches from its origins over the internet. With `http-only`, and with `match-viewer` for viewers on HTTP, what it fetches can be read and
# changed on the way, whatever the viewer sees. The lesson: encryption in transit for all data, on every hop.
#
# Set `origin_protocol_policy = "https-only"` and give the origin a certificate.
#
# The website endpoint of a bucket speaks no HTTPS: an info; use the bucket itself with an origin access control in its place.

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

  for_each = flatten([
    for origin in self.origin : [
      for custom in origin.custom_origin_config :
      { id = origin.origin_id, domain = origin.domain_name, policy = custom.origin_protocol_policy }
    ]
  ])
  condition = each.value.policy == "https-only"

  finding {
    at       = each.value.policy
    severity = can(regex("s3-website", each.value.domain)) ? "info" : "warning"
    message  = "`${self.address}` fetches from origin `${each.value.id}` over plain HTTP"
    help     = "set `origin_protocol_policy = \"https-only\"`"
  }
}
