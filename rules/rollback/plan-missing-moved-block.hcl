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
    moves = tf::moves(var.alike_percent, ["id", "arn", "tags_all"])
  }

  condition "moved" {
    for_each  = { for one in local.moves : "${one.from} ${one.to}" => one }
    when      = tf::plan() != null
    condition = false

    finding {
      at      = each.value.after
      message = "the plan destroys `${each.value.from}` and creates `${each.value.to}`, which is the same by all that is known"
      help    = "write `moved { from = ${each.value.from}, to = ${each.value.to} }`, each argument on a line of its own"
    }
  }
}
