# A plan that destroys a database, a bucket or a file system destroys data. A typo in a `count`, a renamed module or a wrong workspace looks
# the same in the plan as a decision. The lesson of the migration: stateful services go last, by hand, with a snapshot.
#
# If the resource only moved in the configuration, write a `moved` block. If it shall live on outside of Terraform, write a `removed` block
# with `destroy = false`. If it shall go, take a backup, and say so in a suppression.

rule "plan-destroy-stateful" {
  title    = "plan destroys a resource that holds data"
  severity = "error"
  profile  = "core"
  changes  = ["delete", "forget"]
  resources = ["aws_*"]
  references = [
    "https://developer.hashicorp.com/terraform/language/moved",
    "https://developer.hashicorp.com/terraform/language/block/removed",
  ]

  locals {
    kept = [
      for name in ["deletion_protection", "deletion_protection_enabled"] : name if try(before[name], null) == true
    ]
    final_snapshot = try(before.skip_final_snapshot, null)
    # Without it AWS refuses to delete what is not empty.
    forced = anytrue([for name in ["force_destroy", "force_delete"] : try(before[name], null) == true])
  }

  # A deposed object is what an interrupted replacement left behind; its successor holds the data.
  when      = change.holds_data && change.deposed == null
  condition = false

  finding {
    severity = change.action == "forget" ? "info" : "error"
    message = (
      change.action == "forget"
      ? "`${change.address}` leaves the state and stays in the account"
      : "the plan destroys `${change.address}`${local.final_snapshot == true ? " without a final snapshot" : ""}${local.forced ? " with all that is in it" : ""}${length(local.kept) > 0 ? ", which its deletion protection will refuse" : ""}"
    )
    help = "write a `moved` block if it was renamed, or a `removed` block with `destroy = false` if it shall stay; take a backup if it shall go"
  }
}
