# Service control policies bound what any account of the organisation can do, its administrators too. Without them each account is on its own.
#
# Set `feature_set = "ALL"` and list `SERVICE_CONTROL_POLICY` in `enabled_policy_types`.

rule "scp-enabled" {
  title      = "organisation has no service control policies"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_organizations_organization"]
  references = ["https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"]

  locals {
    types = self.enabled_policy_types == null ? [] : self.enabled_policy_types
  }

  condition "features" {
    condition = self.feature_set == null || self.feature_set == "ALL"

    finding {
      at      = self.feature_set
      message = "`${self.address}` shares the bill only, and can bound nothing"
      help    = "set `feature_set = \"ALL\"`"
    }
  }

  condition "policies" {
    condition = contains(local.types, "SERVICE_CONTROL_POLICY")

    finding {
      at      = self.enabled_policy_types
      message = "`${self.address}` has no service control policies"
      help    = "list `SERVICE_CONTROL_POLICY` in `enabled_policy_types`"
    }
  }
}
