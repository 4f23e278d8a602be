# A NAT instance is one machine that all others go through: when it fails, nothing in the private subnets reaches the internet, and somebody must patch it.
#
# Route to a NAT gateway (`nat_gateway_id`), one in each availability zone.

rule "default-route-via-nat" {
  title      = "way to the internet leads through one machine"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_route", "aws_route_table", "aws_default_route_table"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html"]
  equivalent = ["CKV2_AWS_35"]

  locals {
    routes = concat(
      [
        for route in [self] : { four = route.destination_cidr_block, six = route.destination_ipv6_cidr_block, interface = route.network_interface_id }
        if self.type == "aws_route"
      ],
      [
        for route in tf::default(try(self.route, []), []) :
        { four = route.cidr_block, six = route.ipv6_cidr_block, interface = route.network_interface_id }
      ],
    )
  }

  for_each  = local.routes
  when      = net::is_internet([for range in [each.value.four, each.value.six] : range if tf::is_set(range)])
  condition = !tf::is_set(each.value.interface)

  finding {
    at      = each.value.interface
    message = "the way to the internet of `${self.address}` leads through one machine"
    help    = "route to a NAT gateway with `nat_gateway_id`"
  }
}
