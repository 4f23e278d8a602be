# Encryption that was on and is switched off, a key of one's own that is given up, a TLS policy that goes back to an older one: each is a step back that
# a change of the configuration can hide, when a default takes the place of a line that was deleted. At rest and in transit.
#
# Keep the setting. What is encrypted today stays readable for its clients as it is.

rule "plan-disable-encryption" {
  title     = "plan takes encryption away"
  severity  = "error"
  profile   = "core"
  changes   = ["update", "replace"]
  resources = ["aws_*"]
  references = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
  ]

  locals {
    # Encrypted when true; by the last part of the path.
    switches = [
      "storage_encrypted", "encrypted", "encryption_enabled", "at_rest_encryption_enabled", "transit_encryption_enabled", "kms_encryption_enabled",
      "root_volume_encryption_enabled", "user_volume_encryption_enabled", "sqs_managed_sse_enabled", "cache_data_encrypted", "enforce_https",
      "encryption_at_rest", "in_cluster", "tls_enabled", "require_tls",
    ]
    # Switches that are called `enabled`, by the block that they are in.
    blocks = [
      "server_side_encryption", "encrypt_at_rest", "node_to_node_encryption", "encryption_configuration", "encryption_config",
      "server_side_encryption_configuration", "encryption_info", "encryption_at_rest_options",
    ]
    keys = ["kms_key_id", "kms_key_arn", "kms_key", "kms_master_key_id", "key_arn", "kms_key_identifier", "encryption_key", "kms_data_key"]
    # From weak to strong; what stands in none of the lists is not judged.
    orders = {
      viewer_protocol_policy     = ["allow-all", "redirect-to-https", "https-only"]
      origin_protocol_policy     = ["http-only", "match-viewer", "https-only"]
      transit_encryption_mode    = ["preferred", "required"]
      client_broker              = ["PLAINTEXT", "TLS_PLAINTEXT", "TLS"]
      sse_algorithm              = ["AES256", "aws:kms", "aws:kms:dsse"]
      security_policy            = ["TLS_1_0", "TLS_1_2"]
      tls_security_policy        = ["Policy-Min-TLS-1-0-2019-07", "Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"]
      minimum_protocol_version   = ["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"]
      encryption_type            = ["NONE", "AES256", "KMS"]
    }
    # The least version of TLS that a security policy of a load balancer lets in.
    tls = {
      "TLS13-1-3" = 13, "TLS13-1-2" = 12, "TLS13-1-1" = 11, "TLS13-1-0" = 10, "FS-1-2" = 12, "FS-1-1" = 11, "TLS-1-2" = 12, "TLS-1-1" = 11, "2016-08" = 10,
      "FS-2018-06" = 10, "2015-05" = 10, "TLS-1-0" = 10
    }
    # What AWS does without being told is no loss when nobody asks for it any more.
    unasked = ["AES256", "NONE", "PLAINTEXT"]
    changed = [for one in tf::changed(before, after) : merge(one, { last = regex("[^.]*$", one.path) })]
  }

  condition "switched-off" {
    for_each = {
      for one in local.changed : one.path => one
      if contains(local.switches, one.last) || (one.last == "enabled" && contains(local.blocks, split("[", one.name)[0]))
    }
    when      = each.value.before == true || each.value.before == "true"
    condition = each.value.after == true || each.value.after == "true"

    finding {
      at      = each.value.after
      message = "the plan switches encryption of `${change.address}` off: ${each.value.words}"
      help    = "keep it on"
    }
  }

  condition "block-removed" {
    for_each = {
      for one in local.changed : one.path => one
      if contains(local.blocks, one.last) && anytrue([
        for block in try(coalesce(one.before, []), []) : try(block.enabled, true) != false && !contains(local.unasked, try(coalesce(
          try(block.encryption_type, null), try(block.rule[0].apply_server_side_encryption_by_default[0].sse_algorithm, null)
        ), "told"))
      ])
    }
    condition = each.value.after != null && length(each.value.after) > 0

    finding {
      at      = each.value.after
      message = "the plan removes `${each.key}` of `${change.address}`"
      help    = "keep the block"
    }
  }

  condition "key-removed" {
    for_each  = { for one in local.changed : one.path => one if contains(local.keys, one.last) && one.before != null && one.before != "" }
    condition = each.value.after != null && each.value.after != ""

    finding {
      at      = each.value.after
      message = "the plan takes the key of `${change.address}` away: ${each.value.words}"
      help    = "keep the key, or name another one"
    }
  }

  condition "weakened" {
    for_each = {
      for one in local.changed : one.path => merge(one, { order = local.orders[one.last] })
      if contains(keys(local.orders), one.last) && contains(try(local.orders[one.last], []), try(coalesce(one.before, "none"), "none"))
    }
    when = each.value.after != null
    condition = try(
      index(each.value.order, each.value.after) >= index(each.value.order, each.value.before),
      true
    )

    finding {
      at      = each.value.after
      message = "the plan weakens the encryption of `${change.address}`: ${each.value.words}"
      help    = "keep the stronger setting"
    }
  }

  condition "tls-policy" {
    for_each = { for one in local.changed : one.path => one if one.last == "ssl_policy" && one.before != null }
    condition = each.value.after != null && (
      try(local.tls[regex("ELBSecurityPolicy-(TLS13-1-[0-3]|FS-1-[12]|TLS-1-[012]|2016-08|FS-2018-06|2015-05)", each.value.after)[0]], 0)
      >= try(local.tls[regex("ELBSecurityPolicy-(TLS13-1-[0-3]|FS-1-[12]|TLS-1-[012]|2016-08|FS-2018-06|2015-05)", each.value.before)[0]], 0)
    )

    finding {
      at      = each.value.after
      message = "the plan lets `${change.address}` take older TLS: ${each.value.words}"
      help    = "keep the policy, or take one that starts at a later version"
    }
  }
}
