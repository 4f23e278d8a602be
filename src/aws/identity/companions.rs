//! The table of companions: resources that say something of another one, and the argument that says of which.
//!
//! Source: the pages of the companions in the Terraform AWS provider's documentation
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>); for alarms the dimensions that each service publishes
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html>).

/// The paths at which instances of the type `companion` name an instance of the type `parent`.
pub fn companions(companion: &str, parent: &str) -> impl Iterator<Item = &'static str> {
    let fits =
        move |entry: &&Entry| entry.types.contains(&companion) && entry.parents.contains(&parent);
    TABLE
        .iter()
        .filter(fits)
        .flat_map(|entry| entry.paths.iter().copied())
}

/// Types that name parents of one of some types at all of these paths.
struct Entry {
    types: &'static [&'static str],
    paths: &'static [&'static str],
    parents: &'static [&'static str],
}

const fn entry(
    types: &'static [&'static str],
    paths: &'static [&'static str],
    parents: &'static [&'static str],
) -> Entry {
    Entry {
        types,
        paths,
        parents,
    }
}

const LOAD_BALANCER: &[&str] = &["aws_lb", "aws_alb"];
const LISTENER: &[&str] = &["aws_lb_listener", "aws_alb_listener"];
const SCALED: &[&str] = &[
    "aws_ecs_service",
    "aws_dynamodb_table",
    "aws_rds_cluster",
    "aws_neptune_cluster",
    "aws_elasticache_replication_group",
    "aws_lambda_function",
    "aws_lambda_alias",
    "aws_sagemaker_endpoint",
    "aws_msk_cluster",
    "aws_appautoscaling_target",
];
const ALARM: &[&str] = &["aws_cloudwatch_metric_alarm"];

