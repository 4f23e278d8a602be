# A year later nobody knows why an address may come in, and so nobody dares to take the rule away.
#
# Say in `description` who comes and why. The description of a group cannot be changed later: the group is made anew.

rule "sg-rule-description" {
  title      = "nobody says what a rule is for"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"]
  equivalent = ["CKV_AWS_23", "AWS-0099", "AWS-0124"]

  locals {
    group = self.type == "aws_security_group"
    rules = concat([for rule in tf::default(try(self.ingress, []), []) : rule], [for rule in tf::default(try(self.egress, []), []) : rule])
  }

  condition "itself" {
    condition = tf::is_set(self.description) && self.description != "Managed by Terraform"

    finding {
      at      = self.description
      message = "nobody says what `${self.address}` is for"
      help    = local.group ? "set `description`; the group is made anew for it" : "set `description`"
    }
  }

  condition "inline" {
    for_each  = local.rules
    condition = tf::is_set(each.value.description)

    finding {
      at      = each.value.description
      message = "nobody says what a rule of `${self.address}` is for"
      help    = "set `description`"
    }
  }
}
