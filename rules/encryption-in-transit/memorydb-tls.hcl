# MemoryDB encrypts its connections unless that is switched off; without TLS there are no access control lists either, and every
# client in reach may do everything. The lesson: encryption in transit for all data stores.
#
# Take `tls_enabled = false` away; to change it replaces the cluster. With TLS, use an access control list of your own in place of `open-access`,
# which lets every client in without a password: a warning.

rule "memorydb-tls" {
  title     = "MemoryDB cluster accepts plain or unauthenticated connections"
  severity  = "error"
  profile   = "core"
  resources = ["aws_memorydb_cluster"]
  references = [
    "https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html",
    "https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/memorydb_cluster",
  ]
  equivalent = ["CKV_AWS_202"]

  condition "tls" {
    condition = aws::default(self, "tls_enabled")

    finding {
      at      = self.tls_enabled
      message = "`${self.address}` does not encrypt its connections"
      help    = "remove `tls_enabled = false`; a cluster that exists is replaced"
    }
  }

  condition "access" {
    # Without TLS no other list can be named.
    when      = aws::default(self, "tls_enabled")
    condition = self.acl_name != "open-access"

    finding {
      at       = self.acl_name
      severity = "warning"
      message  = "`${self.address}` lets every client in without a password"
      help     = "name an `aws_memorydb_acl` with users of your own in `acl_name`"
    }
  }
}
