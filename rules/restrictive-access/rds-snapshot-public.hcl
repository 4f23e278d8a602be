# A snapshot that is shared with `all` is a copy of the database for every AWS account. Public snapshots are searched for the day they appear.
#
# Name the accounts in `shared_accounts`.

rule "rds-snapshot-public" {
  title      = "snapshot of a database is public"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_db_snapshot", "aws_db_cluster_snapshot", "aws_db_snapshot_copy"]
  references = ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html"]
  equivalent = ["CKV_AWS_302"]

  for_each  = self.shared_accounts
  condition = lower(each.value) != "all"

  finding {
    at      = each.value
    message = "everyone may restore `${self.address}`"
    help    = "name the accounts in `shared_accounts`"
  }
}
