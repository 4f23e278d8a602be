//! Whether what a block says fits the schema of its type, as `terraform validate` would judge; from the text alone.
//!
//! Knows two versions of the AWS provider; which of them counts says [`ProviderVersion`]. Does not evaluate: how many blocks
//! a `dynamic` block makes, and whether a value is null, is judged elsewhere.

mod reader;

use super::content::Content;
use super::instance::Mode;
use super::module::{ProviderBlock, Resource};
use super::provider_version::ProviderVersion;
use crate::schema::{self, Kind, Major};
use crate::source::Span;
use crate::value::{Fields, Origin, Reason, Type, Value};
use std::sync::Arc;

/// Something that is written and should not be, or the other way round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Misfit {
    pub kind: MisfitKind,
    /// The argument, block or type.
    pub name: Arc<str>,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    /// Whether Terraform is certain to refuse it.
    pub certain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum MisfitKind {
    /// No version that is known accepts it.
    Unsupported,
    /// It is not there, and must be.
    Missing,
    /// An older version accepts it.
    Removed,
    Deprecated,
}

impl MisfitKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Missing => "missing",
            Self::Removed => "removed",
            Self::Deprecated => "deprecated",
        }
    }
}

impl Misfit {
    /// As the functions of rules give it.
    pub(super) fn to_value(&self) -> Value {
        let origin = Origin::expression(self.span);
        let text = |text: &str| Value::string(text, origin.clone());
        let help = self.help.as_deref();
        let help = help.map_or_else(|| Value::null(Type::String, origin.clone()), text);
        let fields: Fields = [
            ("kind", text(self.kind.name())),
            ("name", text(&self.name)),
            ("message", text(&self.message)),
            ("help", help),
            ("certain", Value::bool(self.certain, origin.clone())),
        ]
        .into_iter()
        .map(|(name, value)| (Arc::from(name), value))
        .collect();
        Value::object(fields, origin.clone())
    }
}

/// Whether the types of this provider are judged here; others have one schema, and what it lacks is a gap.
pub(super) fn judges(resource_type: &str, version: ProviderVersion) -> bool {
    is_ours(resource_type) && !matches!(version, ProviderVersion::Unknown(_))
}

/// Why the schema of a type may not be that of the version of the provider that Terraform gets.
pub(super) fn doubt(resource_type: &str, version: ProviderVersion) -> Option<Reason> {
    is_ours(resource_type).then(|| version.doubt()).flatten()
}

fn is_ours(resource_type: &str) -> bool {
    resource_type.starts_with("aws_")
}

/// The block that is judged.
#[derive(Clone, Copy)]
struct Written<'a> {
    /// `None`: a `provider` block.
    kind: Option<Kind>,
    /// The type of the resource, or the name of the provider.
    name: &'a Arc<str>,
    header: Span,
    content: &'a Content,
}

impl Written<'_> {
    /// The block in words.
    fn words(&self) -> String {
        match self.kind {
            Some(_) => format!("`{}`", self.name),
            None => format!("provider `{}`", self.name),
        }
    }
}

/// What does not fit in a block, in the versions of the provider that may be chosen.
pub(super) fn misfits(resource: &Resource, version: ProviderVersion) -> Vec<Misfit> {
    if !judges(&resource.resource_type, version) {
        return Vec::new();
    }
    let written = Written {
        kind: Some(kind_of(resource.mode)),
        name: &resource.resource_type,
        header: resource.header,
        content: &resource.content,
    };
    in_versions(written, version)
}

/// What does not fit in a block of the AWS provider itself.
pub(super) fn provider_misfits(block: &ProviderBlock, version: ProviderVersion) -> Vec<Misfit> {
    if &*block.name != "aws" || matches!(version, ProviderVersion::Unknown(_)) {
        return Vec::new();
    }
    let written = Written {
        kind: None,
        name: &block.name,
        header: block.header,
        content: &block.content,
    };
    in_versions(written, version)
}

fn in_versions(written: Written<'_>, version: ProviderVersion) -> Vec<Misfit> {
    let of = |major| reader::read(written, major);
    if let ProviderVersion::Decided(Major::Five) = version {
        return of(Major::Five)
            .into_iter()
            .map(|found| found.decided(Major::Five))
            .collect();
    }
    let six = of(Major::Six);
    if six.iter().all(|found| found.kind == MisfitKind::Deprecated) {
        return six;
    }
    let five = of(Major::Five);
    let fits_five = |found: &Misfit| {
        !five
            .iter()
            .any(|other| other.span == found.span && other.name == found.name)
    };
    six.into_iter()
        .filter_map(|found| match (version, fits_five(&found)) {
            _ if found.kind == MisfitKind::Deprecated => Some(found),
            (ProviderVersion::Any, true) => None,
            (ProviderVersion::Decided(_) | ProviderVersion::Open { five: false }, true) => {
                Some(found.removed(written, true))
            }
            (_, true) => Some(found.removed(written, false)),
            (ProviderVersion::Decided(major), false) => Some(found.decided(major)),
            (_, false) => Some(found),
        })
        .collect()
}

impl Misfit {
    fn decided(mut self, major: Major) -> Self {
        self.certain = true;
        // Which version deprecated it is not known, only that the last one that is known does.
        if major == Major::Five && self.kind == MisfitKind::Deprecated {
            self.message += ", in version 6 of the AWS provider at the latest";
        }
        if major == Major::Five && self.kind == MisfitKind::Unsupported && self.help.is_none() {
            self.help = Some(format!(
                "judged by version {} of the AWS provider",
                schema::last_of_version_5()
            ));
        }
        self
    }

    /// It fits version 5. What must be there since version 6 is missing, and not removed.
    fn removed(mut self, written: Written<'_>, certain: bool) -> Self {
        self.certain = certain;
        if self.kind == MisfitKind::Unsupported {
            self.kind = MisfitKind::Removed;
            let path = if self.name == *written.name {
                ""
            } else {
                &self.name
            };
            let instead = written
                .kind
                .and_then(|kind| schema::instead_of(kind, written.name, path));
            self.help = instead.map(str::to_owned).or(self.help);
            self.message = if path.is_empty() {
                format!("version 6 of the AWS provider removed `{}`", self.name)
            } else {
                let owner = written.words();
                format!("version 6 of the AWS provider removed `{path}` from {owner}")
            };
        }
        self
    }
}

const fn kind_of(mode: Mode) -> Kind {
    match mode {
        Mode::Managed => Kind::Resource,
        Mode::Data => Kind::DataSource,
        Mode::Ephemeral => Kind::Ephemeral,
    }
}
