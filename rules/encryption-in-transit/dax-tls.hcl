# A DAX cluster answers in plain text unless it is made with TLS; DynamoDB itself always uses TLS. The lesson: encryption in transit for all data
# stores, the cache layers among them.
#
# Set `cluster_endpoint_encryption_type = "TLS"` before the first apply: to change it later replaces the cluster. Clients then connect
# with `daxs://`.

rule "dax-tls" {
  title     = "DAX cluster accepts plain connections"
  severity  = "error"
  profile   = "core"
  resources = ["aws_dax_cluster"]
  references = [
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dax_cluster",
  ]
  equivalent = ["CKV_AWS_239"]

  condition = aws::default(self, "cluster_endpoint_encryption_type") == "TLS"

  finding {
    at      = self.cluster_endpoint_encryption_type
    message = "`${self.address}` does not encrypt its connections"
    help    = "set `cluster_endpoint_encryption_type = \"TLS\"`, and let clients connect with `daxs://`"
  }
}
