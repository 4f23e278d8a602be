# A peering connection joins two networks. A route that sends it the whole internet, or half of all private addresses, sends traffic to the other side
# that was never meant for it; AWS drops what is not for the peer, and what else is added there tomorrow is reached at once.
#
# Route the address range of the peer's VPC, or of the subnets that are needed.

rule "vpc-peering-route-scope" {
  title     = "route to a peering connection is too wide"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_route", "aws_route_table", "aws_default_route_table"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    "https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html",
  ]
  equivalent = ["CKV2_AWS_44"]

  variable "widest_prefix" {
    type        = number
    description = "A destination with a shorter prefix is too wide; a VPC has /16 at most."
    default     = 8
  }

  locals {
    ranges = [
      for range in [self.destination_cidr_block, self.destination_ipv6_cidr_block] : range if tf::is_set(range)
    ]
  }

  condition "route" {
    for_each  = local.ranges
    when      = self.type == "aws_route" && tf::is_set(self.vpc_peering_connection_id)
    condition = !net::is_internet(each.value) && try(tonumber(split("/", each.value)[1]) >= var.widest_prefix, true)

    finding {
      at      = each.value
      message = "`${self.address}` sends `${each.value}` to a peering connection"
      help    = "name the address range of the peer's VPC"
      labels  = { "the peering connection" = self.vpc_peering_connection_id }
    }
  }

  condition "block" {
    for_each = tf::default(self.route, [])
    when     = self.type != "aws_route" && tf::is_set(each.value.vpc_peering_connection_id)
    condition = alltrue([
      for range in [each.value.cidr_block, each.value.ipv6_cidr_block] :
      !tf::is_set(range) || (!net::is_internet(range) && try(tonumber(split("/", range)[1]) >= var.widest_prefix, true))
    ])

    finding {
      at      = tf::is_set(each.value.cidr_block) ? each.value.cidr_block : each.value.ipv6_cidr_block
      message = "a route of `${self.address}` sends too wide a range to a peering connection"
      help    = "name the address range of the peer's VPC"
      labels  = { "the peering connection" = each.value.vpc_peering_connection_id }
    }
  }
}
