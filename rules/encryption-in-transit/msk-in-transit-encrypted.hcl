# An MSK cluster takes TLS only, unless it is told otherwise: with `TLS_PLAINTEXT` or `PLAINTEXT`, clients may send records in plain text, and with
# `in_cluster = false` the brokers replicate them in plain text. The lesson: encryption in transit for all data stores.
#
# Take `client_broker` and `in_cluster` away, or set `"TLS"` and `true`. `in_cluster` cannot be changed on a cluster that exists.

rule "msk-in-transit-encrypted" {
  title     = "MSK cluster accepts plain connections"
  severity  = "error"
  profile   = "core"
  resources = ["aws_msk_cluster"]
  references = [
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_cluster",
  ]
  equivalent = ["CKV_AWS_81", "AWS-0073"]

  locals {
    settings = flatten(self.encryption_info[*].encryption_in_transit)
  }

  condition "clients" {
    for_each  = local.settings
    condition = tf::default(each.value.client_broker, "TLS") == "TLS"

    finding {
      at      = each.value.client_broker
      message = "`${self.address}` accepts plain connections of clients"
      help    = "set `client_broker = \"TLS\"`"
    }
  }

  condition "brokers" {
    for_each  = local.settings
    condition = tf::default(each.value.in_cluster, true)

    finding {
      at      = each.value.in_cluster
      message = "the brokers of `${self.address}` replicate in plain text"
      help    = "remove `in_cluster = false`; a cluster that exists is replaced"
    }
  }
}
