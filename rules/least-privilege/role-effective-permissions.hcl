# Policies add up. One lets a role create functions, another lets it pass roles: each looks harmless, and together they make an administrator. So does
# a role that may be passed and is itself an administrator. What counts is all policies of a role, a user or a group together, minus what a `Deny`
# takes away, within the permissions boundary.
#
# Take one of the two rights away, name the roles that may be passed, or set a permissions boundary.

rule "role-effective-permissions" {
  title     = "policies together let their holder come to more rights"
  severity  = "error"
  profile   = "core"
  resources = ["aws_iam_role", "aws_iam_user", "aws_iam_group"]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    "https://pathfinding.cloud",
  ]
  yields_to = ["iam-policy-full-admin", "iam-service-wildcard-actions", "iam-managed-admin-attached", "iam-privilege-escalation"]

  locals {
    actions = join(" + ", [for action in each.value.actions : "`${action}`"])
    steps   = [for step in each.value.steps : { text = "`${step.action}` is allowed here", at = step.at }]
    passed  = each.value.target == null ? "on every resource" : "this role is an administrator"
    how = (
      each.value.target == null ? "by ${length(each.value.policies)} policies together, can come to more rights"
      : "can act as the administrator `${each.value.target}`"
    )
    more = each.value.more > 0 ? ", and in ${each.value.more} more ${each.value.more == 1 ? "way" : "ways"}" : ""
  }

  for_each  = iam::escalations(self)
  condition = length(each.value.policies) == 1 && each.value.target == null

  finding {
    at       = each.value.at
    severity = each.value.kind == "existing" ? "warning" : "error"
    message  = "`${self.address}`, ${local.how}: ${local.actions}${local.more}"
    help     = "take one of these rights away, or bound them with a permissions boundary"
    labels   = concat(local.steps, [{ text = local.passed, at = each.value.steps[0].resource }])
  }
}
