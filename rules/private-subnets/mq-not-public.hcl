# A broker with a public address offers its console and its queues to the internet; only passwords and a security group (ActiveMQ) or passwords alone
# (RabbitMQ) are left in the way. The lesson: private subnets for sensitive services.
#
# Take `publicly_accessible = true` away; to change it replaces the broker.

rule "mq-not-public" {
  title     = "message broker has a public address"
  severity  = "error"
  profile   = "core"
  resources = ["aws_mq_broker"]
  references = [
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mq_broker",
  ]
  equivalent = ["CKV_AWS_69", "AWS-0072"]

  condition = !aws::default(self, "publicly_accessible")

  finding {
    at      = self.publicly_accessible
    message = "`${self.address}` can be reached from the internet"
    help    = "remove `publicly_accessible = true`, and use private subnets; a broker that exists is replaced"
  }
}
