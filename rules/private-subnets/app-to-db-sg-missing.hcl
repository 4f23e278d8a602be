# The application gets the address of the database in its environment, and no security group lets it in there: the first connection runs into a timeout.
#
# Let the security group of the application in, in the group of the database.
#
# This looks at functions and ECS services that name a database of the same configuration. A group that lets address ranges in is taken for one that lets
# the application in.

rule "app-to-db-sg-missing" {
  title      = "application is not let in by its database"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_lambda_function", "aws_ecs_service"]
  references = ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.Scenarios.html"]

  locals {
    groups = concat(
      graph::references(self, "vpc_config.security_group_ids", "aws_security_group"),
      graph::references(self, "network_configuration.security_groups", "aws_security_group"),
    )
    tasks = graph::references(self, "task_definition", "aws_ecs_task_definition")
    stores = flatten([
      for type in ["aws_db_instance", "aws_rds_cluster"] : [
        graph::references(self, "environment.variables", type),
        [for task in local.tasks : graph::references(task, "container_definitions", type)],
      ]
    ])
    # Without a group of its own to look at, nothing can be said.
    known = [
      for store in local.stores : store
      if length(local.groups) > 0 && length(graph::references(store, "vpc_security_group_ids", "aws_security_group")) > 0
    ]
    guards = graph::references(each.value, "vpc_security_group_ids", "aws_security_group")
    let_in = flatten([
      for guard in local.guards : [
        graph::references(guard, "ingress.security_groups", "aws_security_group"),
        [
          for rule in graph::referrers(guard, "aws_security_group_rule", "security_group_id") :
          graph::references(rule, "source_security_group_id", "aws_security_group")
        ],
        [
          for rule in graph::referrers(guard, "aws_vpc_security_group_ingress_rule", "security_group_id") :
          graph::references(rule, "referenced_security_group_id", "aws_security_group")
        ],
      ]
    ])
    ranges = flatten([
      for guard in local.guards : [
        [for rule in net::ingress(guard) : rule.cidr_blocks],
        [for rule in graph::referrers(guard, "aws_security_group_rule", "security_group_id") : [for part in net::ingress(rule) : part.cidr_blocks]],
        [for rule in graph::referrers(guard, "aws_vpc_security_group_ingress_rule", "security_group_id") : [for part in net::ingress(rule) : part.cidr_blocks]],
      ]
    ])
    own = local.groups[*].address
  }

  for_each = local.known
  condition = (
    length(local.ranges) > 0 || length(setintersection(local.own, local.let_in[*].address)) > 0 ||
    length(setintersection(local.own, local.guards[*].address)) > 0
  )

  finding {
    at      = each.value.vpc_security_group_ids
    message = "`${each.value.address}` does not let `${self.address}` in"
    help    = "add an ingress rule whose source is the security group of the application"
  }
}
