# A security group with rules in its own block takes charge of all its rules: each apply removes those that separate resources added, and the next one
# adds them again. In between the application cannot connect.
#
# Write all rules as `aws_vpc_security_group_ingress_rule` and `aws_vpc_security_group_egress_rule`, and none in the group.
#
# Rules of the one direction inside and of the other outside do not fight, but the provider's documentation forbids them too: a warning.

rule "sg-inline-and-rule-resources-mixed" {
  title     = "rules of a security group fight each other"
  severity  = "error"
  profile   = "core"
  resources = ["aws_security_group", "aws_default_security_group"]
  references = [
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group#protocol",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule",
  ]

  locals {
    old    = graph::referrers(self, "aws_security_group_rule", "security_group_id")
    inside = { ingress = tf::is_set(self.ingress), egress = tf::is_set(self.egress) }
    # Rules outside, by direction and by the way they are written; `way` is their direction, `other` the opposite one.
    outside = [
      { way = "ingress", other = "egress", rules = graph::referrers(self, "aws_vpc_security_group_ingress_rule", "security_group_id") },
      { way = "egress", other = "ingress", rules = graph::referrers(self, "aws_vpc_security_group_egress_rule", "security_group_id") },
      { way = "ingress", other = "egress", rules = [for rule in local.old : rule if rule.type == "ingress"] },
      { way = "egress", other = "ingress", rules = [for rule in local.old : rule if rule.type == "egress"] },
    ]
  }

  condition "fight" {
    for_each  = local.outside
    condition = !local.inside[each.value.way] || length(each.value.rules) == 0

    finding {
      at      = each.value.way == "ingress" ? self.ingress : self.egress
      message = "`${self.address}` has ${each.value.way} rules in its block, and `${each.value.rules[0].address}` adds others: they remove each other"
      help    = "write all rules as resources of their own, and none in the block of the security group"
      labels  = { "this rule is removed by the next apply" = each.value.rules[0] }
    }
  }

  condition "mixed" {
    for_each  = local.outside
    condition = !local.inside[each.value.other] || local.inside[each.value.way] || length(each.value.rules) == 0

    finding {
      at       = each.value.way == "ingress" ? self.egress : self.ingress
      severity = "warning"
      message  = "`${self.address}` has rules in its block and others as resources of their own, which the provider does not support"
      help     = "write all rules as resources of their own, and none in the block of the security group"
      labels   = { "a rule outside" = each.value.rules[0] }
    }
  }
}
