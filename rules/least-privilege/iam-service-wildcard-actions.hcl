# `s3:*` on every resource is the administrator of a service: it reads, deletes and opens what other applications keep there.
#
# List the actions that are used, and name the resources.

rule "iam-service-wildcard-actions" {
  title    = "policy allows every action of a service on every resource"
  severity = "warning"
  profile  = "core"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
  ]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"]
  equivalent = ["CKV_AWS_49", "CKV_AWS_63", "AWS-0345"]

  variable "worst" {
    type        = list(string)
    description = "Services whose full control is full control of the account or of its data."
    default     = ["iam", "organizations", "sts", "kms", "secretsmanager", "s3", "dynamodb", "rds", "ec2"]
  }

  for_each = flatten([
    for statement in iam::identity_statements(self) : [
      for action in statement.actions : { statement = statement, action = action }
    ]
  ])
  condition = (
    !can(regex("^[a-z0-9-]+:[*]$", lower(each.value.action))) ||
    each.value.statement.effect != "Allow" || length(each.value.statement.conditions) > 0 ||
    !iam::covers_resource(each.value.statement, "*")
  )

  finding {
    at       = each.value.action
    severity = contains(var.worst, lower(split(":", each.value.action)[0])) ? "error" : "warning"
    message  = "`${self.address}` may do everything with `${lower(split(":", each.value.action)[0])}`, on every resource"
    help     = "list the actions that are used, and the resources that they are used on"
    labels   = { "on every resource" = try(iam::matching(each.value.statement.resources, "*")[0], each.value.statement.not_resources) }
  }
}
