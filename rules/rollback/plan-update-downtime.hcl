# Some changes in place restart or fail over what is changed: another instance class, another engine version. With `apply_immediately` that
# happens during the apply, in the middle of the day, and not in the maintenance window. A new major version cannot be taken back at all.
#
# Leave `apply_immediately` off, so that the change waits for the window, or let RDS change over with `blue_green_update`.

rule "plan-update-downtime" {
  title    = "plan restarts a data store during the apply"
  severity = "warning"
  profile  = "core"
  changes  = ["update"]
  resources = [
    "aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_docdb_cluster", "aws_docdb_cluster_instance", "aws_neptune_cluster",
    "aws_neptune_cluster_instance", "aws_elasticache_replication_group", "aws_elasticache_cluster", "aws_mq_broker", "aws_redshift_cluster",
  ]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.HowTo.html",
  ]

  variable "restarting" {
    type        = list(string)
    description = "Attributes whose change restarts or fails over a data store."
    default = [
      "instance_class", "db_cluster_instance_class", "engine_version", "node_type", "number_of_nodes", "cluster_version", "host_instance_type", "port",
    ]
  }

  locals {
    # These take a major version only when they are told to.
    guarded = ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
    # The major version of MySQL and MariaDB has two parts: 8.0 and 8.4.
    parts      = can(regex("mysql|mariadb", after.engine)) ? 2 : 1
    blue_green = anytrue([for block in try(coalesce(after.blue_green_update, []), []) : block.enabled == true])
    changed    = { for one in tf::changed(before, after) : one.path => one if contains(var.restarting, one.name) }
  }

  condition "restart" {
    for_each = merge(local.changed, {
      for one in tf::changed(before, after) : one.path => one if one.path == "storage_type" && contains([one.before, one.after], "standard")
    })
    when      = !local.blue_green
    condition = !(try(after.apply_immediately, null) == true)

    finding {
      at      = each.value.after
      message = "`${change.address}` restarts or fails over during the apply: ${each.value.words}"
      help    = "leave `apply_immediately` off, so that it waits for the maintenance window, or use `blue_green_update`"
      labels  = { "set here" = after.apply_immediately }
    }
  }

  condition "major-version" {
    for_each  = { for path, one in local.changed : path => one if path == "engine_version" && contains(local.guarded, change.type) }
    when      = join(".", slice(split(".", "${each.value.before}.0"), 0, local.parts)) != join(".", slice(split(".", "${each.value.after}.0"), 0, local.parts))
    condition = try(after.allow_major_version_upgrade, null) == true

    finding {
      at      = each.value.after
      message = "AWS refuses the new major version of `${change.address}` without `allow_major_version_upgrade`: ${each.value.words}"
      help    = "take a snapshot, test the version, and set `allow_major_version_upgrade = true` for this apply"
    }
  }
}
