//! Where a resource carries the policy that says who may use it: which attribute of which type. Knows no graph: one instance at a time.

use super::Malformed;
use super::document::{Condition, Document, Elements, Principal, Statement};
use crate::source::Sources;
use crate::value::{Kind, Origin, Stop, Value};

/// The attribute that is a policy document of a resource, a trust policy or a policy of what may pass. Sorted by type.
///
/// Source: the arguments of these types in the AWS provider's documentation
/// (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>). Public registries of images, which are made to be public, are not here.
const DOCUMENTS: &[(&str, &str)] = &[
    ("aws_acmpca_policy", "policy"),
    ("aws_api_gateway_domain_name", "policy"),
    ("aws_api_gateway_rest_api", "policy"),
    ("aws_api_gateway_rest_api_policy", "policy"),
    ("aws_backup_vault_policy", "policy"),
    (
        "aws_cloudsearch_domain_service_access_policy",
        "access_policy",
    ),
    ("aws_cloudwatch_event_bus_policy", "policy"),
    ("aws_cloudwatch_log_destination_policy", "access_policy"),
    ("aws_cloudwatch_log_resource_policy", "policy_document"),
    (
        "aws_codeartifact_domain_permissions_policy",
        "policy_document",
    ),
    (
        "aws_codeartifact_repository_permissions_policy",
        "policy_document",
    ),
    ("aws_codebuild_resource_policy", "policy"),
    ("aws_dynamodb_resource_policy", "policy"),
    ("aws_ecr_registry_policy", "policy"),
    ("aws_ecr_repository_policy", "policy"),
    ("aws_efs_file_system_policy", "policy"),
    ("aws_elasticsearch_domain", "access_policies"),
    ("aws_elasticsearch_domain_policy", "access_policies"),
    ("aws_glacier_vault", "access_policy"),
    ("aws_glacier_vault_lock", "policy"),
    ("aws_glue_resource_policy", "policy"),
    ("aws_iam_role", "assume_role_policy"),
    ("aws_kinesis_resource_policy", "policy"),
    ("aws_kms_external_key", "policy"),
    ("aws_kms_key", "policy"),
    ("aws_kms_key_policy", "policy"),
    ("aws_kms_replica_external_key", "policy"),
    ("aws_kms_replica_key", "policy"),
    ("aws_media_store_container_policy", "policy"),
    ("aws_msk_cluster_policy", "policy"),
    ("aws_networkfirewall_resource_policy", "policy"),
    ("aws_oam_sink_policy", "policy"),
    ("aws_opensearch_domain", "access_policies"),
    ("aws_opensearch_domain_policy", "access_policies"),
    ("aws_redshift_resource_policy", "policy"),
    ("aws_s3_access_point", "policy"),
    ("aws_s3_bucket", "policy"),
    ("aws_s3_bucket_policy", "policy"),
    ("aws_s3control_access_point_policy", "policy"),
    ("aws_s3control_bucket_policy", "policy"),
    ("aws_s3control_object_lambda_access_point_policy", "policy"),
    ("aws_s3tables_table_bucket_policy", "resource_policy"),
    ("aws_s3tables_table_policy", "resource_policy"),
    (
        "aws_sagemaker_model_package_group_policy",
        "resource_policy",
    ),
    ("aws_schemas_registry_policy", "policy"),
    ("aws_secretsmanager_secret", "policy"),
    ("aws_secretsmanager_secret_policy", "policy"),
    ("aws_ses_identity_policy", "policy"),
    ("aws_sesv2_email_identity_policy", "policy"),
    ("aws_sns_topic", "policy"),
    ("aws_sns_topic_policy", "policy"),
    ("aws_sqs_queue", "policy"),
    ("aws_sqs_queue_policy", "policy"),
    ("aws_vpc_endpoint", "policy"),
    ("aws_vpc_endpoint_policy", "policy"),
    ("aws_vpclattice_auth_policy", "policy"),
    ("aws_vpclattice_resource_policy", "policy"),
    ("aws_xray_resource_policy", "policy_document"),
];

/// A type whose arguments make one statement of a policy that AWS keeps.
struct Grant {
    resource_type: &'static str,
    action: &'static str,
    /// Arguments that become conditions: the argument, the operator and the key.
    conditions: &'static [(&'static str, &'static str, &'static str)],
}

const GRANTS: &[Grant] = &[
    Grant {
        resource_type: "aws_cloudwatch_event_permission",
        action: "action",
        conditions: &[],
    },
    Grant {
        resource_type: "aws_lambda_layer_version_permission",
        action: "action",
        conditions: &[("organization_id", "StringEquals", "aws:PrincipalOrgID")],
    },
    Grant {
        resource_type: "aws_lambda_permission",
        action: "action",
        conditions: &[
            ("principal_org_id", "StringEquals", "aws:PrincipalOrgID"),
            ("source_account", "StringEquals", "aws:SourceAccount"),
            ("source_arn", "ArnLike", "aws:SourceArn"),
        ],
    },
];

