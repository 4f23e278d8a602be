# Artifacts hold what is about to be deployed, and often more than was meant to be in them. CodeBuild encrypts them unless that is switched off.
# The lesson: "Encryption: Enable at rest and in transit for all data stores".
#
# Take `encryption_disabled = true` away. For a website that is built straight into a public bucket, allow the rule there with that reason.

rule "codebuild-artifacts-encrypted" {
  title     = "encryption of build artifacts is switched off"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_codebuild_project"]
  references = [
    "https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project",
  ]
  equivalent = ["CKV_AWS_78", "AWS-0018"]

  for_each = [
    for artifacts in concat(self.artifacts, flatten(self.secondary_artifacts[*])) : artifacts
    if artifacts.type != "NO_ARTIFACTS"
  ]
  condition = !tf::default(each.value.encryption_disabled, false)

  finding {
    at      = each.value.encryption_disabled
    message = "`${self.address}` keeps its artifacts unencrypted"
    help    = "remove `encryption_disabled = true`"
  }
}
