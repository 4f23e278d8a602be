# With `allow-all`, CloudFront answers over plain HTTP whoever asks for it: cookies and content can be read and changed on the way.
# The migration encrypted all traffic ("Encryption at rest and in transit for all data").
#
# Set `viewer_protocol_policy = "redirect-to-https"` for pages, or `"https-only"` for APIs, in every cache behavior.

rule "cloudfront-viewer-https" {
  title     = "CloudFront serves plain HTTP"
  severity  = "error"
  profile   = "core"
  resources = ["aws_cloudfront_distribution"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudfront_distribution",
  ]
  equivalent = ["CKV_AWS_34", "AWS-0012"]

  for_each  = concat(self.default_cache_behavior, self.ordered_cache_behavior)
  condition = each.value.viewer_protocol_policy != "allow-all"

  finding {
    at      = each.value.viewer_protocol_policy
    message = "`${self.address}` answers over plain HTTP"
    help    = "set `viewer_protocol_policy = \"redirect-to-https\"`"
  }
}
