# A topic that other accounts use is part of their boundaries too: who may publish there can set off what the topic sets off here.
#
# Where it is meant, list the accounts in the option `trusted_accounts`. An account counts as one's own when the configuration says so: by
# `aws_caller_identity`, by `allowed_account_ids` or the role of a provider, by the roles that it uses, by the topic's own ARN.

rule "sns-policy-cross-account" {
  title      = "topic policy lets another account in"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_sns_topic", "aws_sns_topic_policy"]
  references = ["https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"]
  equivalent = ["CKV_AWS_385"]

  variable "trusted_accounts" {
    type        = list(string)
    description = "The numbers of accounts that may use topics."
    default     = []
  }

  for_each  = iam::callers(self)
  when      = contains(["account", "principal"], each.value.kind)
  condition = each.value.is_own || contains(var.trusted_accounts, each.value.account)

  finding {
    at      = each.value.principal
    message = "the policy of `${self.address}` lets account `${each.value.account}` in"
    help    = "add the account to the option `trusted_accounts` if it is meant"
  }
}
