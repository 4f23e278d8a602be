//! What nobody writes Terraform for, as tables: what AWS makes by itself, and what belongs to something else.
//! Knows no state and no export.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html>,
//! <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html>,
//! <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key>,
//! <https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html> (the prefix `aws:` is AWS's own).

/// Patterns of ARNs whose resources AWS makes by itself, and what these are.
pub(super) const ARNS: &[(&str, &str)] = &[
    ("arn:*:iam::aws:*", "managed by AWS"),
    (
        "arn:*:iam::*:role/aws-service-role/*",
        "service-linked role",
    ),
    (
        "arn:*:iam::*:role/aws-reserved/*",
        "role of IAM Identity Center",
    ),
    (
        "arn:*:iam::*:saml-provider/AWSSSO_*",
        "provider of IAM Identity Center",
    ),
    ("arn:*:kms:*:*:alias/aws/*", "alias of an AWS-managed key"),
    (
        "arn:*:logs:*:*:log-group:/aws/lambda/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/rds/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/codebuild/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/eks/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/apigateway/welcome*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/ecs/containerinsights/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/containerinsights/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws-glue/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/sagemaker/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:API-Gateway-Execution-Logs_*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:RDSOSMetrics*",
        "log group of a service",
    ),
    ("arn:*:rds:*:*:pg:default.*", "default parameter group"),
    (
        "arn:*:rds:*:*:cluster-pg:default.*",
        "default parameter group",
    ),
    ("arn:*:rds:*:*:og:default:*", "default option group"),
    ("arn:*:rds:*:*:secgrp:default", "default security group"),
    ("arn:*:rds:*:*:snapshot:rds:*", "automated snapshot"),
    ("arn:*:rds:*:*:cluster-snapshot:rds:*", "automated snapshot"),
    ("arn:*:rds:*:*:auto-backup:*", "automated backup"),
    (
        "arn:*:rds:*:*:snapshot:awsbackup:*",
        "recovery point of AWS Backup",
    ),
    (
        "arn:*:rds:*:*:cluster-snapshot:awsbackup:*",
        "recovery point of AWS Backup",
    ),
    (
        "arn:*:backup:*:*:recovery-point:*",
        "recovery point of AWS Backup",
    ),
    (
        "arn:*:backup:*:*:backup-vault:aws/efs/*",
        "vault of automatic backups",
    ),
    (
        "arn:*:elasticache:*:*:parametergroup:default.*",
        "default parameter group",
    ),
    ("arn:*:elasticache:*:*:user:default", "default user"),
    (
        "arn:*:elasticache:*:*:snapshot:automatic.*",
        "automated snapshot",
    ),
    (
        "arn:*:memorydb:*:*:parametergroup/default.*",
        "default parameter group",
    ),
    ("arn:*:memorydb:*:*:acl/open-access", "default access list"),
    ("arn:*:memorydb:*:*:user/default", "default user"),
    (
        "arn:*:redshift:*:*:parametergroup:default.*",
        "default parameter group",
    ),
    ("arn:*:redshift:*:*:snapshot:*/rs:*", "automated snapshot"),
    ("arn:*:athena:*:*:workgroup/primary", "default workgroup"),
    ("arn:*:events:*:*:event-bus/default", "default event bus"),
    (
        "arn:*:events:*:*:rule/AutoScalingManagedRule*",
        "rule of a service",
    ),
    (
        "arn:*:events:*:*:rule/StepFunctions*Rule",
        "rule of a service",
    ),
    (
        "arn:*:scheduler:*:*:schedule-group/default",
        "default schedule group",
    ),
    ("arn:*:xray:*:*:group/Default", "default group"),
    (
        "arn:*:resource-explorer-2:*:*:*",
        "Resource Explorer itself",
    ),
    ("arn:*:ssm:*:*:document/AWS-*", "document of AWS"),
    ("arn:*:ssm:*:aws:*", "managed by AWS"),
    (
        "arn:*:ecs:*:*:task/*",
        "task; its service or a schedule runs it",
    ),
    (
        "arn:*:ecs:*:*:container-instance/*",
        "instance of a cluster; its group runs it",
    ),
    (
        "arn:*:ecs:*:*:task-set/*",
        "part of a deployment of its service",
    ),
    ("arn:*:dynamodb:*:*:table/*/*", "part of its table"),
    (
        "arn:*:cloudformation:*:*:stack/StackSet-*",
        "stack of a stack set",
    ),
    ("arn:*:ec2:*:*:fleet/*", "fleet; its group runs it"),
    (
        "arn:*:logs:*:*:log-group:/aws/docdb/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/neptune/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/batch/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/elasticbeanstalk/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/transfer/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/appsync/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/amplify/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/imagebuilder/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/kinesisfirehose/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/redshift/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/application-signals/*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:/aws/lambda-insights*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:dms-tasks-*",
        "log group of a service",
    ),
    (
        "arn:*:logs:*:*:log-group:*:log-stream:*",
        "part of its log group",
    ),
    ("arn:*:secretsmanager:*:*:secret:*!*", "secret of a service"),
    ("arn:*:rds:*:*:target-group:prx-tg-*", "part of its proxy"),
    ("arn:*:rds:*:*:subgrp:default", "default subnet group"),
    (
        "arn:*:elasticache:*:*:subnetgroup:default",
        "default subnet group",
    ),
    (
        "arn:*:ecs:*:*:capacity-provider/FARGATE*",
        "default capacity provider",
    ),
    (
        "arn:*:apprunner:*:*:autoscalingconfiguration/DefaultConfiguration/*",
        "default configuration",
    ),
    ("arn:*:backup:*:*:backup-vault:Default", "default vault"),
    (
        "arn:*:codedeploy:*:*:deploymentconfig:CodeDeployDefault.*",
        "deployment configuration of AWS",
    ),
    (
        "arn:*:athena:*:*:datacatalog/AwsDataCatalog",
        "default catalog",
    ),
    ("arn:*:glue:*:*:catalog", "default catalog"),
    ("arn:*:glue:*:*:database/default", "default database"),
    (
        "arn:*:xray:*:*:sampling-rule/Default",
        "default sampling rule",
    ),
    ("arn:*:cassandra:*:*:/keyspace/system*", "keyspace of AWS"),
    (
        "arn:*:s3:*:*:storage-lens/default-account-dashboard",
        "default dashboard",
    ),
    (
        "arn:*:s3:::elasticbeanstalk-*-????????????",
        "bucket of Elastic Beanstalk",
    ),
    (
        "arn:*:s3:::cf-templates-*",
        "bucket of the console of CloudFormation",
    ),
    (
        "arn:*:cloudwatch:*:*:alarm:TargetTracking-*",
        "alarm of a scaling policy",
    ),
    (
        "arn:*:ec2:*:*:spot-fleet-request/*",
        "request of an instance or a group",
    ),
    (
        "arn:*:events:*:*:rule/DO-NOT-DELETE-AmazonInspector*",
        "rule of a service",
    ),
    (
        "arn:*:ec2:*:*:spot-instances-request/*",
        "request of an instance or a group",
    ),
];

