# A security group that nothing uses is left from something; one day somebody takes it because its name fits, with rules that nobody remembers.
#
# Remove the group. One that an output gives out is taken for one that is used elsewhere.

rule "sg-unused" {
  title      = "security group is used by nothing"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_security_group"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"]
  equivalent = ["CKV2_AWS_5"]

  locals {
    # Rules belong to a group and are no use of it; a rule of another group that names it as source waits for its members.
    rules = ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_security_group"]
    users = [for user in graph::users(self) : user.address if !contains(local.rules, user.type)]
  }

  condition = length(local.users) > 0

  finding {
    at      = self.name
    message = "nothing uses `${self.address}`"
    help    = "remove the group, or name it where it belongs"
  }
}
