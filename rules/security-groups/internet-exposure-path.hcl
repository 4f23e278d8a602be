# What lies between the internet and a database is a chain: gateway, route, subnet, network ACL, public address, security group rule, and the same again
# for each machine in between. No single argument shows that all of them are open. The lesson: security groups that reference each other, tier by tier.
#
# Close one hop of the path that the finding draws: best the last, so that only the application's security group may reach the data store.
#
# Reached directly is an error; over one machine that the internet reaches, a warning. A load balancer in between counts where the data store's own
# subnet is public too. Load balancer, application, database is how applications are built, and is not reported. A hop that is closed closes the path;
# a hop that is not known leaves it undecided.

rule "internet-exposure-path" {
  title     = "the internet reaches a data store"
  severity  = "error"
  profile   = "core"
  resources = [
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_redshift_cluster",
    "aws_redshiftserverless_workgroup",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_memorydb_cluster",
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    "aws_msk_cluster",
    "aws_mq_broker",
    "aws_efs_mount_target",
  ]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.Scenarios.html",
  ]

  locals {
    way = net::exposure(self)
  }

  condition = local.way == null

  finding {
    severity = local.way.kind == "direct" ? "error" : "warning"
    message  = "the internet reaches `${self.address}`${local.way.through == null ? "" : " over `${local.way.through}`"}"
    help     = "close one hop of internet → ${join(" → ", distinct(local.way.path[*].address))}"
    labels   = local.way.path
  }
}
