//! Which version of the AWS provider a root module gets, as far as its lock file or its constraint says. Knows no list of releases.

use super::literals::literal;
use super::module::Module;
use crate::schema::{self, Major};
use crate::source::{Tree, join};
use crate::value::Reason;
use std::sync::Arc;

/// What `terraform init` writes beside a root module.
/// <https://developer.hashicorp.com/terraform/language/files/dependency-lock>
const LOCK_FILE: &str = ".terraform.lock.hcl";

/// What is known of the version, with regard to the schemas that are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ProviderVersion {
    /// What the schema of this version does not have, Terraform refuses.
    Decided(Major),
    /// Newer versions than the schema that is known may be chosen; `five`: and versions 5 as well.
    Open { five: bool },
    /// Nothing is said.
    Any,
    /// One of which no schema is known.
    Unknown(Beyond),
}

/// Why no schema that is known describes the version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Beyond {
    Older,
    Newer,
    /// The constraints cannot be read, or contradict each other.
    Unreadable,
}

type Version = (u64, u64, u64);

/// The versions from the first up to the second, without the second.
type Range = (Version, Option<Version>);

impl ProviderVersion {
    /// Of a root module, by its lock file, or by what it and the modules that it calls ask for (`modules`, itself included).
    pub(super) fn of(tree: &dyn Tree, root: &Module, modules: &[&Module]) -> Self {
        if runs_before_0_12(root) {
            return Self::Unknown(Beyond::Older);
        }
        let locked = join(&root.directory, LOCK_FILE)
            .filter(|path| tree.is_file(path))
            .and_then(|path| tree.read(&path).ok())
            .and_then(|bytes| locked(&String::from_utf8_lossy(&bytes)));
        if let Some(version) = locked {
            return Self::exact(version);
        }
        let required = modules.iter().flat_map(|module| &module.requirements);
        let required = required
            .filter(|requirement| requirement.provider.as_deref() == Some("aws"))
            .map(|requirement| requirement.version.clone());
        // The old way to say it, which Terraform still obeys.
        let blocks = modules.iter().flat_map(|module| &module.providers);
        let blocks = blocks.filter(|block| &*block.name == "aws");
        let configured =
            blocks.filter_map(|block| literal(block.content.argument("version")?.value));
        let constraints: Vec<String> = required
            .chain(configured)
            .filter(|version| !version.trim().is_empty())
            .collect();
        if constraints.is_empty() {
            return Self::Any;
        }
        range(&constraints).map_or(Self::Unknown(Beyond::Unreadable), Self::within)
    }

    /// The first number of the version that Terraform chooses, as far as the known versions differ: 6 where nothing keeps it from the newest.
    pub(super) const fn major(self) -> i64 {
        match self {
            Self::Decided(Major::Five) | Self::Unknown(Beyond::Older | Beyond::Unreadable) => 5,
            Self::Decided(Major::Six)
            | Self::Open { .. }
            | Self::Any
            | Self::Unknown(Beyond::Newer) => 6,
        }
    }

    /// Why the schemas that are known say nothing certain of the AWS provider; `None` if one of them describes it.
    pub(super) fn doubt(self) -> Option<Reason> {
        let Self::Unknown(beyond) = self else {
            return None;
        };
        let why = match beyond {
            Beyond::Older => "older than version 5, the first",
            Beyond::Newer => "newer than version 6, the last",
            Beyond::Unreadable => {
                return Some(Reason::Other(Arc::from(
                    "the version of the AWS provider cannot be told from the constraints",
                )));
            }
        };
        let text = format!("the AWS provider is {why} that groundrules knows");
        Some(Reason::Other(text.into()))
    }

    fn exact(version: Version) -> Self {
        match version.0 {
            5 => Self::Decided(Major::Five),
            6 if version <= newest_known() => Self::Decided(Major::Six),
            6 => Self::Open { five: false },
            0..5 => Self::Unknown(Beyond::Older),
            _ => Self::Unknown(Beyond::Newer),
        }
    }

    /// Terraform chooses the newest version of a range.
    fn within((from, to): Range) -> Self {
        let five = from < (6, 0, 0);
        match to {
            Some(to) if to <= from => Self::Unknown(Beyond::Unreadable),
            Some(to) if to <= (5, 0, 0) => Self::Unknown(Beyond::Older),
            _ if from >= (7, 0, 0) => Self::Unknown(Beyond::Newer),
            Some(to) if to <= (6, 0, 0) => Self::Decided(Major::Five),
            Some(to) if to <= newest_known() => Self::Decided(Major::Six),
            _ => Self::Open { five },
        }
    }
}

/// Whether the configuration refuses Terraform 0.12 and all that came after it: an older Terraform reads another language, with providers of which no
/// schema is known.
fn runs_before_0_12(root: &Module) -> bool {
    let required = root.requirements.iter();
    let required = required.filter(|requirement| requirement.provider.is_none());
    let versions: Vec<&str> = required.map(|it| it.version.as_str()).collect();
    let wanted = versions.iter().any(|version| !version.trim().is_empty());
    wanted
        && range(&versions)
            .and_then(|(_, to)| to)
            .is_some_and(|to| to <= (0, 12, 0))
}

