# An address range that is wider than the network it is meant for lets in who was not meant: a public range of thousands of addresses belongs to many,
# and all private addresses are all networks that are or will be connected.
#
# Name the range of the VPC or of the office, or better the security group of what connects.

rule "sg-ingress-wide-cidr" {
  title      = "sensitive port is open to a wide address range"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"]

  variable "ports" {
    type        = list(list(number))
    description = "Ranges of ports of administration and of data stores, both ends included."
    default = [
      [22, 22], [1433, 1433], [1521, 1521], [2049, 2049], [2375, 2376], [2379, 2380], [3306, 3306], [3389, 3389], [5432, 5432], [5439, 5439],
      [5601, 5601], [5671, 5672], [5900, 5900], [5984, 5986], [6379, 6379], [6443, 6443], [8086, 8086], [8182, 8182], [9042, 9042], [9092, 9098],
      [9200, 9200], [9300, 9300], [10250, 10250], [11211, 11211], [15672, 15672], [27017, 27019], [50000, 50000],
    ]
  }

  variable "widest_public_prefix" {
    type        = number
    description = "A public IPv4 range with a shorter prefix is wide."
    default     = 24
  }

  locals {
    ports     = net::ports(each.value)
    # Above 49152 are the ports of answers and of remote procedure calls, opened as a whole.
    sensitive = local.ports != null && try(local.ports[0] < 49152, true) && anytrue([for range in var.ports : range[1] >= local.ports[0] && range[0] <= local.ports[1]])
    # No VPC has a prefix shorter than /16, so a private range that has one is more than the VPC.
    wide = [
      for range in each.value.cidr_blocks : range
      if length(regexall(":", range)) == 0 && (
        length(regexall("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", range)) > 0
        ? range == "192.168.0.0/16" || try(tonumber(split("/", range)[1]) < 16, false)
        : try(tonumber(split("/", range)[1]) < var.widest_public_prefix, false)
      )
    ]
  }

  condition "range" {
    for_each  = net::ingress(self)
    when      = length(each.value.cidr_blocks) > 0 && !net::is_internet(each.value.cidr_blocks) && local.sensitive
    condition = length(local.wide) == 0

    finding {
      at      = local.wide[0]
      message = "`${local.wide[0]}` can reach sensitive ports through `${self.address}`"
      help    = "name the range of the VPC or of the office, or the security group of what connects"
      labels  = { "the ports" = each.value.from_port }
    }
  }
}
