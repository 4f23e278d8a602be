# An access point blocks public access unless it is told otherwise, and this cannot be changed later: the access point must be made anew.
#
# Remove the flags, or set them to `true`.

rule "s3-access-point-public-block" {
  title     = "access point lets the public in"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_s3_access_point", "aws_s3control_multi_region_access_point"]
  references = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html",
  ]
  equivalent = ["CKV_AWS_392"]

  locals {
    blocks = concat(self.public_access_block_configuration[*], flatten(self.details[*].public_access_block))
    names  = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
    flags  = flatten([for block in local.blocks : [for name in local.names : { name = name, value = block[name] }]])
  }

  for_each  = local.flags
  condition = each.value.value != false

  finding {
    at      = each.value.value
    message = "`${self.address}` switches `${each.value.name}` off, for ever"
    help    = "remove the flag, or set it to `true`"
  }
}
