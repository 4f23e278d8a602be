# A graph database with a public address can be reached, scanned and guessed at from the internet; only its security group and, when it is on, IAM
# authentication are left in the way. The lesson: private subnets for databases and cache layers.
#
# Take `publicly_accessible = true` away and put the cluster into private subnets.

rule "neptune-not-public" {
  title     = "Neptune instance has a public address"
  severity  = "error"
  profile   = "core"
  resources = ["aws_neptune_cluster_instance"]
  references = [
    "https://docs.aws.amazon.com/neptune/latest/userguide/security-vpc.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/neptune_cluster_instance",
  ]
  equivalent = ["CKV_AWS_102"]

  condition = !aws::default(self, "publicly_accessible")

  finding {
    at      = self.publicly_accessible
    message = "`${self.address}` can be reached from the internet"
    help    = "remove `publicly_accessible = true`, and use private subnets"
  }
}
