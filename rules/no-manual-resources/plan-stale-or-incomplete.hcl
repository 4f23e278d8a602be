# A plan that ended with an error, leaves changes for later, or fails checks of the configuration's own is not the plan of what was reviewed:
# what is not in it has not been judged.
#
# Mend what stopped it and plan again, without `-target`.

rule "plan-stale-or-incomplete" {
  title         = "plan is not whole"
  severity      = "warning"
  profile       = "core"
  configuration = true
  references = [
    "https://developer.hashicorp.com/terraform/internals/json-format",
    "https://developer.hashicorp.com/terraform/language/checks",
  ]

  condition "errored" {
    when      = tf::plan() != null
    condition = !tf::plan().errored

    finding {
      message = "planning ended with an error, so that the plan is not whole"
      help    = "mend what `terraform plan` reports and plan again"
    }
  }

  condition "complete" {
    when      = tf::plan() != null && !tf::plan().errored && length(tf::plan().deferred) <= 0
    condition = tf::plan().complete

    finding {
      message = "the plan leaves something out, so that another one is needed after it"
      help    = "plan again without `-target` and `-exclude`"
    }
  }

  condition "deferred" {
    for_each  = { for one in try(tf::plan().deferred, []) : one.address => one }
    condition = false

    finding {
      message = "the plan leaves `${each.key}` for later: ${replace(each.value.reason, "_", " ")}"
      help    = "apply, and plan again"
    }
  }

  condition "checks" {
    for_each  = { for one in try(tf::plan().failed_checks, []) : one.address => one }
    condition = false

    finding {
      message = "`${each.key}` does not hold${each.value.message == "" ? "" : ": ${each.value.message}"}"
      help    = "mend what it checks"
    }
  }
}
