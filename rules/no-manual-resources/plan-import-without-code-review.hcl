# An `import` block adopts what was made by hand. When the same plan also changes it, the configuration does not say what is there: a mistake in it
# changes what works, in the step that was meant to change nothing.
#
# Make the configuration say what there is until the plan imports and changes nothing; then change it in a plan of its own.

rule "plan-import-without-code-review" {
  title      = "plan imports and changes a resource in one step"
  severity   = "info"
  profile    = "strict"
  changes    = ["update", "replace"]
  resources  = ["*"]
  references = ["https://developer.hashicorp.com/terraform/language/import"]

  locals {
    changed = tf::changed(before, after)
  }

  condition = !change.importing

  finding {
    at      = try(local.changed[0].after, null)
    message = "`${change.address}` is imported and changed in one step: ${join("; ", slice(local.changed[*].words, 0, min(3, length(local.changed))))}"
    help    = "let the configuration say what there is, import, and change it in the next plan"
  }
}
