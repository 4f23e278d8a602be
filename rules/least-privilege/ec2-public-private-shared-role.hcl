# A machine that the internet reaches is the first to be taken over; what its role may do is lost then. A role that it shares with machines in private
# subnets may do what these need.
#
# Give the machines in public subnets a role of their own.
#
# A subnet is public when its route table leads to an internet gateway; machines whose subnet has no route table here are not looked at.

rule "ec2-public-private-shared-role" {
  title      = "machines in public and private subnets share a role"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_iam_instance_profile"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html"]

  locals {
    machines = graph::referrers(self, "aws_instance", "iam_instance_profile")
    tables = {
      for machine in local.machines : machine.address => flatten([
        for subnet in graph::references(machine, "subnet_id", "aws_subnet") : [
          for association in graph::referrers(subnet, "aws_route_table_association", "subnet_id") :
          graph::references(association, "route_table_id", "aws_route_table")
        ]
      ])
    }
    public = {
      for address, tables in local.tables : address => anytrue(flatten([
        for table in tables : [
          length(graph::references(table, "route.gateway_id", "aws_internet_gateway")) > 0,
          [
            for route in graph::referrers(table, "aws_route", "route_table_id") :
            length(graph::references(route, "gateway_id", "aws_internet_gateway")) > 0
          ],
        ]
      ])) if length(tables) > 0
    }
    outside = [for address, public in local.public : address if public]
    inside  = [for address, public in local.public : address if !public]
  }

  condition = length(local.outside) == 0 || length(local.inside) == 0

  finding {
    at      = self.role
    message = "`${local.outside[0]}` in a public subnet has the role of `${local.inside[0]}` by `${self.address}`"
    help    = "give the machines in public subnets a role of their own"
  }
}
