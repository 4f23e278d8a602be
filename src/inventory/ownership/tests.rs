use super::super::found::Listed;
use super::*;
use crate::schema;
use crate::source::{Sources, Span};

#[test]
fn parts_are_read_along_their_paths() {
    let value = serde_json::json!([{ "volume_id": "vol-1" }, { "volume_id": "" }, { "volume_id": "vol-2" }]);
    let found = parts("aws_instance", |name| {
        (name == "root_block_device").then(|| value.clone())
    });
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["vol-1", "vol-2"]);
}

#[test]
fn families_are_arns_without_their_revision() {
    let family = |arn| family(arn).map(|(family, _)| family);
    assert_eq!(
        family("arn:aws:ecs:r:1:task-definition/api:7"),
        Some("arn:aws:ecs:r:1:task-definition/api")
    );
    assert_eq!(
        family("arn:aws:lambda:r:1:function:api"),
        Some("arn:aws:lambda:r:1:function:api")
    );
    assert_eq!(family("arn:aws:sns:r:1:topic"), None);
}

#[test]
fn the_tables_speak_of_types_and_attributes_that_exist() {
    for (resource_type, path, _) in PARTS {
        let schema = schema::resource(resource_type).unwrap_or_else(|| panic!("{resource_type}"));
        let name = path.split('.').next().unwrap();
        assert!(
            schema.attribute(name).is_some() || schema.block(name).is_some(),
            "{resource_type}.{path}"
        );
    }
    for (pattern, _) in ARNS {
        assert_eq!(pattern.matches(':').count().min(5), 5, "{pattern}");
    }
}

