# DocumentDB takes TLS only, unless a parameter group switches it off: then credentials and documents pass in plain text.
# The lesson: encryption in transit for all data stores.
#
# Take the parameter `tls` away, or set it to `enabled`, `tls1.2+` or `tls1.3+`; reboot the instances of the cluster for it to take effect.

rule "docdb-tls-enabled" {
  title     = "DocumentDB accepts plain connections"
  severity  = "error"
  profile   = "core"
  resources = ["aws_docdb_cluster_parameter_group"]
  references = [
    "https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_cluster_parameter_group",
  ]
  equivalent = ["CKV_AWS_90"]

  for_each  = [for parameter in self.parameter : parameter if parameter.name == "tls"]
  condition = each.value.value != "disabled"

  finding {
    at      = each.value.value
    message = "`${self.address}` switches TLS off"
    help    = "remove the parameter `tls`, or set it to \"enabled\""
  }
}
