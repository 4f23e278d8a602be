//! The table as a whole, and facts about well-known types (from the provider's documentation at
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>).

use super::*;
use crate::value::Type;

const SECTIONS: [Section; 4] = [
    Section::Resource,
    Section::DataSource,
    Section::Ephemeral,
    Section::Provider,
];

fn aws(resource_type: &str) -> Arc<BlockSchema> {
    resource(resource_type).unwrap_or_else(|| panic!("{resource_type} is not in the table"))
}

/// The block at a path of names, as in `rule.statement`; an empty path is the type itself.
fn inside(schema: &Arc<BlockSchema>, path: &str) -> Arc<BlockSchema> {
    let names = path.split('.').filter(|name| !name.is_empty());
    names.fold(Arc::clone(schema), |block, name| {
        let nested = block
            .block(name)
            .unwrap_or_else(|| panic!("no block {name} of {path}"));
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
fn every_line_decodes_and_is_found() {
    for table in tables() {
        for section in SECTIONS {
            for name in table.names(section) {
                let (found, text) = table.entry(section, name).unwrap();
                assert_eq!(found, name);
                let schema = decode::schema(table, text);
                assert!(schema.is_some(), "{name} does not decode: {text}");
            }
        }
    }
}

#[test]
fn lines_are_sorted_and_unique() {
    for text in [include_str!("aws.table"), include_str!("other.table")] {
        let lines: Vec<&str> = text
            .lines()
            .skip_while(|line| line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(text.is_ascii() && text.ends_with('\n'));
    }
}

#[test]
fn members_are_sorted_and_of_one_kind() {
    fn check(schema: &BlockSchema, path: &str) {
        let attributes: Vec<&str> = schema.attributes.iter().map(|a| &*a.name).collect();
        let blocks: Vec<&str> = schema.blocks.iter().map(|b| &*b.name).collect();
        assert!(attributes.is_sorted_by(|a, b| a < b), "{path}");
        assert!(blocks.is_sorted_by(|a, b| a < b), "{path}");
        assert!(
            blocks.iter().all(|name| schema.attribute(name).is_none()),
            "{path}"
        );
        for attribute in &schema.attributes {
            assert!(
                !(attribute.required && (attribute.optional || attribute.computed)),
                "{path}"
            );
            assert!(
                attribute.settable() || attribute.computed,
                "{path}.{}",
                attribute.name
            );
        }
        for nested in &schema.blocks {
            check(&nested.block, &format!("{path}.{}", nested.name));
        }
    }
    for resource_type in resource_types().filter(|name| !name.starts_with("aws_wafv2_")) {
        check(&aws(resource_type), resource_type);
    }
    for data_type in data_source_types() {
        check(&data_source(data_type).unwrap(), data_type);
    }
}

#[test]
fn counts_are_those_of_the_header() {
    let header = include_str!("aws.table")
        .lines()
        .find(|line| line.starts_with("# count aws"));
    let (resources, data_sources) = (resource_types().count(), data_source_types().count());
    let ephemeral = table::AWS.names(Section::Ephemeral).count();
    let counted = format!(
        "# count aws {resources} resources, {data_sources} data sources, {ephemeral} ephemeral"
    );
    assert_eq!(header, Some(counted.as_str()));
    assert!(
        resources > 1700 && data_sources > 680 && ephemeral > 10,
        "{counted}"
    );
    assert!(
        provider_version().starts_with("6."),
        "{}",
        provider_version()
    );
}

#[test]
fn licence_notice_names_the_sources() {
    let notice = include_str!("tables.LICENSE");
    assert!(notice.contains("Mozilla Public License, v. 2.0"));
    for text in [include_str!("aws.table"), include_str!("other.table")] {
        for line in text.lines().filter(|line| line.contains(" from PyPI ")) {
            let words: Vec<&str> = line.trim_end_matches(", MPL-2.0").split(' ').collect();
            let [_, _, name, version, _, _, package, release] = words[..] else {
                panic!("{line}")
            };
            let source =
                format!("provider {name} {version}: https://pypi.org/project/{package}/{release}/");
            assert!(notice.contains(&source), "{source}");
        }
    }
}

/// Type, path of blocks, attribute, flags and type.
const ATTRIBUTES: &[(&str, &str, &str, &str)] = &[
    ("aws_s3_bucket", "", "id", "optional+computed string"),
    ("aws_s3_bucket", "", "arn", "computed string"),
    ("aws_s3_bucket", "", "force_destroy", "optional bool"),
    ("aws_s3_bucket", "", "tags", "optional map of string"),
    (
        "aws_s3_bucket",
        "",
        "tags_all",
        "optional+computed map of string",
    ),
    ("aws_s3_bucket", "", "region", "optional+computed string"),
    (
        "aws_s3_bucket_public_access_block",
        "",
        "bucket",
        "required string",
    ),
    (
        "aws_s3_bucket_public_access_block",
        "",
        "block_public_acls",
        "optional bool",
    ),
    ("aws_s3_bucket_policy", "", "policy", "required string"),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        "rule.apply_server_side_encryption_by_default",
        "sse_algorithm",
        "required string",
    ),
    ("aws_db_instance", "", "instance_class", "required string"),
    ("aws_db_instance", "", "multi_az", "optional+computed bool"),
    ("aws_db_instance", "", "storage_encrypted", "optional bool"),
    (
        "aws_db_instance",
        "",
        "publicly_accessible",
        "optional bool",
    ),
    (
        "aws_db_instance",
        "",
        "allocated_storage",
        "optional+computed number",
    ),
    (
        "aws_db_instance",
        "",
        "password_wo",
        "optional+write-only string",
    ),
    (
        "aws_db_instance",
        "",
        "vpc_security_group_ids",
        "optional+computed set of string",
    ),
    (
        "aws_rds_cluster",
        "",
        "availability_zones",
        "optional+computed set of string",
    ),
    ("aws_vpc", "", "cidr_block", "optional+computed string"),
    ("aws_subnet", "", "vpc_id", "required string"),
    ("aws_subnet", "", "map_public_ip_on_launch", "optional bool"),
    (
        "aws_security_group",
        "",
        "ingress",
        "optional+computed set of object",
    ),
    (
        "aws_security_group_rule",
        "",
        "cidr_blocks",
        "optional list of string",
    ),
    (
        "aws_vpc_security_group_ingress_rule",
        "",
        "security_group_id",
        "required string",
    ),
    (
        "aws_route_table",
        "",
        "route",
        "optional+computed set of object",
    ),
    ("aws_instance", "", "ami", "optional+computed string"),
    (
        "aws_instance",
        "root_block_device",
        "encrypted",
        "optional+computed bool",
    ),
    (
        "aws_instance",
        "root_block_device",
        "volume_id",
        "computed string",
    ),
    (
        "aws_instance",
        "metadata_options",
        "http_tokens",
        "optional+computed string",
    ),
    (
        "aws_lb_listener",
        "",
        "load_balancer_arn",
        "required string",
    ),
    (
        "aws_lb_listener",
        "default_action",
        "type",
        "required string",
    ),
    (
        "aws_lb_listener",
        "default_action.redirect",
        "status_code",
        "required string",
    ),
    (
        "aws_lambda_function",
        "",
        "function_name",
        "required string",
    ),
    (
        "aws_lambda_function",
        "vpc_config",
        "subnet_ids",
        "required set of string",
    ),
    (
        "aws_ecs_service",
        "network_configuration",
        "subnets",
        "required set of string",
    ),
    (
        "aws_ecs_service",
        "network_configuration",
        "assign_public_ip",
        "optional bool",
    ),
    (
        "aws_ecs_task_definition",
        "",
        "container_definitions",
        "required string",
    ),
    ("aws_ebs_volume", "", "availability_zone", "required string"),
    ("aws_iam_role", "", "assume_role_policy", "required string"),
    ("aws_iam_role", "inline_policy", "policy", "optional string"),
    ("aws_kms_key", "", "enable_key_rotation", "optional bool"),
    (
        "aws_eks_cluster",
        "vpc_config",
        "endpoint_public_access",
        "optional bool",
    ),
    // A bool that can be unset: such attributes are strings, "true" or "false".
    (
        "aws_elasticache_replication_group",
        "",
        "at_rest_encryption_enabled",
        "optional+computed string",
    ),
    (
        "aws_dynamodb_table",
        "server_side_encryption",
        "enabled",
        "required bool",
    ),
    (
        "aws_autoscaling_group",
        "tag",
        "propagate_at_launch",
        "required bool",
    ),
    ("random_password", "", "length", "required number"),
    ("null_resource", "", "triggers", "optional map of string"),
    ("terraform_data", "", "output", "computed dynamic"),
];

#[test]
fn attributes_of_well_known_types() {
    for (resource_type, path, name, expected) in ATTRIBUTES {
        let block = inside(&aws(resource_type), path);
        let described = block.attribute(name).map(describe);
        assert_eq!(
            described.as_deref(),
            Some(*expected),
            "{resource_type}.{path}.{name}"
        );
    }
}

/// Type, path of the block around it, block, nesting, minimum and maximum.
const BLOCKS: &[(&str, &str, &str, Nesting, u32, u32)] = &[
    ("aws_s3_bucket", "", "versioning", Nesting::List, 0, 1),
    ("aws_s3_bucket", "", "lifecycle_rule", Nesting::List, 0, 0),
    ("aws_s3_bucket", "", "timeouts", Nesting::Single, 0, 1),
    ("aws_instance", "", "root_block_device", Nesting::List, 0, 1),
    ("aws_instance", "", "ebs_block_device", Nesting::Set, 0, 0),
    ("aws_lb_listener", "", "default_action", Nesting::List, 1, 0),
    (
        "aws_lb_listener",
        "default_action",
        "forward",
        Nesting::List,
        0,
        1,
    ),
    (
        "aws_lb_listener",
        "default_action.forward",
        "target_group",
        Nesting::Set,
        1,
        0,
    ),
    (
        "aws_lambda_function",
        "",
        "environment",
        Nesting::List,
        0,
        1,
    ),
    ("aws_ecs_service", "", "load_balancer", Nesting::Set, 0, 0),
    (
        "aws_launch_template",
        "",
        "block_device_mappings",
        Nesting::List,
        0,
        0,
    ),
    (
        "aws_wafv2_web_acl",
        "rule",
        "statement",
        Nesting::List,
        0,
        1,
    ),
    (
        "aws_wafv2_web_acl",
        "rule.statement.and_statement.statement",
        "ip_set_reference_statement",
        Nesting::List,
        0,
        0,
    ),
    (
        "aws_cloudfront_distribution",
        "",
        "default_cache_behavior",
        Nesting::List,
        1,
        1,
    ),
    ("aws_eks_cluster", "", "vpc_config", Nesting::List, 1, 1),
];

#[test]
fn blocks_of_well_known_types() {
    for (resource_type, path, name, nesting, min, max) in BLOCKS {
        let around = inside(&aws(resource_type), path);
        let found = around
            .block(name)
            .map(|nested| (nested.nesting, nested.min, nested.max));
        assert_eq!(
            found,
            Some((*nesting, *min, *max)),
            "{resource_type}.{path}.{name}"
        );
    }
}

#[test]
fn policy_document_is_a_data_source_with_statements() {
    let document = data_source("aws_iam_policy_document").unwrap();
    assert_eq!(
        describe(document.attribute("json").unwrap()),
        "computed string"
    );
    let statement = inside(&document, "statement");
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
        let block = inside(&statement, path);
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
fn kinds_are_separate() {
    assert!(ephemeral("aws_secretsmanager_secret_version").is_some());
    assert!(ephemeral("aws_vpc").is_none());
    assert!(
        data_source("aws_caller_identity").is_some() && resource("aws_caller_identity").is_none()
    );
    assert!(data_source("http").is_some() && data_source("external").is_some());
    assert!(provider("aws").unwrap().block("default_tags").is_some());
    assert!(provider("aws").unwrap().attribute("alias").is_none());
}

#[test]
fn strange_names_are_not_found() {
    for name in [
        "",
        " ",
        "aws",
        "aws_",
        "aws_vpc ",
        "aws_vpc\n",
        "zzz",
        "é",
        "@",
        "# provider",
        "aws_vpc arn:cs",
    ] {
        assert!(
            resource(name).is_none() && data_source(name).is_none(),
            "{name:?}"
        );
        assert!(provider(name).is_none() == (name != "aws"), "{name:?}");
    }
}

#[test]
fn coverage_is_by_provider() {
    for (name, expected) in [
        ("aws_vpcc", true),
        ("random_idd", true),
        ("http", true),
        ("terraform_data", true),
        ("awscc_s3_bucket", false),
        ("google_storage_bucket", false),
        ("", false),
    ] {
        assert_eq!(covers(name), expected, "{name:?}");
    }
}

#[test]
fn nearest_names() {
    for (name, expected) in [
        ("aws_s3_buckett", Some("aws_s3_bucket")),
        ("aws_secuirty_group", Some("aws_security_group")),
        ("aws_vcp", Some("aws_vpc")),
        ("randm_id", Some("random_id")),
        ("aws_vpc", None),
        ("google_storage_bucket", None),
        ("", None),
    ] {
        assert_eq!(nearest(Kind::Resource, name), expected, "{name:?}");
    }
    let bucket = aws("aws_s3_bucket");
    assert_eq!(bucket.nearest("buckett"), Some("bucket"));
    assert_eq!(bucket.nearest("versionning"), Some("versioning"));
    assert_eq!(bucket.nearest("bucket"), None);
    assert_eq!(bucket.nearest("storage_class"), None);
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
fn implied_type_of_every_type_is_an_object() {
    for resource_type in resource_types().filter(|name| !name.starts_with("aws_wafv2_")) {
        assert!(
            matches!(aws(resource_type).implied_type(), Type::Object(_)),
            "{resource_type}"
        );
    }
}

#[test]
fn decoded_types_are_shared() {
    assert!(Arc::ptr_eq(&aws("aws_vpc"), &aws("aws_vpc")));
    let web_acl = aws("aws_wafv2_web_acl");
    let statement = inside(&web_acl, "rule.statement");
    assert!(Arc::ptr_eq(
        &inside(&statement, "and_statement.statement.not_statement"),
        &inside(&statement, "or_statement.statement.not_statement"),
    ));
}

proptest::proptest! {
    #[test]
    fn a_name_is_found_if_and_only_if_it_is_listed(index in 0_usize..1700, cut in 0_usize..40, tail in "[a-z_ ]{0,2}") {
        let listed = resource_types().nth(index).unwrap();
        let name = format!("{}{tail}", &listed[..cut.min(listed.len())]);
        let found = table::AWS.entry(Section::Resource, &name).map(|(found, _)| found);
        proptest::prop_assert_eq!(found, resource_types().find(|listed| *listed == name));
    }

    #[test]
    fn a_part_of_the_table_decodes_only_if_its_brackets_match(start in 0_usize..8000, length in 0_usize..300) {
        let text = include_str!("other.table");
        let (start, end) = (start.min(text.len()), (start + length).min(text.len()));
        let part = &text[start..end];
        let count = |bracket: char| part.matches(bracket).count();
        let balanced = count('(') == count(')') && count('{') == count('}');
        proptest::prop_assert!(balanced || decode::schema(&table::OTHER, part).is_none());
    }
}
