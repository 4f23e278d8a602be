# A queue whose policy names everyone takes messages from strangers and gives its messages to them.
#
# Name the services and accounts, and say with `aws:SourceArn` or `aws:SourceAccount` on whose behalf a service comes.

rule "sqs-policy-public" {
  title     = "queue policy lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_sqs_queue", "aws_sqs_queue_policy"]
  references = [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html",
  ]
  equivalent = ["CKV_AWS_168", "CKV_AWS_387"]

  condition "everyone" {
    for_each  = iam::callers(self)
    condition = each.value.kind != "everyone" || each.value.is_restricted

    finding {
      at      = each.value.principal
      message = "everyone may use the queue by the policy of `${self.address}`"
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
