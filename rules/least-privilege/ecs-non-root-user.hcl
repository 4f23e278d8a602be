# A container runs as root unless its image or its definition names another user: who breaks in is root there.
#
# Name a user in `user`, as number. Where the image names one, the finding says nothing new: suppress it.

rule "ecs-non-root-user" {
  title      = "container may run as root"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_ecs_task_definition"]
  references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html"]

  locals {
    user = try(tostring(each.value.user), null)
  }

  for_each  = aws::json(self.container_definitions)
  condition = local.user != null && !contains(["", "root", "0"], split(":", local.user == null ? "" : local.user)[0])

  finding {
    at      = try(each.value.user, each.value.name)
    message = "a container of `${self.address}` may run as root"
    help    = "name a user in `user`"
  }
}
