# A repository policy for everyone lets any AWS account pull the images, and what is baked into them, or push others in their place.
#
# Name the accounts, or add a condition on `aws:PrincipalOrgID`. Images that the world shall have belong into a public registry (`aws_ecrpublic_repository`).

rule "ecr-policy-public" {
  title     = "image repository lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_ecr_repository_policy", "aws_ecr_registry_policy"]
  references = [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
  ]
  equivalent = ["CKV_AWS_32", "AWS-0032"]

  for_each  = iam::callers(self)
  condition = each.value.kind != "everyone" || each.value.is_restricted

  finding {
    at      = each.value.principal
    message = "everyone may use the images by `${self.address}`"
    help    = "name the accounts, or add a condition on `aws:PrincipalOrgID`"
    labels  = { "may do this" = try(each.value.statement.actions[0], each.value.statement.not_actions) }
  }
}
