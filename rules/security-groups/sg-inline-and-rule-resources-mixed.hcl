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
    old     = graph::referrers(self, "aws_security_group_rule", "security_group_id")
    ingress = concat(graph::referrers(self, "aws_vpc_security_group_ingress_rule", "security_group_id"), [for rule in local.old : rule if rule.type == "ingress"])
    egress  = concat(graph::referrers(self, "aws_vpc_security_group_egress_rule", "security_group_id"), [for rule in local.old : rule if rule.type == "egress"])
    inside  = { ingress = tf::is_set(self.ingress), egress = tf::is_set(self.egress) }
    outside = { ingress = local.ingress, egress = local.egress }
  }

  condition "fight" {
    for_each  = local.inside
    condition = !each.value || length(local.outside[each.key]) == 0

    finding {
      at      = each.key == "ingress" ? self.ingress : self.egress
      message = "`${self.address}` has ${each.key} rules in its block, and `${local.outside[each.key][0].address}` adds others: they remove each other"
      help    = "write all rules as resources of their own, and none in the block of the security group"
      labels  = { "this rule is removed by the next apply" = local.outside[each.key][0] }
    }
  }

  condition "mixed" {
    condition = (!local.inside.ingress || length(local.egress) == 0 || local.inside.egress) && (!local.inside.egress || length(local.ingress) == 0 || local.inside.ingress)

    finding {
      at       = local.inside.ingress ? self.ingress : self.egress
      severity = "warning"
      message  = "`${self.address}` has rules in its block and others as resources of their own, which the provider does not support"
      help     = "write all rules as resources of their own, and none in the block of the security group"
      labels   = { "a rule outside" = local.inside.ingress ? local.egress[0] : local.ingress[0] }
    }
  }
}
