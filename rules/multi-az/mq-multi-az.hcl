# A broker with a single instance is down with its availability zone, and during each maintenance window. The lesson: "Multi-AZ deployment: Essential"
# for what everything else depends on.
#
# Set `deployment_mode = "ACTIVE_STANDBY_MULTI_AZ"` for ActiveMQ or `"CLUSTER_MULTI_AZ"` for RabbitMQ; to change it replaces the broker. A broker
# that its name or tags call `dev`, `test`, `qa`, `sandbox` or `staging` is an info.

rule "mq-multi-az" {
  title     = "message broker has a single instance"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_mq_broker"]
  references = [
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mq_broker",
  ]

  condition = upper(aws::default(self, "deployment_mode")) != "SINGLE_INSTANCE"

  finding {
    at       = self.deployment_mode
    severity = tf::environment(self) == null ? "warning" : "info"
    message  = "`${self.address}` has a single instance"
    help     = "set `deployment_mode` to \"CLUSTER_MULTI_AZ\" (RabbitMQ) or \"ACTIVE_STANDBY_MULTI_AZ\" (ActiveMQ); a broker that exists is replaced"
  }
}
