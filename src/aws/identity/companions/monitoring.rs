//! Companions that watch: log groups and alarms.

use super::{Entry, entry};

const LOAD_BALANCER: &[&str] = &["aws_lb", "aws_alb"];

/// Alarms about what a dimension names, in the metric of the alarm or in one of its queries.
macro_rules! alarm {
    ($dimension:literal, $parents:expr) => {
        entry(
            &["aws_cloudwatch_metric_alarm"],
            &[
                concat!("dimensions.", $dimension),
                concat!("metric_query.metric.dimensions.", $dimension),
            ],
            $parents,
        )
    };
}

pub(super) const TABLE: &[Entry] = &[
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
    alarm!(
        "DBInstanceIdentifier",
        &[
            "aws_db_instance",
            "aws_rds_cluster_instance",
            "aws_docdb_cluster_instance",
            "aws_neptune_cluster_instance",
        ]
    ),
    alarm!(
        "DBClusterIdentifier",
        &[
            "aws_rds_cluster",
            "aws_docdb_cluster",
            "aws_neptune_cluster",
        ]
    ),
    alarm!(
        "ClusterName",
        &["aws_ecs_cluster", "aws_eks_cluster", "aws_memorydb_cluster"]
    ),
    alarm!("ServiceName", &["aws_ecs_service"]),
    alarm!("CacheClusterId", &["aws_elasticache_cluster"]),
    alarm!("ReplicationGroupId", &["aws_elasticache_replication_group"]),
    alarm!("TableName", &["aws_dynamodb_table"]),
    alarm!("FunctionName", &["aws_lambda_function"]),
    alarm!("QueueName", &["aws_sqs_queue"]),
    alarm!("TopicName", &["aws_sns_topic"]),
    alarm!("StreamName", &["aws_kinesis_stream"]),
    alarm!("InstanceId", &["aws_instance"]),
    alarm!("AutoScalingGroupName", &["aws_autoscaling_group"]),
    alarm!("LoadBalancer", LOAD_BALANCER),
    alarm!("LoadBalancerName", &["aws_elb"]),
    alarm!(
        "TargetGroup",
        &["aws_lb_target_group", "aws_alb_target_group"]
    ),
    alarm!("DistributionId", &["aws_cloudfront_distribution"]),
    alarm!(
        "DomainName",
        &["aws_opensearch_domain", "aws_elasticsearch_domain"]
    ),
    alarm!("FileSystemId", &["aws_efs_file_system"]),
    alarm!("ClusterIdentifier", &["aws_redshift_cluster"]),
    alarm!("StateMachineArn", &["aws_sfn_state_machine"]),
    alarm!("NatGatewayId", &["aws_nat_gateway"]),
    alarm!("Cluster Name", &["aws_msk_cluster"]),
    alarm!("ApiName", &["aws_api_gateway_rest_api"]),
    alarm!("ApiId", &["aws_apigatewayv2_api"]),
    alarm!(
        "DeliveryStreamName",
        &["aws_kinesis_firehose_delivery_stream"]
    ),
    alarm!("RuleName", &["aws_cloudwatch_event_rule"]),
    alarm!("EndpointName", &["aws_sagemaker_endpoint"]),
    alarm!("BucketName", &["aws_s3_bucket"]),
    alarm!("CertificateArn", &["aws_acm_certificate"]),
    alarm!("HealthCheckId", &["aws_route53_health_check"]),
    alarm!("VolumeId", &["aws_ebs_volume"]),
];
