# Whoever sits between the client and the load balancer reads and changes what an HTTP listener serves. The lesson: encryption in transit for all data.
#
# Give the listener the protocol `https` (or `ssl`) and a certificate in `ssl_certificate_id`; better, move to an application load balancer, which
# can also redirect.
#
# Internal load balancers pass, and TCP does, where TLS may pass through to the instances, except on port 80.

rule "classic-elb-listener-tls" {
  title     = "classic load balancer serves plain HTTP"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_elb"]
  references = [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elb",
  ]
  equivalent = ["CKV_AWS_376", "CKV_AWS_127"]

  condition "plain" {
    for_each = flatten(self.listener[*])
    when     = !tf::default(self.internal, false)
    condition = !(
      lower(each.value.lb_protocol) == "http"
      || lower(each.value.lb_protocol) == "tcp" && each.value.lb_port == 80
    )

    finding {
      at      = each.value.lb_protocol
      message = "`${self.address}` serves plain HTTP on port ${each.value.lb_port}"
      help    = "set `lb_protocol = \"https\"` and `ssl_certificate_id`"
    }
  }

  condition "certificate" {
    for_each  = flatten(self.listener[*])
    condition = !contains(["https", "ssl"], lower(each.value.lb_protocol)) || tf::is_set(each.value.ssl_certificate_id)

    finding {
      at      = each.value.ssl_certificate_id
      message = "the TLS listener on port ${each.value.lb_port} of `${self.address}` has no certificate"
      help    = "set `ssl_certificate_id`"
    }
  }
}
