# Who takes the log away does not want to be seen, or has not noticed. Trails, flow logs, detectors and recorders are the only witnesses of what
# happened in an account, and what they did not record cannot be had later.
#
# Keep them, also while something is rebuilt: create the new one first. What goes together with the thing that it watches is clean.

rule "plan-disable-logging" {
  title    = "plan takes audit or detection away"
  severity = "error"
  profile  = "core"
  changes  = ["update", "delete"]
  resources = [
    "aws_cloudtrail", "aws_cloudtrail_event_data_store", "aws_flow_log", "aws_guardduty_detector", "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status", "aws_lb", "aws_alb", "aws_elb", "aws_cloudfront_distribution",
    "aws_wafv2_web_acl_logging_configuration", "aws_s3_bucket_logging", "aws_route53_query_log", "aws_route53_resolver_query_log_config",
    "aws_securityhub_account", "aws_accessanalyzer_analyzer", "aws_cloudwatch_log_group", "aws_api_gateway_stage", "aws_redshift_logging",
    "aws_macie2_account", "aws_inspector2_enabler",
  ]
  references = [
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html",
  ]

  locals {
    # What is more than a log when it is deleted: it stops being logged by the attributes below.
    carriers = ["aws_lb", "aws_alb", "aws_elb", "aws_cloudfront_distribution", "aws_cloudwatch_log_group", "aws_api_gateway_stage"]
    switches = {
      aws_cloudtrail                           = ["enable_logging", "is_multi_region_trail", "include_global_service_events", "enable_log_file_validation"]
      aws_guardduty_detector                   = ["enable"]
      aws_config_configuration_recorder_status = ["is_enabled"]
      aws_lb                                   = ["access_logs[0].enabled", "connection_logs[0].enabled"]
      aws_alb                                  = ["access_logs[0].enabled", "connection_logs[0].enabled"]
      aws_elb                                  = ["access_logs[0].enabled"]
    }
    blocks    = ["access_logs", "logging_config", "access_log_settings"]
    retention = ["retention_in_days", "retention_period"]
    changed   = [for one in tf::changed(before, after) : one if change.action == "update"]

    # What a log watches: when that goes too, nothing is left to be seen.
    watched = [
      for name in ["vpc_id", "subnet_id", "eni_id", "bucket", "resource_arn", "zone_id", "cluster_identifier"] : before[name]
      if try(before[name], null) != null && try(before[name], "") != ""
    ]
    gone = flatten([
      for one in tf::changes(["delete"]) : [
        for name in ["id", "arn", "bucket", "zone_id", "cluster_identifier"] : one.before[name] if try(one.before[name], null) != null
      ] if one.address != change.address && !startswith(one.type, "aws_flow_log")
    ])
  }

  condition "deleted" {
    when      = change.action == "delete" && !contains(local.carriers, change.type)
    condition = length(setintersection(local.watched, local.gone)) > 0

    finding {
      message = "the plan destroys `${change.address}`, and what it saw is not recorded any more"
      help    = "keep it, or create its successor first"
    }
  }

  condition "switched-off" {
    for_each  = { for one in local.changed : one.path => one if contains(lookup(local.switches, change.type, []), one.path) && one.before == true }
    condition = each.value.after == true

    finding {
      at      = each.value.after
      message = "the plan switches a record of `${change.address}` off: ${each.value.words}"
      help    = "keep it on"
    }
  }

  condition "block-removed" {
    # A block that says `enabled = false` records nothing.
    for_each = {
      for one in local.changed : one.path => one
      if contains(local.blocks, one.path) && anytrue([for block in try(coalesce(one.before, []), []) : try(block.enabled, true) != false])
    }
    condition = each.value.after != null && length(each.value.after) > 0

    finding {
      at      = each.value.after
      message = "the plan removes `${each.key}` of `${change.address}`"
      help    = "keep the block"
    }
  }

  # 0 days of a log group are for ever.
  condition "shortened" {
    for_each  = { for one in local.changed : one.path => one if contains(local.retention, one.path) && one.before != null && one.after != null }
    condition = each.value.after == 0 || (each.value.before != 0 && each.value.after >= each.value.before)

    finding {
      at      = each.value.after
      message = "the plan keeps what `${change.address}` recorded for a shorter time: ${each.value.words}"
      help    = "keep it: what is older is deleted at once"
    }
  }
}
