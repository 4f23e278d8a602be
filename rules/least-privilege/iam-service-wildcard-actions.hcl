# `s3:*` on every resource is the administrator of a service: it reads, deletes and opens what other applications keep there.
#
# `*` on a few resources is every action that any service has for them, also those that change who may use them.
#
# List the actions that are used, and name the resources.

rule "iam-service-wildcard-actions" {
  title    = "policy allows every action of a service"
  severity = "warning"
  profile  = "core"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"]
  equivalent = ["CKV_AWS_49", "CKV_AWS_63", "AWS-0345"]

  variable "worst" {
    type        = list(string)
    description = "Services whose full control is full control of the account or of its data."
    default     = ["iam", "organizations", "sts", "kms", "secretsmanager", "s3", "dynamodb", "rds", "ec2"]
  }

  locals {
    # What weighs most stands first.
    wild = concat(
      [for action in each.value.actions : action if can(regex("^[a-z0-9-]+:[*]$", lower(action))) && contains(var.worst, lower(split(":", action)[0]))],
      [for action in each.value.actions : action if can(regex("^[a-z0-9-]+:[*]$", lower(action))) && !contains(var.worst, lower(split(":", action)[0]))],
    )
    named = join(", ", [for action in slice(local.wild, 0, min(3, length(local.wild))) : "`${lower(split(":", action)[0])}`"])
    more  = length(local.wild) > 3 ? " and ${length(local.wild) - 3} more" : ""
  }

  condition "service" {
    for_each  = iam::identity_statements(self)
    when      = each.value.effect == "Allow" && length(each.value.conditions) == 0 && iam::covers_resource(each.value, "*")
    condition = alltrue([for action in each.value.actions : !can(regex("^[a-z0-9-]+:[*]$", lower(action)))])

    finding {
      at       = local.wild[0]
      severity = contains(var.worst, lower(split(":", local.wild[0])[0])) ? "error" : "warning"
      message  = "`${self.address}` may do everything with ${local.named}${local.more}, on every resource"
      help     = "list the actions that are used, and the resources that they are used on"
      labels   = { "on every resource" = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources) }
    }
  }

  # Every action on every resource is the business of `iam-policy-full-admin`.
  condition "everything" {
    for_each  = iam::identity_statements(self)
    when      = each.value.effect == "Allow" && length(each.value.conditions) == 0 && length(each.value.resources) > 0
    condition = !anytrue([for action in each.value.actions : can(regex("^[*]+(:[*]+)?$", action))]) || iam::covers_resource(each.value, "*")

    finding {
      at      = iam::matching(each.value.actions, "*")[0]
      message = "`${self.address}` may do everything with the resources that it names"
      help    = "list the actions that are used"
      labels  = { "on these resources" = each.value.resources[0] }
    }
  }
}
