# With public access every broker of an MSK cluster gets a public address. The lesson: private subnets for sensitive services.
#
# Take the `public_access` block away or set its type to `DISABLED`. Clients outside the VPC come through a VPN, peering or
# `vpc_connectivity` (PrivateLink).

rule "msk-not-public" {
  title     = "Kafka brokers have public addresses"
  severity  = "error"
  profile   = "core"
  resources = ["aws_msk_cluster"]
  references = [
    "https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_cluster",
  ]
  equivalent = ["CKV_AWS_291"]

  for_each  = flatten(self.broker_node_group_info[*].connectivity_info[*].public_access[*].type)
  condition = tf::default(each.value, "DISABLED") != "SERVICE_PROVIDED_EIPS"

  finding {
    at      = each.value
    message = "the brokers of `${self.address}` can be reached from the internet"
    help    = "remove the `public_access` block"
  }
}
