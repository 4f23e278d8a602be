# Tasks behind a load balancer need no address of their own: with one, they can be reached around the load balancer, its certificate and its firewall.
# The lesson: VPC with private subnets for sensitive services.
#
# Set `assign_public_ip = false` and put the tasks into private subnets with a NAT gateway or VPC endpoints.
#
# A service without a load balancer needs the address to pull its image where its subnets have no other way out: that is only an `info`, and none at all
# in a subnet that leads out through a NAT gateway, where the address does nothing.

rule "ecs-service-public-ip" {
  title     = "tasks behind a load balancer have public addresses"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_ecs_service", "aws_ecs_task_set"]
  references = [
    "https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/networking-outbound.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service",
  ]
  equivalent = ["CKV_AWS_333"]

  locals {
    public = one(self.network_configuration[*].assign_public_ip)
  }

  # Not by `length`: a set of blocks with target groups that are not known yet may be of any length.
  condition "balanced" {
    when      = anytrue([for balancer in self.load_balancer : true])
    condition = !tf::default(local.public, false)

    finding {
      at      = local.public
      message = "the tasks of `${self.address}` can be reached around their load balancer"
      help    = "set `assign_public_ip = false`, and use private subnets"
    }
  }

  condition "alone" {
    when      = !anytrue([for balancer in self.load_balancer : true])
    condition = !tf::default(local.public, false) || anytrue([for subnet in net::subnets(self) : subnet.class == "private"])

    finding {
      at       = local.public
      severity = "info"
      message  = "the tasks of `${self.address}` have public addresses, for want of another way out"
      help     = "give the subnets a route to a NAT gateway or VPC endpoints, and set `assign_public_ip = false`"
    }
  }
}
