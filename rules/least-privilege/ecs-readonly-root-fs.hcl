# Who breaks into a container that can write its own files can leave tools there and change the application.
#
# Set `readonlyRootFilesystem = true`, and mount a volume where the application must write. Windows containers do not know the setting.

rule "ecs-readonly-root-fs" {
  title      = "container can write its own files"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_ecs_task_definition"]
  references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html"]
  equivalent = ["CKV_AWS_336"]

  locals {
    windows = anytrue([
      for platform in self.runtime_platform : startswith(tf::is_set(platform.operating_system_family) ? platform.operating_system_family : "", "WINDOWS")
    ])
  }

  when      = !local.windows
  for_each  = aws::json(self.container_definitions)
  condition = try(tostring(each.value.readonlyRootFilesystem), "false") == "true"

  finding {
    at      = try(each.value.readonlyRootFilesystem, each.value.name)
    message = "a container of `${self.address}` can write its own files"
    help    = "set `readonlyRootFilesystem = true`"
  }
}
