# A warehouse with a public address can be reached, scanned and guessed at from the internet; only its security group is left in the way.
# The lesson: private subnets for databases and cache layers.
#
# Take `publicly_accessible = true` away. The AWS provider before version 6.0 made clusters public when the argument was absent: there,
# set it to `false`.

rule "redshift-not-publicly-accessible" {
  title     = "warehouse has a public address"
  severity  = "error"
  profile   = "core"
  resources = ["aws_redshift_cluster", "aws_redshiftserverless_workgroup"]
  references = [
    "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_cluster",
  ]
  equivalent = ["CKV_AWS_87"]

  condition = !aws::default(self, "publicly_accessible")

  finding {
    at      = self.publicly_accessible
    message = "`${self.address}` can be reached from the internet"
    help    = "set `publicly_accessible = false`, and use private subnets"
  }
}
