# The security policy of a distribution says which protocol versions and ciphers a viewer may choose. TLS 1.0 and 1.1 are broken and retired
# (RFC 8996), and a distribution with a certificate of its own gets `TLSv1` when nothing is said.
# The lesson: encryption in transit for all data.
#
# Set `minimum_protocol_version = "TLSv1.2_2021"` or a later one; `TLSv1.2_2025` and `TLSv1.3_2025` drop more old ciphers.
# `TLSv1.2_2019` is an info: TLS 1.2, but with CBC ciphers.
#
# A distribution with the certificate of `*.cloudfront.net` cannot choose; nothing is said about it here.

rule "cloudfront-min-tls" {
  title     = "CloudFront accepts outdated TLS"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_cloudfront_distribution"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
    "https://www.rfc-editor.org/rfc/rfc8996",
  ]
  equivalent = ["CKV_AWS_174", "CKV2_AWS_54", "AWS-0013"]

  locals {
    certificate = one(self.viewer_certificate)
    version     = tf::default(local.certificate.minimum_protocol_version, "TLSv1")
  }

  when      = !tf::default(local.certificate.cloudfront_default_certificate, false)
  condition = contains(["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"], local.version)

  finding {
    at       = local.version
    severity = local.version == "TLSv1.2_2019" ? "info" : "warning"
    message  = "`${self.address}` accepts weak TLS with `${local.version}`"
    help     = "set `minimum_protocol_version = \"TLSv1.2_2021\"` or a later one"
  }
}
