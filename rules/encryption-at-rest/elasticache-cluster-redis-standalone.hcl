# A single Redis or Valkey node made with `aws_elasticache_cluster` can have no encryption at rest, no password and no replica to fail over to.
# The lesson: encryption for all data stores, the cache among them; and Multi-AZ for what must stay up.
#
# Make an `aws_elasticache_replication_group` in its place, also for a single node: it can be encrypted, and replicas can be added later.

rule "elasticache-cluster-redis-standalone" {
  title     = "Redis node outside of a replication group"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_elasticache_cluster"]
  references = [
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_cluster",
  ]

  condition = (
    !contains(["redis", "valkey"], tf::default(self.engine, "memcached"))
    || tf::is_set(self.replication_group_id)
  )

  finding {
    at      = self.engine
    message = "`${self.address}` can be neither encrypted at rest nor protected by a password"
    help    = "make an `aws_elasticache_replication_group` in its place"
  }
}
