# A resource that the state knows and the account has not any more was deleted by hand. Terraform makes a new one, empty, or forgets it.
#
# Find out who deleted it and whether its data is needed. If it shall be gone, delete it from the configuration too.

rule "plan-deleted-outside" {
  title     = "resource was deleted outside of Terraform"
  severity  = "warning"
  profile   = "core"
  changes   = ["drift"]
  resources = ["*"]
  references = [
    "https://developer.hashicorp.com/terraform/tutorials/state/resource-drift",
    "https://developer.hashicorp.com/terraform/internals/json-format",
  ]

  condition = after != null

  finding {
    severity = change.holds_data ? "error" : "warning"
    message  = "`${change.address}` was deleted outside of Terraform${change.holds_data ? ", with its data" : ""}"
    help     = "find out who deleted it; delete it from the configuration, or let Terraform make it again"
  }
}
