//! Companions of queues, topics, functions, events and interfaces.

use super::{Entry, entry};

pub(super) const TABLE: &[Entry] = &[
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
];
