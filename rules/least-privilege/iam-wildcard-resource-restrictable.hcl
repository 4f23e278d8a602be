# Many actions can be allowed on named resources; `Resource: "*"` allows them on all that there are and will be.
#
# Name the resources. The message lists actions for which that works.

rule "iam-wildcard-resource-restrictable" {
  title    = "policy gives write access to every resource where it could name them"
  severity = "warning"
  profile  = "strict"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = [
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html",
  ]
  equivalent = ["CKV_AWS_355", "CKV_AWS_356"]
  yields_to = [
    "iam-policy-full-admin", "iam-service-wildcard-actions", "iam-privilege-escalation", "iam-passrole-wildcard", "iam-permissions-management",
  ]

  variable "elsewhere" {
    type        = list(string)
    description = "Actions left out, in lower case. Metrics are bounded by namespace, in a condition. AWS counts the others among changes, but they read, fetch credentials or log in: other rules say so."
    default = [
      "cloudwatch:putmetricdata", "dsql:dbconnect", "dsql:dbconnectadmin", "elasticache:connect", "kms:decrypt", "memorydb:connect", "rds-data:executestatement",
      "rds-db:connect", "redshift-serverless:getcredentials", "redshift:getclustercredentials", "redshift:getclustercredentialswithiam",
      "sts:assumerole", "sts:getfederationtoken",
    ]
  }

  locals {
    # Full control of a service is the business of other rules.
    narrow  = [for action in each.value.actions : action if !can(regex("^([*]|[a-z0-9-]+):[*]$|^[*]+$", lower(action)))]
    changes = iam::actions(local.narrow, ["write", "permissions", "tagging"])
    actions = [for action in local.changes : action if action.names_resources && !contains(var.elsewhere, lower(action.name))]
    named   = join(", ", [for action in slice(local.actions, 0, min(5, length(local.actions))) : "`${action.name}`"])
    more    = length(local.actions) > 5 ? " and ${length(local.actions) - 5} more" : ""
  }

  for_each  = iam::identity_statements(self)
  when      = each.value.effect == "Allow" && length(each.value.conditions) == 0 && iam::covers_resource(each.value, "*")
  condition = length(local.actions) == 0

  finding {
    at      = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources)
    message = "`${self.address}` has write access to every resource where it could name them: ${local.named}${local.more}"
    help    = "name the resources in a statement of their own"
    labels  = { "for example with this action" = local.actions[0].name }
  }
}
