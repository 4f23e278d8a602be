# A cache whose nodes lie in one availability zone, or that does not promote a replica, is lost with its node or its zone, and the database behind
# it gets all requests at once. The migration served 80 % faster from its cache: it is part of what must stay up
# ("Multi-AZ deployment: Essential for database reliability").
#
# Set `automatic_failover_enabled = true` and `multi_az_enabled = true`, with at least one replica (`num_cache_clusters = 2`, or
# `replicas_per_node_group = 1`).
#
# A secondary of a global datastore is left out. A group that its name or tags call `dev`, `test`, `qa`, `sandbox` or `staging` is an info.

rule "elasticache-multi-az" {
  title     = "cache does not survive the loss of a node or zone"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_elasticache_replication_group"]
  references = [
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group",
  ]
  equivalent = ["CKV2_AWS_50"]

  locals {
    failover = aws::default(self, "automatic_failover_enabled")
    multi_az = aws::default(self, "multi_az_enabled")
    severity = tf::environment(self) == null ? "warning" : "info"
  }

  when = !tf::is_set(self.global_replication_group_id)

  condition "failover" {
    condition = local.failover

    finding {
      at       = self.automatic_failover_enabled
      severity = local.severity
      message  = "`${self.address}` promotes no replica when its primary fails"
      help     = "set `automatic_failover_enabled = true` and `multi_az_enabled = true`, with at least one replica"
    }
  }

  condition "multi-az" {
    when      = local.failover
    condition = local.multi_az

    finding {
      at       = self.multi_az_enabled
      severity = local.severity
      message  = "the nodes of `${self.address}` may all lie in one availability zone"
      help     = "set `multi_az_enabled = true`"
    }
  }

  condition "replicas" {
    when      = local.failover && local.multi_az
    condition = tf::default(self.replicas_per_node_group, 1) > 0

    finding {
      at       = self.replicas_per_node_group
      severity = local.severity
      message  = "the shards of `${self.address}` have no replica"
      help     = "set `replicas_per_node_group` to 1 or more"
    }
  }
}
