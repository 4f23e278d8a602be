# An id such as `subnet-0a1b2c3d4e5f67890` written into a configuration belongs to something that was made elsewhere, often by hand.
# Nothing says who made it, the other environments do not have it, and the day it is replaced this configuration breaks.
#
# Refer to the resource itself, look it up with a data source, or take the id as a variable that each environment sets in its tfvars file.
# Ids that are meant to be written, such as those of other teams that are let in, stand in a local or variable whose name ends with `_allowlist`.

rule "hardcoded-resource-id" {
  title      = "id of a resource is written into the configuration"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_*"]
  references = ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html"]

  locals {
    # Names of locals, variables and arguments that say that the list is made by hand.
    meant = "(^|_)(allow_?list|allowed_ids|safe_?list|whitelist)$"
  }

  condition "id" {
    for_each  = tf::literals(self, "^(vpc|subnet|sg|rtb|igw|nat|eni|eipalloc|vpce|tgw|acl|i|vol|snap|lt|fs|pcx|cgw|vgw)-([0-9a-f]{8}|[0-9a-f]{17})$")
    condition = anytrue([for name in tf::written_under(each.value) : can(regex(local.meant, name))])

    finding {
      at      = each.value
      message = "`${each.value}` is a resource that this configuration does not manage"
      help    = "refer to the resource, look it up with a data source, or take the id as a variable"
    }
  }

  condition "hosted-zone" {
    # The targets of aliases are in zones of AWS itself: only the zone of the record is one's own.
    for_each  = tf::literals(self.zone_id, "^Z[A-Z0-9]{10,31}$")
    condition = anytrue([for name in tf::written_under(each.value) : can(regex(local.meant, name))])

    finding {
      at      = each.value
      message = "hosted zone `${each.value}` is not managed by this configuration"
      help    = "look the zone up by name with `data \"aws_route53_zone\"`, or manage it with `aws_route53_zone`"
    }
  }
}
