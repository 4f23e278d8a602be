# A proxy keeps the connections of the application to its database (the lesson "always implement connection pooling"); with subnets in one availability zone
# it is down with that zone, and AWS refuses it. The lesson: "Multi-AZ deployment: Essential for database reliability".
#
# Name subnets in at least two availability zones in `vpc_subnet_ids`.

rule "db-proxy-multi-az-subnets" {
  title     = "database proxy lies in one availability zone"
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
}
