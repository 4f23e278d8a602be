# The right to read every secret, every object or every table is as good as the data itself: this is what leaves the house when a role is taken over.
#
# Name the secrets, buckets, keys and tables that the service reads.

rule "iam-data-read-wildcard" {
  title    = "policy allows reading all data of a kind"
  severity = "warning"
  profile  = "core"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
  ]
  equivalent = ["CKV_AWS_108", "CKV_AWS_288", "AWS-0346"]

  variable "actions" {
    type        = list(string)
    description = "Actions that give data itself."
    default = [
      "s3:GetObject", "secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "kms:Decrypt",
      "dynamodb:Scan", "dynamodb:Query", "dynamodb:GetItem", "rds-data:ExecuteStatement", "ec2:GetPasswordData",
    ]
  }

  locals {
    reads = [
      for action in var.actions : action
      if iam::covers_action(each.value, action) && !iam::covers_action(each.value, "${split(":", action)[0]}:*")
    ]
  }

  for_each = iam::identity_statements(self)
  # Full control, of everything or of a service, is the business of other rules.
  when = (
    each.value.effect == "Allow" && length(each.value.conditions) == 0 &&
    !iam::covers_action(each.value, "*") && iam::covers_resource(each.value, "*")
  )
  # One action that is known is enough, whatever the others are.
  condition = !anytrue([
    for action in var.actions :
    iam::covers_action(each.value, action) && !iam::covers_action(each.value, "${split(":", action)[0]}:*")
  ])

  finding {
    at      = try(flatten([for action in local.reads : iam::matching(each.value.actions, action)])[0], each.value.not_actions)
    message = "`${self.address}` may read all data of a kind in the account"
    help    = "name the resources that are read, here with `${local.reads[0]}`"
    labels  = { "on every resource" = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources) }
  }
}
