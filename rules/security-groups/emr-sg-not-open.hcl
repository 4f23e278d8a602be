# The nodes of a cluster run consoles and shells that ask nobody who they are (YARN, Spark, notebooks): open to the internet they run anyone's programs.
# AWS blocks such clusters by default in each region, unless the block is taken away.
#
# Reach the consoles through Session Manager or a VPN, and leave `block_public_security_group_rules` on.

rule "emr-sg-not-open" {
  title     = "nodes of a cluster are open to the internet"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_emr_cluster", "aws_emr_block_public_access_configuration"]
  references = [
    "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html",
    "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html",
  ]
  equivalent = ["CKV2_AWS_7", "CKV_AWS_390"]

  condition "group" {
    for_each  = self.type == "aws_emr_cluster" ? net::sources(self) : []
    condition = !net::is_internet(each.value.cidr_blocks)

    finding {
      at      = each.value.cidr_blocks
      message = "anyone on the internet can reach the nodes of `${self.address}`"
      help    = "name the addresses that may connect, or use Session Manager"
      labels  = { "the cluster" = self }
    }
  }

  condition "block" {
    condition = self.type == "aws_emr_cluster" || self.block_public_security_group_rules

    finding {
      at      = self.block_public_security_group_rules
      message = "`${self.address}` lets clusters start whose nodes are open to the internet"
      help    = "set `block_public_security_group_rules = true`"
    }
  }
}
