# A Kafka cluster that lets clients in without authentication lets every client in reach read and write every topic; encryption in transit then
# protects against listeners only. The lesson: IAM roles and encryption for all data stores.
#
# Add a `client_authentication` block with `sasl { iam = true }`, SCRAM or mutual TLS, and take `unauthenticated = true` away.

rule "msk-unauthenticated-access" {
  title     = "Kafka cluster lets clients in without authentication"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_msk_cluster"]
  references = [
    "https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html",
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-security.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_cluster",
  ]

  condition "absent" {
    condition = length(self.client_authentication) > 0

    finding {
      at      = self.client_authentication
      message = "`${self.address}` lets clients in without authentication"
      help    = "add `client_authentication { sasl { iam = true } }`"
    }
  }

  condition "allowed" {
    for_each  = self.client_authentication
    condition = !tf::default(each.value.unauthenticated, false)

    finding {
      at      = each.value.unauthenticated
      message = "`${self.address}` lets clients in without authentication"
      help    = "remove `unauthenticated = true` once all clients authenticate"
    }
  }
}
