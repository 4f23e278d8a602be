# Drift is what somebody changed by hand since the last apply. This plan takes it back without asking, or keeps it for the next one. Either way the
# configuration is not what runs. The lesson: no manual resources, and no manual changes.
#
# Write what is right into the configuration, and take the right to change it by hand away. On security groups, IAM, keys and protection it is an error.

rule "plan-drift-present" {
  title     = "resource was changed outside of Terraform"
  severity  = "warning"
  profile   = "core"
  changes   = ["drift"]
  resources = ["*"]
  references = [
    "https://developer.hashicorp.com/terraform/tutorials/state/resource-drift",
    "https://developer.hashicorp.com/terraform/internals/json-format",
  ]

  variable "noise" {
    type        = list(string)
    description = "Attributes that AWS or another program changes by itself."
    default = [
      "tags_all", "latest_restorable_time", "desired_count", "desired_capacity", "last_modified", "last_updated_date", "updated_at", "update_date",
      "etag", "version_id", "qualified_arn", "qualified_invoke_arn", "version", "revision", "image_uri", "source_code_size", "most_recent",
      "engine_version_actual", "status", "creation_date", "created_date", "last_accessed", "last_modified_date", "instance_state", "public_ip",
      "public_dns", "secondary_private_ips", "network_interface_ids", "expiration", "replicas", "default_version",
    ]
  }

  locals {
    # What decides who gets in, and what is left after a mistake.
    grave_types = [
      "aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_kms_key", "aws_kms_key_policy",
      "aws_s3_bucket_policy", "aws_s3_bucket_public_access_block",
    ]
    grave_names = [
      "publicly_accessible", "deletion_protection", "backup_retention_period", "storage_encrypted", "vpc_security_group_ids", "policy", "assume_role_policy",
    ]
    # What resources of their own add to a resource shows in it at the next plan. No more of it than there are of them was made by Terraform.
    added = {
      ingress             = concat(graph::referrers(self, "aws_security_group_rule", "security_group_id"), graph::referrers(self, "aws_vpc_security_group_ingress_rule", "security_group_id"))
      egress              = concat(graph::referrers(self, "aws_security_group_rule", "security_group_id"), graph::referrers(self, "aws_vpc_security_group_egress_rule", "security_group_id"))
      route               = graph::referrers(self, "aws_route", "route_table_id")
      ebs_block_device    = graph::referrers(self, "aws_volume_attachment", "instance_id")
      managed_policy_arns = graph::referrers(self, "aws_iam_role_policy_attachment", "role")
      inline_policy       = graph::referrers(self, "aws_iam_role_policy", "role")
    }
    changed = [
      for one in tf::changed(before, after) : one
      if after != null && !contains(var.noise, one.name) && !try(length(one.after) <= length(local.added[one.path]), false)
    ]
    first   = local.changed[0].name
  }

  condition = length(local.changed) <= 0

  finding {
    at = try(self[local.first], null)
    severity = (
      contains(local.grave_types, change.type) || startswith(change.type, "aws_iam_") || length(setintersection(local.changed[*].name, local.grave_names)) > 0
      ? "error" : "warning"
    )
    message = "`${change.address}` was changed outside of Terraform: ${join("; ", slice(local.changed[*].words, 0, min(3, length(local.changed))))}${length(local.changed) > 3 ? "; and ${length(local.changed) - 3} more" : ""}"
    help    = "write what is right into the configuration, and find out who changed it"
  }
}
