# Whatever is made without a security group gets the default one of its VPC, whose members may all talk to each other and to the world.
#
# Manage it with an `aws_default_security_group` that has no rules: then nothing works through it by accident.
#
# A VPC that an output gives out may have it elsewhere: an info.

rule "default-security-group-locked" {
  title      = "default security group lets traffic through"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_vpc", "aws_default_security_group"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"]
  equivalent = ["CKV2_AWS_12", "AWS-0173"]

  condition "rules" {
    when      = self.type == "aws_default_security_group"
    condition = length(tf::default(self.ingress, [])) == 0 && length(tf::default(self.egress, [])) == 0

    finding {
      at      = concat([for rule in tf::default(self.ingress, []) : rule], [for rule in tf::default(self.egress, []) : rule])[0]
      message = "`${self.address}` lets traffic through"
      help    = "remove its rules, and give each resource a security group of its own"
    }
  }

  condition "managed" {
    when      = self.type == "aws_vpc" && length([for user in graph::users(self) : user if user.type == "module"]) == 0
    condition = graph::has_referrers(self, "aws_default_security_group", "vpc_id", 1)

    finding {
      severity = length([for user in graph::users(self) : user if user.type == "output"]) > 0 ? "info" : "warning"
      message  = "nothing closes the default security group of `${self.address}`"
      help     = "add an `aws_default_security_group` without rules"
    }
  }
}
