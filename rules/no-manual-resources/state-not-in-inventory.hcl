# A resource that Terraform made and the account has not any more was deleted by hand. The next apply makes it again, empty, or fails at what refers to it.
#
# Apply, or take it out of the configuration and the state with a `removed` block.

rule "state-not-in-inventory" {
  title      = "resource is in a state and not in the account"
  severity   = "warning"
  profile    = "strict"
  inventory  = "gone"
  references = ["https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources"]

  condition = self.exists

  finding {
    message = "`${self.address}` is in the state and not in the account"
    help    = "apply to make it again, or take it out with a `removed` block"
  }
}
