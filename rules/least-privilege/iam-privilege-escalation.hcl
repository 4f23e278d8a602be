# Some rights give more rights: who may write his own policies is an administrator in one step, and so is who may pass any role to a function
# that he may also create and start. The ways are those that research has published; the finding shows which statements make one.
#
# Name the roles, users and policies that may be changed or passed, say with a condition on `iam:PassedToService` to which service a role may be passed,
# and set a permissions boundary for roles that manage others.

rule "iam-privilege-escalation" {
  title    = "policy lets its holder come to more rights"
  severity = "error"
  profile  = "core"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = [
    "https://pathfinding.cloud",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  ]
  equivalent = ["CKV_AWS_110", "CKV_AWS_286"]
  yields_to  = ["iam-policy-full-admin", "iam-managed-admin-attached"]

  locals {
    ways = {
      rights    = "give itself more rights"
      principal = "take on other users or roles"
      pass      = "act as any role that trusts the service"
      existing  = "use the role of any ${lookup(local.things, split(":", each.value.actions[0])[0], "resource")} that has one"
    }
    things = {
      apprunner            = "service"
      bedrock-agentcore    = "code interpreter"
      cloudformation       = "stack"
      codebuild            = "build project"
      ec2                  = "machine"
      ec2-instance-connect = "machine"
      ecs                  = "task"
      glue                 = "development endpoint"
      lambda               = "function"
      sagemaker            = "notebook"
      ssm                  = "machine"
    }
    way   = lower(each.value.actions[0]) == "sts:assumerole" ? "take on any role that trusts it" : local.ways[each.value.kind]
    steps = [for step in each.value.steps : { text = "`${step.action}` is allowed here", at = step.at }]
    more  = each.value.more > 0 ? ", and in ${each.value.more} more ${each.value.more == 1 ? "way" : "ways"}" : ""
  }

  for_each = iam::escalations(self)
  # Full control of a service, on every resource, is the business of `iam-service-wildcard-actions`.
  when = !(can(regex("^[a-z0-9-]+:[*]$", lower(each.value.at))) && each.value.steps[0].resource == "*")
  # A way through several policies, or to one role, is the business of `role-effective-permissions`.
  condition = length(each.value.policies) != 1 || each.value.target != null

  finding {
    at       = each.value.at
    severity = each.value.kind == "existing" ? "warning" : "error"
    message  = "`${self.address}` can ${local.way}: ${join(" + ", [for action in each.value.actions : "`${action}`"])}${local.more}"
    help     = "name the resources of `${each.value.actions[0]}`, or bound the rights with a permissions boundary"
    labels   = concat(local.steps, [{ text = "on every resource", at = each.value.steps[0].resource }])
  }
}
