# Groups are how permissions of users stay in order. A user outside of all groups has permissions of its own, or none; a group without users is forgotten.
#
# Add the user to a group (`aws_iam_user_group_membership`), or remove what nobody needs.

rule "iam-user-group-membership" {
  title      = "user without a group, or group without users"
  severity   = "info"
  profile    = "advisory"
  resources  = ["aws_iam_user", "aws_iam_group"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html"]
  equivalent = ["CKV2_AWS_14", "CKV2_AWS_21"]

  locals {
    user = self.type == "aws_iam_user"
    joined = (
      graph::has_referrers(self, "aws_iam_user_group_membership", local.user ? "user" : "groups", 1) ||
      graph::has_referrers(self, "aws_iam_group_membership", local.user ? "users" : "group", 1)
    )
  }

  condition = local.joined

  finding {
    at      = self.name
    message = "`${self.address}` ${local.user ? "is in no group" : "has no users"}"
    help    = "add an `aws_iam_user_group_membership`, or remove what nobody needs"
  }
}
