# Permissions of single users are forgotten when a user changes work, and nobody sees who has what.
#
# Attach policies to groups, or better to roles that people take on through IAM Identity Center.

rule "iam-policy-attached-to-user" {
  title      = "policy is given to a single user"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_policy_attachment"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"]
  equivalent = ["CKV_AWS_40", "AWS-0143"]

  condition = self.type == "aws_iam_policy_attachment" ? length(self.users == null ? [] : self.users) == 0 : false

  finding {
    at      = self.type == "aws_iam_policy_attachment" ? try(tolist(self.users)[0], self.users) : self.user
    message = "`${self.address}` gives a policy to a single user"
    help    = "attach the policy to a group or a role"
  }
}
