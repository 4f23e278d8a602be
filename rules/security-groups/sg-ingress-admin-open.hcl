# SSH and Remote Desktop that anyone can reach are found and tried within minutes. Whoever gets in has a machine inside the network.
#
# Use SSM Session Manager or EC2 Instance Connect, which need no open port; or name the few addresses that administrators come from.

rule "sg-ingress-admin-open" {
  title     = "SSH or Remote Desktop is open to the internet"
  severity  = "error"
  profile   = "core"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
  ]
  equivalent = ["CKV_AWS_24", "CKV_AWS_25", "AWS-0107"]

  variable "ports" {
    type        = list(number)
    description = "The ports of administration."
    default     = [22, 3389]
  }

  condition "open" {
    for_each  = net::ingress(self)
    when      = net::is_internet(each.value.cidr_blocks) && net::ports(each.value) != null
    condition = alltrue([for port in var.ports : port < net::ports(each.value)[0] || port > net::ports(each.value)[1]])

    finding {
      at      = each.value.cidr_blocks
      message = "anyone on the internet can reach the ports of administration through `${self.address}`"
      help    = "use SSM Session Manager, or name the addresses that administrators come from"
      labels  = { "the ports" = each.value.from_port }
    }
  }
}
