# A resource that somebody made by hand is in no review, in no plan, and in no rebuild of the environment. Nobody knows what depends on it, and the day
# it is gone nothing brings it back. `groundrules inventory` compares exports of what an account holds with the states, and finds it.
#
# Adopt it with the `import` block that comes with the finding, delete it, or list it with the reason why it stays outside.
# What AWS makes by itself, and what a managed resource, a stack or a controller owns, is left out.

rule "inventory-not-in-state" {
  title     = "resource is in the account and in no state"
  severity  = "warning"
  profile   = "strict"
  inventory = "unmanaged"
  references = [
    "https://developer.hashicorp.com/terraform/language/import",
    "https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html",
  ]

  condition = self.managed

  finding {
    message = "`${self.identity}` is in the account and in no state"
    help    = self.import == null ? "adopt it, or delete it; no `import` block: ${self.no_import}" : "adopt it, or delete it:\n\n${self.import.block}"
  }
}
