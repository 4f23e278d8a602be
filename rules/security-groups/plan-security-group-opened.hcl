# What was closed and is opened by this plan: ports that the whole internet reaches after it and not before, and ranges of addresses that become wider.
# What was open before is the matter of the rules about security groups; this one shows what the change adds.
#
# Name the security group or the addresses that need the port. 80 and 443 are an info, since a web server is meant to be reached.

rule "plan-security-group-opened" {
  title    = "plan opens a security group"
  severity = "error"
  profile  = "core"
  changes  = ["create", "update", "replace"]
  resources = [
    "aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
  ]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/config/latest/developerguide/vpc-sg-open-only-to-authorized-ports.html",
  ]

  variable "public_ports" {
    type        = list(number)
    description = "Ports that the internet may reach."
    default     = [80, 443]
  }

  locals {
    kinds = ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
    # What the plan takes away elsewhere may come back here in another form: a rule inside of a group, or a resource of its own.
    gone = [
      for one in tf::changes(["update", "delete", "replace"], local.kinds) : one.before
      if one.before != null && one.address != change.address
    ]
    # The ids of a state name one group each. A group that is not there yet had no rules.
    is_new = anytrue([for one in tf::changed({ id = "" }, { id = try(after.security_group_id, "") }) : !one.known])
    group  = local.is_new ? null : try(coalesce(after.security_group_id, null), before.id, null)
    of_group = [
      for one in local.gone : one if local.group != null && try(coalesce(try(one.security_group_id, null), try(one.id, null)), null) == local.group
    ]
    earlier = concat(before == null ? [] : [before], local.of_group)
    was = flatten([
      for one in local.earlier : concat(
        [
          for rule in try(coalesce(one.ingress, []), []) : {
            protocol = rule.protocol, from = rule.from_port, to = rule.to_port
            cidrs = concat(try(coalescelist(rule.cidr_blocks, []), []), try(coalescelist(rule.ipv6_cidr_blocks, []), []))
          }
        ],
        try(one.type, "") != "ingress" ? [] : [{
          protocol = one.protocol, from = one.from_port, to = one.to_port
          cidrs = concat(try(coalesce(one.cidr_blocks, []), []), try(coalesce(one.ipv6_cidr_blocks, []), []))
        }],
        try(one.ip_protocol, null) == null ? [] : [{
          protocol = one.ip_protocol, from = try(one.from_port, null), to = try(one.to_port, null)
          cidrs = [for cidr in [try(one.cidr_ipv4, null), try(one.cidr_ipv6, null)] : cidr if cidr != null]
        }]
      )
    ])
  }

  condition "internet" {
    for_each = net::ingress(self)
    when     = net::is_internet(each.value.cidr_blocks)
    condition = anytrue([
      for rule in local.was : net::is_internet(rule.cidrs) && (
        rule.protocol == "-1" ||
        (rule.protocol == each.value.protocol && rule.from == each.value.from_port && rule.to == each.value.to_port) ||
        (rule.protocol == each.value.protocol && try(rule.from <= each.value.from_port && rule.to >= each.value.to_port, false))
      )
    ])

    finding {
      at = each.value.cidr_blocks
      severity = (
        try(each.value.from_port == each.value.to_port && contains(var.public_ports, each.value.from_port), false) ? "info" : "error"
      )
      message = (
        tostring(each.value.protocol) == "-1"
        ? "the plan opens every port of `${change.address}` to the internet"
        : "the plan opens port ${each.value.from_port == each.value.to_port ? each.value.from_port : "${each.value.from_port} to ${each.value.to_port}"} of `${change.address}` to the internet"
      )
      help = "name the addresses or the security group that need it"
    }
  }

  condition "wider" {
    for_each = flatten([
      for rule in net::ingress(self) : [
        for cidr in rule.cidr_blocks : { cidr = cidr, protocol = rule.protocol, from_port = rule.from_port, to_port = rule.to_port }
      ] if !net::is_internet(rule.cidr_blocks)
    ])
    condition = !anytrue(flatten([
      for rule in local.was : [
        for cidr in rule.cidrs : try(
          tonumber(split("/", cidr)[1]) > tonumber(split("/", each.value.cidr)[1]) &&
          cidrhost("${split("/", cidr)[0]}/${split("/", each.value.cidr)[1]}", 0) == cidrhost(each.value.cidr, 0),
          false
        )
      ] if rule.protocol == each.value.protocol && rule.from == each.value.from_port && rule.to == each.value.to_port
    ]))

    finding {
      at       = each.value.cidr
      severity = "warning"
      message  = "the plan lets more addresses into `${change.address}`: `${each.value.cidr}`"
      help     = "name the addresses or the security group that need it"
    }
  }
}
