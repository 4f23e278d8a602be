# Without a policy of its own a key has the one that AWS writes: everyone in the account may use it to whom any policy says so. A policy that names the roles
# keeps the key in few hands.
#
# Set `policy`, or add an `aws_kms_key_policy`.

rule "kms-policy-defined" {
  title      = "key has no policy of its own"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_kms_key"]
  references = ["https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"]
  equivalent = ["CKV2_AWS_64"]

  condition = tf::is_set(self.policy) || graph::has_referrers(self, "aws_kms_key_policy", "key_id", 1)

  finding {
    at      = self.policy
    message = "`${self.address}` has no policy of its own"
    help    = "set `policy` to one that names who may use the key"
  }
}
