# Headers that are not valid HTTP are how one request is smuggled inside another. An application load balancer passes them on unless it is told to drop them.
#
# Set `drop_invalid_header_fields = true`.

rule "lb-drop-invalid-headers" {
  title      = "load balancer passes invalid headers on"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_lb", "aws_alb"]
  references = ["https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"]
  equivalent = ["CKV_AWS_131", "AWS-0052"]

  when      = self.load_balancer_type == null || self.load_balancer_type == "application"
  condition = self.drop_invalid_header_fields

  finding {
    at      = self.drop_invalid_header_fields
    message = "`${self.address}` passes invalid headers on"
    help    = "set `drop_invalid_header_fields = true`"
  }
}