/// An example of each line of `ARNS`.
const OWN_NAMES: &[(&str, &str)] = &[
    ("arn:aws:iam::aws:x1", "managed by AWS"),
    (
        "arn:aws:iam::123456789012:role/aws-service-role/x1",
        "service-linked role",
    ),
    (
        "arn:aws:iam::123456789012:role/aws-reserved/x1",
        "role of IAM Identity Center",
    ),
    (
        "arn:aws:iam::123456789012:saml-provider/AWSSSO_x1",
        "provider of IAM Identity Center",
    ),
    (
        "arn:aws:kms:eu-west-1:123456789012:alias/aws/x1",
        "alias of an AWS-managed key",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/rds/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/codebuild/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/eks/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/apigateway/welcomex1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/ecs/containerinsights/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/containerinsights/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:API-Gateway-Execution-Logs_x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:RDSOSMetricsx1",
        "log group of a service",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:pg:default.x1",
        "default parameter group",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:cluster-pg:default.x1",
        "default parameter group",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:og:default:x1",
        "default option group",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:secgrp:default",
        "default security group",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:x1",
        "automated snapshot",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:rds:x1",
        "automated snapshot",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:auto-backup:x1",
        "automated backup",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:x1",
        "recovery point of AWS Backup",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:awsbackup:x1",
        "recovery point of AWS Backup",
    ),
    (
        "arn:aws:backup:eu-west-1:123456789012:recovery-point:x1",
        "recovery point of AWS Backup",
    ),
    (
        "arn:aws:backup:eu-west-1:123456789012:backup-vault:aws/efs/x1",
        "vault of automatic backups",
    ),
    (
        "arn:aws:elasticache:eu-west-1:123456789012:parametergroup:default.x1",
        "default parameter group",
    ),
    (
        "arn:aws:elasticache:eu-west-1:123456789012:user:default",
        "default user",
    ),
    (
        "arn:aws:elasticache:eu-west-1:123456789012:snapshot:automatic.x1",
        "automated snapshot",
    ),
    (
        "arn:aws:memorydb:eu-west-1:123456789012:parametergroup/default.x1",
        "default parameter group",
    ),
    (
        "arn:aws:memorydb:eu-west-1:123456789012:acl/open-access",
        "default access list",
    ),
    (
        "arn:aws:memorydb:eu-west-1:123456789012:user/default",
        "default user",
    ),
    (
        "arn:aws:redshift:eu-west-1:123456789012:parametergroup:default.x1",
        "default parameter group",
    ),
    (
        "arn:aws:redshift:eu-west-1:123456789012:snapshot:x1/rs:x1",
        "automated snapshot",
    ),
    (
        "arn:aws:athena:eu-west-1:123456789012:workgroup/primary",
        "default workgroup",
    ),
    (
        "arn:aws:events:eu-west-1:123456789012:event-bus/default",
        "default event bus",
    ),
    (
        "arn:aws:events:eu-west-1:123456789012:rule/AutoScalingManagedRulex1",
        "rule of a service",
    ),
    (
        "arn:aws:events:eu-west-1:123456789012:rule/StepFunctionsx1Rule",
        "rule of a service",
    ),
    (
        "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/default",
        "default schedule group",
    ),
    (
        "arn:aws:xray:eu-west-1:123456789012:group/Default",
        "default group",
    ),
    (
        "arn:aws:resource-explorer-2:eu-west-1:123456789012:x1",
        "Resource Explorer itself",
    ),
    (
        "arn:aws:ssm:eu-west-1:123456789012:document/AWS-x1",
        "document of AWS",
    ),
    ("arn:aws:ssm:eu-west-1:aws:x1", "managed by AWS"),
    (
        "arn:aws:ecs:eu-west-1:123456789012:task/x1",
        "task; its service or a schedule runs it",
    ),
    (
        "arn:aws:ecs:eu-west-1:123456789012:container-instance/x1",
        "instance of a cluster; its group runs it",
    ),
    (
        "arn:aws:ecs:eu-west-1:123456789012:task-set/x1",
        "part of a deployment of its service",
    ),
    (
        "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/by-day",
        "part of its table",
    ),
    (
        "arn:aws:cloudformation:eu-west-1:123456789012:stack/StackSet-x1",
        "stack of a stack set",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:fleet/x1",
        "fleet; its group runs it",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/docdb/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/neptune/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/batch/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/elasticbeanstalk/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/transfer/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/appsync/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/amplify/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/imagebuilder/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/kinesisfirehose/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/redshift/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/application-signals/x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda-insightsx1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:dms-tasks-x1",
        "log group of a service",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:x1:log-stream:x1",
        "part of its log group",
    ),
    (
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1a2b",
        "secret of a service",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:target-group:prx-tg-x1",
        "part of its proxy",
    ),
    (
        "arn:aws:rds:eu-west-1:123456789012:subgrp:default",
        "default subnet group",
    ),
    (
        "arn:aws:elasticache:eu-west-1:123456789012:subnetgroup:default",
        "default subnet group",
    ),
    (
        "arn:aws:ecs:eu-west-1:123456789012:capacity-provider/FARGATEx1",
        "default capacity provider",
    ),
    (
        "arn:aws:apprunner:eu-west-1:123456789012:autoscalingconfiguration/DefaultConfiguration/x1",
        "default configuration",
    ),
    (
        "arn:aws:backup:eu-west-1:123456789012:backup-vault:Default",
        "default vault",
    ),
    (
        "arn:aws:codedeploy:eu-west-1:123456789012:deploymentconfig:CodeDeployDefault.x1",
        "deployment configuration of AWS",
    ),
    (
        "arn:aws:athena:eu-west-1:123456789012:datacatalog/AwsDataCatalog",
        "default catalog",
    ),
    (
        "arn:aws:glue:eu-west-1:123456789012:catalog",
        "default catalog",
    ),
    (
        "arn:aws:glue:eu-west-1:123456789012:database/default",
        "default database",
    ),
    (
        "arn:aws:xray:eu-west-1:123456789012:sampling-rule/Default",
        "default sampling rule",
    ),
    (
        "arn:aws:cassandra:eu-west-1:123456789012:/keyspace/systemx1",
        "keyspace of AWS",
    ),
    (
        "arn:aws:s3:eu-west-1:123456789012:storage-lens/default-account-dashboard",
        "default dashboard",
    ),
    (
        "arn:aws:s3:::elasticbeanstalk-x1-123456789012",
        "bucket of Elastic Beanstalk",
    ),
    (
        "arn:aws:s3:::cf-templates-x1",
        "bucket of the console of CloudFormation",
    ),
    (
        "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:TargetTracking-x1",
        "alarm of a scaling policy",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:spot-fleet-request/x1",
        "request of an instance or a group",
    ),
    (
        "arn:aws:events:eu-west-1:123456789012:rule/DO-NOT-DELETE-AmazonInspectorx1",
        "rule of a service",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:spot-instances-request/x1",
        "request of an instance or a group",
    ),
];

