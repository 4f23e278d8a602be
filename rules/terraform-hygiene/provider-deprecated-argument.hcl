# A deprecated argument works today and is removed in one of the next major versions of the provider; often it also stands for a setting that has a
# resource of its own by now, and the two overwrite each other.
#
# Write what the provider names in its place. Moving a block such as `versioning` of a bucket into a resource of its own takes an `import` block.

rule "provider-deprecated-argument" {
  title      = "deprecated argument, block or type"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_*", "data.aws_*", "ephemeral.aws_*"]
  references = ["https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-4-upgrade", "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade"]

  for_each  = [for misfit in tf::misfits(self) : misfit if misfit.kind == "deprecated"]
  condition = false

  finding {
    at      = each.value.name
    message = each.value.message
    help    = each.value.help
  }
}
