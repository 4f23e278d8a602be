# When an attribute that cannot be changed in place is not known before the apply, Terraform plans a replacement, because the value may differ. It
# often does not: a `depends_on` that delays a data source makes its result unknown, and the plan destroys a database for a value that stays the same.
#
# Take the `depends_on` of the data source or module away, or hand over the value itself, so that it is known when the plan is made.

rule "plan-force-new-on-unknown" {
  title     = "plan replaces a resource that holds data because of a value that it does not know"
  severity  = "warning"
  profile   = "strict"
  changes   = ["replace"]
  resources = ["aws_*"]
  references = [
    "https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on",
    "https://developer.hashicorp.com/terraform/language/data-sources#data-resource-behavior",
  ]

  condition "unknown" {
    for_each  = { for one in tf::changed(before, after, change.replace_paths) : one.path => one }
    when      = change.holds_data
    condition = each.value.known

    finding {
      at      = each.value.after
      message = "`${change.address}` is replaced for a value that may stay the same: ${each.value.words}"
      help    = "make the value known when the plan is made: look at the `depends_on` of the data source or module that gives it"
    }
  }
}
