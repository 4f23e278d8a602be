# A database in one availability zone is down when the zone is down, and also while its instance is patched or resized. With a standby in another
# zone the migration's failover took thirty seconds in place of five minutes: "Multi-AZ deployment: Essential for database reliability".
#
# Set `multi_az = true`; the standby is made while the database runs.
#
# Replicas are left out, as their source is what fails over, and Aurora, whose cluster has its own rule (`rds-cluster-multi-instance`).
# For an instance that its name or tags call `dev`, `test`, `qa`, `sandbox` or `staging`, and for the smallest classes, this is an info.

rule "rds-multi-az" {
  title     = "database has no standby in another availability zone"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_db_instance"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance",
  ]
  equivalent = ["CKV_AWS_157"]

  locals {
    small = can(regex("^db\\.t[0-9][a-z]*\\.micro$", self.instance_class))
  }

  when      = !startswith(tf::default(self.engine, ""), "aurora") && !tf::is_set(self.replicate_source_db)
  condition = aws::default(self, "multi_az")

  finding {
    at       = self.multi_az
    severity = local.small || tf::environment(self) != null ? "info" : "warning"
    message  = "`${self.address}` has no standby in another availability zone"
    help     = "set `multi_az = true`"
  }
}
