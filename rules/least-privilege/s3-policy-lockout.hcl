# A `Deny` without a condition for everyone holds for the administrators too: nobody but the root user of the account can change the bucket or
# its policy any more, and Terraform neither.
#
# Except the roles that administer the bucket with a condition (`aws:PrincipalArn`), or deny single actions on objects.

rule "s3-policy-lockout" {
  title     = "bucket policy locks its administrators out"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_s3_bucket", "aws_s3_bucket_policy"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ]
  equivalent = ["CKV_AWS_93"]

  locals {
    buckets = concat([for one in [self] : one if one.type == "aws_s3_bucket"], graph::references(self, "bucket", "aws_s3_bucket"))
    everyone = anytrue([
      for principal in each.value.principals : contains(["*", "AWS"], principal.type) && contains(principal.identifiers, "*")
    ])
    on_bucket = anytrue([
      # What is written out tells by itself whether it is the bucket or objects in it.
      for resource in each.value.resources : length(tf::literals(resource)) > 0 ?
      can(regex("^([*]|arn:[^:]*:s3:::[^/]+)$", resource)) : anytrue([for bucket in local.buckets : resource == bucket.arn])
    ])
  }

  for_each = iam::statements(tf::default(self.policy, null))
  when     = each.value.effect == "Deny" && length(each.value.conditions) == 0
  condition = (
    !local.everyone || !local.on_bucket ||
    !(iam::covers_action(each.value, "s3:PutBucketPolicy") || iam::covers_action(each.value, "s3:DeleteBucketPolicy"))
  )

  finding {
    at      = try(iam::matching(each.value.actions, "s3:PutBucketPolicy")[0], each.value.not_actions)
    message = "nobody but root can change the bucket after the policy of `${self.address}`"
    help    = "except the administrators with a condition on `aws:PrincipalArn`, or deny single actions"
  }
}
