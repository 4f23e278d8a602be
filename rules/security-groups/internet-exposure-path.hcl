# What lies between the internet and a database is a chain: gateway, route, subnet, network ACL, public address, security group rule, and the same again
# for each machine in between. No single argument shows that all of them are open. The lesson: security groups that reference each other, tier by tier.
#
# Close one hop of the path that the finding draws: best the last, so that only the application's security group may reach the data store.
#
# Reached directly is an error, and so is a load balancer that faces the internet and passes on to the store. Over one machine that the internet reaches,
# which a rule lets in by its group or by the range of its subnet, is a warning. A load balancer that may reach the store without passing on to it
# counts where the store's own subnet is public too. Load balancer, application, database is how applications are built, and is not reported, unless each
# tier lets the one before in on all ports: then there are no tiers. A hop that is closed closes the path; a hop that is not known leaves it undecided.

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
    # Whether it can be worth asking for a longer way: a rule for all ports.
    open  = anytrue([for rule in net::sources(self) : net::ports(rule) == null ? false : net::ports(rule)[0] <= 1 && net::ports(rule)[1] == 65535])
    chain = net::chain(self)
  }

  condition "way" {
    condition = local.way == null

    finding {
      severity = contains(["direct", "target"], local.way.kind) ? "error" : "warning"
      message  = "the internet reaches `${self.address}`${local.way.through == null ? "" : " over `${local.way.through}`"}"
      help     = "close one hop of internet → ${join(" → ", distinct(local.way.path[*].address))}"
      labels   = local.way.path
    }
  }

  condition "tiers" {
    when      = local.way == null && local.open
    condition = local.chain == null ? true : !local.chain.wide

    finding {
      severity = "info"
      message  = "no tier is closed to the one before, from `${local.chain.over[0]}`, which the internet reaches, to `${self.address}`"
      help     = "let each tier in on its own port only: internet → ${join(" → ", distinct(local.chain.path[*].address))}"
      labels   = local.chain.path
    }
  }
}
