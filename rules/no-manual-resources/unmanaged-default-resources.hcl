# With every VPC AWS makes a default security group and a main route table that nobody wrote. What is made without saying otherwise uses them, and rules and
# routes that somebody adds to them by hand are in no plan.
#
# Adopt them with `aws_default_security_group` and `aws_default_route_table`, without rules and routes, so that changes by hand show in the next plan.
# A main route table of one's own (`aws_main_route_table_association`) leaves nothing to the default one.
# Where the VPC is given out by the module, they may be adopted elsewhere: then nothing is said.

rule "unmanaged-default-resources" {
  title     = "default parts of a VPC are left to themselves"
  severity  = "info"
  profile   = "strict"
  resources = ["aws_vpc"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithRouteTables.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_route_table",
  ]
  yields_to = ["default-security-group-locked"]

  when = length([for user in graph::users(self) : user if user.type == "module" || user.type == "output"]) == 0

  condition "security-group" {
    condition = graph::has_referrers(self, "aws_default_security_group", "vpc_id", 1)

    finding {
      message = "nothing adopts the default security group of `${self.address}`"
      help    = "add an `aws_default_security_group` without rules"
    }
  }

  condition "route-table" {
    condition = (
      graph::has_referrers(self, "aws_default_route_table", "default_route_table_id", 1) ||
      graph::has_referrers(self, "aws_main_route_table_association", "vpc_id", 1)
    )

    finding {
      message = "nothing adopts the default route table of `${self.address}`"
      help    = "add an `aws_default_route_table` without routes"
    }
  }
}
