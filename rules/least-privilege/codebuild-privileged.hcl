# A privileged build can do anything on the machine that it runs on. Builds of images with Docker need it; others do not.
#
# Remove `privileged_mode` where no image is built.

rule "codebuild-privileged" {
  title      = "build is privileged"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_codebuild_project"]
  references = ["https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html"]
  equivalent = ["CKV_AWS_316"]

  for_each  = self.environment
  condition = !each.value.privileged_mode

  finding {
    at      = each.value.privileged_mode
    message = "builds of `${self.address}` are privileged"
    help    = "remove `privileged_mode` if no image is built"
  }
}
