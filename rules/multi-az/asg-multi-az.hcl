# An autoscaling group replaces what it loses, but only in the availability zones that it was given: with one zone, all instances are gone at once
# and none can come back. The lesson: Multi-AZ deployment, and an availability of 99.95 %.
#
# Name subnets in at least two availability zones in `vpc_zone_identifier`.
#
# A block that makes several groups with `count` or `for_each` is left out: a group for each zone is how stateful sets are spread. A group that its
# name or tags call `dev`, `test`, `qa`, `sandbox` or `staging` is an info.

rule "asg-multi-az" {
  title     = "autoscaling group lies in one availability zone"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_autoscaling_group"]
  references = [
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group",
  ]

  locals {
    block = replace(self.address, "/\\[[^\\[]*\\]$/", "")
    groups = [
      for group in graph::resources("aws_autoscaling_group") : group.address
      if replace(group.address, "/\\[[^\\[]*\\]$/", "") == local.block
    ]
  }

  when      = length(local.groups) == 1
  condition = net::multi_az(self, "vpc_zone_identifier") && net::multi_az(self, "availability_zones")

  finding {
    at       = [for places in [self.vpc_zone_identifier, self.availability_zones] : places if tf::is_set(places)][0]
    severity = tf::environment(self) == null ? "warning" : "info"
    message  = "`${self.address}` lies in one availability zone"
    help     = "name subnets of at least two availability zones in `vpc_zone_identifier`"
  }
}
