# Without a subnet group, AWS puts a warehouse into the default VPC of the account, whose subnets are public. The lesson: private subnets for databases
# and cache layers.
#
# Name an `aws_redshift_subnet_group` of private subnets in `cluster_subnet_group_name`.

rule "redshift-in-vpc" {
  title     = "warehouse lies in the default VPC"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_redshift_cluster"]
  references = [
    "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_cluster",
  ]
  equivalent = ["CKV_AWS_154", "AWS-0127"]

  condition = tf::is_set(self.cluster_subnet_group_name)

  finding {
    at      = self.cluster_subnet_group_name
    message = "`${self.address}` lies in the default VPC"
    help    = "name a subnet group of private subnets in `cluster_subnet_group_name`"
  }
}
