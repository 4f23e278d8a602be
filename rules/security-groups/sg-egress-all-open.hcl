# What was broken into calls home: a security group that lets everything out lets stolen data out too. Databases and caches open no connections to the
# internet at all, and need no such rule.
#
# Name the ports and destinations that are needed (443 to VPC endpoints, the port of the database), and give data stores no egress rules.
#
# It is what AWS does by itself and what almost every module does: strict profile, and a warning only for the security group of a data store.

rule "sg-egress-all-open" {
  title     = "all traffic may leave to the internet"
  severity  = "info"
  profile   = "strict"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group",
  ]
  equivalent = ["CKV_AWS_382", "AWS-0104"]

  locals {
    ports  = net::ports(each.value)
    # The numbers of TCP and UDP may stand for their names.
    name = lookup({ "tcp" = "TCP", "6" = "TCP", "udp" = "UDP", "17" = "UDP" }, lower(tostring(each.value.protocol)), "")
    what = local.name == "" ? "everything" : "all ${local.name} traffic"
    stores = [for member in net::members(self) : member.at if member.tier == "data"]
  }

  condition "open" {
    for_each  = net::egress(self)
    when      = net::is_internet(each.value.cidr_blocks)
    condition = local.ports == null || local.ports[0] > 0 || local.ports[1] < 65535

    finding {
      at       = each.value.cidr_blocks
      severity = length(local.stores) > 0 ? "warning" : "info"
      message  = "${local.what} may leave through `${self.address}`, to anywhere"
      help     = "name the ports and destinations that are needed"
      labels   = { "the protocol" = each.value.protocol }
    }
  }
}
