# CloudWatch Logs uses a key of one's own only where the key's policy lets it: otherwise the log group cannot be made, or takes no more events.
# The policy that AWS writes by itself does not.
#
# Let `logs.REGION.amazonaws.com` encrypt and decrypt in the key policy, best with a condition on `kms:EncryptionContext:aws:logs:arn`.

rule "kms-grant-and-policy" {
  title     = "key does not let the service in that uses it"
  severity  = "warning"
  profile   = "strict"
  resources = ["aws_cloudwatch_log_group"]
  references = [
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  ]

  locals {
    keys     = graph::references(self, "kms_key_id", "aws_kms_key")
    policies = flatten([for key in local.keys : graph::referrers(key, "aws_kms_key_policy", "key_id")])
    carriers = concat(local.policies, [for key in local.keys : key if length(local.policies) == 0])
    let_in = anytrue(flatten([
      for carrier in local.carriers : [
        for caller in iam::callers(carrier) :
        caller.kind == "everyone" || (caller.kind == "service" && startswith(caller.principal, "logs."))
      ]
    ]))
  }

  when      = tf::is_set(self.kms_key_id) && length(local.keys) > 0
  condition = local.let_in

  finding {
    at      = self.kms_key_id
    message = "the key of `${self.address}` does not let CloudWatch Logs in"
    help    = "allow `logs.REGION.amazonaws.com` to encrypt and decrypt in the policy of the key"
  }
}
