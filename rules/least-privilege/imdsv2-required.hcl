# Version 1 of the instance metadata service answers every request that reaches it, also one that a web application was tricked into making, and the
# answer holds the credentials of the instance's role. Version 2 asks for a token first.
#
# Write a `metadata_options` block with `http_tokens = "required"`, or an `aws_ec2_instance_metadata_defaults` for the whole region.

rule "imdsv2-required" {
  title     = "instance gives its credentials without a token"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  references = [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
  ]
  equivalent = ["CKV_AWS_79", "AWS-0028", "AWS-0130"]

  locals {
    tokens   = try(self.metadata_options[0].http_tokens, null)
    endpoint = try(self.metadata_options[0].http_endpoint, null)
    # What the launch template says, it is asked itself.
    inherits = !tf::is_set(local.tokens) && try(length(self.launch_template), 0) > 0
    required = anytrue([for defaults in graph::resources("aws_ec2_instance_metadata_defaults") : defaults.http_tokens == "required"])
    # Images of Amazon Linux 2023 ask for version 2 by themselves.
    images = flatten([
      for path in ["ami", "image_id"] : [
        # Looked up by filters or a pattern, or under the name of a parameter.
        for image in graph::references(self, path) : [try(image.filter[*].values, []), try(image.name_regex, ""), try(image.name, "")]
      ]
    ])
    modern   = anytrue([for name in local.images : can(regex("al2023", name)) if name != null])
    by_image = !tf::is_set(local.tokens) && local.modern
  }

  condition = (
    tf::default(local.tokens, "optional") == "required" || tf::default(local.endpoint, "enabled") == "disabled" ||
    local.inherits || local.required
  )

  finding {
    at       = local.tokens
    severity = local.by_image ? "info" : "warning"
    message  = local.by_image ? "`${self.address}` leaves it to its image to ask for a token" : "`${self.address}` answers requests for its metadata without a token"
    help     = "set `http_tokens = \"required\"` in `metadata_options`"
  }
}
