# What runs in a container may do what its task role may do: one hole in the application, and an administrator's role makes it a hole in the account.
#
# Write a role of its own for the task, with the actions that the application calls.

rule "ecs-service-admin-role" {
  title     = "containers run with an administrator's role"
  severity  = "error"
  profile   = "core"
  resources = ["aws_ecs_task_definition", "aws_ecs_service"]
  references = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html",
  ]

  locals {
    named = self.type == "aws_ecs_service" ? self.iam_role : self.task_role_arn
    roles = concat(graph::references(self, "task_role_arn", "aws_iam_role"), graph::references(self, "iam_role", "aws_iam_role"))
    # An administrator may do everything with identities; a power user may do everything else.
    powerful = [
      for role in local.roles : role
      if iam::allows(role, "iam:*", "*") || alltrue([for service in ["ec2", "kms", "s3", "secretsmanager"] : iam::allows(role, "${service}:*", "*")])
    ]
  }

  when      = tf::is_set(local.named)
  condition = length(local.powerful) == 0

  finding {
    at      = local.named
    message = "`${self.address}` runs with the administrator's role `${local.powerful[0].address}`"
    help    = "write a role with the actions that the application calls"
    labels  = { "this role is an administrator" = local.powerful[0].assume_role_policy }
  }
}
