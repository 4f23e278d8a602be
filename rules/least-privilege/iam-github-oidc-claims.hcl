# An identity provider such as GitHub's speaks for the repositories of the whole world. A role that trusts it without asking whose token it is
# can be taken on from any of them.
#
# The issuers of EKS, CircleCI and Bitbucket are one for each cluster or organisation: without a subject the role is open to all that runs there, not to
# strangers, which is a warning.
#
# Compare the subject (`token.actions.githubusercontent.com:sub`) with the repository, and best with branch or environment, and the
# audience (`:aud`) with `sts.amazonaws.com`.

rule "iam-github-oidc-claims" {
  title     = "role trusts the tokens of strangers"
  severity  = "error"
  profile   = "core"
  # A document that nothing uses; otherwise it is judged at the role.
  resources = ["aws_iam_role", "data.aws_iam_policy_document"]
  references = [
    "https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
  ]
  equivalent = ["CKV_AWS_358", "CKV_AWS_393"]

  condition "subject" {
    for_each  = flatten([for statement in iam::statements(local.policy) : iam::federated(statement)])
    condition = !each.value.any_subject

    finding {
      at       = try(each.value.subjects[0], each.value.principal)
      severity = each.value.is_shared ? "error" : "warning"
      message = (
        each.value.is_shared
        ? "`${self.address}` can be taken on with tokens of other owners from `${each.value.provider}`"
        : "`${self.address}` can be taken on with every token of this issuer of `${each.value.provider}`"
      )
      help = (
        each.value.is_shared
        ? "compare the subject with your own repository or project"
        : "compare the subject (`:sub`) with the project or service account that needs the role"
      )
    }
  }

  locals {
    policy = self.type == "aws_iam_role" ? try(self.assume_role_policy, null) : length(iam::callers(self)) > 0 ? self.json : null
    # AWS takes tokens for the audiences that the provider lists and no others: a single one need not be asked for again.
    providers = [
      for provider in graph::resources("aws_iam_openid_connect_provider") : provider
      if length(tf::literals(each.value.principal)) == 0 && provider.arn == each.value.principal
    ]
    single = length(local.providers) > 0 && alltrue([for provider in local.providers : length(provider.client_id_list) == 1])
  }

  condition "audience" {
    for_each  = flatten([for statement in iam::statements(local.policy) : iam::federated(statement)])
    condition = !each.value.any_audience || local.single

    finding {
      at       = each.value.principal
      severity = "warning"
      message  = "`${self.address}` does not ask for whom the token of `${each.value.provider}` is"
      help     = "compare the audience (`:aud`) with `sts.amazonaws.com`"
    }
  }
}
