# A proxy keeps the connections of the application to its database (the lesson "always implement connection pooling"); with subnets in one availability zone
# it is down with that zone, and AWS refuses it. The lesson: "Multi-AZ deployment: Essential for database reliability".
#
# A proxy is for the inside of the network: a public subnet (one whose route table leads to an internet gateway) is no place for it.
#
# Name private subnets in at least two availability zones in `vpc_subnet_ids`.

rule "db-proxy-multi-az-subnets" {
  title     = "database proxy lies in one availability zone, or in a public subnet"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_db_proxy"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-planning.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_proxy",
  ]

  condition = net::multi_az(self, "vpc_subnet_ids")

  finding {
    at      = self.vpc_subnet_ids
    message = "the subnets of `${self.address}` lie in one availability zone"
    help    = "add a subnet in another availability zone"
  }

  condition "public" {
    for_each  = net::subnets(self)
    condition = !each.value.public

    finding {
      at      = each.value.at
      message = "`${self.address}` lies in `${each.value.address}`, which is public by its routes"
      help    = "name private subnets"
      labels  = each.value.path
    }
  }
}
