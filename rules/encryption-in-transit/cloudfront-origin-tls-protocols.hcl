# CloudFront offers an origin every protocol of `origin_ssl_protocols`; with SSL 3.0, TLS 1.0 or TLS 1.1 among them, whoever sits on the way to the
# origin can make both agree on a broken one. The lesson: encryption in transit for all data, on every hop.
#
# Set `origin_ssl_protocols = ["TLSv1.2"]`. An origin that is asked over HTTP only has no TLS at all; that is the matter of
# `cloudfront-origin-https`.

rule "cloudfront-origin-tls-protocols" {
  title     = "CloudFront speaks outdated TLS to its origin"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_cloudfront_distribution"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html",
  ]

  locals {
    outdated = ["SSLv3", "TLSv1", "TLSv1.1"]
  }

  condition "protocols" {
    for_each = flatten([
      for origin in self.origin : [
        for custom in origin.custom_origin_config : { id = origin.origin_id, protocols = custom.origin_ssl_protocols }
        if custom.origin_protocol_policy != "http-only"
      ]
    ])
    condition = alltrue([for protocol in each.value.protocols : !contains(local.outdated, protocol)])

    finding {
      at      = [for protocol in each.value.protocols : protocol if contains(local.outdated, protocol)][0]
      message = "`${self.address}` speaks outdated TLS to origin `${each.value.id}`"
      help    = "set `origin_ssl_protocols = [\"TLSv1.2\"]`"
    }
  }
}
