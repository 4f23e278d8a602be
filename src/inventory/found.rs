//! One resource that an export lists, whatever the format: its names, and what tells whose it is.

use super::types::{self, Known};
use crate::aws::arn::Arn;
use crate::source::Span;
use std::collections::BTreeMap;

/// A resource of the account.
#[derive(Clone, Debug)]
pub struct Found {
    pub arn: Option<String>,
    /// The type as AWS Config calls it, `AWS::EC2::Instance`.
    pub config_type: Option<String>,
    /// What it is called beside its ARN, sorted.
    pub(super) names: Vec<String>,
    /// A name for people, if the export gives one.
    pub title: Option<String>,
    pub region: Option<String>,
    pub account: Option<String>,
    pub tags: BTreeMap<String, String>,
    /// What AWS Config says that the tables of ownership ask about.
    pub(super) facts: BTreeMap<String, String>,
    /// The Terraform type and what its import takes, where that is known.
    pub known: Option<Known>,
    /// Where the export names it.
    pub span: Span,
    /// The path of the export.
    pub file: String,
}

/// What an export says of a resource, before the tables are asked.
#[derive(Clone, Default, Debug)]
pub(super) struct Listed {
    pub arn: Option<String>,
    pub config_type: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub region: Option<String>,
    pub account: Option<String>,
    pub tags: BTreeMap<String, String>,
    pub facts: BTreeMap<String, String>,
}

impl Found {
    /// `None`: nothing names the resource.
    pub(super) fn new(listed: Listed, span: Span, file: &str) -> Option<Self> {
        let id = listed.id.clone();
        // Some ids of AWS Config are ARNs.
        let arn = listed
            .arn
            .or_else(|| id.clone().filter(|id| Arn::parse(id).is_some()));
        // Log groups are listed with and without the `:*` of their streams.
        let arn = arn.map(|arn| match arn.strip_suffix(":*") {
            Some(group) if arn.contains(":log-group:") => group.to_owned(),
            _ => arn,
        });
        if arn.is_none() && (id.is_none() || listed.config_type.is_none()) {
            return None;
        }
        let known = arn.as_deref().and_then(types::of_arn).or_else(|| {
            types::of_config(
                listed.config_type.as_deref()?,
                id.as_deref()?,
                listed.name.as_deref(),
            )
        });
        let named = known.as_ref().is_some_and(|known| known.kind.is_named());
        let mut names: Vec<String> = id
            .into_iter()
            .chain(listed.name.clone().filter(|_| named))
            .collect();
        names.sort();
        names.dedup();
        let mut facts = listed.facts;
        if let Some(name) = &listed.name {
            facts.insert("resourceName".to_owned(), name.clone());
        }
        let parsed = arn.as_deref().and_then(Arn::parse);
        let known_text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Self {
            region: parsed.map_or(listed.region, |arn| known_text(arn.region)),
            account: parsed
                .and_then(|arn| known_text(arn.account))
                .or(listed.account),
            title: listed.tags.get("Name").cloned().or(listed.name),
            config_type: listed.config_type,
            tags: listed.tags,
            arn,
            names,
            facts,
            known,
            span,
            file: file.to_owned(),
        })
    }

    /// What tells databases of several services with one form of ARN apart, if the export does.
    pub(super) fn engine(&self) -> Option<&str> {
        let said = self.facts.get(types::ENGINE).map(String::as_str);
        let config_type = self.config_type.as_deref().unwrap_or_default();
        said.or_else(|| match config_type.split("::").nth(1)? {
            "DocDB" => Some("docdb"),
            "Neptune" => Some("neptune"),
            _ => None,
        })
    }

    /// The ARN, or what AWS Config calls it.
    pub fn identity(&self) -> String {
        let config_type = self.config_type.as_deref().unwrap_or("");
        let name = self.names.first().map_or("", String::as_str);
        self.arn
            .clone()
            .unwrap_or_else(|| format!("{config_type} {name}"))
    }

    /// `service:resource`, as far as the tables know one.
    pub(super) fn subject(&self) -> String {
        let arn = self.arn.as_deref().and_then(Arn::parse);
        arn.map_or_else(
            || format!("{}:", self.service()),
            |arn| format!("{}:{}", arn.service, arn.resource),
        )
    }

    /// The service, as ARNs call it.
    pub fn service(&self) -> String {
        if let Some(arn) = self.arn.as_deref().and_then(Arn::parse) {
            return arn.service.to_owned();
        }
        if let Some(known) = &self.known {
            return known.kind.service.to_owned();
        }
        let config_type = self.config_type.as_deref().unwrap_or("");
        config_type.split("::").nth(1).unwrap_or("?").to_lowercase()
    }

    /// The type under which the table has it, whatever its engine.
    pub(super) fn table_type(&self) -> Option<&'static str> {
        self.known.as_ref()?.kind.terraform
    }

    /// The Terraform type, where the tables know one.
    pub fn terraform(&self) -> Option<&'static str> {
        let kind = self.known.as_ref()?.kind;
        kind.terraform_for(self.engine()).map(|(told, _)| told)
    }

    /// Takes what another listing of the same resource says more.
    pub(super) fn merge(&mut self, other: Self) {
        for (into, from) in [(&mut self.tags, other.tags), (&mut self.facts, other.facts)] {
            for (key, value) in from {
                let kept = into.entry(key).or_default();
                // Whichever came first, the same one stays.
                if value > *kept {
                    *kept = value;
                }
            }
        }
        self.names.extend(other.names);
        self.names.sort();
        self.names.dedup();
        self.title = self.title.take().max(other.title);
        self.config_type = self.config_type.take().max(other.config_type);
        self.account = self.account.take().max(other.account);
    }
}