/// Patterns of tags that AWS and its controllers set: the key, the value, of which resources (`service:resource`), and whose they then are.
pub(super) const TAGS: &[(&str, &str, &str, &str)] = &[
    (
        "aws:cloudformation:*",
        "*",
        "*",
        "part of a CloudFormation stack",
    ),
    (
        "aws:autoscaling:groupName",
        "*",
        "ec2:*",
        "instance of an autoscaling group",
    ),
    ("aws:eks:cluster-name", "*", "ec2:*", "made by EKS"),
    (
        "eks:nodegroup-name",
        "*",
        "ec2:*",
        "part of an EKS node group",
    ),
    (
        "eks:nodegroup-name",
        "*",
        "autoscaling:*",
        "part of an EKS node group",
    ),
    (
        "kubernetes.io/cluster/*",
        "owned",
        "ec2:instance/*",
        "node of a Kubernetes cluster",
    ),
    (
        "kubernetes.io/cluster/*",
        "owned",
        "ec2:volume/*",
        "made by a Kubernetes cluster",
    ),
    (
        "kubernetes.io/cluster/*",
        "owned",
        "ec2:network-interface/*",
        "made by a Kubernetes cluster",
    ),
    (
        "kubernetes.io/cluster/*",
        "owned",
        "elasticloadbalancing:*",
        "made by a Kubernetes cluster",
    ),
    (
        "kubernetes.io/created-for/*",
        "*",
        "*",
        "volume of a Kubernetes claim",
    ),
    (
        "kubernetes.io/service-name",
        "*",
        "*",
        "made for a Kubernetes service",
    ),
    (
        "elbv2.k8s.aws/cluster",
        "*",
        "*",
        "made by the Kubernetes load balancer controller",
    ),
    (
        "ebs.csi.aws.com/cluster",
        "true",
        "ec2:*",
        "volume of a Kubernetes claim",
    ),
    (
        "node.k8s.amazonaws.com/instance_id",
        "*",
        "ec2:network-interface/*",
        "network interface of a node",
    ),
    ("karpenter.sh/nodepool", "*", "ec2:*", "node of Karpenter"),
    ("aws:ecs:serviceName", "*", "*", "made by its ECS service"),
    ("AmazonECSManaged", "*", "ec2:*", "made by ECS"),
    ("aws:ec2:fleet-id", "*", "ec2:*", "instance of a fleet"),
    (
        "aws:ec2spot:fleet-request-id",
        "*",
        "ec2:*",
        "instance of a spot fleet",
    ),
    (
        "aws:elasticmapreduce:job-flow-id",
        "*",
        "ec2:*",
        "part of an EMR cluster",
    ),
    (
        "aws:servicecatalog:provisioningPrincipal",
        "*",
        "*",
        "made by Service Catalog",
    ),
    (
        "aws:secretsmanager:owningService",
        "*",
        "secretsmanager:*",
        "secret of a service",
    ),
    (
        "aws:backup:source-resource",
        "*",
        "*",
        "recovery point of AWS Backup",
    ),
    (
        "aws:dlm:lifecycle-policy-id",
        "*",
        "ec2:*",
        "snapshot by policy",
    ),
    ("dlm:managed", "true", "ec2:*", "snapshot by policy"),
    (
        "kubernetes.io/cluster/*",
        "owned",
        "ec2:security-group/*",
        "made by a Kubernetes cluster",
    ),
    (
        "elasticbeanstalk:environment-name",
        "*",
        "*",
        "part of an Elastic Beanstalk environment",
    ),
    ("GuardDutyManaged", "*", "ec2:*", "made by GuardDuty"),
    (
        "ManagedByAmazonSageMakerResource",
        "*",
        "*",
        "made by SageMaker",
    ),
    ("AWSBatchServiceTag", "*", "*", "made by Batch"),
    (
        "elasticbeanstalk:environment-id",
        "*",
        "*",
        "part of an Elastic Beanstalk environment",
    ),
];

