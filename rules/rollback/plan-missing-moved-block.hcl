# A resource that is renamed, moved into a module, or changed from `count` to `for_each` is another resource to Terraform: the plan destroys the one
# and creates the other, with the same name and the same settings. A `moved` block says that they are one, and nothing is destroyed.
#
# Write the block that the finding names, and plan again.

rule "plan-missing-moved-block" {
  title         = "plan destroys and creates the same thing"
  severity      = "error"
  profile       = "core"
  configuration = true
  references = [
    "https://developer.hashicorp.com/terraform/language/moved",
    "https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
  ]

  variable "alike_percent" {
    type        = number
    description = "How much of what is known of two resources has to be the same for them to be taken for one."
    default     = 80
  }

  locals {
    # What AWS gives says nothing of whether two resources are one.
    computed = ["id", "arn", "tags_all"]

    deleted = [for one in tf::changes(["delete"]) : one if one.deposed == null]
    types   = distinct(local.deleted[*].type)
    created = [for one in tf::changes(["create"], local.types) : one if one.previous_address == null]

    pairs = flatten([
      for old in local.deleted : [
        for new in local.created : {
          from     = old.address
          to       = new.address
          at       = new.after
          same     = old.module == new.module && old.name == new.name
          settings = length([for name, value in old.before : name if value != null && !contains(local.computed, name)])
          # What is computed at the apply says nothing of either.
          open    = length([for one in tf::changed(old.before, new.after) : one if !one.known && !contains(local.computed, one.name)])
          differs = length([for one in tf::changed(old.before, new.after) : one if one.known && !contains(local.computed, one.name)])
        } if new.type == old.type
      ]
    ])
    moved = {
      for pair in local.pairs : "${pair.from} ${pair.to}" => pair
      if pair.same || (
        pair.settings - pair.open > 0 && pair.differs * 100 <= (100 - var.alike_percent) * (pair.settings - pair.open)
      )
    }
  }

  condition "moved" {
    for_each  = local.moved
    when      = tf::plan() != null
    condition = false

    finding {
      at      = each.value.at
      message = "the plan destroys `${each.value.from}` and creates `${each.value.to}`, which is the same by all that is known"
      help    = "write `moved { from = ${each.value.from}, to = ${each.value.to} }`, each argument on a line of its own"
    }
  }
}
