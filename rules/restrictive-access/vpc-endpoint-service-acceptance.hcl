# An endpoint service that accepts every request lets each account on its list of principals in at once, and nobody sees who came.
#
# Set `acceptance_required = true`.

rule "vpc-endpoint-service-acceptance" {
  title      = "endpoint service accepts every connection"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_vpc_endpoint_service"]
  references = ["https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html"]
  equivalent = ["CKV_AWS_123"]

  condition = self.acceptance_required

  finding {
    at      = self.acceptance_required
    message = "`${self.address}` accepts every connection by itself"
    help    = "set `acceptance_required = true`"
  }
}
