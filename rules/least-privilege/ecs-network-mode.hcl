# With `bridge` or `host` the tasks of a machine share its network and its security groups: every task reaches what any of them may. With `awsvpc` each task
# has an interface and security groups of its own, and Fargate takes nothing else.
#
# Set `network_mode = "awsvpc"`.

rule "ecs-network-mode" {
  title      = "tasks share the network of their machine"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_ecs_task_definition"]
  references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html"]

  condition = contains(["awsvpc", "none"], tf::default(self.network_mode, "bridge"))

  finding {
    at      = self.network_mode
    message = "tasks of `${self.address}` share the network of their machine"
    help    = "set `network_mode = \"awsvpc\"`"
  }
}
