# Without private DNS the usual name of a service leads to its public address: applications go around the endpoint, and where there is no way to the internet
# they go nowhere.
#
# Set `private_dns_enabled = true`; the VPC needs `enable_dns_support` and `enable_dns_hostnames`.
#
# This speaks of AWS's own services. S3 and DynamoDB are left out: there a gateway endpoint answers to the usual name.

rule "vpc-endpoint-private-dns" {
  title     = "name of the service leads around the endpoint"
  severity  = "warning"
  profile   = "strict"
  resources = ["aws_vpc_endpoint"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html",
  ]

  locals {
    service = self.service_name == null ? "" : self.service_name
    applies = (
      self.vpc_endpoint_type != null && self.vpc_endpoint_type == "Interface" && startswith(local.service, "com.amazonaws.") &&
      !endswith(local.service, ".s3") && !endswith(local.service, ".dynamodb")
    )
    networks = graph::references(self, "vpc_id", "aws_vpc")
  }

  condition "endpoint" {
    when      = local.applies
    condition = tf::default(self.private_dns_enabled, false)

    finding {
      at      = self.private_dns_enabled
      message = "the usual name of the service leads around `${self.address}`"
      help    = "set `private_dns_enabled = true`"
    }
  }

  condition "network" {
    for_each  = local.networks
    when      = local.applies && tf::default(self.private_dns_enabled, false)
    condition = tf::default(each.value.enable_dns_hostnames, false) && each.value.enable_dns_support != false

    finding {
      at      = tf::default(each.value.enable_dns_hostnames, false) ? each.value.enable_dns_support : each.value.enable_dns_hostnames
      message = "private DNS of `${self.address}` needs DNS names in its VPC"
      help    = "set `enable_dns_support = true` and `enable_dns_hostnames = true`"
    }
  }
}
