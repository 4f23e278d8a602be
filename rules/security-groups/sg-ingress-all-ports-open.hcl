# A rule that opens all ports, or thousands, opens whatever will ever listen there: the debugger, the metrics, the database of tomorrow.
#
# Open the ports that the service listens on, one rule each.

rule "sg-ingress-all-ports-open" {
  title      = "a wide range of ports is open to the internet"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"]
  equivalent = ["CKV_AWS_277"]

  variable "most_ports" {
    type        = number
    description = "How many ports one rule may open to the internet."
    default     = 1024
  }

  condition "open" {
    for_each  = net::ingress(self)
    when      = net::is_internet(each.value.cidr_blocks) && net::ports(each.value) != null
    condition = net::ports(each.value)[1] - net::ports(each.value)[0] < var.most_ports

    finding {
      at      = each.value.cidr_blocks
      message = "ports ${net::ports(each.value)[0]} to ${net::ports(each.value)[1]} of `${self.address}` are open to the internet"
      help    = "open only the ports that the service listens on"
      labels  = { "the protocol" = each.value.protocol }
    }
  }
}
