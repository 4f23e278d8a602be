# A key whose policy names everyone decrypts for everyone: encryption with it protects nothing.
#
# Name accounts and roles. A statement for everyone who comes through a service needs the conditions of the policies that AWS writes:
# `kms:CallerAccount` and `kms:ViaService`.

rule "kms-policy-public" {
  title     = "key policy lets everyone in"
  severity  = "error"
  profile   = "core"
  resources = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key", "aws_kms_key_policy"]
  references = [
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
  ]
  equivalent = ["CKV_AWS_33"]

  for_each  = iam::callers(self)
  condition = each.value.kind != "everyone" || each.value.is_restricted

  finding {
    at      = each.value.principal
    message = "everyone may use the key by the policy of `${self.address}`"
    help    = "name who may, or add conditions on `kms:CallerAccount` and `kms:ViaService`"
    labels  = { "may do this" = try(each.value.statement.actions[0], each.value.statement.not_actions) }
  }
}
