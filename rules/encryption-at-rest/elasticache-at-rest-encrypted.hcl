# Snapshots, swap and replication files of a Redis or Valkey group hold the sessions and tokens that applications cache.
# The migration enabled encryption at rest for all data stores, the cache among them
# ("Encryption: Enable at rest and in transit for all data stores").
#
# Set `at_rest_encryption_enabled = true` before the first apply: to change it later replaces the group. Valkey encrypts
# when the argument is absent, Redis does not. A secondary of a global datastore inherits the encryption of the primary.

rule "elasticache-at-rest-encrypted" {
  title     = "ElastiCache replication group is not encrypted at rest"
  severity  = "error"
  profile   = "core"
  resources = ["aws_elasticache_replication_group"]
  references = [
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group",
  ]
  equivalent = ["CKV_AWS_29", "AWS-0045"]

  locals {
    by_default = tf::default(self.engine, "redis") == "valkey" || tf::is_set(self.global_replication_group_id)
    encrypted  = tf::default(self.at_rest_encryption_enabled, tostring(local.by_default))
  }

  condition = tostring(local.encrypted) == "true"

  finding {
    at      = local.encrypted
    message = "`${self.address}` is not encrypted at rest"
    help    = "set `at_rest_encryption_enabled = true`; a group that exists is replaced"
  }
}
