# Whoever sits between the client and the load balancer reads and changes what an HTTP listener serves: session cookies, tokens, uploads.
# The migration encrypted all traffic ("Encryption at rest and in transit for all data").
#
# Let the HTTP listener redirect to HTTPS, and serve from a listener on port 443 with a certificate.
#
# A listener whose default is a fixed response passes, unless one of its rules forwards; what is not HTTP passes too. For an internal
# load balancer, or one that is not in this configuration, the finding is a warning. Note that a `redirect` without `protocol` keeps HTTP.

rule "lb-listener-not-plain-http" {
  title     = "load balancer serves plain HTTP"
  severity  = "error"
  profile   = "core"
  resources = ["aws_lb_listener", "aws_alb_listener"]
  references = [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener",
  ]
  equivalent = ["CKV_AWS_2", "CKV_AWS_378", "AWS-0054"]

  locals {
    # An application load balancer asks for a protocol; where it is missing, port 80 speaks for itself.
    protocol = tf::default(self.protocol, tf::default(self.port, 0) == 80 ? "HTTP" : "none")
    serves_nothing = anytrue([
      for action in self.default_action :
      action.type == "fixed-response" || anytrue([
        for redirect in action.redirect : upper(tf::default(redirect.protocol, "#{protocol}")) == "HTTPS"
      ])
    ])
    rules = concat(
      graph::referrers(self, "aws_lb_listener_rule", "listener_arn"),
      graph::referrers(self, "aws_alb_listener_rule", "listener_arn"),
    )
    forwards = anytrue([for rule in local.rules : anytrue([for action in rule.action : action.type == "forward"])])
    balancers = concat(
      graph::references(self, "load_balancer_arn", "aws_lb"),
      graph::references(self, "load_balancer_arn", "aws_alb"),
    )
    internet_facing = anytrue([for balancer in local.balancers : !tf::default(balancer.internal, false)])
  }

  when      = upper(local.protocol) == "HTTP"
  condition = local.serves_nothing && !local.forwards

  finding {
    at       = local.protocol
    severity = local.internet_facing ? "error" : "warning"
    message  = "`${self.address}` serves plain HTTP"
    help     = "redirect to HTTPS in `default_action`, and serve from a listener on port 443 with a certificate"
  }
}
