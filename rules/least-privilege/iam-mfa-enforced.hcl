# A password alone lets people in who only found it. A policy that denies everything without a second factor holds for all users of a group.
#
# Give the group a policy with a `Deny` and the condition `"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`.
#
# This speaks of groups with users who have a password for the console.

rule "iam-mfa-enforced" {
  title      = "people get in without a second factor"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_iam_group"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html"]
  equivalent = ["AWS-0123", "AWS-0145"]

  locals {
    memberships = graph::referrers(self, "aws_iam_group_membership", "group")
    joined      = graph::referrers(self, "aws_iam_user_group_membership", "groups")
    users = concat(
      flatten([for membership in local.memberships : graph::references(membership, "users", "aws_iam_user")]),
      flatten([for membership in local.joined : graph::references(membership, "user", "aws_iam_user")]),
    )
    people = anytrue([for user in local.users : graph::has_referrers(user, "aws_iam_user_login_profile", "user", 1)])
    enforced = anytrue([
      for statement in iam::identity_statements(self) : length(iam::conditions(statement, "aws:MultiFactorAuthPresent")) > 0
    ])
  }

  when      = local.people
  condition = local.enforced

  finding {
    at      = self.name
    message = "people of `${self.address}` get in without a second factor"
    help    = "add a policy with a `Deny` unless `aws:MultiFactorAuthPresent`"
  }
}
