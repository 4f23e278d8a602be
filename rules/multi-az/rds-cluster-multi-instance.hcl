# The storage of a cluster spans three availability zones, its instances do not: with a single instance the database is down until AWS has
# made a new one, which takes minutes where a failover to a second instance takes seconds. The lesson: "Multi-AZ deployment: Essential for
# database reliability".
#
# Add a second instance with the same `cluster_identifier`, for instance with `count = 2`; AWS puts it into another zone.
#
# Instances that autoscaling adds count (`aws_appautoscaling_target` with a `min_capacity` of at least 1). A Multi-AZ cluster
# (`db_cluster_instance_class`), the first Aurora Serverless, Aurora Limitless and the secondary of a global cluster without instances pass. A cluster without any
# instance in this configuration is an info, as the instances may be elsewhere; so is one that its name or tags call `dev`, `test`, `qa`,
# `sandbox` or `staging`.

rule "rds-cluster-multi-instance" {
  title     = "database cluster has a single instance"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    "https://docs.aws.amazon.com/documentdb/latest/developerguide/replication.html",
    "https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-availability.html",
  ]

  locals {
    # The type of the instances: `aws_rds_cluster_instance` for `aws_rds_cluster`.
    member = "${self.type}_instance"
    # A target names the cluster inside a longer text, which is no reference once the name is known.
    scaled = anytrue(concat(
      [
        for target in graph::referrers(self, "aws_appautoscaling_target", "resource_id") : target.min_capacity >= 1
      ],
      [
        for target in graph::resources("aws_appautoscaling_target") : target.min_capacity >= 1
        if length(graph::references(target, "resource_id")) == 0
        && tf::is_set(self.cluster_identifier)
        && target.resource_id == "cluster:${self.cluster_identifier}"
      ],
    ))
    several = graph::has_referrers(self, local.member, "cluster_identifier", 2) || local.scaled
    any     = graph::has_referrers(self, local.member, "cluster_identifier", 1)
    # Clusters of RDS whose instances are not resources: Multi-AZ, the first Aurora Serverless, Aurora Limitless.
    managed = (
      tf::is_set(self.db_cluster_instance_class)
      || tf::default(self.engine_mode, "provisioned") == "serverless"
      || tf::default(self.cluster_scalability_type, "standard") == "limitless"
    )
  }

  when = !local.managed

  condition "several" {
    when      = local.any
    condition = local.several

    finding {
      severity = tf::environment(self) == null ? "warning" : "info"
      message  = "`${self.address}` has a single instance"
      help     = "add a second `${local.member}` with this `cluster_identifier`, so that the cluster fails over in seconds"
    }
  }

  condition "any" {
    when      = !tf::is_set(self.global_cluster_identifier)
    condition = local.any

    finding {
      severity = "info"
      message  = "`${self.address}` has no instance in this configuration"
      help     = "add two resources `${local.member}` with this `cluster_identifier`"
    }
  }
}
