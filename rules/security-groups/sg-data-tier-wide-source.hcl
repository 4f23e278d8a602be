# A data store that a whole network may reach is open to every machine in it, also to the one that was broken into. With the application's security
# group as the source, only the application gets in, wherever its machines are. The lesson: security groups that name each other.
#
# Let the security group of the application be the source (`referenced_security_group_id`, `source_security_group_id`), and open the port of the store only.
#
# What is open to the whole internet is reported by `sg-ingress-sensitive-port-open`.

rule "sg-data-tier-wide-source" {
  title     = "data store takes connections from a whole network"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
  ]

  variable "widest_prefix" {
    type        = number
    description = "An address range with a prefix of this length or shorter is a whole network; so is the range of the VPC itself."
    default     = 16
  }

  locals {
    stores = [for member in net::members(self) : member if member.tier == "data"]
    groups = concat([for group in [self] : group if group.type == "aws_security_group"], graph::references(self, "security_group_id", "aws_security_group"))
    vpcs   = flatten([for group in local.groups : graph::references(group, "vpc_id", "aws_vpc")[*].cidr_block])
    ports  = net::ports(each.value)
    # Ports that are not the store's do no harm here.
    meets = local.ports != null && anytrue([
      for store in local.stores : store.port == null || (local.ports[0] <= store.port && store.port <= local.ports[1])
    ])
    wide = [
      for range in each.value.cidr_blocks : range
      if range != null && (contains(local.vpcs, range) || try(tonumber(split("/", range)[1]) <= var.widest_prefix, false))
    ]
  }

  condition "range" {
    for_each  = net::ingress(self)
    when      = length(local.stores) > 0 && !net::is_internet(each.value.cidr_blocks) && local.meets
    condition = length(local.wide) == 0

    finding {
      at      = local.wide[0]
      message = "a whole network may reach `${local.stores[0].resource.address}` through `${self.address}`"
      help    = "let the security group of the application be the source, instead of an address range"
      labels  = { "the security group of the data store" = local.stores[0].at }
    }
  }

  condition "ports" {
    for_each  = net::ingress(self)
    when      = length(local.stores) > 0 && length(each.value.groups) > 0
    condition = local.ports == null || local.ports[0] > 0 || local.ports[1] < 65535

    finding {
      at      = each.value.protocol
      message = "all ports of `${local.stores[0].resource.address}` are open to another security group through `${self.address}`"
      help    = "open only the port on which the data store listens"
      labels  = { "the other group" = each.value.groups[0], "the security group of the data store" = local.stores[0].at }
    }
  }
}
