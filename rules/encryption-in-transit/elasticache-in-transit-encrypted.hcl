# Sessions, tokens and passwords (`AUTH`) pass between application and cache in plain text when the group does not encrypt in transit;
# `AUTH` and access control lists cannot be used at all then. The lesson: encryption in transit for all data stores, the cache among them.
#
# Set `transit_encryption_enabled = true` and let clients connect with `rediss://`. On a group that exists (Redis 7.0.5 or later, Valkey), first
# set `transit_encryption_mode = "preferred"`, move the clients, then set `"required"`; older engines are replaced.
#
# With `"preferred"` the group still takes plain connections: a warning, until the move is finished. A secondary of a
# global datastore inherits the encryption of the primary.

rule "elasticache-in-transit-encrypted" {
  title     = "ElastiCache replication group accepts plain connections"
  severity  = "error"
  profile   = "core"
  resources = ["aws_elasticache_replication_group"]
  references = [
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group",
  ]
  equivalent = ["CKV_AWS_30", "AWS-0051"]

  locals {
    encrypted = tf::default(self.transit_encryption_enabled, tf::is_set(self.global_replication_group_id))
    # The provider leaves the choice for Valkey to AWS.
    left_to_aws = !tf::is_set(self.transit_encryption_enabled) && tf::default(self.engine, "redis") == "valkey"
  }

  condition "encrypted" {
    condition = local.encrypted

    finding {
      at       = local.encrypted
      severity = local.left_to_aws ? "warning" : "error"
      message  = "`${self.address}` does not encrypt its connections"
      help     = "set `transit_encryption_enabled = true`, and let clients connect with `rediss://`"
    }
  }

  condition "required" {
    when      = local.encrypted
    condition = tf::default(self.transit_encryption_mode, "required") != "preferred"

    finding {
      at       = self.transit_encryption_mode
      severity = "warning"
      message  = "`${self.address}` still accepts plain connections"
      help     = "set `transit_encryption_mode = \"required\"` once all clients use TLS"
    }
  }
}