/// What AWS Config says of resources that AWS makes by itself: their type, a member of `configuration` (or `resourceName`; `*` for each element), its value.
pub(super) const FACTS: &[(&str, &str, &str, &str)] = &[
    ("AWS::EC2::VPC", "isDefault", "true", "default VPC"),
    (
        "AWS::EC2::Subnet",
        "defaultForAz",
        "true",
        "subnet of the default VPC",
    ),
    (
        "AWS::EC2::NetworkAcl",
        "isDefault",
        "true",
        "default network ACL of its VPC",
    ),
    (
        "AWS::EC2::SecurityGroup",
        "groupName",
        "default",
        "default security group of its VPC",
    ),
    (
        "AWS::EC2::SecurityGroup",
        "resourceName",
        "default",
        "default security group of its VPC",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "requesterManaged",
        "true",
        "network interface of a service",
    ),
    (
        "AWS::EC2::RouteTable",
        "associations.*.main",
        "true",
        "main route table of its VPC",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "lambda",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "load_balancer",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "natGateway",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "network_load_balancer",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "gateway_load_balancer",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "gateway_load_balancer_endpoint",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "vpc_endpoint",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "transit_gateway",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "iot_rules_managed",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "quicksight",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "api_gateway_managed",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "global_accelerator_managed",
        "network interface of a service",
    ),
    (
        "AWS::EC2::NetworkInterface",
        "interfaceType",
        "aws_codestar_connections_managed",
        "network interface of a service",
    ),
    (
        "AWS::ECS::CapacityProvider",
        "resourceName",
        "FARGATE",
        "default capacity provider",
    ),
    (
        "AWS::ECS::CapacityProvider",
        "resourceName",
        "FARGATE_SPOT",
        "default capacity provider",
    ),
    ("AWS::KMS::Key", "keyManager", "AWS", "AWS-managed key"),
    (
        "AWS::RDS::DBSnapshot",
        "snapshotType",
        "automated",
        "automated snapshot",
    ),
    (
        "AWS::RDS::DBClusterSnapshot",
        "snapshotType",
        "automated",
        "automated snapshot",
    ),
    (
        "AWS::RDS::DBSecurityGroup",
        "resourceName",
        "default",
        "default security group",
    ),
    (
        "AWS::Athena::WorkGroup",
        "resourceName",
        "primary",
        "default workgroup",
    ),
    (
        "AWS::Events::EventBus",
        "resourceName",
        "default",
        "default event bus",
    ),
];

/// What belongs to a default VPC, where an export says that one is: the type, and the member of `configuration` that names the VPC.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html>: it comes with an internet gateway, and a VPC has one at most.
pub(super) const OF_DEFAULT_VPC: &[(&str, &str, &str)] = &[(
    "AWS::EC2::InternetGateway",
    "attachments.*.vpcId",
    "internet gateway of the default VPC",
)];

