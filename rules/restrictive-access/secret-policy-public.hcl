# A secret whose policy names everyone is no secret.
#
# Name accounts and roles. `block_public_policy = true` lets AWS refuse a policy that gives broad access.

rule "secret-policy-public" {
  title     = "policy of a secret lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"]
  references = [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret_policy",
  ]

  condition "everyone" {
    for_each  = iam::callers(self)
    condition = each.value.kind != "everyone" || each.value.is_restricted

    finding {
      at      = each.value.principal
      message = "everyone may use the secret by the policy of `${self.address}`"
      help    = "name who may"
      labels  = { "may do this" = try(each.value.statement.actions[0], each.value.statement.not_actions) }
    }
  }

  condition "check" {
    when      = self.type == "aws_secretsmanager_secret_policy"
    condition = self.block_public_policy == null || self.block_public_policy

    finding {
      at       = self.block_public_policy
      severity = "warning"
      message  = "`${self.address}` tells AWS to take a policy that gives broad access"
      help     = "set `block_public_policy = true`"
    }
  }
}
