# Without a security group of its own a machine or a search domain gets the default one of its VPC, together with everything else that nobody thought of.
#
# Name security groups of its own.

rule "ec2-default-security-group" {
  title      = "default security group of the VPC is used"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_instance", "aws_opensearch_domain", "aws_elasticsearch_domain"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"]
  equivalent = ["CKV_AWS_248"]

  locals {
    machine = self.type == "aws_instance"
    path    = local.machine ? "vpc_security_group_ids" : "vpc_options.security_group_ids"
    # What else can bring security groups with it.
    elsewhere = local.machine ? (
      length(self.network_interface) > 0 || length(self.primary_network_interface) > 0 || length(self.launch_template) > 0 || tf::is_set(self.security_groups)
    ) : length(self.vpc_options) == 0
    groups = local.machine ? self.vpc_security_group_ids : try(self.vpc_options[0].security_group_ids, null)
    named  = tf::is_set(local.groups) ? anytrue([for group in local.groups : true]) : false
    defaults = concat(
      graph::references(self, local.path, "aws_default_security_group"),
      [for group in graph::references(self, local.path, "data.aws_security_group") : group if tf::is_set(group.name) && group.name == "default"],
    )
  }

  condition "absent" {
    when      = !local.elsewhere
    condition = local.named

    finding {
      at      = local.groups
      message = "`${self.address}` gets the default security group of its VPC"
      help    = "name security groups of its own"
    }
  }

  condition "named" {
    when      = local.named
    condition = length(local.defaults) == 0

    finding {
      at      = try(tolist(local.groups)[0], local.groups)
      message = "`${self.address}` names the default security group of its VPC"
      help    = "name security groups of its own"
    }
  }
}
