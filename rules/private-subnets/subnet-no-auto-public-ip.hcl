# A subnet that gives every machine a public address gives one to those that nobody thought of.
#
# Remove `map_public_ip_on_launch`: load balancers and NAT gateways do not need it, and the machine that does can ask for an address itself.
#
# Where no database, cache, service or node is seen in the subnet the finding is an info.

rule "subnet-no-auto-public-ip" {
  title      = "subnet gives every machine a public address"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_subnet", "aws_default_subnet"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#subnet-public-ip"]
  equivalent = ["CKV_AWS_130", "AWS-0164"]

  locals {
    places = {
      aws_db_subnet_group          = "subnet_ids"
      aws_docdb_subnet_group       = "subnet_ids"
      aws_elasticache_subnet_group = "subnet_ids"
      aws_neptune_subnet_group     = "subnet_ids"
      aws_redshift_subnet_group    = "subnet_ids"
      aws_ecs_service              = "network_configuration.subnets"
      aws_eks_node_group           = "subnet_ids"
    }
    hosts = anytrue([for type, path in local.places : graph::has_referrers(self, type, path, 1)])
  }

  condition = self.map_public_ip_on_launch != true

  finding {
    at       = self.map_public_ip_on_launch
    severity = local.hosts ? "warning" : "info"
    message  = "`${self.address}` gives every machine a public address"
    help     = "remove `map_public_ip_on_launch`"
  }
}
