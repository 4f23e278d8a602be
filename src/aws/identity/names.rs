//! The table of names. `id` and `arn` name an instance of every type; here are the types that are also named by what the configuration sets.
//!
//! Source: the "Attribute Reference" and "Import" sections of each resource in the Terraform AWS provider's documentation
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>), what other resources take, and for ARNs the "Resource types" tables of the
//! Service Authorization Reference (<https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>).

/// How instances of a type are named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    resource_type: &'static str,
    /// Attributes, the ones of every type included.
    pub(super) attributes: &'static [&'static str],
    /// Texts with `{attribute}` in them, see [`crate::graph::Identity::forms`]; an ARN without partition, region, account.
    pub(super) forms: &'static [&'static str],
}

/// The names of a type that is in the table.
pub(super) fn of(resource_type: &str) -> Option<&'static Named> {
    let found = TABLE.binary_search_by(|named| named.resource_type.cmp(resource_type));
    found.ok().and_then(|index| TABLE.get(index))
}

macro_rules! table {
    ($($resource_type:ident: $($attribute:ident),* $(=> $($form:literal),+)?;)*) => {
        &[$(Named {
            resource_type: stringify!($resource_type),
            attributes: &["id", "arn", $(stringify!($attribute)),*],
            forms: &[$($($form),+)?],
        }),*]
    };
}

