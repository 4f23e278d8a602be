# Version 6 of the AWS provider removed resource types and arguments that version 5 had. A configuration that still has one of them fails as soon as
# `terraform init` chooses version 6, which it does where nothing keeps it from it.
#
# Write what took its place before the version is raised: version 5 has most of it already. A constraint such as `~> 5.0`, or the lock file,
# keeps version 5 until then. Without a constraint nothing is reported.

rule "provider-removed-resource" {
  title      = "resource type or argument that version 6 of the AWS provider removed"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_*", "data.aws_*", "ephemeral.aws_*"]
  references = ["https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade"]

  for_each  = [for misfit in tf::misfits(self) : misfit if misfit.kind == "removed"]
  condition = false

  finding {
    at       = each.value.name
    severity = each.value.certain ? "error" : "warning"
    message  = each.value.message
    help     = each.value.help
  }
}
