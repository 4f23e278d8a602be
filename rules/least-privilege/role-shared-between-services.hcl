# A role that several applications share gives each of them what any of them needs: the one that is broken into opens the data of all others,
# and nobody can tell from the log which one it was. The lesson of the migration: one role a service.
#
# Write a role for each function, task definition, project or group of instances.

rule "role-shared-between-services" {
  title     = "role is shared by several applications"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_iam_role"]
  references = [
    "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_least_privileges.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  ]

  variable "compute" {
    type        = list(string)
    description = "Services that run code of one's own; a role that trusts two of them is shared."
    default = [
      "codebuild.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "glue.amazonaws.com", "lambda.amazonaws.com",
      "sagemaker.amazonaws.com", "states.amazonaws.com",
    ]
  }

  locals {
    profiles = graph::referrers(self, "aws_iam_instance_profile", "role")
    uses = concat(
      [for user in graph::referrers(self, "aws_ecs_task_definition", "task_role_arn") : { user = user.address, at = user.task_role_arn }],
      [for user in graph::referrers(self, "aws_lambda_function", "role") : { user = user.address, at = user.role }],
      [for user in graph::referrers(self, "aws_codebuild_project", "service_role") : { user = user.address, at = user.service_role }],
      [for user in graph::referrers(self, "aws_sfn_state_machine", "role_arn") : { user = user.address, at = user.role_arn }],
      flatten([
        for profile in local.profiles : [
          for user in graph::referrers(profile, "aws_instance", "iam_instance_profile") : { user = user.address, at = user.iam_instance_profile }
        ]
      ]),
    )
    # Instances of one block are one application.
    blocks = { for use in local.uses : replace(use.user, "/\\[[^]]*\\]/", "") => use... }
    users  = keys(local.blocks)
    named  = join(", ", [for user in slice(local.users, 0, min(3, length(local.users))) : "`${user}`"])
    more   = length(local.users) > 3 ? " and ${length(local.users) - 3} more" : ""

    services = flatten([
      for statement in iam::statements(self.assume_role_policy) : [
        for principal in statement.principals : principal.identifiers if principal.type == "Service"
      ] if statement.effect == "Allow"
    ])
    trusted = [for service in local.services : service if contains(var.compute, lower(service))]
  }

  condition "used" {
    condition = length(local.users) < 2

    finding {
      message = "`${self.address}` is shared by ${local.named}${local.more}"
      help    = "write a role for each of them"
      labels = {
        "used here"     = local.blocks[local.users[0]][0].at
        "and used here" = local.blocks[local.users[1]][0].at
      }
    }
  }

  condition "trusted" {
    # A single service is one, whatever the rest of its name is in this partition.
    condition = length(local.services) < 2 || length(distinct([for service in local.trusted : lower(service)])) < 2

    finding {
      at      = [for service in local.trusted : service if lower(service) != lower(local.trusted[0])][0]
      message = "`${self.address}` can be taken on by code in `${local.trusted[0]}` and in `${[for service in local.trusted : service if lower(service) != lower(local.trusted[0])][0]}`"
      help    = "write a role for each of them"
      labels  = { "and this service" = local.trusted[0] }
    }
  }
}
