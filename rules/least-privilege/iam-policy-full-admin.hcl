# A policy that allows every action on every resource makes its holder the administrator of the account: one leaked key, one bug in the
# application that uses the role, and everything is lost. The lesson of the migration: one role a service, with the permissions that it uses.
#
# List the actions that the service calls and the resources that it calls them on. `aws iam generate-service-last-accessed-details` and
# IAM Access Analyzer tell which these are. A permissions boundary or a `Deny` that takes the rights away is counted.

rule "iam-policy-full-admin" {
  title    = "policy allows everything"
  severity = "error"
  profile  = "core"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
  ]
  equivalent = ["CKV_AWS_1", "CKV_AWS_62", "CKV2_AWS_40", "AWS-0057"]

  for_each = iam::identity_statements(self)
  condition = (
    each.value.effect != "Allow" || length(each.value.conditions) > 0 ||
    !iam::covers_action(each.value, "*") || !iam::covers_resource(each.value, "*")
  )

  finding {
    at      = try(iam::matching(each.value.actions, "*")[0], each.value.not_actions)
    message = "`${self.address}` may do everything in the account"
    help    = "list the actions that are used, and the resources that they are used on"
    labels  = { "on every resource" = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources) }
  }
}