/// An example of each line of `TAGS`: key, value, the resource, whose it is.
const OWN_TAGS: &[(&str, &str, &str, &str)] = &[
    (
        "aws:cloudformation:stack-id",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "part of a CloudFormation stack",
    ),
    (
        "aws:autoscaling:groupName",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "instance of an autoscaling group",
    ),
    (
        "aws:eks:cluster-name",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "made by EKS",
    ),
    (
        "eks:nodegroup-name",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "part of an EKS node group",
    ),
    (
        "eks:nodegroup-name",
        "x",
        "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:u:autoScalingGroupName/g",
        "part of an EKS node group",
    ),
    (
        "kubernetes.io/cluster/prod",
        "owned",
        "arn:aws:ec2:eu-west-1:123456789012:instance/x-1",
        "node of a Kubernetes cluster",
    ),
    (
        "kubernetes.io/cluster/prod",
        "owned",
        "arn:aws:ec2:eu-west-1:123456789012:volume/x-1",
        "made by a Kubernetes cluster",
    ),
    (
        "kubernetes.io/cluster/prod",
        "owned",
        "arn:aws:ec2:eu-west-1:123456789012:network-interface/x-1",
        "made by a Kubernetes cluster",
    ),
    (
        "kubernetes.io/cluster/prod",
        "owned",
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1",
        "made by a Kubernetes cluster",
    ),
    (
        "kubernetes.io/created-for/prod",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "volume of a Kubernetes claim",
    ),
    (
        "kubernetes.io/service-name",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "made for a Kubernetes service",
    ),
    (
        "elbv2.k8s.aws/cluster",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "made by the Kubernetes load balancer controller",
    ),
    (
        "ebs.csi.aws.com/cluster",
        "true",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "volume of a Kubernetes claim",
    ),
    (
        "node.k8s.amazonaws.com/instance_id",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:network-interface/x-1",
        "network interface of a node",
    ),
    (
        "karpenter.sh/nodepool",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "node of Karpenter",
    ),
    (
        "aws:ecs:serviceName",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "made by its ECS service",
    ),
    (
        "AmazonECSManaged",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "made by ECS",
    ),
    (
        "aws:ec2:fleet-id",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "instance of a fleet",
    ),
    (
        "aws:ec2spot:fleet-request-id",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "instance of a spot fleet",
    ),
    (
        "aws:elasticmapreduce:job-flow-id",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "part of an EMR cluster",
    ),
    (
        "aws:servicecatalog:provisioningPrincipal",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "made by Service Catalog",
    ),
    (
        "aws:secretsmanager:owningService",
        "x",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-abcdef",
        "secret of a service",
    ),
    (
        "aws:backup:source-resource",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "recovery point of AWS Backup",
    ),
    (
        "aws:dlm:lifecycle-policy-id",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "snapshot by policy",
    ),
    (
        "dlm:managed",
        "true",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "snapshot by policy",
    ),
    (
        "kubernetes.io/cluster/prod",
        "owned",
        "arn:aws:ec2:eu-west-1:123456789012:security-group/x-1",
        "made by a Kubernetes cluster",
    ),
    (
        "elasticbeanstalk:environment-name",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "part of an Elastic Beanstalk environment",
    ),
    (
        "GuardDutyManaged",
        "x",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "made by GuardDuty",
    ),
    (
        "ManagedByAmazonSageMakerResource",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "made by SageMaker",
    ),
    (
        "AWSBatchServiceTag",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "made by Batch",
    ),
    (
        "elasticbeanstalk:environment-id",
        "x",
        "arn:aws:sqs:eu-west-1:123456789012:jobs",
        "part of an Elastic Beanstalk environment",
    ),
];

