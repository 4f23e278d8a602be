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

  # One finding a statement, placed at what weighs most.
  for_each = [
    for statement in iam::identity_statements(self) : {
      statement = statement
      wild = concat(
        [for action in statement.actions : action if can(regex("^[a-z0-9-]+:[*]$", lower(action))) && contains(var.worst, lower(split(":", action)[0]))],
        [for action in statement.actions : action if can(regex("^[a-z0-9-]+:[*]$", lower(action))) && !contains(var.worst, lower(split(":", action)[0]))],
      )
    }
  ]
  condition = (
    alltrue([for action in each.value.statement.actions : !can(regex("^[a-z0-9-]+:[*]$", lower(action)))]) ||
    each.value.statement.effect != "Allow" || length(each.value.statement.conditions) > 0 ||
    !iam::covers_resource(each.value.statement, "*")
  )

  finding {
    at       = each.value.wild[0]
    severity = contains(var.worst, lower(split(":", each.value.wild[0])[0])) ? "error" : "warning"
    message = "`${self.address}` may do everything with ${join(", ", [
      for action in slice(each.value.wild, 0, min(3, length(each.value.wild))) : "`${lower(split(":", action)[0])}`"
    ])}${length(each.value.wild) > 3 ? " and ${length(each.value.wild) - 3} more" : ""}, on every resource"
    help   = "list the actions that are used, and the resources that they are used on"
    labels = { "on every resource" = try(iam::matching(each.value.statement.resources, "*")[0], each.value.statement.not_resources) }
  }
}