/// Attributes of managed resources that name what AWS makes with them: the type, the attribute (`*` for each element), what that is.
pub(super) const PARTS: &[(&str, &str, &str)] = &[
    (
        "aws_instance",
        "root_block_device.*.volume_id",
        "volume of a managed instance",
    ),
    (
        "aws_instance",
        "ebs_block_device.*.volume_id",
        "volume of a managed instance",
    ),
    (
        "aws_instance",
        "primary_network_interface_id",
        "network interface of a managed instance",
    ),
    (
        "aws_spot_instance_request",
        "spot_instance_id",
        "instance of a managed request",
    ),
    (
        "aws_spot_instance_request",
        "root_block_device.*.volume_id",
        "volume of a managed instance",
    ),
    (
        "aws_vpc",
        "default_network_acl_id",
        "default network ACL of a managed VPC",
    ),
    (
        "aws_vpc",
        "default_route_table_id",
        "default route table of a managed VPC",
    ),
    (
        "aws_vpc",
        "main_route_table_id",
        "default route table of a managed VPC",
    ),
    (
        "aws_vpc",
        "default_security_group_id",
        "default security group of a managed VPC",
    ),
    (
        "aws_default_vpc",
        "default_network_acl_id",
        "default network ACL of a managed VPC",
    ),
    (
        "aws_default_vpc",
        "default_route_table_id",
        "default route table of a managed VPC",
    ),
    (
        "aws_default_vpc",
        "main_route_table_id",
        "default route table of a managed VPC",
    ),
    (
        "aws_default_vpc",
        "default_security_group_id",
        "default security group of a managed VPC",
    ),
    (
        "aws_docdb_cluster",
        "master_user_secret.*.secret_arn",
        "secret of a managed database",
    ),
    (
        "aws_vpc_endpoint",
        "network_interface_ids.*",
        "network interface of a managed endpoint",
    ),
    (
        "aws_nat_gateway",
        "network_interface_id",
        "network interface of a managed gateway",
    ),
    (
        "aws_efs_mount_target",
        "network_interface_id",
        "network interface of a managed mount target",
    ),
    (
        "aws_lb",
        "subnet_mapping.*.network_interface_id",
        "network interface of a managed load balancer",
    ),
    (
        "aws_fsx_lustre_file_system",
        "network_interface_ids.*",
        "network interface of a managed file system",
    ),
    (
        "aws_fsx_windows_file_system",
        "network_interface_ids.*",
        "network interface of a managed file system",
    ),
    (
        "aws_fsx_ontap_file_system",
        "network_interface_ids.*",
        "network interface of a managed file system",
    ),
    (
        "aws_directory_service_directory",
        "security_group_id",
        "security group of a managed directory",
    ),
    (
        "aws_eks_cluster",
        "vpc_config.*.cluster_security_group_id",
        "security group of a managed cluster",
    ),
    (
        "aws_eks_node_group",
        "resources.*.autoscaling_groups.*.name",
        "group of a managed node group",
    ),
    (
        "aws_eks_node_group",
        "resources.*.remote_access_security_group_id",
        "group of a managed node group",
    ),
    (
        "aws_db_instance",
        "master_user_secret.*.secret_arn",
        "secret of a managed database",
    ),
    (
        "aws_rds_cluster",
        "master_user_secret.*.secret_arn",
        "secret of a managed database",
    ),
    (
        "aws_redshift_cluster",
        "master_password_secret_arn",
        "secret of a managed cluster",
    ),
    (
        "aws_ami",
        "ebs_block_device.*.snapshot_id",
        "snapshot of a managed image",
    ),
    (
        "aws_ami_copy",
        "root_snapshot_id",
        "snapshot of a managed image",
    ),
    (
        "aws_ami_from_instance",
        "root_snapshot_id",
        "snapshot of a managed image",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "autoscaling_groups.*",
        "group of a managed environment",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "instances.*",
        "instance of a managed environment",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "load_balancers.*",
        "load balancer of a managed environment",
    ),
    (
        "aws_batch_compute_environment",
        "ecs_cluster_arn",
        "cluster of a managed compute environment",
    ),
    (
        "aws_elasticache_replication_group",
        "member_clusters.*",
        "cluster of a managed replication group",
    ),
    (
        "aws_sagemaker_domain",
        "home_efs_file_system_id",
        "file system of a managed domain",
    ),
    (
        "aws_sagemaker_domain",
        "security_group_id_for_domain_boundary",
        "security group of a managed domain",
    ),
    (
        "aws_workspaces_directory",
        "workspace_security_group_id",
        "security group of a managed directory",
    ),
];

/// ARNs that go on after that of a managed resource: `service:resource` with what goes on as its end, and what these are.
pub(super) const REVISIONS: &[(&str, &str)] = &[
    (
        "ecs:task-definition/",
        "earlier revision of a managed task definition",
    ),
    ("lambda:function:", "version of a managed function"),
    ("lambda:layer:", "earlier version of a managed layer"),
    (
        "batch:job-definition/",
        "earlier revision of a managed job definition",
    ),
];
