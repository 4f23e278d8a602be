# Who may pass any role to a service may become that role: start a function, a task or an instance with the most powerful role of the account,
# and act through it.
#
# Name the roles that are passed, and say with a condition on `iam:PassedToService` to which service.

rule "iam-passrole-wildcard" {
  title    = "policy allows passing any role"
  severity = "error"
  profile  = "core"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"]
  equivalent = ["AWS-0342"]
  yields_to = [
    "iam-privilege-escalation", "role-effective-permissions",
  ]

  for_each = iam::identity_statements(self)
  # Full control of identities is the business of `iam-service-wildcard-actions`.
  when = (
    each.value.effect == "Allow" &&
    !(iam::covers_action(each.value, "iam:*") && iam::covers_resource(each.value, "*") && length(each.value.conditions) == 0)
  )
  condition = (
    !iam::covers_action(each.value, "iam:PassRole") ||
    !(iam::covers_resource(each.value, "*") || iam::covers_resource(each.value, "arn:aws:iam::*:role/*"))
  )

  finding {
    at       = try(iam::matching(each.value.actions, "iam:PassRole")[0], each.value.not_actions)
    severity = length(iam::conditions(each.value, "iam:PassedToService")) > 0 ? "warning" : "error"
    message  = "`${self.address}` may pass any role to a service, and act as that role"
    help     = "name the roles that are passed, with a condition on `iam:PassedToService`"
    labels   = { "of every role" = try(each.value.resources[0], each.value.not_resources) }
  }
}