const TABLE: &[Entry] = &[
    entry(
        &[
            "aws_s3_bucket_accelerate_configuration",
            "aws_s3_bucket_acl",
            "aws_s3_bucket_analytics_configuration",
            "aws_s3_bucket_cors_configuration",
            "aws_s3_bucket_intelligent_tiering_configuration",
            "aws_s3_bucket_inventory",
            "aws_s3_bucket_lifecycle_configuration",
            "aws_s3_bucket_logging",
            "aws_s3_bucket_metric",
            "aws_s3_bucket_notification",
            "aws_s3_bucket_object_lock_configuration",
            "aws_s3_bucket_ownership_controls",
            "aws_s3_bucket_policy",
            "aws_s3_bucket_public_access_block",
            "aws_s3_bucket_replication_configuration",
            "aws_s3_bucket_request_payment_configuration",
            "aws_s3_bucket_server_side_encryption_configuration",
            "aws_s3_bucket_versioning",
            "aws_s3_bucket_website_configuration",
            "aws_s3_object",
            "aws_s3_bucket_object",
            "aws_s3_access_point",
        ],
        &["bucket"],
        &["aws_s3_bucket"],
    ),
    entry(
        &[
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
            "aws_vpc_security_group_egress_rule",
        ],
        &["security_group_id"],
        &["aws_security_group", "aws_default_security_group"],
    ),
    entry(
        &["aws_network_acl_rule", "aws_network_acl_association"],
        &["network_acl_id"],
        &["aws_network_acl", "aws_default_network_acl"],
    ),
    entry(
        &[
            "aws_route",
            "aws_route_table_association",
            "aws_main_route_table_association",
            "aws_vpc_endpoint_route_table_association",
        ],
        &["route_table_id"],
        &["aws_route_table", "aws_default_route_table"],
    ),
    entry(
        &[
            "aws_route_table_association",
            "aws_network_acl_association",
            "aws_vpc_endpoint_subnet_association",
        ],
        &["subnet_id"],
        &["aws_subnet", "aws_default_subnet"],
    ),
    entry(
        &["aws_flow_log"],
        &["vpc_id"],
        &["aws_vpc", "aws_default_vpc"],
    ),
    entry(
        &["aws_flow_log"],
        &["subnet_id"],
        &["aws_subnet", "aws_default_subnet"],
    ),
    entry(
        &[
            "aws_internet_gateway",
            "aws_vpc_endpoint",
            "aws_main_route_table_association",
            "aws_vpc_dhcp_options_association",
            "aws_internet_gateway_attachment",
        ],
        &["vpc_id"],
        &["aws_vpc", "aws_default_vpc"],
    ),
    entry(
        &[
            "aws_iam_role_policy",
            "aws_iam_role_policy_attachment",
            "aws_iam_instance_profile",
        ],
        &["role"],
        &["aws_iam_role"],
    ),
    entry(
        &[
            "aws_iam_role_policies_exclusive",
            "aws_iam_role_policy_attachments_exclusive",
        ],
        &["role_name"],
        &["aws_iam_role"],
    ),
    entry(
        &["aws_iam_policy_attachment"],
        &["roles"],
        &["aws_iam_role"],
    ),
    entry(
        &[
            "aws_iam_user_policy",
            "aws_iam_user_policy_attachment",
            "aws_iam_user_group_membership",
            "aws_iam_access_key",
            "aws_iam_user_login_profile",
        ],
        &["user"],
        &["aws_iam_user"],
    ),
    entry(
        &["aws_iam_policy_attachment", "aws_iam_group_membership"],
        &["users"],
        &["aws_iam_user"],
    ),
    entry(
        &[
            "aws_iam_group_policy",
            "aws_iam_group_policy_attachment",
            "aws_iam_group_membership",
        ],
        &["group"],
        &["aws_iam_group"],
    ),
    entry(
        &["aws_iam_policy_attachment", "aws_iam_user_group_membership"],
        &["groups"],
        &["aws_iam_group"],
    ),
    entry(
        &[
            "aws_iam_role_policy_attachment",
            "aws_iam_user_policy_attachment",
            "aws_iam_group_policy_attachment",
            "aws_iam_policy_attachment",
        ],
        &["policy_arn"],
        &["aws_iam_policy"],
    ),
    entry(LISTENER, &["load_balancer_arn"], LOAD_BALANCER),
    entry(
        &[
            "aws_lb_listener_rule",
            "aws_alb_listener_rule",
            "aws_lb_listener_certificate",
            "aws_alb_listener_certificate",
        ],
        &["listener_arn"],
        LISTENER,
    ),
    entry(
        &[
            "aws_lb_target_group_attachment",
            "aws_alb_target_group_attachment",
        ],
        &["target_group_arn"],
        &["aws_lb_target_group", "aws_alb_target_group"],
    ),
    entry(
        &[
            "aws_wafv2_web_acl_association",
            "aws_wafregional_web_acl_association",
            "aws_shield_protection",
        ],
        &["resource_arn"],
        &[
            "aws_lb",
            "aws_alb",
            "aws_api_gateway_stage",
            "aws_cognito_user_pool",
            "aws_appsync_graphql_api",
            "aws_cloudfront_distribution",
            "aws_eip",
        ],
    ),
    entry(
        &["aws_wafv2_web_acl_association"],
        &["web_acl_arn"],
        &["aws_wafv2_web_acl"],
    ),
    entry(
        &["aws_wafv2_web_acl_logging_configuration"],
        &["resource_arn"],
        &["aws_wafv2_web_acl"],
    ),
    entry(
        &[
            "aws_appautoscaling_target",
            "aws_appautoscaling_policy",
            "aws_appautoscaling_scheduled_action",
        ],
        &["resource_id"],
        SCALED,
    ),
    entry(
        &[
            "aws_autoscaling_attachment",
            "aws_autoscaling_policy",
            "aws_autoscaling_schedule",
            "aws_autoscaling_lifecycle_hook",
        ],
        &["autoscaling_group_name"],
        &["aws_autoscaling_group"],
    ),
    entry(
        &["aws_autoscaling_notification"],
        &["group_names"],
        &["aws_autoscaling_group"],
    ),
    entry(
        &["aws_ecs_service", "aws_ecs_task_set"],
        &["cluster"],
        &["aws_ecs_cluster"],
    ),
    entry(
        &["aws_ecs_cluster_capacity_providers"],
        &["cluster_name"],
        &["aws_ecs_cluster"],
    ),
    entry(
        &["aws_ecs_service", "aws_ecs_task_set"],
        &["task_definition"],
        &["aws_ecs_task_definition"],
    ),
    entry(
        &["aws_ecs_task_definition"],
        &["task_role_arn", "execution_role_arn"],
        &["aws_iam_role"],
    ),
    entry(
        &[
            "aws_eks_node_group",
            "aws_eks_fargate_profile",
            "aws_eks_addon",
            "aws_eks_access_entry",
            "aws_eks_pod_identity_association",
        ],
        &["cluster_name"],
        &["aws_eks_cluster"],
    ),
    entry(
        &[
            "aws_rds_cluster_instance",
            "aws_rds_cluster_endpoint",
            "aws_rds_cluster_role_association",
        ],
        &["cluster_identifier", "db_cluster_identifier"],
        &["aws_rds_cluster"],
    ),
    entry(
        &["aws_docdb_cluster_instance"],
        &["cluster_identifier"],
        &["aws_docdb_cluster"],
    ),
    entry(
        &["aws_neptune_cluster_instance"],
        &["cluster_identifier"],
        &["aws_neptune_cluster"],
    ),
    entry(
        &["aws_redshift_logging", "aws_redshift_snapshot_copy"],
        &["cluster_identifier"],
        &["aws_redshift_cluster"],
    ),
    entry(
        &["aws_db_instance"],
        &["replicate_source_db"],
        &["aws_db_instance"],
    ),
    entry(
        &["aws_db_instance_automated_backups_replication"],
        &["source_db_instance_arn"],
        &["aws_db_instance"],
    ),
    entry(
        &[
            "aws_db_proxy_default_target_group",
            "aws_db_proxy_target",
            "aws_db_proxy_endpoint",
        ],
        &["db_proxy_name"],
        &["aws_db_proxy"],
    ),
    entry(
        &[
            "aws_secretsmanager_secret_version",
            "aws_secretsmanager_secret_rotation",
        ],
        &["secret_id"],
        &["aws_secretsmanager_secret"],
    ),
    entry(
        &["aws_secretsmanager_secret_policy"],
        &["secret_arn"],
        &["aws_secretsmanager_secret"],
    ),
    entry(
        &["aws_kms_alias"],
        &["target_key_id"],
        &["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"],
    ),
    entry(
        &["aws_kms_key_policy", "aws_kms_grant"],
        &["key_id"],
        &["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"],
    ),
    entry(
        &[
            "aws_sqs_queue_policy",
            "aws_sqs_queue_redrive_policy",
            "aws_sqs_queue_redrive_allow_policy",
        ],
        &["queue_url"],
        &["aws_sqs_queue"],
    ),
    entry(&["aws_sns_topic_policy"], &["arn"], &["aws_sns_topic"]),
    entry(
        &["aws_sns_topic_subscription"],
        &["topic_arn"],
        &["aws_sns_topic"],
    ),
    entry(
        &["aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"],
        &["repository"],
        &["aws_ecr_repository"],
    ),
    entry(
        &[
            "aws_efs_mount_target",
            "aws_efs_access_point",
            "aws_efs_backup_policy",
            "aws_efs_file_system_policy",
            "aws_efs_replication_configuration",
        ],
        &["file_system_id", "source_file_system_id"],
        &["aws_efs_file_system"],
    ),
    entry(
        &["aws_backup_selection"],
        &["plan_id"],
        &["aws_backup_plan"],
    ),
    entry(
        &["aws_backup_selection"],
        &["resources"],
        &[
            "aws_db_instance",
            "aws_rds_cluster",
            "aws_dynamodb_table",
            "aws_efs_file_system",
            "aws_ebs_volume",
            "aws_s3_bucket",
            "aws_instance",
            "aws_docdb_cluster",
            "aws_neptune_cluster",
            "aws_redshift_cluster",
        ],
    ),
    entry(
        &[
            "aws_backup_vault_lock_configuration",
            "aws_backup_vault_policy",
            "aws_backup_vault_notifications",
        ],
        &["backup_vault_name"],
        &["aws_backup_vault"],
    ),
    entry(
        &[
            "aws_lambda_permission",
            "aws_lambda_function_url",
            "aws_lambda_event_source_mapping",
            "aws_lambda_alias",
            "aws_lambda_function_event_invoke_config",
            "aws_lambda_provisioned_concurrency_config",
        ],
        &["function_name"],
        &["aws_lambda_function"],
    ),
    entry(
        &["aws_cloudwatch_log_group"],
        &["name"],
        &[
            "aws_lambda_function",
            "aws_codebuild_project",
            "aws_eks_cluster",
            "aws_kinesis_firehose_delivery_stream",
        ],
    ),
    entry(
        &[
            "aws_cloudwatch_log_metric_filter",
            "aws_cloudwatch_log_subscription_filter",
            "aws_cloudwatch_log_stream",
        ],
        &["log_group_name"],
        &["aws_cloudwatch_log_group"],
    ),
    entry(
        &["aws_cloudwatch_event_target"],
        &["rule"],
        &["aws_cloudwatch_event_rule"],
    ),
    entry(
        &["aws_cloudwatch_event_target"],
        &["arn"],
        &[
            "aws_lambda_function",
            "aws_sqs_queue",
            "aws_sns_topic",
            "aws_kinesis_stream",
            "aws_sfn_state_machine",
            "aws_ecs_cluster",
        ],
    ),
    entry(
        &[
            "aws_api_gateway_stage",
            "aws_api_gateway_deployment",
            "aws_api_gateway_method",
            "aws_api_gateway_integration",
            "aws_api_gateway_rest_api_policy",
            "aws_api_gateway_method_settings",
        ],
        &["rest_api_id"],
        &["aws_api_gateway_rest_api"],
    ),
    entry(
        &[
            "aws_apigatewayv2_stage",
            "aws_apigatewayv2_route",
            "aws_apigatewayv2_integration",
            "aws_apigatewayv2_authorizer",
        ],
        &["api_id"],
        &["aws_apigatewayv2_api"],
    ),
    entry(
        &["aws_elasticsearch_domain_policy"],
        &["domain_name"],
        &["aws_elasticsearch_domain"],
    ),
    entry(
        &["aws_opensearch_domain_policy"],
        &["domain_name"],
        &["aws_opensearch_domain"],
    ),
    entry(
        &[
            "aws_eip",
            "aws_volume_attachment",
            "aws_network_interface_attachment",
            "aws_eip_association",
        ],
        &["instance", "instance_id"],
        &["aws_instance"],
    ),
    entry(
        &["aws_volume_attachment"],
        &["volume_id"],
        &["aws_ebs_volume"],
    ),
    entry(&["aws_eip_association"], &["allocation_id"], &["aws_eip"]),
    entry(
        &[
            "aws_cognito_user_pool_client",
            "aws_cognito_user_pool_domain",
            "aws_cognito_risk_configuration",
        ],
        &["user_pool_id"],
        &["aws_cognito_user_pool"],
    ),
    entry(
        &[
            "aws_route53_query_log",
            "aws_route53_record",
            "aws_route53_hosted_zone_dnssec",
            "aws_route53_key_signing_key",
        ],
        &["zone_id", "hosted_zone_id"],
        &["aws_route53_zone"],
    ),
    entry(
        &["aws_acm_certificate_validation"],
        &["certificate_arn"],
        &["aws_acm_certificate"],
    ),
    entry(
        &["aws_networkfirewall_logging_configuration"],
        &["firewall_arn"],
        &["aws_networkfirewall_firewall"],
    ),
    entry(
        ALARM,
        &["dimensions.DBInstanceIdentifier"],
        &[
            "aws_db_instance",
            "aws_rds_cluster_instance",
            "aws_docdb_cluster_instance",
            "aws_neptune_cluster_instance",
        ],
    ),
    entry(
        ALARM,
        &["dimensions.DBClusterIdentifier"],
        &[
            "aws_rds_cluster",
            "aws_docdb_cluster",
            "aws_neptune_cluster",
        ],
    ),
    entry(
        ALARM,
        &["dimensions.ClusterName"],
        &["aws_ecs_cluster", "aws_eks_cluster", "aws_memorydb_cluster"],
    ),
    entry(ALARM, &["dimensions.ServiceName"], &["aws_ecs_service"]),
    entry(
        ALARM,
        &["dimensions.CacheClusterId"],
        &["aws_elasticache_cluster"],
    ),
    entry(
        ALARM,
        &["dimensions.ReplicationGroupId"],
        &["aws_elasticache_replication_group"],
    ),
    entry(ALARM, &["dimensions.TableName"], &["aws_dynamodb_table"]),
    entry(
        ALARM,
        &["dimensions.FunctionName"],
        &["aws_lambda_function"],
    ),
    entry(ALARM, &["dimensions.QueueName"], &["aws_sqs_queue"]),
    entry(ALARM, &["dimensions.TopicName"], &["aws_sns_topic"]),
    entry(ALARM, &["dimensions.StreamName"], &["aws_kinesis_stream"]),
    entry(ALARM, &["dimensions.InstanceId"], &["aws_instance"]),
    entry(
        ALARM,
        &["dimensions.AutoScalingGroupName"],
        &["aws_autoscaling_group"],
    ),
    entry(ALARM, &["dimensions.LoadBalancer"], LOAD_BALANCER),
    entry(ALARM, &["dimensions.LoadBalancerName"], &["aws_elb"]),
    entry(
        ALARM,
        &["dimensions.TargetGroup"],
        &["aws_lb_target_group", "aws_alb_target_group"],
    ),
    entry(
        ALARM,
        &["dimensions.DistributionId"],
        &["aws_cloudfront_distribution"],
    ),
    entry(
        ALARM,
        &["dimensions.DomainName"],
        &["aws_opensearch_domain", "aws_elasticsearch_domain"],
    ),
    entry(
        ALARM,
        &["dimensions.FileSystemId"],
        &["aws_efs_file_system"],
    ),
    entry(
        ALARM,
        &["dimensions.ClusterIdentifier"],
        &["aws_redshift_cluster"],
    ),
    entry(
        ALARM,
        &["dimensions.StateMachineArn"],
        &["aws_sfn_state_machine"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_paths_exist() {
        for entry in TABLE {
            for parent in entry.parents {
                assert!(crate::schema::resource(parent).is_some(), "{parent}");
            }
            for companion in entry.types {
                let schema =
                    crate::schema::resource(companion).unwrap_or_else(|| panic!("{companion}"));
                let known = |path: &&&str| schema.has(path.split('.').next().unwrap());
                assert!(
                    entry.paths.iter().any(|path| known(&path)),
                    "{companion} {:?}",
                    entry.paths
                );
            }
            for path in entry.paths {
                let has = |companion: &&&str| {
                    crate::schema::resource(companion)
                        .is_some_and(|schema| schema.has(path.split('.').next().unwrap()))
                };
                assert!(
                    entry.types.iter().any(|companion| has(&companion)),
                    "{path}"
                );
            }
        }
    }

    #[test]
    fn the_table_answers() {
        let paths = |companion, parent| companions(companion, parent).collect::<Vec<_>>();
        assert_eq!(
            paths("aws_s3_bucket_versioning", "aws_s3_bucket"),
            ["bucket"]
        );
        assert_eq!(
            paths("aws_appautoscaling_target", "aws_ecs_service"),
            ["resource_id"]
        );
        assert_eq!(
            paths("aws_cloudwatch_metric_alarm", "aws_db_instance"),
            ["dimensions.DBInstanceIdentifier"]
        );
        assert_eq!(paths("aws_s3_bucket", "aws_s3_bucket_versioning"), [""; 0]);
    }
}
