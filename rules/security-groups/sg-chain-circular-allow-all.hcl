# A group whose members may all talk to each other, used for load balancers, applications and databases alike, makes one network of them: from the load
# balancer everything can be reached.
#
# Give each tier a group of its own, and let in what comes from the tier before, on one port.

rule "sg-chain-circular-allow-all" {
  title      = "tiers share a group that lets everything through"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_security_group"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"]

  locals {
    tiers = {
      balancers = { aws_lb = "security_groups", aws_alb = "security_groups", aws_elb = "security_groups" }
      applications = {
        aws_ecs_service     = "network_configuration.security_groups", aws_instance = "vpc_security_group_ids",
        aws_lambda_function = "vpc_config.security_group_ids", aws_launch_template = "vpc_security_group_ids",
      }
      stores = {
        aws_db_instance                   = "vpc_security_group_ids", aws_rds_cluster = "vpc_security_group_ids",
        aws_elasticache_replication_group = "security_group_ids", aws_elasticache_cluster = "security_group_ids",
      }
    }
    members = {
      for tier, places in local.tiers : tier => anytrue([for type, path in places : graph::has_referrers(self, type, path, 1)])
    }
    shared = (
      (local.members.balancers && local.members.applications) || (local.members.balancers && local.members.stores) ||
      (local.members.applications && local.members.stores)
    )
    rules = concat(
      [for rule in tf::default(self.ingress, []) : { at = rule.protocol, all = rule.self == true && contains(["-1", "all"], rule.protocol) }],
      [
        for rule in graph::referrers(self, "aws_security_group_rule", "security_group_id") :
        { at = rule.protocol, all = rule.type == "ingress" && rule.self == true && contains(["-1", "all"], rule.protocol) }
      ],
      [
        for rule in graph::referrers(self, "aws_vpc_security_group_ingress_rule", "security_group_id") : {
          at  = rule.ip_protocol
          all = contains(graph::references(rule, "referenced_security_group_id", "aws_security_group")[*].address, self.address) && rule.ip_protocol == "-1"
        }
      ],
    )
  }

  for_each  = local.rules
  when      = each.value.all
  condition = !local.shared

  finding {
    at      = each.value.at
    message = "everything reaches everything through `${self.address}`, which several tiers share"
    help    = "give each tier a group of its own"
  }
}