/// What looks like the work of AWS and is somebody's.
const BY_HAND: &[(&str, &str, &str)] = &[
    (
        "arn:aws:iam::123456789012:role/service-role/lambda-basic",
        "",
        "",
    ),
    (
        "arn:aws:iam::123456789012:role/aws-service-role-like",
        "",
        "",
    ),
    ("arn:aws:kms:eu-west-1:123456789012:alias/awsome", "", ""),
    ("arn:aws:kms:eu-west-1:123456789012:key/1", "", ""),
    ("arn:aws:rds:eu-west-1:123456789012:pg:defaults", "", ""),
    (
        "arn:aws:rds:eu-west-1:123456789012:snapshot:rds-weekly",
        "",
        "",
    ),
    (
        "arn:aws:logs:eu-west-1:123456789012:log-group:/app/lambda",
        "",
        "",
    ),
    (
        "arn:aws:events:eu-west-1:123456789012:event-bus/defaults",
        "",
        "",
    ),
    ("arn:aws:events:eu-west-1:123456789012:rule/nightly", "", ""),
    (
        "arn:aws:ecs:eu-west-1:123456789012:capacity-provider/spot",
        "",
        "",
    ),
    (
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-abcdef",
        "",
        "",
    ),
    (
        "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
        "",
        "",
    ),
    ("arn:aws:s3:::elasticbeanstalk-copies", "", ""),
    (
        "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Target",
        "",
        "",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "kubernetes.io/cluster/prod",
        "shared",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
        "kubernetes.io/cluster/prod",
        "owned",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "cloudformation",
        "x",
    ),
    (
        "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1",
        "aws:elasticfilesystem:default-backup",
        "enabled",
    ),
    (
        "arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-1",
        "dlm:managed",
        "false",
    ),
];

/// Whose a resource is that nothing managed owns.
fn owner(listed: Listed) -> Option<&'static str> {
    let file = Sources::new().add("found", "");
    let found = Found::new(listed, Span::new(file.id(), 0, 0), "found").unwrap();
    let owners = Owners::of(&[]);
    let vpc = Listed {
        config_type: Some("AWS::EC2::VPC".to_owned()),
        id: Some("vpc-default".to_owned()),
        facts: BTreeMap::from([("isDefault".to_owned(), "true".to_owned())]),
        ..Listed::default()
    };
    let vpc = Found::new(vpc, Span::new(file.id(), 0, 0), "found").unwrap();
    owners.with_default_vpcs(&[vpc]).owner(&found)
}

fn tagged(arn: &str, key: &str, value: &str) -> Listed {
    Listed {
        arn: Some(arn.to_owned()),
        tags: BTreeMap::from([(key.to_owned(), value.to_owned())]),
        ..Listed::default()
    }
}

#[test]
fn every_line_of_the_tables_owns_its_example() {
    assert_eq!(OWN_NAMES.len(), ARNS.len());
    for ((pattern, _), (arn, what)) in ARNS.iter().zip(OWN_NAMES) {
        assert!(covers(pattern, arn, Case::Sensitive), "{pattern} {arn}");
        assert_eq!(owner(tagged(arn, "a", "b")), Some(*what), "{arn}");
    }
    assert_eq!(OWN_TAGS.len(), TAGS.len());
    for ((pattern, ..), (key, value, arn, what)) in TAGS.iter().zip(OWN_TAGS) {
        assert!(covers(pattern, key, Case::Sensitive), "{pattern} {key}");
        assert_eq!(owner(tagged(arn, key, value)), Some(*what), "{arn} {key}");
    }
    for (config_type, path, value, what) in FACTS {
        let listed = Listed {
            config_type: Some((*config_type).to_owned()),
            id: Some("x-1".to_owned()),
            name: (*path == "resourceName").then(|| (*value).to_owned()),
            facts: BTreeMap::from([((*path).to_owned(), (*value).to_owned())]),
            ..Listed::default()
        };
        assert_eq!(owner(listed), Some(*what), "{config_type} {path}");
    }
}

#[test]
fn what_only_looks_like_it_is_somebodys() {
    for (arn, key, value) in BY_HAND {
        assert_eq!(owner(tagged(arn, key, value)), None, "{arn} {key}");
    }
}

#[test]
fn facts_of_aws_config_are_read_along_their_paths() {
    let raw = r#"{"associations":[{"main":false},{"main":true}],"attachments":[{"vpcId":"vpc-default"}],"isDefault":true}"#;
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw).unwrap();
    let said = |config_type: &str| facts(config_type, |name| members.get(name).copied());
    for (config_type, expected) in [
        ("AWS::EC2::RouteTable", Some("main route table of its VPC")),
        (
            "AWS::EC2::InternetGateway",
            Some("internet gateway of the default VPC"),
        ),
        (
            "AWS::EC2::NetworkAcl",
            Some("default network ACL of its VPC"),
        ),
        ("AWS::EC2::Volume", None),
    ] {
        let listed = Listed {
            config_type: Some(config_type.to_owned()),
            id: Some("x-1".to_owned()),
            facts: said(config_type),
            ..Listed::default()
        };
        assert_eq!(owner(listed), expected, "{config_type}");
    }
}
