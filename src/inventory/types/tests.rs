use super::*;
use crate::schema;

const ACCOUNT: &str = "123456789012";

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn arns_lead_to_types_and_import_ids() {
    let arn =
        |service: &str, resource: &str| format!("arn:aws:{service}:eu-west-1:{ACCOUNT}:{resource}");
    for (service, resource, terraform, import) in [
        ("ec2", "instance/i-0a1b2c3d", "aws_instance", "i-0a1b2c3d"),
        ("ec2", "elastic-ip/eipalloc-1", "aws_eip", "eipalloc-1"),
        ("ec2", "natgateway/nat-1", "aws_nat_gateway", "nat-1"),
        ("iam", "role/service-role/ci", "aws_iam_role", "ci"),
        ("iam", "user/alice", "aws_iam_user", "alice"),
        ("iam", "policy/team/read", "aws_iam_policy", "(arn)"),
        ("rds", "db:orders", "aws_db_instance", "orders"),
        ("rds", "cluster:orders", "aws_rds_cluster", "orders"),
        (
            "rds",
            "cluster-pg:orders",
            "aws_rds_cluster_parameter_group",
            "orders",
        ),
        (
            "sqs",
            "jobs",
            "aws_sqs_queue",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
        ),
        ("sns", "alerts", "aws_sns_topic", "(arn)"),
        ("lambda", "function:api", "aws_lambda_function", "api"),
        (
            "logs",
            "log-group:/app/api",
            "aws_cloudwatch_log_group",
            "/app/api",
        ),
        (
            "logs",
            "log-group:/app/api:*",
            "aws_cloudwatch_log_group",
            "/app/api",
        ),
        ("kms", "alias/app", "aws_kms_alias", "alias/app"),
        (
            "ssm",
            "parameter/app/db/url",
            "aws_ssm_parameter",
            "/app/db/url",
        ),
        ("ssm", "parameter/url", "aws_ssm_parameter", "url"),
        ("ecs", "service/main/api", "aws_ecs_service", "main/api"),
        (
            "ecs",
            "task-definition/api:7",
            "aws_ecs_task_definition",
            "(arn)",
        ),
        (
            "ecr",
            "repository/team/api",
            "aws_ecr_repository",
            "team/api",
        ),
        (
            "eks",
            "nodegroup/main/blue/1234",
            "aws_eks_node_group",
            "main:blue",
        ),
        (
            "elasticloadbalancing",
            "loadbalancer/app/web/50dc",
            "aws_lb",
            "(arn)",
        ),
        (
            "elasticloadbalancing",
            "loadbalancer/classic",
            "aws_elb",
            "classic",
        ),
        (
            "apigateway",
            "/restapis/a1b2",
            "aws_api_gateway_rest_api",
            "a1b2",
        ),
        (
            "apigateway",
            "/restapis/a1b2/stages/live",
            "aws_api_gateway_stage",
            "a1b2/live",
        ),
        (
            "events",
            "rule/nightly",
            "aws_cloudwatch_event_rule",
            "nightly",
        ),
        (
            "events",
            "rule/bus/nightly",
            "aws_cloudwatch_event_rule",
            "bus/nightly",
        ),
        (
            "wafv2",
            "regional/webacl/edge/1-2",
            "aws_wafv2_web_acl",
            "1-2/edge/REGIONAL",
        ),
        (
            "glue",
            "database/raw",
            "aws_glue_catalog_database",
            "123456789012:raw",
        ),
        (
            "autoscaling",
            "autoScalingGroup:1-2:autoScalingGroupName/web",
            "aws_autoscaling_group",
            "web",
        ),
    ] {
        let text = arn(service, resource);
        let known = of_arn(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(known.kind.terraform, Some(terraform), "{text}");
        let expected = if import == "(arn)" { &text } else { import };
        assert_eq!(known.import.as_deref(), Ok(expected), "{text}");
    }
    let bucket = of_arn("arn:aws:s3:::logs").unwrap();
    assert_eq!(
        (bucket.kind.terraform, bucket.import.as_deref()),
        (Some("aws_s3_bucket"), Ok("logs"))
    );
    let queue = of_arn("arn:aws-cn:sqs:cn-north-1:123456789012:q").unwrap();
    assert!(queue.import.unwrap().contains(".amazonaws.com.cn/"));
    let key = of_arn(&arn("ec2", "key-pair/key-1")).unwrap();
    assert_eq!(
        key.import,
        Err("takes the name of the key pair, and the ARN holds its id")
    );
    assert_eq!(of_arn(&arn("nothing", "of/this")), None);
}

#[test]
fn ids_of_config_lead_to_import_ids() {
    for (config, id, name, import) in [
        ("AWS::EC2::Instance", "i-1", Some("web"), Some("i-1")),
        ("AWS::S3::Bucket", "logs", None, Some("logs")),
        (
            "AWS::RDS::DBInstance",
            "db-ABC",
            Some("orders"),
            Some("orders"),
        ),
        ("AWS::IAM::Role", "AROA1", Some("ci"), Some("ci")),
        (
            "AWS::SQS::Queue",
            "https://sqs/1/q",
            Some("q"),
            Some("https://sqs/1/q"),
        ),
        ("AWS::ECS::Service", "x", Some("y"), None),
    ] {
        let known = of_config(config, id, name).unwrap();
        assert_eq!(known.import.ok().as_deref(), import, "{config}");
    }
    assert_eq!(of_config("AWS::No::Type", "x", None), None);
}

#[test]
fn every_type_of_the_tables_exists() {
    let text = include_str!("kinds.table");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() > 150);
    for line in lines {
        let kind = kind(line).unwrap_or_else(|| panic!("{line}"));
        if let Some(terraform) = kind.terraform {
            assert!(schema::resource(terraform).is_some(), "{terraform}");
        }
        assert!(
            kind.terraform.is_some() || kind.import.starts_with('!'),
            "{line}"
        );
        for other in kind
            .terraform_for(None)
            .map_or_else(Vec::new, |(_, others)| others)
        {
            assert!(schema::resource(other).is_some(), "{other}");
        }
    }
    for (form, canonical) in FORMS {
        assert!(schema::resource(form).is_some(), "{form}");
        assert!(schema::resource(canonical).is_some(), "{canonical}");
    }
}

