# A change of a policy that gives more than before: actions that were not allowed, all resources instead of some, somebody new who may take on a role,
# a permissions boundary that is taken away. One line in a document of hundreds, and the review of the plan shows the whole text twice.
#
# Read what is new. Name the actions and resources that are needed.

rule "plan-iam-expanded" {
  title    = "plan gives more rights than there were"
  severity = "warning"
  profile  = "core"
  changes  = ["update", "replace"]
  resources = [
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role", "aws_iam_user",
    "aws_iam_role_policy_attachment", "aws_s3_bucket_policy", "aws_kms_key", "aws_kms_key_policy", "aws_sqs_queue_policy", "aws_sns_topic_policy",
    "aws_secretsmanager_secret_policy", "aws_ecr_repository_policy",
  ]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  ]

  locals {
    name    = change.type == "aws_iam_role" ? "assume_role_policy" : "policy"
    is      = [for one in iam::statements(try(after[local.name], null)) : one if one.effect == "Allow"]
    was     = [for one in iam::statements(try(before[local.name], null)) : one if one.effect == "Allow"]
    denied  = [for one in iam::statements(try(after[local.name], null)) : one if one.effect == "Deny" && length(one.conditions) == 0]
    was_denied = [
      for one in iam::statements(try(before[local.name], null)) : one if one.effect == "Deny" && length(one.conditions) == 0
    ]
    changes = try(before[local.name], null) != null && try(after[local.name], null) != null
    actions = flatten(local.is[*].actions)
    # Reading is not what takes an account over; wildcards are.
    new = [
      for action in local.actions : action
      if !anytrue([for one in local.was : iam::covers_action(one, action)])
      && !anytrue([for one in local.denied : iam::covers_action(one, action) && iam::covers_resource(one, "*")])
      && (strcontains(action, "*") || length(iam::actions([action], ["write", "permissions"])) > 0)
    ]
    # What a denial took away is there again without it, if anything allows it.
    lifted = [
      for action in flatten([for one in local.was_denied : one.actions]) : action
      if !anytrue([for one in local.denied : try(iam::covers_action(one, action), false)])
      && (strcontains(action, "*") || length(iam::actions([action], ["write", "permissions"])) > 0)
    ]
    known_principals = flatten([for one in local.was : one.principals[*].identifiers])
    principals = [
      for principal in flatten([for one in local.is : one.principals[*].identifiers]) : principal
      if !contains(local.known_principals, principal) && !contains(local.known_principals, "*")
    ]
  }

  condition "actions" {
    for_each  = toset(local.changes && change.type != "aws_iam_role" ? local.new : [])
    condition = false

    finding {
      at      = one([for action in slice(concat([for action in local.new : action if action == each.value], [null]), 0, 1) : action])
      message = "`${change.address}` newly allows `${each.value}`"
      help    = "name the actions that are needed"
    }
  }

  condition "lifted" {
    for_each  = toset(local.changes && change.type != "aws_iam_role" ? local.lifted : [])
    condition = false

    finding {
      at      = after[local.name]
      message = "`${change.address}` does not deny `${each.value}` any more"
      help    = "keep the statement, or check what allows the action"
    }
  }

  condition "resources" {
    when      = local.changes && change.type != "aws_iam_role"
    condition = (
      length([for one in local.is : one if contains(one.resources, "*")]) <= 0
      || length([for one in local.was : one if contains(one.resources, "*")]) > 0
    )

    finding {
      at      = one(slice([for one in flatten(local.is[*].resources) : one if one == "*"], 0, 1))
      message = "`${change.address}` newly allows its actions on all resources"
      help    = "name the resources that are needed"
    }
  }

  condition "principals" {
    for_each  = toset(local.changes ? local.principals : [])
    condition = false

    finding {
      at      = after[local.name]
      message = (
        change.type == "aws_iam_role"
        ? "`${each.value}` may newly take on `${change.address}`"
        : "`${change.address}` newly lets `${each.value}` in"
      )
      help = "check who that is, and add a condition"
    }
  }

  condition "boundary" {
    when      = try(before.permissions_boundary, null) != null && try(before.permissions_boundary, "") != ""
    condition = after.permissions_boundary != null && after.permissions_boundary != ""

    finding {
      at      = after.permissions_boundary
      message = "the plan takes the permissions boundary of `${change.address}` away"
      help    = "keep `permissions_boundary = \"${before.permissions_boundary}\"`"
    }
  }

  condition "administrator" {
    when      = change.type == "aws_iam_role_policy_attachment"
    condition = !contains(["admin", "admin-equivalent"], try(coalesce(iam::managed_policy(after.policy_arn).class, "none"), "none"))

    finding {
      at      = after.policy_arn
      message = "`${change.address}` newly gives an administrator's rights"
      help    = "attach a policy with the actions that are needed"
    }
  }
}
