# A plan that destroys a large part of what there is has mostly been made by mistake: with the wrong workspace, backend or variables file, or after
# a module was renamed.
#
# Look at the workspace and the files of variables first. If it is meant, destroy in smaller steps, or raise the options of this rule for the run.

rule "plan-mass-destroy" {
  title         = "plan destroys a large part of what there is"
  severity      = "error"
  profile       = "core"
  configuration = true
  references = [
    "https://developer.hashicorp.com/terraform/cli/workspaces",
    "https://developer.hashicorp.com/terraform/internals/json-format",
  ]

  variable "most" {
    type        = number
    description = "More resources than these are never destroyed or replaced in one plan."
    default     = 10
  }

  variable "most_percent" {
    type        = number
    description = "No greater part of the resources that there are is destroyed or replaced in one plan."
    default     = 20
  }

  variable "least" {
    type        = number
    description = "So few resources are never too large a part."
    default     = 4
  }

  locals {
    there = try(tf::plan().existing, 0)
    gone  = [for one in tf::changes(["delete", "replace"]) : one.address if one.before != null && one.deposed == null]
    share = local.there == 0 ? 0 : floor(100 * length(local.gone) / local.there)
  }

  when      = tf::plan() != null
  condition = length(local.gone) <= var.least || (length(local.gone) <= var.most && local.share <= var.most_percent)

  finding {
    message = "the plan destroys or replaces ${length(local.gone)} of ${local.there} resources (${local.share} %)"
    help    = "check the workspace, the backend and the files of variables; if it is meant, go in smaller steps"
  }
}
