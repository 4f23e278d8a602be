//! Facts about well-known types, from the provider's documentation at
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>.

use super::super::*;
use super::aws;
use crate::value::Type;

/// Type, blocks, attribute = flags and type. A bool that can be unset is a string in the provider:
/// `at_rest_encryption_enabled` below.
const ATTRIBUTES: &str = "
    aws_s3_bucket.id = optional+computed string
    aws_s3_bucket.arn = computed string
    aws_s3_bucket.force_destroy = optional bool
    aws_s3_bucket.tags = optional map of string
    aws_s3_bucket.tags_all = optional+computed map of string
    aws_s3_bucket.region = optional+computed string
    aws_s3_bucket_public_access_block.bucket = required string
    aws_s3_bucket_public_access_block.block_public_acls = optional bool
    aws_s3_bucket_policy.policy = required string
    aws_s3_bucket_server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm = required string
    aws_db_instance.instance_class = required string
    aws_db_instance.multi_az = optional+computed bool
    aws_db_instance.storage_encrypted = optional bool
    aws_db_instance.publicly_accessible = optional bool
    aws_db_instance.allocated_storage = optional+computed number
    aws_db_instance.password_wo = optional+write-only string
    aws_db_instance.vpc_security_group_ids = optional+computed set of string
    aws_rds_cluster.availability_zones = optional+computed set of string
    aws_vpc.cidr_block = optional+computed string
    aws_subnet.vpc_id = required string
    aws_subnet.map_public_ip_on_launch = optional bool
    aws_security_group.ingress = optional+computed set of object
    aws_security_group_rule.cidr_blocks = optional list of string
    aws_vpc_security_group_ingress_rule.security_group_id = required string
    aws_route_table.route = optional+computed set of object
    aws_instance.ami = optional+computed string
    aws_instance.root_block_device.encrypted = optional+computed bool
    aws_instance.root_block_device.volume_id = computed string
    aws_instance.metadata_options.http_tokens = optional+computed string
    aws_lb_listener.load_balancer_arn = required string
    aws_lb_listener.default_action.type = required string
    aws_lb_listener.default_action.redirect.status_code = required string
    aws_lambda_function.function_name = required string
    aws_lambda_function.vpc_config.subnet_ids = required set of string
    aws_ecs_service.network_configuration.subnets = required set of string
    aws_ecs_service.network_configuration.assign_public_ip = optional bool
    aws_ecs_task_definition.container_definitions = required string
    aws_ebs_volume.availability_zone = required string
    aws_iam_role.assume_role_policy = required string
    aws_iam_role.inline_policy.policy = optional string
    aws_kms_key.enable_key_rotation = optional bool
    aws_eks_cluster.vpc_config.endpoint_public_access = optional bool
    aws_elasticache_replication_group.at_rest_encryption_enabled = optional+computed string
    aws_dynamodb_table.server_side_encryption.enabled = required bool
    aws_autoscaling_group.tag.propagate_at_launch = required bool
    random_password.length = required number
    null_resource.triggers = optional map of string
    terraform_data.output = computed dynamic
";

/// Type, blocks, block = nesting, minimum, maximum.
const BLOCKS: &str = "
    aws_s3_bucket.versioning = List 0 1
    aws_s3_bucket.lifecycle_rule = List 0 0
    aws_s3_bucket.timeouts = Single 0 1
    aws_instance.root_block_device = List 0 1
    aws_instance.ebs_block_device = Set 0 0
    aws_lb_listener.default_action = List 1 0
    aws_lb_listener.default_action.forward = List 0 1
    aws_lb_listener.default_action.forward.target_group = Set 1 0
    aws_lambda_function.environment = List 0 1
    aws_ecs_service.load_balancer = Set 0 0
    aws_launch_template.block_device_mappings = List 0 0
    aws_wafv2_web_acl.rule.statement = List 0 1
    aws_wafv2_web_acl.rule.statement.and_statement.statement.ip_set_reference_statement = List 0 0
    aws_cloudfront_distribution.default_cache_behavior = List 1 1
    aws_eks_cluster.vpc_config = List 1 1
";

/// The lines of a table of facts: the path to a member, its name, what is true of it.
fn facts(
    table: &'static str,
) -> impl Iterator<Item = (Vec<&'static str>, &'static str, &'static str)> {
    table.trim().lines().map(|line| {
        let (path, fact) = line.trim().split_once(" = ").unwrap();
        let (around, name) = path.rsplit_once('.').unwrap();
        (around.split('.').collect(), name, fact)
    })
}

