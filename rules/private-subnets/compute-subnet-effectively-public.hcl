# Tasks and nodes in a public subnet can be reached around the load balancer that stands before them; a Lambda function in one has no way to the
# internet at all, because it never gets a public address. The lesson: VPC with private subnets for sensitive services.
#
# Name private subnets: those whose route table leads out through a NAT gateway, or not at all.

rule "compute-subnet-effectively-public" {
  title     = "tasks, nodes or functions lie in a public subnet"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_ecs_service", "aws_lambda_function", "aws_eks_node_group"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html",
    "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
  ]

  locals {
    why = {
      aws_ecs_service     = "its tasks can be reached around the load balancer"
      aws_lambda_function = "from where a function cannot reach the internet"
      aws_eks_node_group  = "its nodes are next to the internet"
    }
    # Tasks without a public address cannot be reached there; those without a load balancer may need one.
    behind_balancer = anytrue([for balancer in self.load_balancer : true])
    public_address  = tf::default(one(self.network_configuration[*].assign_public_ip), false)
  }

  for_each  = net::subnets(self)
  when      = self.type != "aws_ecs_service" || (local.behind_balancer && local.public_address)
  condition = !each.value.public

  finding {
    at      = each.value.at
    message = "`${self.address}` lies in the public subnet `${each.value.address}`: ${local.why[self.type]}"
    help    = "name private subnets, which lead out through a NAT gateway or VPC endpoints"
    labels  = each.value.path
  }
}
