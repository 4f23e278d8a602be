# A subnet is public by its routes, whatever it is called: its route table sends the internet's addresses to an internet gateway. A database in it is
# one `publicly_accessible` or one security group rule away from everyone. The lesson: private subnets for databases and cache layers.
#
# Give the subnet a route table without a route to an internet gateway (a NAT gateway or VPC endpoints serve what must get out), or name private subnets.
#
# The finding draws the path: gateway, route, association, subnet. A subnet without an association of its own has the main route table of its VPC.
# Routes that another configuration writes leave the answer undecided.

rule "db-subnet-effectively-public" {
  title     = "data store lies in a public subnet"
  severity  = "error"
  profile   = "core"
  resources = [
    "aws_db_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_redshift_subnet_group",
    "aws_docdb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_dax_subnet_group",
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    "aws_msk_cluster",
  ]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types",
    "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
  ]

  for_each  = net::subnets(self)
  condition = !each.value.public

  finding {
    at      = each.value.at
    message = "`${self.address}` lies in `${each.value.address}`, which is public by its routes"
    help    = "name private subnets, or take the route to the internet gateway away from the subnet's route table"
    labels  = each.value.path
  }
}
