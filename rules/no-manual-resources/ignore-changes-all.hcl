# With `ignore_changes = all` Terraform creates a resource and never looks at it again: what is changed by hand stays, and no plan says so.
# Ignoring a single attribute that protects (`policy`, `ingress`, `publicly_accessible`, …) does the same for what matters most.
#
# Name the attributes that something else manages (`desired_count` under autoscaling, for example), and leave the others to Terraform.

rule "ignore-changes-all" {
  title     = "Terraform no longer manages what it made"
  severity  = "warning"
  profile   = "core"
  resources = ["*"]
  references = [
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_global_cluster",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster_instance",
  ]

  variable "protecting" {
    type        = list(string)
    description = "Attributes whose changes by hand must not be ignored."
    default = [
      "ingress", "egress", "policy", "assume_role_policy", "kms_key_id", "kms_key_arn", "publicly_accessible", "storage_encrypted", "engine_version",
      "deletion_protection", "vpc_security_group_ids", "security_groups", "block_public_policy", "block_public_acls",
    ]
  }

  locals {
    # The version of a member is set where its cluster or its global group has it, and the provider's documentation asks for it to be ignored.
    member_of_cluster = contains(["aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"], self.type)
    global_clusters   = contains(["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"], self.type)
    in_global_cluster = local.global_clusters ? tf::is_set(self.global_cluster_identifier) || (
      self.type == "aws_rds_cluster" ? graph::has_referrers(self, "aws_rds_global_cluster", "source_db_cluster_identifier", 1) :
      self.type == "aws_docdb_cluster" ? graph::has_referrers(self, "aws_docdb_global_cluster", "source_db_cluster_identifier", 1) :
      graph::has_referrers(self, "aws_neptune_global_cluster", "source_db_cluster_identifier", 1)
    ) : false
    in_global_store = self.type != "aws_elasticache_replication_group" ? false : (
      tf::is_set(self.global_replication_group_id) || graph::has_referrers(self, "aws_elasticache_global_replication_group", "primary_replication_group_id", 1)
    )
    set_elsewhere = local.member_of_cluster || local.in_global_cluster || local.in_global_store ? ["engine_version"] : []
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
    condition = !contains(var.protecting, split("[", split(".", each.value)[0])[0]) || contains(local.set_elsewhere, each.value)

    finding {
      at       = each.value
      severity = "info"
      message  = "changes of `${each.value}` by hand are ignored, and it protects `${self.address}`"
      help     = "let Terraform manage it, or say here why something else does"
    }
  }
}
