# A transit gateway that accepts attachments by itself joins any network of the accounts that it is shared with to all others.
#
# Leave `auto_accept_shared_attachments` at `disable` and accept each one with `aws_ec2_transit_gateway_vpc_attachment_accepter`.

rule "tgw-auto-accept" {
  title      = "transit gateway accepts networks of other accounts by itself"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_ec2_transit_gateway"]
  references = ["https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html"]
  equivalent = ["CKV_AWS_331"]

  condition = self.auto_accept_shared_attachments == null || self.auto_accept_shared_attachments != "enable"

  finding {
    at      = self.auto_accept_shared_attachments
    message = "`${self.address}` accepts the networks of other accounts by itself"
    help    = "remove the argument, and accept each attachment"
  }
}