/// Every line of the table is reached by an ARN, and says what the Import section of the type's page says.
#[test]
fn known_answers_for_every_kind() {
    let answers = include_str!("answers.txt").lines();
    let mut reached = Vec::new();
    for line in answers.filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split(' ').collect();
        let [arn, terraform, import] = cells[..] else {
            panic!("{line}")
        };
        let known = of_arn(arn).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(known.kind.terraform.unwrap_or("-"), terraform, "{line}");
        assert_eq!(known.import.as_deref().unwrap_or("-"), import, "{line}");
        reached.push((known.kind.service, known.kind.resource));
    }
    for line in include_str!("kinds.table").lines().filter_map(kind) {
        let key = (line.service, line.resource);
        assert!(reached.contains(&key), "{key:?} has no example");
    }
}

#[test]
fn engines_tell_databases_apart() {
    let kind = |resource: &str| {
        let arn = format!("arn:aws:rds:eu-west-1:{ACCOUNT}:{resource}");
        of_arn(&arn).unwrap().kind
    };
    let told = |resource: &str, engine| kind(resource).terraform_for(engine).unwrap();
    for (resource, engine, expected) in [
        ("cluster:a", "docdb", "aws_docdb_cluster"),
        ("cluster:a", "neptune", "aws_neptune_cluster"),
        ("cluster:a", "aurora-mysql", "aws_rds_cluster"),
        ("db:a", "docdb", "aws_docdb_cluster_instance"),
        ("db:a", "aurora-postgresql", "aws_rds_cluster_instance"),
        ("db:a", "postgres", "aws_db_instance"),
    ] {
        assert_eq!(told(resource, Some(engine)), (expected, Vec::new()));
    }
    let (plain, others) = told("cluster:a", None);
    assert_eq!(plain, "aws_rds_cluster");
    assert_eq!(others, ["aws_docdb_cluster", "aws_neptune_cluster"]);
    // A parameter group has no engine that exports say.
    let (plain, others) = told("pg:a", Some("docdb"));
    assert_eq!(
        (plain, others),
        (
            "aws_db_parameter_group",
            vec!["aws_neptune_parameter_group"]
        )
    );
    assert_eq!(canonical("aws_neptune_cluster"), "aws_rds_cluster");
    assert_eq!(canonical("aws_vpc"), "aws_vpc");
}
