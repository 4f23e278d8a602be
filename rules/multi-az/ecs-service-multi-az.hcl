# A service whose tasks all run in one availability zone, or that has a single task behind its load balancer, is down with that zone or task, and during
# each deployment that replaces it. The lesson: Multi-AZ deployment, and an availability of 99.95 %.
#
# Name subnets in at least two availability zones, and run two tasks or more: `desired_count = 2`, or an
# `aws_appautoscaling_target` with a `min_capacity` of at least 2.
#
# A service without a load balancer may be a worker of which one is enough; only its subnets count. A service that its name or tags call `dev`,
# `test`, `qa`, `sandbox` or `staging` is an info.

rule "ecs-service-multi-az" {
  title     = "service does not survive the loss of a zone or task"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_ecs_service"]
  references = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service",
  ]

  locals {
    balanced = anytrue([for balancer in self.load_balancer : true])
    scaled   = anytrue([for target in graph::companions(self, "aws_appautoscaling_target") : target.min_capacity >= 2])
    severity = tf::environment(self) == null ? "warning" : "info"
  }

  condition "zones" {
    condition = net::multi_az(self, "network_configuration.subnets")

    finding {
      at       = one(self.network_configuration[*].subnets)
      severity = local.severity
      message  = "the tasks of `${self.address}` run in one availability zone"
      help     = "add a subnet in another availability zone"
    }
  }

  condition "tasks" {
    when      = local.balanced && tf::default(self.scheduling_strategy, "REPLICA") == "REPLICA"
    condition = tf::default(self.desired_count, 0) != 1 || local.scaled

    finding {
      at       = self.desired_count
      severity = local.severity
      message  = "`${self.address}` runs a single task behind its load balancer"
      help     = "set `desired_count` to 2 or more"
    }
  }
}
