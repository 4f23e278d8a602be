# A network ACL that lets everything in from everywhere does nothing. That is how AWS makes them; as a second line behind the security groups they can do more.
#
# List the ports that are needed, and 1024 to 65535 for answers.

rule "nacl-all-ports" {
  title      = "network ACL lets everything in"
  severity   = "info"
  profile    = "advisory"
  resources  = ["aws_network_acl", "aws_network_acl_rule"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"]
  equivalent = ["CKV_AWS_352", "AWS-0102"]

  locals {
    single = self.type == "aws_network_acl_rule"
    entries = concat(
      [
        for rule in [self] : {
          action = rule.egress == true ? "deny" : rule.rule_action, protocol = rule.protocol, from = rule.from_port, to = rule.to_port,
          ranges = [for range in [rule.cidr_block, rule.ipv6_cidr_block] : range if tf::is_set(range)],
        } if local.single
      ],
      [
        for rule in tf::default(try(self.ingress, []), []) : {
          action = rule.action, protocol = rule.protocol, from = rule.from_port, to = rule.to_port,
          ranges = [for range in [rule.cidr_block, rule.ipv6_cidr_block] : range if tf::is_set(range)],
        }
      ],
    )
    every = contains(["-1", "all"], lower(each.value.protocol))
    wide = (
      contains(["6", "tcp"], lower(each.value.protocol)) && (each.value.from == null ? 0 : each.value.from) <= 1 &&
      (each.value.to == null ? 65535 : each.value.to) >= 65535
    )
  }

  for_each  = local.entries
  when      = lower(each.value.action) == "allow" && net::is_internet(each.value.ranges)
  condition = !local.every && !local.wide

  finding {
    at      = each.value.ranges[0]
    message = "`${self.address}` lets everything in from everywhere"
    help    = "list the ports that are needed"
  }
}