/// Sorted by type.
const TABLE: &[Named] = table! {
    aws_alb: name => "arn:elasticloadbalancing:loadbalancer/{name}";
    aws_alb_target_group: name => "arn:elasticloadbalancing:targetgroup/{name}";
    aws_api_gateway_domain_name: domain_name;
    aws_api_gateway_rest_api: name => "arn:execute-api:{id}";
    aws_api_gateway_stage: invoke_url => "arn:apigateway:/restapis/{rest_api_id}/stages/{stage_name}";
    aws_apigatewayv2_domain_name: domain_name;
    aws_appautoscaling_target: resource_id;
    aws_appmesh_mesh: name;
    aws_appstream_fleet: name => "fleet/{name}";
    aws_athena_database: name;
    aws_athena_workgroup: name => "arn:athena:workgroup/{name}";
    aws_autoscaling_group: name;
    aws_autoscaling_policy: name;
    aws_backup_plan: ;
    aws_backup_vault: name => "arn:backup:backup-vault:{name}";
    aws_cloudfront_distribution: domain_name;
    aws_cloudsearch_domain: name;
    aws_cloudtrail: name => "arn:cloudtrail:trail/{name}";
    aws_cloudwatch_composite_alarm: alarm_name => "arn:cloudwatch:alarm:{alarm_name}";
    aws_cloudwatch_event_bus: name => "arn:events:event-bus/{name}";
    aws_cloudwatch_event_rule: name => "arn:events:rule/{name}";
    aws_cloudwatch_log_group: name => "arn:logs:log-group:{name}";
    aws_cloudwatch_metric_alarm: alarm_name => "arn:cloudwatch:alarm:{alarm_name}";
    aws_codeartifact_domain: domain;
    aws_codebuild_project: name => "arn:codebuild:project/{name}", "/aws/codebuild/{name}";
    aws_codepipeline: name => "arn:codepipeline:{name}";
    aws_cognito_user_pool: ;
    aws_config_config_rule: name;
    aws_config_configuration_recorder: name;
    aws_dax_cluster: cluster_name;
    aws_dax_parameter_group: name;
    aws_dax_subnet_group: name;
    aws_db_instance: identifier => "arn:rds:db:{identifier}";
    aws_db_option_group: name;
    aws_db_parameter_group: name;
    aws_db_proxy: name;
    aws_db_snapshot: db_snapshot_identifier;
    aws_db_subnet_group: name;
    aws_dms_endpoint: endpoint_arn;
    aws_dms_replication_instance: replication_instance_arn, replication_instance_id;
    aws_dms_replication_subnet_group: replication_subnet_group_id;
    aws_docdb_cluster: cluster_identifier => "arn:rds:cluster:{cluster_identifier}";
    aws_docdb_cluster_instance: identifier => "arn:rds:db:{identifier}";
    aws_docdb_cluster_parameter_group: name;
    aws_docdb_global_cluster: global_cluster_identifier;
    aws_docdb_subnet_group: name;
    aws_dynamodb_table: name => "arn:dynamodb:table/{name}", "table/{name}";
    aws_ebs_volume: => "arn:ec2:volume/{id}";
    aws_ecr_repository: name => "arn:ecr:repository/{name}";
    aws_ecs_capacity_provider: name;
    aws_ecs_cluster: name => "arn:ecs:cluster/{name}";
    aws_ecs_service: name => "service/{cluster>name}/{name}|service of any cluster/{name}", "arn:ecs:service/{cluster>name}/{name}";
    aws_ecs_task_definition: family, arn_without_revision => "arn:ecs:task-definition/{family}";
    aws_efs_access_point: ;
    aws_efs_file_system: creation_token => "arn:elasticfilesystem:file-system/{id}";
    aws_eip: allocation_id, public_ip;
    aws_eks_cluster: name => "arn:eks:cluster/{name}", "/aws/eks/{name}/cluster";
    aws_eks_node_group: ;
    aws_elastic_beanstalk_application: name;
    aws_elastic_beanstalk_environment: name;
    aws_elasticache_cluster: cluster_id => "arn:elasticache:cluster:{cluster_id}";
    aws_elasticache_global_replication_group: global_replication_group_id;
    aws_elasticache_parameter_group: name;
    aws_elasticache_replication_group: replication_group_id => "replication-group/{replication_group_id}", "arn:elasticache:replicationgroup:{replication_group_id}";
    aws_elasticache_serverless_cache: name;
    aws_elasticache_subnet_group: name;
    aws_elasticache_user: user_id;
    aws_elasticache_user_group: user_group_id;
    aws_elasticsearch_domain: domain_name => "arn:es:domain/{domain_name}";
    aws_elb: name => "arn:elasticloadbalancing:loadbalancer/{name}";
    aws_emr_security_configuration: name;
    aws_fsx_lustre_file_system: => "arn:fsx:file-system/{id}";
    aws_fsx_ontap_file_system: => "arn:fsx:file-system/{id}";
    aws_fsx_openzfs_file_system: => "arn:fsx:file-system/{id}";
    aws_fsx_windows_file_system: => "arn:fsx:file-system/{id}";
    aws_glacier_vault: name;
    aws_globalaccelerator_accelerator: name;
    aws_glue_catalog_database: name;
    aws_glue_connection: name;
    aws_glue_crawler: name;
    aws_glue_job: name;
    aws_glue_security_configuration: name;
    aws_iam_group: name => "arn:iam:group/{name}";
    aws_iam_instance_profile: name => "arn:iam:instance-profile/{name}";
    aws_iam_openid_connect_provider: ;
    aws_iam_policy: => "arn:iam:policy/{name}";
    aws_iam_role: name => "arn:iam:role/{name}";
    aws_iam_server_certificate: name;
    aws_iam_user: name => "arn:iam:user/{name}";
    aws_instance: => "arn:ec2:instance/{id}";
    aws_key_pair: key_name;
    aws_keyspaces_table: => "keyspace/{keyspace_name}/table/{table_name}";
    aws_kinesis_firehose_delivery_stream: name => "arn:firehose:deliverystream/{name}", "/aws/kinesisfirehose/{name}";
    aws_kinesis_stream: name => "arn:kinesis:stream/{name}";
    aws_kinesis_video_stream: name;
    aws_kms_alias: name, target_key_arn => "arn:kms:{name}";
    aws_kms_key: key_id;
    aws_kms_replica_key: key_id;
    aws_lambda_alias: => "function:{function_name>function_name}:{name}";
    aws_lambda_function: function_name, qualified_arn, invoke_arn => "arn:lambda:function:{function_name}", "/aws/lambda/{function_name}", "function:{function_name}";
    aws_lambda_layer_version: layer_arn;
    aws_launch_configuration: name;
    aws_launch_template: name;
    aws_lb: name => "arn:elasticloadbalancing:loadbalancer/{name}";
    aws_lb_target_group: name => "arn:elasticloadbalancing:targetgroup/{name}";
    aws_lb_trust_store: name;
    aws_media_store_container: name;
    aws_memorydb_acl: name;
    aws_memorydb_cluster: name;
    aws_memorydb_parameter_group: name;
    aws_memorydb_subnet_group: name;
    aws_mq_broker: broker_name;
    aws_msk_cluster: cluster_name => "arn:kafka:cluster/{cluster_name}";
    aws_mwaa_environment: name;
    aws_neptune_cluster: cluster_identifier => "cluster:{cluster_identifier}", "arn:rds:cluster:{cluster_identifier}";
    aws_neptune_cluster_instance: identifier;
    aws_neptune_cluster_parameter_group: name;
    aws_neptune_parameter_group: name;
    aws_neptune_subnet_group: name;
    aws_networkfirewall_firewall: name;
    aws_networkfirewall_firewall_policy: name;
    aws_networkfirewall_rule_group: name;
    aws_opensearch_domain: domain_name => "arn:es:domain/{domain_name}";
    aws_opensearchserverless_collection: name;
    aws_qldb_ledger: name;
    aws_rds_cluster: cluster_identifier => "cluster:{cluster_identifier}", "arn:rds:cluster:{cluster_identifier}";
    aws_rds_cluster_instance: identifier => "arn:rds:db:{identifier}";
    aws_rds_cluster_parameter_group: name;
    aws_rds_global_cluster: global_cluster_identifier;
    aws_redshift_cluster: cluster_identifier => "arn:redshift:cluster:{cluster_identifier}";
    aws_redshift_parameter_group: name;
    aws_redshift_snapshot_copy_grant: snapshot_copy_grant_name;
    aws_redshift_subnet_group: name;
    aws_redshiftserverless_namespace: namespace_name;
    aws_redshiftserverless_workgroup: workgroup_name;
    aws_route53_zone: zone_id;
    aws_s3_access_point: ;
    aws_s3_bucket: bucket, bucket_domain_name, bucket_regional_domain_name => "arn:s3:{bucket}";
    aws_sagemaker_endpoint: name => "endpoint/{name}";
    aws_sagemaker_endpoint_configuration: name;
    aws_sagemaker_model: name;
    aws_sagemaker_notebook_instance: name;
    aws_scheduler_schedule_group: name;
    aws_secretsmanager_secret: name;
    aws_service_discovery_private_dns_namespace: name;
    aws_ses_configuration_set: name;
    aws_sesv2_configuration_set: configuration_set_name;
    aws_sfn_state_machine: name => "arn:states:stateMachine:{name}";
    aws_sns_topic: name => "arn:sns:{name}";
    aws_sqs_queue: name, url => "arn:sqs:{name}";
    aws_ssm_document: name => "arn:ssm:document/{name}";
    aws_ssm_parameter: name;
    aws_timestreamwrite_database: database_name;
    aws_timestreamwrite_table: => "arn:timestream:database/{database_name}/table/{table_name}";
    aws_wafv2_ip_set: name;
    aws_wafv2_web_acl: ;
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_sorted_and_their_attributes_exist() {
        assert!(TABLE.is_sorted_by(|a, b| a.resource_type < b.resource_type));
        for named in TABLE {
            let Some(schema) = crate::schema::resource(named.resource_type) else {
                panic!("{} is no type", named.resource_type);
            };
            let mut attributes: Vec<&str> = named.attributes.to_vec();
            attributes.retain(|attribute| *attribute != "arn");
            for form in named.forms {
                let holes = form.split('{').skip(1);
                let holes = holes.map(|hole| hole.split_once('}').unwrap().0);
                attributes
                    .extend(holes.map(|hole| hole.split_once('>').map_or(hole, |(own, _)| own)));
            }
            for attribute in attributes {
                assert!(
                    schema.attribute(attribute).is_some(),
                    "{}.{attribute}",
                    named.resource_type
                );
            }
        }
    }

    #[test]
    fn most_types_of_the_table_are_found() {
        assert_eq!(
            of("aws_s3_bucket").unwrap().attributes[..3],
            ["id", "arn", "bucket"]
        );
        assert!(of("aws_vpc").is_none());
        for named in TABLE {
            assert_eq!(
                of(named.resource_type).unwrap().resource_type,
                named.resource_type
            );
        }
    }
}
