# To replace a database, a bucket or a key is to destroy it and to make an empty one. Terraform does it for a change as small as an identifier
# or a subnet group, and the plan shows it in one line among hundreds.
#
# Find the attribute that forces it. If the resource was renamed, write a `moved` block; if the attribute need not change, leave it, or add it to
# `ignore_changes`. Else restore a snapshot into the new one, or change over blue/green.

rule "plan-replace-stateful" {
  title     = "plan replaces a resource that holds data"
  severity  = "error"
  profile   = "core"
  changes   = ["replace"]
  resources = ["aws_*"]
  references = [
    "https://developer.hashicorp.com/terraform/internals/json-format#change-representation",
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes",
  ]

  locals {
    forced = tf::changed(before, after, change.replace_paths)
    reasons = {
      replace_because_tainted = "it is tainted"
      replace_by_request      = "`-replace` asks for it"
      replace_by_triggers     = "its `replace_triggered_by` asks for it"
    }
    why = (
      length(local.forced) > 0
      ? join("; ", local.forced[*].words)
      : lookup(local.reasons, coalesce(change.reason, "none"), "an attribute that cannot be changed in place")
    )
  }

  when      = change.holds_data
  condition = false

  finding {
    at      = try(local.forced[0].after, null)
    message = "the plan replaces `${change.address}`, and the data of the old one is gone: ${local.why}"
    help    = "write a `moved` block if it was renamed, keep the attribute or add it to `ignore_changes`, or restore a snapshot into the new one"
  }
}
