# A user with a password of AWS's own is one more password that leaks, beside the company's directory, and stays when somebody leaves.
#
# Let people in through IAM Identity Center or a federated role.

rule "iam-user-console-access" {
  title      = "user has a password for the console"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_iam_user_login_profile"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp"]
  equivalent = ["CKV2_AWS_22"]

  condition = false

  finding {
    at      = self.user
    message = "`${self.address}` lets a user into the console with a password"
    help    = "let people in through IAM Identity Center or a federated role"
  }
}
