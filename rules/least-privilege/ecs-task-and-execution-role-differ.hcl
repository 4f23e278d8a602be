# The execution role pulls images and reads secrets for the task before it starts; the task role is what the application may do.
# One role for both gives the application the secrets of its start.
#
# Write two roles.

rule "ecs-task-and-execution-role-differ" {
  title      = "task and its start share a role"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_ecs_task_definition"]
  references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html"]
  equivalent = ["CKV_AWS_249"]

  locals {
    runs   = graph::references(self, "task_role_arn", "aws_iam_role")
    starts = graph::references(self, "execution_role_arn", "aws_iam_role")
  }

  when = tf::is_set(self.task_role_arn) && tf::is_set(self.execution_role_arn)
  # Two roles of the configuration differ, whatever their ARNs will be.
  condition = (
    length(local.runs) == 1 && length(local.starts) == 1 ? local.runs[0].address != local.starts[0].address
    : self.task_role_arn != self.execution_role_arn
  )

  finding {
    at      = self.task_role_arn
    message = "`${self.address}` runs with the role that starts it"
    help    = "write a role of its own for the task"
    labels  = { "the same role" = self.execution_role_arn }
  }
}
