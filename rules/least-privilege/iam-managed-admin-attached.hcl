# `AdministratorAccess` and `IAMFullAccess` make their holder the administrator of the account; `PowerUserAccess` and the `…FullAccess` policies
# allow a service far more than it uses.
#
# Write a policy with the actions that are used. For people, use IAM Identity Center with permission sets and short sessions.

rule "iam-managed-admin-attached" {
  title     = "managed policy gives an administrator's rights"
  severity  = "error"
  profile   = "core"
  resources = [
    "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment", "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive", "aws_iam_role", "aws_ssoadmin_managed_policy_attachment",
  ]
  references = [
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  ]
  equivalent = ["CKV_AWS_274", "CKV_AWS_275", "CKV2_AWS_56"]

  locals {
    holders = flatten([for path in ["role", "roles", "user", "users", "group", "groups", "role_name"] : graph::references(self, path)])
    to      = try(self.role, self.user, self.group, self.role_name, self.roles)
  }

  condition "attachment" {
    when = try(self.policy_arn, null) != null
    # A boundary or a `Deny` may take the rights away again.
    condition = (
      !contains(["admin", "admin-equivalent"], try(iam::managed_policy(self.policy_arn).class, "none")) ||
      !iam::allows(self, "iam:*", "*")
    )

    finding {
      at      = self.policy_arn
      message = "`${self.address}` attaches `${iam::managed_policy(self.policy_arn).name}`, which gives an administrator's rights"
      help    = "attach a policy with the actions that are used"
      labels  = { "to `${try(local.holders[0].address, "it")}`" = length(local.holders) > 0 ? local.to : null }
    }
  }

  condition "power" {
    when = try(self.policy_arn, null) != null && can(regex("aws_iam_role_policy_attachment", self.address))
    condition = (
      !contains(["power", "service-full"], try(iam::managed_policy(self.policy_arn).class, "none")) ||
      # People are no workload: only roles that a service takes on are meant.
      !anytrue(flatten([
        for role in graph::references(self, "role", "aws_iam_role") : [
          for statement in iam::statements(role.assume_role_policy) : [for principal in statement.principals : principal.type == "Service"]
        ]
      ])) ||
      !anytrue([
        for service in concat(iam::managed_policy(self.policy_arn).full_services, ["ec2", "s3"]) : iam::allows(self, "${service}:*", "*")
      ])
    )

    finding {
      at       = self.policy_arn
      severity = "warning"
      message  = "`${self.address}` gives a service all that `${iam::managed_policy(self.policy_arn).name}` allows"
      help     = "attach a policy with the actions that the service uses"
    }
  }

  condition "role" {
    for_each = flatten([tf::default(try(self.managed_policy_arns, null), []), tf::default(try(self.policy_arns, null), [])])
    condition = (
      !contains(["admin", "admin-equivalent"], try(iam::managed_policy(each.value).class, "none")) ||
      !iam::allows(self, "iam:*", "*")
    )

    finding {
      at      = each.value
      message = "`${self.address}` holds `${iam::managed_policy(each.value).name}`, which gives an administrator's rights"
      help    = "attach a policy with the actions that are used"
    }
  }

  # Permission sets are for people with short sessions.
  condition "permission set" {
    when      = try(self.managed_policy_arn, null) != null
    condition = !contains(["admin", "admin-equivalent"], try(iam::managed_policy(self.managed_policy_arn).class, "none"))

    finding {
      at       = self.managed_policy_arn
      severity = "info"
      message  = "`${self.address}` gives people an administrator's rights with `${iam::managed_policy(self.managed_policy_arn).name}`"
      help     = "keep this permission set for few people, and write narrower ones for daily work"
    }
  }
}
