# A security group is the wall between the tiers. When a data store and the machines (or load balancers) before it have the same one, there is no wall:
# whatever is opened for the one is open for the other.
#
# Give each tier a security group of its own, and let the rules of one name the other as their source.

rule "sg-shared-across-tiers" {
  title     = "data store and compute have the same security group"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_security_group", "aws_default_security_group"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.Scenarios.html",
  ]

  locals {
    members = net::members(self)
    # A file system is commonly reached from within its own group.
    stores = [for member in local.members : member if member.tier == "data" && member.resource.type != "aws_efs_mount_target"]
    others = [for member in local.members : member if member.tier == "compute" || member.tier == "balancer"]
  }

  condition = length(local.stores) == 0 || length(local.others) == 0

  finding {
    at      = local.stores[0].at
    message = "`${local.stores[0].resource.address}` and `${local.others[0].resource.address}` have the same security group, `${self.address}`"
    help    = "give the data store a security group of its own, with the other group as the source of its rules"
    labels  = { "the group" = self, "the same group here" = local.others[0].at }
  }
}
