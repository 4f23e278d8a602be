# Users have passwords for the console, and nothing in this configuration says how good they must be. AWS's own default asks for eight characters.
#
# Add an `aws_iam_account_password_policy`; or suppress this where another configuration has it.

rule "iam-password-policy-missing" {
  title      = "no password policy beside users with passwords"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_iam_user_login_profile"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"]

  condition = length(graph::resources("aws_iam_account_password_policy")) > 0

  finding {
    at      = self.user
    message = "`${self.address}` makes a password that no policy speaks of"
    help    = "add an `aws_iam_account_password_policy`"
  }
}
