# A network ACL holds for all machines of its subnets, also for those whose security group somebody opens by mistake. One that lets the ports of
# administration in from everywhere is no second line.
#
# Deny the ports with a lower number, or name the addresses that administrators come from. The answers to connections from inside need the high ports
# (1024 to 65535): a rule for all of these is accepted.

rule "nacl-not-open-admin" {
  title      = "network ACL lets everyone reach the ports of administration"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_network_acl", "aws_network_acl_rule", "aws_default_network_acl"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"]
  equivalent = ["CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232", "AWS-0105"]

  variable "ports" {
    type        = list(number)
    description = "The ports of administration and plain file transfer."
    default     = [20, 21, 22, 3389]
  }

  locals {
    single = self.type == "aws_network_acl_rule"
    beside = [
      for rule in graph::resources("aws_network_acl_rule") : rule
      if local.single && rule.egress != true && try(rule.network_acl_id == self.network_acl_id, false)
    ]
    entries = concat(
      [
        for rule in local.beside : {
          number = rule.rule_number, action = rule.rule_action, protocol = rule.protocol, own = rule.address == self.address,
          from   = rule.from_port, to = rule.to_port, four = rule.cidr_block, six = rule.ipv6_cidr_block,
        }
      ],
      [
        for rule in tf::default(try(self.ingress, []), []) : {
          number = rule.rule_no, action = rule.action, protocol = rule.protocol, own = true,
          from   = rule.from_port, to = rule.to_port, four = rule.cidr_block, six = rule.ipv6_cidr_block,
        }
      ],
    )
    all = [
      for entry in local.entries : merge(entry, {
        every  = contains(["-1", "all"], lower(entry.protocol))
        tcp    = contains(["-1", "all", "6", "tcp"], lower(entry.protocol))
        first  = entry.from == null ? 0 : entry.from
        last   = entry.to == null ? 65535 : entry.to
        ranges = [for range in [entry.four, entry.six] : range if tf::is_set(range)]
      })
    ]
    denied = [
      for entry in local.all : entry
      if lower(entry.action) == "deny" && entry.tcp && entry.number < each.value.number && net::is_internet(entry.ranges)
    ]
    open = [
      for port in var.ports : port
      if(each.value.every || (each.value.first <= port && port <= each.value.last)) &&
      alltrue([for entry in local.denied : !(entry.every || (entry.first <= port && port <= entry.last))])
    ]
    answers = !each.value.every && each.value.first >= 1024 && each.value.last >= 65535
  }

  for_each  = local.all
  when      = each.value.own && lower(each.value.action) == "allow" && each.value.tcp && net::is_internet(each.value.ranges)
  condition = local.answers || length(local.open) == 0

  finding {
    at      = each.value.ranges[0]
    message = "`${self.address}` lets everyone reach port `${local.open[0]}`"
    help    = "deny the port with a lower number, or name the addresses that administrators come from"
  }
}
