# A machine that the internet reaches is the first to be taken over; what its role may do is lost then. A role that it shares with machines in private
# subnets may do what these need.
#
# Give the machines in public subnets a role of their own.
#
# A subnet is public when its route table leads to an internet gateway.

rule "ec2-public-private-shared-role" {
  title      = "machines in public and private subnets share a role"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_iam_instance_profile"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html"]

  locals {
    machines = graph::referrers(self, "aws_instance", "iam_instance_profile")
    places = flatten([
      for machine in local.machines : [for subnet in net::subnets(machine) : { machine = machine.address, subnet = subnet }]
    ])
    outside = [for place in local.places : place if place.subnet.public]
    inside  = [for place in local.places : place if !place.subnet.public]
  }

  condition = length(local.outside) == 0 || length(local.inside) == 0

  finding {
    at      = self.role
    message = "`${local.outside[0].machine}` in a public subnet has the role of `${local.inside[0].machine}` by `${self.address}`"
    help    = "give the machines in public subnets a role of their own"
    labels  = local.outside[0].subnet.path
  }
}
