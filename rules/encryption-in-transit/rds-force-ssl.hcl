# A database server takes connections with and without TLS unless its parameter group demands it; a client that does not ask for TLS then sends its
# password and its data in plain text. The migration encrypted all data in transit ("Encryption at rest and in transit for all data").
#
# Set `rds.force_ssl` to 1 (PostgreSQL, SQL Server) or `require_secure_transport` to ON (MySQL, MariaDB). Clients of the migration, such as
# PgBouncer, then need `sslmode=require` or better.
#
# PostgreSQL 15 and Aurora PostgreSQL 17 demand TLS unless they are told otherwise; groups of these and of newer families pass, and so do MySQL 8.4 and
# MariaDB 11.8 when the parameter is absent. For Aurora the parameter belongs into the group of the cluster; groups of its instances are left out.

rule "rds-force-ssl" {
  title     = "database accepts plain connections"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html",
  ]
  equivalent = ["CKV2_AWS_69"]

  locals {
    name = can(regex("^(aurora-)?postgres|^sqlserver", self.family)) ? "rds.force_ssl" : "require_secure_transport"
    # Families that demand TLS, or may do so, when nobody says.
    by_default = can(regex(
      "^(postgres(1[5-9]|[2-9][0-9])|aurora-postgresql(1[7-9]|[2-9][0-9])|mysql(8\\.[4-9]|9)|mariadb(11\\.[89]|1[2-9]))",
      self.family,
    ))
    values   = [for parameter in self.parameter : parameter.value if parameter.name == local.name]
    required = try(local.values[0], local.by_default ? "1" : "0")
  }

  when = (
    can(regex("^(postgres|sqlserver|mysql|mariadb|aurora)", self.family))
    && (self.type == "aws_rds_cluster_parameter_group" || !startswith(self.family, "aurora"))
  )
  condition = contains(["1", "on", "true"], lower(local.required))

  finding {
    at      = one(local.values)
    message = "`${self.address}` lets clients connect without TLS"
    help    = "set the parameter `rds.force_ssl` (PostgreSQL, SQL Server) or `require_secure_transport` (MySQL, MariaDB) to \"1\""
  }
}
