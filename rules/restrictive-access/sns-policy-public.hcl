# A topic whose policy names everyone takes messages from strangers, or gives its messages to them. The policy that AWS writes itself has a
# condition on `aws:SourceOwner`.
#
# Name the services and accounts, and say with `aws:SourceArn` or `aws:SourceAccount` on whose behalf a service comes.
#
# `NotAction` in an `Allow` gives all that nobody thought of, and is found too.

rule "sns-policy-public" {
  title     = "topic policy lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_sns_topic", "aws_sns_topic_policy"]
  references = [
    "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  ]
  equivalent = ["CKV_AWS_169"]

  condition "everyone" {
    for_each  = iam::callers(self)
    condition = each.value.kind != "everyone" || each.value.is_restricted

    finding {
      at      = each.value.principal
      message = "everyone may use the topic by the policy of `${self.address}`"
      help    = "name who may, or add a condition on `aws:SourceArn`, `aws:SourceAccount` or `aws:PrincipalOrgID`"
      labels  = { "may do this" = try(each.value.statement.actions[0], each.value.statement.not_actions) }
    }
  }

  condition "exceptions" {
    for_each  = iam::callers(self)
    condition = length(each.value.statement.not_actions) == 0 || each.value.kind == "everyone" || each.value.is_own

    finding {
      at      = each.value.statement.not_actions[0]
      message = "the policy of `${self.address}` allows all that it does not name"
      help    = "list the allowed actions in `Action`"
    }
  }
}
