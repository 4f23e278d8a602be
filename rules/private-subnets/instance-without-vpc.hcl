# Without a subnet, AWS takes the default VPC: all its subnets are public, its machines get public addresses, and everything else that forgot to name
# a network is there too. The lesson: VPC with private subnets.
#
# Name a subnet (`subnet_id`, `subnet_group_name`, `ec2_attributes.subnet_id`) of a VPC of your own.

rule "instance-without-vpc" {
  title     = "lies in the default VPC for want of a subnet"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_instance", "aws_elasticache_cluster", "aws_emr_cluster"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html",
  ]
  equivalent = ["CKV_AWS_323"]

  condition "machine" {
    when = self.type == "aws_instance"
    condition = (
      tf::is_set(self.subnet_id) || anytrue([for interface in self.network_interface : true]) || anytrue([for interface in self.primary_network_interface : true]) ||
      anytrue([
        for template in concat(graph::references(self, "launch_template.id", "aws_launch_template"), graph::references(self, "launch_template.name", "aws_launch_template")) :
        anytrue([for interface in template.network_interfaces : tf::is_set(interface.subnet_id) || tf::is_set(interface.network_interface_id)])
      ])
    )

    finding {
      at      = self.subnet_id
      message = "`${self.address}` lies in the default VPC"
      help    = "set `subnet_id` to a private subnet of your own VPC"
    }
  }

  condition "cache" {
    when      = self.type == "aws_elasticache_cluster" && !tf::is_set(self.replication_group_id)
    condition = tf::is_set(self.subnet_group_name) && self.subnet_group_name != "default"

    finding {
      at      = self.subnet_group_name
      message = "`${self.address}` lies in the default VPC"
      help    = "set `subnet_group_name` to an `aws_elasticache_subnet_group` with private subnets"
    }
  }

  condition "cluster" {
    when      = self.type == "aws_emr_cluster"
    condition = anytrue([for attributes in self.ec2_attributes : tf::is_set(attributes.subnet_id) || tf::is_set(attributes.subnet_ids)])

    finding {
      at      = self.ec2_attributes
      message = "`${self.address}` lies in the default VPC"
      help    = "set `subnet_id` in `ec2_attributes` to a private subnet of your own VPC"
    }
  }
}
