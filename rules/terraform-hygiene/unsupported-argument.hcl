# `terraform validate` refuses a name that the AWS provider does not have, but only after `terraform init` has fetched the provider, which is
# often no sooner than in the pipeline. The schemas of the provider's versions 5 and 6 are known here, so a misspelt or misplaced argument,
# a block where an argument belongs, an argument that must be there and is not, and a type that does not exist are seen at once.
#
# Which version counts follows from `.terraform.lock.hcl` and from `required_providers` of the root module. Where they decide it, the
# finding is an error. Where they allow a version newer than the schema that is known, it is a warning: that version may have the argument.
# Without a constraint, what either version has is accepted.

rule "unsupported-argument" {
  title      = "argument, block or type that the AWS provider does not have"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_*", "data.aws_*", "ephemeral.aws_*"]
  references = ["https://developer.hashicorp.com/terraform/cli/commands/validate", "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"]
  yields_to  = ["ec2-classic-resources"]

  for_each  = [for misfit in tf::misfits(self) : misfit if contains(["unsupported", "missing"], misfit.kind)]
  condition = false

  finding {
    at       = each.value.name
    severity = each.value.certain ? "error" : "warning"
    message  = each.value.message
    help     = each.value.help
  }
}