/// The block at a path of names below a type.
fn inside(schema: &Arc<BlockSchema>, path: &[&str]) -> Arc<BlockSchema> {
    path.iter().fold(Arc::clone(schema), |block, name| {
        let nested = block
            .block(name)
            .unwrap_or_else(|| panic!("no block {name} of {path:?}"));
        Arc::clone(&nested.block)
    })
}

/// Flags and type of an attribute, as in `optional+computed string`.
fn describe(attribute: &AttributeSchema) -> String {
    let flags = [
        (attribute.required, "required"),
        (attribute.optional, "optional"),
        (attribute.computed, "computed"),
        (attribute.write_only, "write-only"),
    ];
    let set: Vec<&str> = flags
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word)
        .collect();
    format!("{} {}", set.join("+"), attribute.ty.friendly())
}

#[test]
fn attributes_of_well_known_types() {
    for (path, name, expected) in facts(ATTRIBUTES) {
        let block = inside(&aws(path[0]), &path[1..]);
        let described = block.attribute(name).map(describe);
        assert_eq!(described.as_deref(), Some(expected), "{path:?} {name}");
    }
}

#[test]
fn blocks_of_well_known_types() {
    for (path, name, expected) in facts(BLOCKS) {
        let around = inside(&aws(path[0]), &path[1..]);
        let nested = around
            .block(name)
            .unwrap_or_else(|| panic!("{path:?} {name}"));
        let described = format!("{:?} {} {}", nested.nesting, nested.min, nested.max);
        assert_eq!(described, expected, "{path:?} {name}");
    }
}

#[test]
fn policy_document_is_a_data_source_with_statements() {
    let document = data_source("aws_iam_policy_document").unwrap();
    assert_eq!(
        describe(document.attribute("json").unwrap()),
        "computed string"
    );
    let statement = inside(&document, &["statement"]);
    assert_eq!(
        describe(statement.attribute("actions").unwrap()),
        "optional set of string"
    );
    assert_eq!(
        describe(statement.attribute("effect").unwrap()),
        "optional string"
    );
    for (path, name, expected) in [
        ("principals", "identifiers", "required set of string"),
        ("not_principals", "type", "required string"),
        ("condition", "values", "required list of string"),
    ] {
        let block = inside(&statement, &[path]);
        assert_eq!(describe(block.attribute(name).unwrap()), expected);
    }
    assert_eq!(statement.block("condition").unwrap().nesting, Nesting::Set);
    assert!(resource("aws_iam_policy_document").is_none());
}

#[test]
fn attributes_that_may_be_written_as_blocks() {
    let cases = [
        ("aws_security_group", "ingress", true),
        ("aws_security_group", "egress", true),
        ("aws_route_table", "route", true),
        ("aws_network_acl", "egress", true),
        ("aws_quicksight_dashboard", "definition", true),
        ("aws_security_group", "tags", false),
        ("aws_security_group", "name", false),
        ("aws_acm_certificate", "domain_validation_options", false),
        ("aws_s3tables_table", "encryption_configuration", false),
        ("terraform_data", "input", false),
    ];
    for (resource_type, name, expected) in cases {
        let schema = aws(resource_type);
        let attribute = schema.attribute(name).unwrap();
        assert_eq!(
            attribute.attribute_as_block(),
            expected,
            "{resource_type}.{name}"
        );
    }
}

#[test]
fn implied_type_has_attributes_and_blocks() {
    let Type::Object(instance) = aws("aws_instance").implied_type() else {
        panic!("not an object")
    };
    assert_eq!(instance.attributes["ami"], Type::String);
    assert!(
        matches!(&instance.attributes["root_block_device"], Type::List(device) if matches!(**device, Type::Object(_)))
    );
    assert!(matches!(
        &instance.attributes["ebs_block_device"],
        Type::Set(_)
    ));
    assert!(matches!(&instance.attributes["timeouts"], Type::Object(_)));
    let schema = aws("aws_instance");
    assert_eq!(
        instance.attributes.len(),
        schema.attributes.len() + schema.blocks.len()
    );
}

#[test]
fn decoded_types_are_shared() {
    assert!(Arc::ptr_eq(&aws("aws_vpc"), &aws("aws_vpc")));
    let web_acl = aws("aws_wafv2_web_acl");
    let statement = inside(&web_acl, &["rule", "statement"]);
    assert!(Arc::ptr_eq(
        &inside(&statement, &["and_statement", "statement", "not_statement"]),
        &inside(&statement, &["or_statement", "statement", "not_statement"]),
    ));
}
