# A role that everyone in every account may take on is a role of everyone.
#
# Name the accounts, roles or services that take the role on; for many accounts, add a condition on `aws:PrincipalOrgID`. A `Deny` for all others counts
# as such a condition.

rule "iam-role-trust-public" {
  title     = "everyone may take the role on"
  severity  = "error"
  profile   = "core"
  # A document that nothing uses; otherwise it is judged at the role.
  resources = ["aws_iam_role", "data.aws_iam_policy_document"]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  ]
  equivalent = ["CKV_AWS_60"]

  for_each  = iam::callers(self)
  condition = each.value.kind != "everyone" || each.value.is_restricted

  finding {
    at      = each.value.principal
    message = self.type == "aws_iam_role" ? "everyone may take on `${self.address}`" : "everyone may take on a role with `${self.address}`"
    help    = "name the principals, or add a condition on `aws:PrincipalOrgID`"
  }
}
