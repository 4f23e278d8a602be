//! What is known of a rule without running it.

use crate::finding::Severity;
use std::sync::Arc;

/// Which runs a rule takes part in; they nest: strict runs core too, advisory runs all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Profile {
    Core,
    Strict,
    Advisory,
}

impl Profile {
    /// The word that settings, rules and reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Strict => "strict",
            Self::Advisory => "advisory",
        }
    }

    /// The profile of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Core, Self::Strict, Self::Advisory]
            .into_iter()
            .find(|profile| profile.name() == word)
    }
}

/// A rule as lists and reports show it.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// The label of the rule and the stem of its file, such as `s3-bucket-versioning`.
    pub name: Arc<str>,
    /// The folder of the file: a key of the lessons.
    pub lesson: Arc<str>,
    pub title: String,
    pub severity: Severity,
    pub profile: Profile,
    /// What the rule is asked about: resource types or patterns, `data.TYPE`, and the like.
    pub subjects: Vec<String>,
    /// The header comment: Markdown.
    pub documentation: String,
    /// Options: name and what it is for.
    pub options: Vec<(String, String)>,
    pub references: Vec<String>,
    /// The same check in other tools.
    pub equivalent: Vec<String>,
}
