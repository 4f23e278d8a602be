//! What states and plans hold: the names that AWS gave the managed objects, and no other value of theirs.

use super::ownership::{self, RawAttribute};
use super::types;
use crate::aws::arn::Arn;
use crate::plan::Object;
use crate::source::Span;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Attributes that name the object itself, beside `arn` and `id`; those of one type are not mistaken for those of another.
const NAMES: &[&str] = &[
    "self_link",
    "unique_id",
    "resource_id",
    "key_id",
    "url",
    "allocation_id",
];

/// Attributes under which a planned object, which has no id yet, says its name.
const PLANNED_NAMES: &[&str] = &[
    "bucket",
    "name",
    "function_name",
    "identifier",
    "cluster_identifier",
    "domain_name",
];

/// Types whose `arn` or `id` is that of another object.
const SATELLITES: &[&str] = &[
    "aws_ec2_instance_state",
    "aws_eip_association",
    "aws_glacier_vault_lock",
    "aws_kms_key_policy",
    "aws_secretsmanager_secret_policy",
    "aws_secretsmanager_secret_rotation",
    "aws_secretsmanager_secret_version",
    "aws_sns_topic_policy",
    "aws_sns_topic_data_protection_policy",
    "aws_vpc_endpoint_policy",
];

/// A managed object of a state or a plan.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Held {
    pub address: String,
    pub resource_type: String,
    pub arn: Option<String>,
    pub id: Option<String>,
    /// All that the object itself is called by, sorted.
    pub(super) names: Vec<String>,
    /// What AWS made together with it, by id.
    pub(super) parts: Vec<(String, &'static str)>,
    pub(super) has_tags: bool,
    /// Where it is, if its ARN or its `region` says so.
    pub(super) region: Option<String>,
    /// Where the file holds it.
    pub span: Span,
    /// The path of its file.
    pub file: String,
}

impl Held {
    /// The object, if it belongs to AWS.
    pub(super) fn read(object: &Object<'_>, span: Span, file: &str) -> Option<Self> {
        let resource_type = object.resource_type.as_ref();
        if !resource_type.starts_with("aws_") {
            return None;
        }
        let values = object.values.map_or("{}", RawValue::get);
        let values: BTreeMap<Cow<'_, str>, &RawValue> =
            serde_json::from_str(values).unwrap_or_default();
        let text = |name: &str| -> Option<String> {
            let text: String = serde_json::from_str(values.get(name)?.get()).ok()?;
            (!text.is_empty()).then_some(text)
        };
        let is_satellite = SATELLITES.contains(&resource_type);
        let own = |name: &str| text(name).filter(|_| !is_satellite);
        let (arn, id) = (
            own("arn").filter(|arn| Arn::parse(arn).is_some()),
            own("id"),
        );
        let more = if id.is_some() { NAMES } else { PLANNED_NAMES };
        let more = more.iter().filter_map(|name| own(name));
        let mut names: Vec<String> = arn.iter().chain(&id).cloned().chain(more).collect();
        names.sort();
        names.dedup();
        let attribute =
            |name: &str| -> Option<RawAttribute> { ownership::decoded(values.get(name)?) };
        Some(Self {
            address: object.address.clone(),
            resource_type: resource_type.to_owned(),
            parts: ownership::parts(resource_type, attribute),
            has_tags: ["tags_all", "tags"].iter().any(|name| {
                let tags = values.get(*name).map(|tags| tags.get().trim());
                tags.is_some_and(|tags| !matches!(tags, "{}" | "null"))
            }),
            region: arn
                .as_deref()
                .and_then(Arn::parse)
                .map(|arn| arn.region.to_owned())
                .filter(|region| !region.is_empty())
                .or_else(|| text("region")),
            arn,
            id,
            names,
            span,
            file: file.to_owned(),
        })
    }

    /// The type under which the tables have it.
    pub(super) fn canonical(&self) -> &str {
        types::canonical(&self.resource_type)
    }
}
