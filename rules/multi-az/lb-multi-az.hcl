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
    application = self.type != "aws_elb" && tf::default(self.load_balancer_type, "application") == "application"
    # Which of these arguments there are depends on the kind of load balancer.
    places = concat(
      [for places in [self.subnets, self.availability_zones] : places if tf::is_set(places)],
      [self.subnet_mapping],
    )
  }

  when = !tf::is_set(self.customer_owned_ipv4_pool)
  condition = (
    net::multi_az(self, "subnets")
    && net::multi_az(self, "subnet_mapping.subnet_id")
    && net::multi_az(self, "availability_zones")
  )

  finding {
    at       = local.places[0]
    severity = local.application ? "error" : "warning"
    message  = "`${self.address}` lies in one availability zone"
    help     = "name subnets of at least two availability zones"
  }
}
