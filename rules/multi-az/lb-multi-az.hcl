# A load balancer has a node in each availability zone that it is given; with one zone it is down with that zone, whatever runs behind it.
# The lesson: Multi-AZ deployment, and an availability of 99.95 %.
#
# Name subnets in at least two availability zones. An application load balancer is refused by AWS without them, unless it is on an Outpost: an error.
# For network, gateway and classic load balancers this is a warning.

rule "lb-multi-az" {
  title     = "load balancer lies in one availability zone"
  severity  = "error"
  profile   = "core"
  resources = ["aws_lb", "aws_alb", "aws_elb"]
  references = [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb",
  ]

  locals {
    classic     = self.type == "aws_elb"
    application = !local.classic && tf::default(try(self.load_balancer_type, null), "application") == "application"
    mapped      = length(try(self.subnet_mapping, [])) > 0
    path = (
      tf::is_set(self.subnets) ? "subnets"
      : local.mapped ? "subnet_mapping.subnet_id"
      : "availability_zones"
    )
    place   = tf::is_set(self.subnets) || !local.classic ? self.subnets : self.availability_zones
    outpost = tf::is_set(try(self.customer_owned_ipv4_pool, null))
  }

  when      = !local.outpost
  condition = net::multi_az(self, local.path)

  finding {
    at       = local.mapped ? self.subnet_mapping : local.place
    severity = local.application ? "error" : "warning"
    message  = "`${self.address}` lies in one availability zone"
    help     = "name subnets of at least two availability zones"
  }
}
