# A replication instance holds the credentials of source and target and reads the whole database through them; with a public address it can be
# reached from the internet. The migration moved a complete PostgreSQL database; its lesson: private subnets for databases.
#
# Take `publicly_accessible = true` away; to change it replaces the instance. Reach a source outside AWS through a VPN, Direct Connect or a
# NAT gateway.

rule "dms-not-public" {
  title     = "replication instance has a public address"
  severity  = "error"
  profile   = "core"
  resources = ["aws_dms_replication_instance"]
  references = [
    "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dms_replication_instance",
  ]
  equivalent = ["CKV_AWS_89"]

  # The API makes an instance public when nothing is said; the provider always sends a value, and `false` when the argument is absent.
  condition = !tf::default(self.publicly_accessible, false)

  finding {
    at      = self.publicly_accessible
    message = "`${self.address}` can be reached from the internet"
    help    = "remove `publicly_accessible = true`, and use private subnets"
  }
}
