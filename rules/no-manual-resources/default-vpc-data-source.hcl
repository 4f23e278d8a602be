# A configuration that looks the default VPC up is built on a network that nobody designed: its subnets are public, it differs between accounts,
# and some accounts have none.
#
# Look the network up by a tag or an id that Terraform set, or create it.

rule "default-vpc-data-source" {
  title      = "configuration is built on the default network"
  severity   = "warning"
  profile    = "core"
  data       = ["aws_vpc", "aws_subnets", "aws_security_group"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html"]

  condition "vpc" {
    when      = can(regex("data[.]aws_vpc[.]", self.address))
    condition = tf::default(self.default, false) != true

    finding {
      at      = self.default
      message = "`${self.address}` is the default VPC, which no configuration made"
      help    = "look the VPC up by its tags, or create one with `aws_vpc`"
    }
  }

  condition "subnets" {
    when      = can(regex("data[.]aws_subnets[.]", self.address))
    for_each  = self.filter
    condition = each.value.name != "default-for-az" || !contains(each.value.values, "true")

    finding {
      at      = each.value.name
      message = "`${self.address}` are the default subnets, which are public"
      help    = "look the subnets up by their VPC and tags"
    }
  }

  condition "security-group" {
    when      = can(regex("data[.]aws_security_group[.]", self.address))
    condition = tf::default(self.name, "") != "default"

    finding {
      at      = self.name
      message = "`${self.address}` is a default security group, which everything in the VPC may share"
      help    = "create an `aws_security_group` for what uses this one"
    }
  }
}
