# A provisioner, or the program of an `external` data source, that runs `aws ec2 create-…` makes something that is in no state: no plan shows it, no destroy removes it, no one finds it again.
#
# Use the resource of the provider; where there is none yet, `aws_cloudformation_stack` or the `awscc` provider keep it in the state.
# Commands that only read (`describe`, `get`, `list`, `wait`, `eks update-kubeconfig`) are fine.

rule "local-exec-creates-resources" {
  title      = "provisioner or program changes AWS behind Terraform's back"
  severity   = "warning"
  profile    = "core"
  resources  = ["*", "data.external"]
  references = ["https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax"]

  locals {
    verbs   = "(create|put|modify|update|delete|run|attach|detach|register|start|enable|disable|associate|authorize|allocate|send|set)-"
    aws_cli = "\\baws(\\s+--\\S+(\\s+[^-\\s]\\S*)?)*\\s+[a-z0-9-]+(\\s+--\\S+(\\s+[^-\\s]\\S*)?)*\\s+${local.verbs}"
    others  = "\\beksctl\\s+(create|delete|upgrade)|\\bkubectl\\s+(apply|create|delete)|\\bcdk\\s+deploy|\\bcloudformation\\s+deploy|\\bs3\\s+mb\\b|\\bcurl\\b[^\\n]*amazonaws[.]com"
  }

  condition "provisioner" {
    for_each = self.provisioners
    condition = !can(regex(
      "${local.aws_cli}|${local.others}",
      # The one command named `update` that changes nothing in AWS.
      replace(each.value.type == "local-exec" ? each.value.command : join("\n", each.value.inline), "update-kubeconfig", ""),
    ))

    finding {
      at      = each.value.type == "local-exec" ? each.value.command : each.value.inline
      message = "`${each.value.type}` of `${self.address}` changes AWS outside of the state"
      help    = "use the provider's resource for it, so that plan and destroy know of it"
    }
  }

  condition "external" {
    # A data source is read at every plan, so that its program runs without any apply.
    when      = self.type == "external"
    condition = !can(regex("${local.aws_cli}|${local.others}", replace(join(" ", tf::default(self.program, [])), "update-kubeconfig", "")))

    finding {
      at      = self.program
      message = "the program of `${self.address}` changes AWS outside of the state, at every plan"
      help    = "use the provider's resource for it, so that plan and destroy know of it"
    }
  }
}
