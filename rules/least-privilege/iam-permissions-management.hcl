# Actions such as `s3:PutBucketPolicy`, `kms:PutKeyPolicy` or `lambda:AddPermission` decide who may do what. Allowed on every resource, they let the holder
# open any of them, to itself or to the world.
#
# Name the resources whose permissions the holder manages.

rule "iam-permissions-management" {
  title    = "policy allows changing who may use any resource"
  severity = "warning"
  profile  = "strict"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  ]
  equivalent = ["CKV_AWS_109", "CKV_AWS_289"]
  yields_to  = ["iam-privilege-escalation", "role-effective-permissions", "iam-policy-full-admin", "iam-service-wildcard-actions"]

  locals {
    # Full control of a service is the business of other rules.
    narrow  = [for action in each.value.actions : action if !can(regex("^([*]|[a-z0-9-]+):[*]$|^[*]+$", lower(action)))]
    # Some that AWS puts into this class only read.
    actions = [for action in iam::actions(local.narrow, ["permissions"]) : action if !can(regex(":(Access|Describe|Get|List|Search|Use)", action.name))]
    named   = join(", ", [for action in slice(local.actions, 0, min(3, length(local.actions))) : "`${action.name}`"])
    more    = length(local.actions) > 3 ? " and ${length(local.actions) - 3} more" : ""
  }

  for_each  = iam::identity_statements(self)
  when      = each.value.effect == "Allow" && length(each.value.conditions) == 0 && iam::covers_resource(each.value, "*")
  condition = length(local.actions) == 0

  finding {
    at      = local.actions[0].name
    message = "`${self.address}` may change who may do what, on every resource: ${local.named}${local.more}"
    help    = "name the resources whose permissions are managed"
    labels  = { "on every resource" = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources) }
  }
}
