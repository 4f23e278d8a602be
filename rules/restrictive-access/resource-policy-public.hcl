# Many services let a resource carry a policy of its own: file systems, vaults, search domains, event buses, tables, streams. Where it names everyone
# and no condition says who may come, the resource is open to every AWS account, and to those without one where the service takes them.
#
# Name accounts and roles, or add a condition on the organisation, the network or the source.
#
# Three are an info, because it is often meant so: a REST API (public by its nature), a search domain inside a VPC (where security groups decide), and
# the policy of a VPC endpoint that lets everything through, which opens nothing but bounds nothing either. Buckets, keys, queues, topics, secrets and
# image repositories have rules of their own.

rule "resource-policy-public" {
  title    = "resource policy lets everyone in"
  severity = "warning"
  profile  = "core"
  resources = [
    "aws_acmpca_policy", "aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "aws_backup_vault_policy",
    "aws_cloudwatch_event_bus_policy", "aws_cloudwatch_event_permission", "aws_cloudwatch_log_destination_policy",
    "aws_cloudwatch_log_resource_policy", "aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
    "aws_dynamodb_resource_policy", "aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy",
    "aws_glacier_vault", "aws_glacier_vault_lock", "aws_glue_resource_policy", "aws_kinesis_resource_policy",
    "aws_lambda_layer_version_permission", "aws_media_store_container_policy", "aws_msk_cluster_policy", "aws_oam_sink_policy",
    "aws_opensearch_domain", "aws_opensearch_domain_policy", "aws_redshift_resource_policy", "aws_s3_access_point",
    "aws_s3control_access_point_policy", "aws_s3control_bucket_policy", "aws_s3tables_table_bucket_policy", "aws_s3tables_table_policy",
    "aws_sagemaker_model_package_group_policy", "aws_schemas_registry_policy", "aws_ses_identity_policy", "aws_sesv2_email_identity_policy",
    "aws_vpc_endpoint", "aws_vpc_endpoint_policy",
  ]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  ]
  equivalent = ["CKV_AWS_167", "CKV_AWS_283"]

  locals {
    endpoint = startswith(self.type, "aws_vpc_endpoint")
    api      = startswith(self.type, "aws_api_gateway")
    search   = contains(["aws_opensearch_domain", "aws_elasticsearch_domain"], self.type)
    in_vpc   = local.search ? length(self.vpc_options) > 0 : false
    domains = concat(
      graph::references(self, "domain_name", "aws_opensearch_domain"),
      graph::references(self, "domain_name", "aws_elasticsearch_domain"),
    )
    behind_vpc  = local.in_vpc || anytrue([for domain in local.domains : length(domain.vpc_options) > 0])
    open        = each.value.kind == "everyone" && !each.value.is_restricted
    all_through = iam::covers_action(each.value.statement, "*") && iam::covers_resource(each.value.statement, "*")
  }

  condition "resource" {
    for_each  = iam::callers(self)
    when      = !local.endpoint
    condition = !local.open

    finding {
      at       = each.value.principal
      severity = local.api || local.behind_vpc ? "info" : "warning"
      message  = "everyone may use what `${self.address}` gives access to"
      help     = "name who may, or add a condition on `aws:PrincipalOrgID`, `aws:SourceVpce` or `aws:SourceArn`"
      labels   = { "may do this" = try(each.value.statement.actions[0], each.value.statement.not_actions) }
    }
  }

  condition "endpoint" {
    for_each  = iam::callers(self)
    when      = local.endpoint
    condition = !(local.open && local.all_through)

    finding {
      at       = each.value.principal
      severity = "info"
      message  = "`${self.address}` lets everyone reach the resources of every account"
      help     = "name the principals and resources, or add a condition on `aws:PrincipalOrgID`"
    }
  }
}
