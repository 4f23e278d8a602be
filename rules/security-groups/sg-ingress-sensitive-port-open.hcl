# Databases, caches, queues and consoles are made for the inside of a network: many ask for no password, or answer before they ask.
# Open to the internet they are read, encrypted for ransom, or used against others.
#
# Let the security group of the application be the source (`referenced_security_group_id`), and keep the data store in private subnets.

rule "sg-ingress-sensitive-port-open" {
  title      = "port of a data store is open to the internet"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"]

  variable "ports" {
    type        = list(list(number))
    description = "Ranges of ports on which data stores and consoles listen, both ends included."
    default = [
      [1433, 1433], [1521, 1521], [2049, 2049], [2375, 2376], [2379, 2380], [3306, 3306], [5432, 5432], [5439, 5439], [5601, 5601],
      [5671, 5672], [5900, 5900], [5984, 5986], [6379, 6379], [6443, 6443], [8086, 8086], [8182, 8182], [9042, 9042], [9092, 9098],
      [9200, 9200], [9300, 9300], [10250, 10250], [11211, 11211], [15672, 15672], [27017, 27019], [50000, 50000],
    ]
  }

  variable "most_ports" {
    type        = number
    description = "A rule that opens more ports than this is what `sg-ingress-all-ports-open` speaks of."
    default     = 1024
  }

  condition "open" {
    for_each = net::ingress(self)
    when = (
      net::is_internet(each.value.cidr_blocks) && net::ports(each.value) != null &&
      try(net::ports(each.value)[1] - net::ports(each.value)[0] < var.most_ports, false)
    )
    condition = alltrue([for range in var.ports : range[1] < net::ports(each.value)[0] || range[0] > net::ports(each.value)[1]])

    finding {
      at      = each.value.cidr_blocks
      message = "anyone on the internet can reach port ${[
        for range in var.ports : max(range[0], net::ports(each.value)[0])
        if range[1] >= net::ports(each.value)[0] && range[0] <= net::ports(each.value)[1]
      ][0]} through `${self.address}`, where data stores listen"
      help    = "let the security group of the application be the source, instead of an address range"
      labels  = { "the port" = each.value.from_port }
    }
  }
}
