# A Redshift cluster takes connections with and without TLS unless its parameter group demands it; a client with `sslmode=disable` then sends
# its password and gets its results in plain text. The lesson: encryption in transit for all data stores.
#
# Set the parameter `require_ssl` to `true`. Groups of the family `redshift-2.0` demand TLS unless they are told otherwise.

rule "redshift-require-ssl" {
  title     = "Redshift accepts plain connections"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_redshift_parameter_group"]
  references = [
    "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html",
    "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-parameter-groups.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_parameter_group",
  ]
  equivalent = ["CKV_AWS_105"]

  locals {
    values   = [for parameter in self.parameter : parameter.value if lower(parameter.name) == "require_ssl"]
    required = try(local.values[0], tostring(self.family == "redshift-2.0"))
  }

  condition = lower(local.required) == "true"

  finding {
    at      = one(local.values)
    message = "`${self.address}` lets clients connect without TLS"
    help    = "add a `parameter` with the name \"require_ssl\" and the value \"true\""
  }
}
