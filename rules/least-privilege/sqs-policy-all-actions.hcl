# Who sends messages to a queue need not delete it, nor purge it, nor change its policy. `sqs:*` gives all of that.
#
# List the actions: `sqs:SendMessage` for a sender, `sqs:ReceiveMessage`, `sqs:DeleteMessage` and `sqs:GetQueueAttributes` for a reader.
#
# The statement that gives the queue to its own account, as AWS writes it, is left alone: it only lets policies of that account decide.

rule "sqs-policy-all-actions" {
  title     = "queue policy allows every action"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_sqs_queue", "aws_sqs_queue_policy"]
  references = [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html",
  ]
  equivalent = ["CKV_AWS_72", "AWS-0097"]

  for_each  = iam::callers(self)
  condition = !iam::covers_action(each.value.statement, "sqs:*") || (each.value.kind == "account" && each.value.is_own)

  finding {
    at      = try(iam::matching(each.value.statement.actions, "sqs:*")[0], each.value.statement.not_actions)
    message = "the policy of `${self.address}` allows every action on the queue"
    help    = "list the actions that are needed"
    labels  = { "to this principal" = each.value.principal }
  }
}
