# A database with a public address can be reached, scanned and guessed at from the internet; only its security group is left in the way.
# The lesson: private subnets for databases and cache layers.
#
# Take `publicly_accessible = true` away and put the database into private subnets. People reach it through a VPN, a bastion host or
# Session Manager; applications from inside the VPC.

rule "rds-not-publicly-accessible" {
  title     = "database has a public address"
  severity  = "error"
  profile   = "core"
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance",
  ]
  equivalent = ["CKV_AWS_17", "AWS-0180"]

  condition = !aws::default(self, "publicly_accessible")

  finding {
    at      = self.publicly_accessible
    message = "`${self.address}` can be reached from the internet"
    help    = "remove `publicly_accessible = true`, and use private subnets"
  }
}
