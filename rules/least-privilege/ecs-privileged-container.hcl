# A privileged container has the rights of root on the machine that it runs on: who breaks out of the application is on the machine, and sees all other
# tasks there with their roles.
#
# Remove `privileged`; single capabilities can be added in `linuxParameters`. Fargate knows no privileged containers.

rule "ecs-privileged-container" {
  title     = "container is privileged"
  severity  = "error"
  profile   = "core"
  resources = ["aws_ecs_task_definition"]
  references = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
  ]
  equivalent = ["CKV_AWS_334"]

  locals {
    fargate = contains(self.requires_compatibilities == null ? [] : self.requires_compatibilities, "FARGATE")
  }

  when      = !local.fargate
  for_each  = aws::json(self.container_definitions)
  condition = try(tostring(each.value.privileged), "false") != "true"

  finding {
    at      = each.value.privileged
    message = "`${self.address}` runs a privileged container"
    help    = "remove `privileged`, and add the capabilities that it needs in `linuxParameters`"
  }
}
