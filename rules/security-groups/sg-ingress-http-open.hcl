# Port 80 open to everyone is right for one thing: a load balancer that redirects to HTTPS. Anywhere else, passwords and sessions cross the internet
# in the clear.
#
# Let a load balancer take port 80, redirect it to 443, and close the port for everything behind it.

rule "sg-ingress-http-open" {
  title      = "port 80 is open to the internet"
  severity   = "info"
  profile    = "advisory"
  resources  = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  references = ["https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#redirect-actions"]
  equivalent = ["CKV_AWS_260"]

  variable "most_ports" {
    type        = number
    description = "A rule that opens more ports than this is what `sg-ingress-all-ports-open` speaks of."
    default     = 1024
  }

  locals {
    ports   = net::ports(each.value)
    members = net::members(self)
    redirects = [
      for member in local.members : member.tier == "balancer" && anytrue([
        for listener in graph::referrers(member.resource, "aws_lb_listener", "load_balancer_arn") :
        listener.port == 80 && anytrue([for action in listener.default_action : action.type == "redirect"])
      ])
    ]
  }

  condition "open" {
    for_each  = net::ingress(self)
    when      = net::is_internet(each.value.cidr_blocks) && local.ports != null && try(local.ports[1] - local.ports[0] < var.most_ports, false)
    condition = local.ports[0] > 80 || local.ports[1] < 80 || (length(local.members) > 0 && alltrue(local.redirects))

    finding {
      at       = each.value.cidr_blocks
      severity = anytrue([for member in local.members : member.tier == "compute"]) ? "warning" : "info"
      message  = "anyone on the internet can reach port 80 through `${self.address}`"
      help     = "redirect port 80 to 443 at a load balancer, and close it for everything else"
      labels   = { "the port" = each.value.from_port }
    }
  }
}
