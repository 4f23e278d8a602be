# A container in the process or memory namespace of its host sees, signals and reads the other containers there.
#
# Remove `pid_mode` and `ipc_mode`, or set them to `task`.

rule "ecs-host-namespace" {
  title      = "container shares the host's namespace"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_ecs_task_definition"]
  references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"]
  equivalent = ["CKV_AWS_335"]

  condition "processes" {
    condition = self.pid_mode != "host"

    finding {
      at      = self.pid_mode
      message = "`${self.address}` sees the processes of its host"
      help    = "remove `pid_mode`, or set it to \"task\""
    }
  }

  condition "memory" {
    condition = self.ipc_mode != "host"

    finding {
      at      = self.ipc_mode
      message = "`${self.address}` shares memory with its host"
      help    = "remove `ipc_mode`, or set it to \"task\" or \"none\""
    }
  }
}