/// The statements that say who may use what an instance is or belongs to; none for a type that carries no such policy.
pub fn statements(
    resource_type: &str,
    attributes: &Value,
    sources: &Sources,
) -> Result<Vec<Statement>, Malformed> {
    if let Some(grant) = GRANTS
        .iter()
        .find(|grant| grant.resource_type == resource_type)
    {
        return Ok(vec![grant.statement(attributes)]);
    }
    let place = DOCUMENTS.binary_search_by(|(name, _)| (*name).cmp(resource_type));
    let path = place.ok().and_then(|index| DOCUMENTS.get(index));
    let document = path.and_then(|(_, path)| set(attributes, path));
    match document {
        Some(document) => Ok(Document::read(document, sources)?.statements),
        None => Ok(Vec::new()),
    }
}

/// An attribute that the configuration sets. One that is null in the configuration is what AWS makes of it, as if it were absent.
fn set<'v>(attributes: &'v Value, name: &str) -> Option<&'v Value> {
    let value = attributes.field(name)?;
    let own = match attributes.kind() {
        Kind::Object(object) => object.instance.as_ref(),
        _ => None,
    };
    let symbol = value
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref());
    let is_computed =
        symbol.is_some_and(|symbol| Some(&symbol.instance) == own && &*symbol.path == name);
    (!value.is_null() && !is_computed && value.origin().stop != Stop::Absent).then_some(value)
}

impl Grant {
    fn statement(&self, attributes: &Value) -> Statement {
        let at = attributes.origin();
        let elements = |name| set(attributes, name).map(Elements::from_value);
        let word = |text: &str, origin: &Origin| Value::string(text, origin.clone());
        let principal = set(attributes, "principal").map(|principal| Principal {
            kind: kind(principal),
            identifiers: Elements::from_value(principal),
        });
        let written = self.conditions.iter().filter_map(|(name, test, variable)| {
            let value = set(attributes, name)?;
            Some(Condition {
                test: word(test, value.origin()),
                variable: word(variable, value.origin()),
                values: Elements::from_value(value),
            })
        });
        let mut conditions: Vec<Condition> = written.collect();
        conditions.extend(blocks(attributes));
        Statement {
            sid: attributes
                .field("statement_id")
                .cloned()
                .unwrap_or_else(|| word("", at)),
            effect: word("Allow", at),
            principals: principal.into_iter().collect(),
            not_principals: Vec::new(),
            actions: elements(self.action).unwrap_or_default(),
            not_actions: Elements::default(),
            resources: Elements::default(),
            not_resources: Elements::default(),
            conditions,
            origin: at.clone(),
            unknown: None,
        }
    }
}

/// What kind of principal an argument names that takes services, accounts, ARNs and `*`.
fn kind(principal: &Value) -> Value {
    let service = principal
        .as_str()
        .map(|text| text.ends_with(".amazonaws.com"));
    match service {
        Some(service) => {
            let kind = if service { "Service" } else { "AWS" };
            Value::string(kind, principal.origin().clone())
        }
        None => principal.clone(),
    }
}

/// `condition` blocks with `key`, `type` and `value`.
fn blocks(attributes: &Value) -> impl Iterator<Item = Condition> {
    let blocks = attributes.field("condition").into_iter();
    blocks.flat_map(Value::children).filter_map(|block| {
        Some(Condition {
            test: block.field("type")?.clone(),
            variable: block.field("key")?.clone(),
            values: Elements::from_value(block.field("value")?),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::Truth;
    use crate::aws::testing::{sources, value};

    #[test]
    fn types_are_sorted_and_their_attributes_exist() {
        assert!(DOCUMENTS.is_sorted_by_key(|(name, _)| name));
        let grants = GRANTS
            .iter()
            .map(|grant| (grant.resource_type, "principal"));
        for (name, path) in DOCUMENTS.iter().copied().chain(grants) {
            let schema = crate::schema::resource(name).expect(name);
            assert!(schema.attribute(path).is_some(), "{name}.{path}");
        }
        for grant in GRANTS {
            let schema = crate::schema::resource(grant.resource_type).unwrap();
            for (name, _, _) in grant.conditions {
                assert!(schema.attribute(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn documents_and_arguments_become_statements() {
        let read = |kind: &str, json: &str| statements(kind, &value(json), sources()).unwrap();
        let role = r#"{"assume_role_policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}"}"#;
        assert_eq!(read("aws_iam_role", role)[0].is_public(), Truth::True);
        assert!(read("aws_iam_role", r#"{"assume_role_policy":null}"#).is_empty());
        assert!(read("aws_vpc", role).is_empty());
        for (arguments, public) in [
            (r#"{"principal":"*"}"#, true),
            (r#"{"principal":"s3.amazonaws.com"}"#, false),
            (r#"{"principal":"*","principal_org_id":"o-1"}"#, false),
            (r#"{"principal":"*","source_account":"?x"}"#, false),
        ] {
            let statement = &read("aws_lambda_permission", arguments)[0];
            assert_eq!(statement.is_public(), Truth::from(public), "{arguments}");
        }
        let bus = r#"{"principal":"*","condition":[{"type":"StringEquals","key":"aws:PrincipalOrgID","value":"o-1"}]}"#;
        let bus = read("aws_cloudwatch_event_permission", bus);
        assert_eq!(bus[0].is_public(), Truth::False);
    }
}
