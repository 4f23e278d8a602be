# A database or cache can only fail over to zones that its subnet group reaches. With all subnets in one availability zone there is nowhere to go,
# and most services refuse such a group when Multi-AZ is asked for. The lesson: "Multi-AZ deployment: Essential for database reliability".
#
# Name subnets in at least two availability zones, best three.
#
# The zones are those of the `aws_subnet` resources behind the ids. Subnets that are looked up when Terraform runs stay undecided.

rule "subnet-group-multi-az" {
  title     = "subnet group lies in one availability zone"
  severity  = "warning"
  profile   = "core"
  resources = [
    "aws_db_subnet_group",
    "aws_docdb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_redshift_subnet_group",
    "aws_dms_replication_subnet_group",
  ]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html",
  ]

  condition = net::multi_az(self, "subnet_ids")

  finding {
    at       = self.subnet_ids
    severity = tf::environment(self) == null ? "warning" : "info"
    message  = "the subnets of `${self.address}` lie in one availability zone"
    help     = "add a subnet in another availability zone"
  }
}
