# A secret that was rotated has another value than the state. A plan that writes the old value back breaks whoever uses the new one, and makes a value
# valid again that was to be forgotten. So does a `random_password` that is made again for a database that runs.
#
# Add the value to `ignore_changes`, or let the service manage it (`manage_master_user_password`).

rule "plan-secret-rotation-reset" {
  title    = "plan takes a rotated secret back"
  severity = "warning"
  profile  = "core"
  changes  = ["update", "replace"]
  resources = [
    "aws_secretsmanager_secret_version", "aws_ssm_parameter", "random_password", "aws_db_instance", "aws_rds_cluster",
  ]
  references = [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes",
  ]

  locals {
    secrets = {
      aws_secretsmanager_secret_version = ["secret_string", "secret_binary"]
      aws_ssm_parameter                 = ["value"]
      aws_db_instance                   = ["password"]
      aws_rds_cluster                   = ["master_password"]
    }
    drifted = flatten([
      for one in tf::changes(["drift"], [change.type]) : tf::changed(one.before, one.after)[*].path
      if one.address == change.address && one.after != null
    ])
    reset = {
      for one in tf::changed(before, after) : one.path => one
      if contains(lookup(local.secrets, change.type, []), one.path) && contains(local.drifted, one.path)
    }
    users = change.type == "random_password" ? [for one in graph::users(self) : one.address if contains(["aws_db_instance", "aws_rds_cluster"], one.type)] : []
  }

  condition "reset" {
    for_each  = local.reset
    when      = change.type != "aws_ssm_parameter" || try(after.type, null) == "SecureString"
    condition = false

    finding {
      at      = each.value.after
      message = "`${change.address}` was changed outside of Terraform, and the plan takes the rotated value back: ${each.value.words}"
      help    = "add `${each.key}` to `ignore_changes` of its `lifecycle` block"
    }
  }

  condition "password" {
    when      = change.type == "random_password" && change.action == "replace"
    condition = length(local.users) <= 0

    finding {
      message = "the plan makes `${change.address}` anew, the password of `${local.users[0]}`"
      help    = "find out what replaces it, or let RDS manage the password with `manage_master_user_password`"
    }
  }
}
