# A machine with a public address is found by scanners within minutes; its security group is all that is left in the way. The lesson: VPC with private
# subnets, and a load balancer in front.
#
# Take `associate_public_ip_address = true` away and put the machine into a private subnet. People reach it with Session Manager, users through a
# load balancer.

rule "ec2-instance-public-ip" {
  title     = "machine has a public address"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  references = [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance",
  ]
  equivalent = ["CKV_AWS_88", "CKV_AWS_389", "AWS-0009"]

  condition "asked" {
    when      = self.type != "aws_launch_template"
    condition = !tf::default(self.associate_public_ip_address, false)

    finding {
      at      = self.associate_public_ip_address
      message = "`${self.address}` gets a public address"
      help    = "remove `associate_public_ip_address = true`, and use a private subnet"
    }
  }

  condition "template" {
    for_each  = self.network_interfaces
    when      = self.type == "aws_launch_template"
    condition = tostring(each.value.associate_public_ip_address) != "true"

    finding {
      at      = each.value.associate_public_ip_address
      message = "the machines of `${self.address}` get public addresses"
      help    = "remove `associate_public_ip_address = true`, and use private subnets"
    }
  }

  condition "mapped" {
    for_each  = self.type == "aws_instance" && !tf::is_set(self.associate_public_ip_address) ? graph::references(self, "subnet_id", "aws_subnet") : []
    condition = !each.value.map_public_ip_on_launch

    finding {
      at      = self.subnet_id
      message = "`${self.address}` gets a public address from its subnet"
      help    = "set `associate_public_ip_address = false`, and use a private subnet"
      labels  = { "gives public addresses" = each.value.map_public_ip_on_launch }
    }
  }
}
