# With IAM authentication an application logs in with a token of its role, for fifteen minutes: there is no password to leak or to rotate.
#
# Set `iam_database_authentication_enabled = true`, and let the application fetch tokens. Engines that do not know it are left out (SQL Server, Oracle, Db2,
# MariaDB before 10.6), and so are replicas, which have the setting of their source. The number of new connections in a second is limited.

rule "rds-iam-authentication" {
  title      = "database knows passwords only"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster"]
  references = ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"]
  equivalent = ["CKV_AWS_161", "CKV_AWS_162", "CKV_AWS_359", "AWS-0176"]

  locals {
    neptune = self.type == "aws_neptune_cluster"
    copy    = self.type == "aws_db_instance" ? tf::is_set(self.replicate_source_db) : tf::is_set(self.replication_source_identifier)
    version = tf::is_set(self.engine_version) ? self.engine_version : ""
    engine  = tf::default(self.engine, "")
    knows = (
      local.neptune || startswith(local.engine, "aurora") || contains(["mysql", "postgres"], local.engine) ||
      (local.engine == "mariadb" && !can(regex("^10[.][0-5]([.]|$)", local.version)))
    )
    enabled = local.neptune ? self.iam_database_authentication_enabled : tf::default(self.iam_database_authentication_enabled, false)
  }

  when      = local.knows && !local.copy
  condition = local.enabled

  finding {
    at      = self.iam_database_authentication_enabled
    message = "`${self.address}` knows passwords only"
    help    = "set `iam_database_authentication_enabled = true`"
  }
}
