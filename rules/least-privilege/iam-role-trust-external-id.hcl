# A role that another company's account takes on for us can be taken on by it for somebody else too: who knows the role's ARN can have that company
# use it (the confused deputy). An external id, which the company sends for us alone, closes this.
#
# Ask for `sts:ExternalId` in a condition. Accounts of one's own organisation are let in with `aws:PrincipalOrgID`, people with
# `aws:MultiFactorAuthPresent`; or list them in the option `trusted_accounts`.
#
# An account counts as one's own when the configuration says so: by `aws_caller_identity`, by `allowed_account_ids` or the role of a provider, by the
# roles that it uses.

rule "iam-role-trust-external-id" {
  title     = "role trusts another account without an external id"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_iam_role"]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  ]

  variable "trusted_accounts" {
    type        = list(string)
    description = "The numbers of accounts that may take roles on without an external id, such as those of the organisation."
    default     = []
  }

  locals {
    keys = ["sts:ExternalId", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"]
    asks = anytrue([for key in local.keys : length(iam::conditions(each.value.statement, key)) > 0])
  }

  for_each  = iam::callers(self)
  when      = contains(["account", "principal"], each.value.kind) && iam::covers_action(each.value.statement, "sts:AssumeRole")
  condition = each.value.is_own || local.asks || contains(var.trusted_accounts, each.value.account)

  finding {
    at      = each.value.principal
    message = "account `${each.value.account}` may take on `${self.address}` for anybody"
    help    = "add a condition on `sts:ExternalId`, or on `aws:PrincipalOrgID` for an account of the organisation"
  }
}
