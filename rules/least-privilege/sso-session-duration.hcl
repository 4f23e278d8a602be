# A session of IAM Identity Center that lasts longer than a working day is there for whoever finds the open laptop.
#
# Set `session_duration` to eight hours (`PT8H`) or less. Permission sets that only read are left out.

rule "sso-session-duration" {
  title      = "session lasts longer than a working day"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_ssoadmin_permission_set"]
  references = ["https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html"]

  locals {
    parts    = regexall("([0-9]+)([HM])", upper(self.session_duration == null ? "PT1H" : self.session_duration))
    minutes  = sum(concat([0], [for part in local.parts : tonumber(part[0]) * (part[1] == "H" ? 60 : 1)]))
    attached = graph::referrers(self, "aws_ssoadmin_managed_policy_attachment", "permission_set_arn")
    classes  = [for attachment in local.attached : try(iam::managed_policy(attachment.managed_policy_arn).class, null)]
    reads = (
      length(local.classes) > 0 && alltrue([for class in local.classes : class == "read" || class == "data-read"]) &&
      !graph::has_referrers(self, "aws_ssoadmin_permission_set_inline_policy", "permission_set_arn", 1)
    )
  }

  when      = local.minutes > 480
  condition = local.reads

  finding {
    at      = self.session_duration
    message = "sessions of `${self.address}` last longer than eight hours"
    help    = "set `session_duration = \"PT8H\"` or less"
  }
}
