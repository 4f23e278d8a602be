# A trust policy that names an account as a whole (`arn:aws:iam::111122223333:root`) leaves it to the policies of that account who takes the role on:
# everyone there with `sts:AssumeRole` for all roles may. One role a service means that one service takes it on.
#
# Name the role or user, or narrow it down with a condition (`aws:PrincipalArn`, `aws:PrincipalTag`).
#
# This rule speaks of one's own account; for others there is `iam-role-trust-external-id`.

rule "iam-role-trust-account-root" {
  title     = "everyone of the account may be allowed to take the role on"
  severity  = "info"
  profile   = "strict"
  resources = ["aws_iam_role"]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  ]
  equivalent = ["CKV_AWS_61"]

  for_each  = iam::callers(self)
  when      = each.value.kind == "account" && each.value.is_own
  condition = length(each.value.statement.conditions) > 0

  finding {
    at      = each.value.principal
    message = "everyone of the account with `sts:AssumeRole` may take on `${self.address}`"
    help    = "name the role or user that takes it on, or add a condition on `aws:PrincipalArn`"
  }
}