fn newest_known() -> Version {
    numbers(schema::provider_version()).map_or((6, 0, 0), |(version, _)| version)
}

/// The version of the AWS provider in a lock file, which is always laid out alike.
fn locked(text: &str) -> Option<Version> {
    let ours = |line: &&str| {
        let name = line.trim().strip_prefix("provider \"");
        name.and_then(|name| name.split_once('"'))
            .is_some_and(|(name, _)| name.ends_with("/hashicorp/aws"))
    };
    let mut lines = text.lines().skip_while(|line| !ours(line));
    let block = lines.by_ref().take_while(|line| !line.starts_with('}'));
    let mut assignments = block.filter_map(|line| line.split_once('='));
    let (_, version) = assignments.find(|(name, _)| name.trim() == "version")?;
    numbers(version.trim().trim_matches('"')).map(|(version, _)| version)
}

/// What all constraints allow together; `None` if one cannot be read.
///
/// <https://developer.hashicorp.com/terraform/language/expressions/version-constraints>
fn range(constraints: &[impl AsRef<str>]) -> Option<Range> {
    let (mut from, mut to): Range = ((0, 0, 0), None);
    for constraint in constraints.iter().flat_map(|text| text.as_ref().split(',')) {
        let constraint = constraint.trim();
        let at = constraint.find(|character: char| character.is_ascii_digit() || character == 'v');
        let (operator, version) = constraint.split_at_checked(at?)?;
        let (version, given) = numbers(version.trim())?;
        let (low, high) = match operator.trim() {
            "" | "=" => (version, Some(after(version))),
            ">=" => (version, None),
            ">" => (after(version), None),
            "<" => ((0, 0, 0), Some(version)),
            "<=" => ((0, 0, 0), Some(after(version))),
            "~>" => (version, pessimistic(version, given)),
            // One version that is left out does not change which schema there is.
            "!=" => ((0, 0, 0), None),
            _ => return None,
        };
        from = from.max(low);
        to = [to, high].into_iter().flatten().min();
    }
    Some((from, to))
}

const fn after((major, minor, patch): Version) -> Version {
    (major, minor, patch.saturating_add(1))
}

/// Where `~>` ends: the last number that is given may rise.
const fn pessimistic((major, minor, _): Version, given: usize) -> Option<Version> {
    match given {
        0 | 1 => None,
        2 => Some((major.saturating_add(1), 0, 0)),
        _ => Some((major, minor.saturating_add(1), 0)),
    }
}

/// The numbers of a version, and how many are written.
fn numbers(text: &str) -> Option<(Version, usize)> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let release = text.split(['-', '+']).next()?;
    let parts: Vec<u64> = release
        .split('.')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let part = |index: usize| parts.get(index).copied().unwrap_or(0);
    (parts.len() <= 3).then(|| ((part(0), part(1), part(2)), parts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints() {
        use Beyond::{Newer, Older, Unreadable};
        use ProviderVersion::{Any, Decided, Open, Unknown};
        for (constraint, expected) in [
            ("~> 5.0", Decided(Major::Five)),
            ("~> 5.31.0", Decided(Major::Five)),
            (">= 5.0, < 6.0", Decided(Major::Five)),
            ("5.100.0", Decided(Major::Five)),
            ("= 6.1.0", Decided(Major::Six)),
            ("~> 6.0.0", Decided(Major::Six)),
            (">= 4.0, < 6.13", Decided(Major::Six)),
            ("~> 6.0", Open { five: false }),
            (">= 6", Open { five: false }),
            (">= 5.30", Open { five: true }),
            ("~> 5", Open { five: true }),
            ("> 3.0, != 5.2.0", Open { five: true }),
            ("= 6.999.0", Open { five: false }),
            ("~> 4.0", Unknown(Older)),
            ("< 5", Unknown(Older)),
            ("latest", Unknown(Unreadable)),
            ("~> 6.0, < 5.0", Unknown(Unreadable)),
            ("= 99.0.0", Unknown(Newer)),
            (">= 7", Unknown(Newer)),
        ] {
            let found = range(&[constraint]).map_or(Unknown(Unreadable), ProviderVersion::within);
            assert_eq!(found, expected, "{constraint}");
        }
        assert_eq!(
            Any,
            ProviderVersion::of(
                &crate::source::MemoryTree::default(),
                &Module::default(),
                &[]
            )
        );
    }

    #[test]
    fn a_lock_file_decides() {
        let lock = "# made by terraform init\nprovider \"registry.terraform.io/hashicorp/archive\" {\n  version = \"2.4.0\"\n}\n\n\
                    provider \"registry.terraform.io/hashicorp/aws\" {\n  version     = \"5.82.2\"\n  constraints = \">= 5.0.0\"\n}\n";
        assert_eq!(locked(lock), Some((5, 82, 2)));
        assert_eq!(
            locked("provider \"x/y/aws\" {\n version = \"1.0.0\"\n}"),
            None
        );
        assert_eq!(
            ProviderVersion::exact((5, 82, 2)),
            ProviderVersion::Decided(Major::Five)
        );
        assert_eq!(
            ProviderVersion::exact((4, 9, 0)),
            ProviderVersion::Unknown(Beyond::Older)
        );
    }
}
