//! Companions of instances, containers and what scales.

use super::{Entry, entry};

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
    "aws_spot_fleet_request",
    "aws_appstream_fleet",
    "aws_keyspaces_table",
    "aws_appautoscaling_target",
];

pub(super) const TABLE: &[Entry] = &[
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
        &["aws_autoscaling_attachment"],
        &["lb_target_group_arn"],
        &["aws_lb_target_group", "aws_alb_target_group"],
    ),
    entry(&["aws_autoscaling_attachment"], &["elb"], &["aws_elb"]),
    entry(
        &["aws_eks_access_policy_association"],
        &["cluster_name"],
        &["aws_eks_cluster"],
    ),
];
