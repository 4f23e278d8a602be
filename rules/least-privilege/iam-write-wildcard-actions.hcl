# A pattern such as `s3:Put*` allows more than anybody lists, and what AWS adds to it later. On every resource, nothing bounds it.
#
# List the actions that are used.

rule "iam-write-wildcard-actions" {
  title    = "policy allows changes by a pattern on every resource"
  severity = "info"
  profile  = "strict"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"]
  equivalent = ["CKV_AWS_111", "CKV_AWS_290"]
  # One finding a statement: what names resources is said there.
  yields_to = [
    "iam-wildcard-resource-restrictable", "iam-policy-full-admin", "iam-service-wildcard-actions", "iam-data-read-wildcard", "iam-credentials-exposure",
  ]

  locals {
    # Full control of a service is the business of other rules.
    narrow  = [for action in each.value.actions : action if !can(regex("^([*]|[a-z0-9-]+):[*]$|^[*]+$", lower(action)))]
    actions = iam::actions([for action in local.narrow : action if can(regex("[*?]", action))], ["write"])
  }

  for_each  = iam::identity_statements(self)
  when      = each.value.effect == "Allow" && length(each.value.conditions) == 0 && iam::covers_resource(each.value, "*")
  condition = length(local.actions) == 0

  finding {
    at      = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources)
    message = "`${self.address}` may do ${length(local.actions)} kinds of change on every resource by a pattern, `${local.actions[0].name}` among them"
    help    = "list the actions that are used, and the resources that they are used on"
    labels  = { "this pattern" = local.actions[0].name }
  }
}
