# With `ignore_changes = all` Terraform creates a resource and never looks at it again: what is changed by hand stays, and no plan says so.
# Ignoring a single attribute that protects (`policy`, `ingress`, `publicly_accessible`, …) does the same for what matters most.
#
# Name the attributes that something else manages (`desired_count` under autoscaling, for example), and leave the others to Terraform.

rule "ignore-changes-all" {
  title      = "Terraform no longer manages what it made"
  severity   = "warning"
  profile    = "core"
  resources  = ["*"]
  references = ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes"]

  variable "protecting" {
    type        = list(string)
    description = "Attributes whose changes by hand must not be ignored."
    default = [
      "ingress", "egress", "policy", "assume_role_policy", "kms_key_id", "kms_key_arn", "publicly_accessible", "storage_encrypted", "engine_version",
      "deletion_protection", "vpc_security_group_ids", "security_groups", "block_public_policy", "block_public_acls",
    ]
  }

  condition "all" {
    for_each  = self.lifecycle.ignore_changes
    condition = each.value != "all"

    finding {
      at      = each.value
      message = "changes of `${self.address}` by hand are never seen"
      help    = "name the attributes that something else manages instead of `all`"
    }
  }

  condition "protecting" {
    for_each  = self.lifecycle.ignore_changes
    condition = !contains(var.protecting, split("[", split(".", each.value)[0])[0])

    finding {
      at       = each.value
      severity = "info"
      message  = "changes of `${each.value}` by hand are ignored, and it protects `${self.address}`"
      help     = "let Terraform manage it, or say here why something else does"
    }
  }
}
