//! Which rules run: the profile, and what `--select` and `--ignore` name.

use super::suggestion::nearest;
use crate::rules::{Profile, RuleInfo};
use std::collections::BTreeSet;
use std::fmt;

/// What the user asks for. Names are rules or lessons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    pub profile: Profile,
    /// Empty: every rule of the profile. Else only these: a rule that is named runs whatever its profile, a lesson stands for its
    /// rules of the profile.
    pub select: Vec<String>,
    /// Never these, even if they are selected.
    pub ignore: Vec<String>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            profile: Profile::Core,
            select: Vec::new(),
            ignore: Vec::new(),
        }
    }
}

/// A name that is neither a rule nor a lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownName {
    pub name: String,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule or lesson is named `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, ", did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownName {}

impl Selection {
    /// The rules that run, in the order given; or all names that mean nothing.
    pub fn choose<'a>(&self, rules: &'a [RuleInfo]) -> Result<Vec<&'a RuleInfo>, Vec<UnknownName>> {
        let unknown = self.unknown_names(rules);
        if unknown.is_empty() {
            Ok(rules.iter().filter(|rule| self.includes(rule)).collect())
        } else {
            Err(unknown)
        }
    }

    /// Whether a rule runs.
    pub fn includes(&self, rule: &RuleInfo) -> bool {
        let names = |list: &[String], name: &str| list.iter().any(|entry| entry == name);
        if names(&self.ignore, &rule.name) || names(&self.ignore, &rule.lesson) {
            return false;
        }
        let in_profile = rule.profile <= self.profile;
        names(&self.select, &rule.name)
            || (in_profile && (self.select.is_empty() || names(&self.select, &rule.lesson)))
    }

    fn unknown_names(&self, rules: &[RuleInfo]) -> Vec<UnknownName> {
        let known: BTreeSet<&str> = rules
            .iter()
            .flat_map(|rule| [&*rule.name, &*rule.lesson])
            .collect();
        self.select
            .iter()
            .chain(&self.ignore)
            .filter(|name| !known.contains(name.as_str()))
            .map(|name| UnknownName {
                name: name.clone(),
                nearest: nearest(name, known.iter().copied()).map(str::to_owned),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn rules() -> Vec<RuleInfo> {
        [
            ("s3-versioning", "data-protection", Profile::Core),
            ("s3-access-logs", "data-protection", Profile::Strict),
            ("rds-multi-az", "high-availability", Profile::Core),
            ("ec2-spot", "cost", Profile::Advisory),
        ]
        .into_iter()
        .map(|(name, lesson, profile)| RuleInfo {
            name: name.into(),
            lesson: lesson.into(),
            title: name.into(),
            severity: Severity::Warning,
            profile,
            subjects: Vec::new(),
            documentation: String::new(),
            references: Vec::new(),
            options: Vec::new(),
            equivalent: Vec::new(),
        })
        .collect()
    }

    fn chosen(profile: Profile, select: &[&str], ignore: &[&str]) -> Result<String, String> {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let selection = Selection {
            profile,
            select: owned(select),
            ignore: owned(ignore),
        };
        let rules = rules();
        match selection.choose(&rules) {
            Ok(rules) => Ok(rules
                .iter()
                .map(|rule| &*rule.name)
                .collect::<Vec<_>>()
                .join(" ")),
            Err(unknown) => Err(unknown
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")),
        }
    }

    #[test]
    fn profiles_nest_and_names_choose() {
        use Profile::{Advisory, Core, Strict};
        let table: &[(Profile, &[&str], &[&str], &str)] = &[
            (Core, &[], &[], "s3-versioning rds-multi-az"),
            (
                Strict,
                &[],
                &[],
                "s3-versioning s3-access-logs rds-multi-az",
            ),
            (Advisory, &[], &["data-protection"], "rds-multi-az ec2-spot"),
            (Core, &["data-protection"], &[], "s3-versioning"),
            (
                Strict,
                &["data-protection"],
                &[],
                "s3-versioning s3-access-logs",
            ),
            (Core, &["ec2-spot"], &[], "ec2-spot"),
            (
                Core,
                &["ec2-spot", "s3-versioning"],
                &["cost"],
                "s3-versioning",
            ),
        ];
        for &(profile, select, ignore, expected) in table {
            assert_eq!(
                chosen(profile, select, ignore).as_deref(),
                Ok(expected),
                "{profile:?} {select:?} {ignore:?}"
            );
        }
    }

    #[test]
    fn names_that_mean_nothing_are_named() {
        assert_eq!(
            chosen(Profile::Core, &["rds-multiaz"], &["zzz"]),
            Err("no rule or lesson is named `rds-multiaz`, did you mean `rds-multi-az`?; no rule or lesson is named `zzz`".into())
        );
    }
}
