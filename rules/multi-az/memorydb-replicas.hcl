# MemoryDB puts the replicas of a shard into other availability zones and promotes one when the primary fails. A shard without a replica is down
# until it has been restored from the transaction log. The lesson: "Multi-AZ deployment: Essential for database reliability".
#
# Leave `num_replicas_per_shard` away, which means 1, or set it to 1 or more. A cluster that its name or tags call `dev`, `test`, `qa`,
# `sandbox` or `staging` is an info.

rule "memorydb-replicas" {
  title     = "MemoryDB shards have no replica"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_memorydb_cluster"]
  references = [
    "https://docs.aws.amazon.com/memorydb/latest/devguide/autofailover.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/memorydb_cluster",
  ]

  condition = aws::default(self, "num_replicas_per_shard") > 0

  finding {
    at       = self.num_replicas_per_shard
    severity = tf::environment(self) == null ? "warning" : "info"
    message  = "the shards of `${self.address}` have no replica"
    help     = "set `num_replicas_per_shard` to 1 or more"
  }
}
