# Some actions answer with credentials (keys, passwords, tokens), or log in to a database or cache as any user of it.
# Allowed on every resource, they open what everybody has.
#
# Name the users, clusters, databases or identity pools that credentials are fetched for.

rule "iam-credentials-exposure" {
  title    = "policy allows fetching anybody's credentials"
  severity = "info"
  profile  = "strict"
  resources = [
    "aws_iam_role", "aws_iam_user", "aws_iam_group",
    "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy",
    # One that nothing uses: otherwise it is judged where it is used.
    "data.aws_iam_policy_document",
  ]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "https://cloudsplaining.readthedocs.io/en/latest/glossary/credentials-exposure/",
  ]
  equivalent = ["CKV_AWS_107", "CKV_AWS_287"]
  yields_to  = ["iam-privilege-escalation", "role-effective-permissions", "iam-policy-full-admin", "iam-service-wildcard-actions"]

  variable "actions" {
    type        = list(string)
    description = "Actions that answer with credentials or log in. `ecr:GetAuthorizationToken` is none: it can be allowed on every resource only, and other rights decide what the token opens."
    default = [
      "airflow:CreateCliToken", "airflow:CreateWebLoginToken", "codeartifact:GetAuthorizationToken", "codepipeline:PollForJobs",
      "cognito-identity:GetOpenIdTokenForDeveloperIdentity", "cognito-idp:DescribeUserPoolClient", "connect:GetFederationToken",
      "connect:ListSecurityKeys", "deadline:AssumeFleetRoleForRead", "deadline:AssumeFleetRoleForWorker", "deadline:AssumeQueueRoleForRead",
      "deadline:AssumeQueueRoleForUser", "deadline:AssumeQueueRoleForWorker", "ds:ResetUserPassword", "dsql:DbConnect", "dsql:DbConnectAdmin",
      "elasticache:Connect", "elasticmapreduce:GetClusterSessionCredentials", "emr-containers:GetManagedEndpointSessionCredentials",
      "gamelift:GetComputeAccess", "gamelift:GetComputeAuthToken", "gamelift:RequestUploadCredentials", "geo:DescribeKey",
      "cognito-identity:GetCredentialsForIdentity", "grafana:CreateWorkspaceApiKey", "grafana:CreateWorkspaceServiceAccountToken", "iam:CreateAccessKey", "iam:CreateLoginProfile",
      "iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential", "iam:UpdateAccessKey", "iam:UpdateLoginProfile",
      "lightsail:CreateBucketAccessKey", "lightsail:GetInstanceAccessDetails", "lightsail:GetRelationalDatabaseMasterUserPassword",
      "mediapackage:RotateChannelCredentials", "mediapackage:RotateIngestEndpointCredentials", "memorydb:Connect", "rds-db:connect",
      "redshift-serverless:GetCredentials", "redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM",
      "sagemaker:CreatePresignedDomainUrl", "sagemaker:CreatePresignedNotebookInstanceUrl", "storagegateway:DescribeChapCredentials",
      "sts:AssumeRole", "sts:GetFederationToken", "workmail:ResetPassword",
    ]
  }

  locals {
    # Full control of a service is the business of `iam-service-wildcard-actions`.
    given = [
      for action in var.actions : action
      if iam::covers_action(each.value, action) && !iam::covers_action(each.value, "${split(":", action)[0]}:*")
    ]
    named = join(", ", [for action in slice(local.given, 0, min(3, length(local.given))) : "`${action}`"])
    more  = length(local.given) > 3 ? " and ${length(local.given) - 3} more" : ""
  }

  for_each = iam::identity_statements(self)
  when = (
    each.value.effect == "Allow" && length(each.value.conditions) == 0 &&
    !iam::covers_action(each.value, "*") && iam::covers_resource(each.value, "*")
  )
  # One action that is known is enough, whatever the others are.
  condition = !anytrue([
    for action in var.actions :
    iam::covers_action(each.value, action) && !iam::covers_action(each.value, "${split(":", action)[0]}:*")
  ])

  finding {
    at      = try(iam::matching(each.value.actions, local.given[0])[0], each.value.not_actions)
    message = "`${self.address}` may fetch credentials or log in as anybody: ${local.named}${local.more}"
    help    = "name the resources that these actions are used on"
    labels  = { "on every resource" = try(iam::matching(each.value.resources, "*")[0], each.value.not_resources) }
  }
}
