# What a state holds and the configuration does not declare is destroyed by the next apply: a block was deleted or renamed, or a key of `for_each` is gone.
# Where that was not meant, the data goes with it.
#
# Declare it again, say with a `moved` block where it went, or with a `removed` block that Terraform shall let go of it.
# The state comes beside the configuration: `groundrules check DIR --state FILE`.

rule "state-not-in-config" {
  title    = "state holds what the configuration does not declare"
  severity = "warning"
  profile  = "strict"
  states   = ["*"]
  references = [
    "https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
    "https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources",
  ]

  condition = self.declared

  finding {
    severity = self.holds_data ? "error" : "warning"
    message  = "`${self.address}` is in the state and not in the configuration: the next apply destroys it${self.holds_data ? ", with its data" : ""}"
    help     = "declare it, or say with a `moved` block where it went, or with a `removed` block that it goes"
  }
}
