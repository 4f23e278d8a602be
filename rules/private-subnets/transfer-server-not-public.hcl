# A file transfer server has an address on the internet unless it stands in a VPC, and no security group bounds who tries passwords there.
#
# Set `endpoint_type = "VPC"` with an `endpoint_details` block. With addresses of its own (`address_allocation_ids`) it is on the internet again, but behind
# security groups: that is an info.

rule "transfer-server-not-public" {
  title      = "file transfer server is on the internet"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_transfer_server"]
  references = ["https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html"]
  equivalent = ["CKV_AWS_164"]

  locals {
    type = self.endpoint_type == null ? "PUBLIC" : self.endpoint_type
  }

  condition "public" {
    condition = upper(local.type) != "PUBLIC"

    finding {
      at      = self.endpoint_type
      message = "`${self.address}` is on the internet"
      help    = "set `endpoint_type = \"VPC\"` and add `endpoint_details`"
    }
  }

  condition "addresses" {
    for_each  = self.endpoint_details
    when      = upper(local.type) == "VPC"
    condition = length(each.value.address_allocation_ids == null ? [] : each.value.address_allocation_ids) == 0

    finding {
      at       = each.value.address_allocation_ids
      severity = "info"
      message  = "`${self.address}` has addresses on the internet"
      help     = "remove `address_allocation_ids` if only private networks come"
    }
  }
}
