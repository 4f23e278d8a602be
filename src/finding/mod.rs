//! What is reported: findings of rules, answers left undecided, and problems of the input itself.
//!
//! Knows no format and no rule; messages are complete when they get here.

mod fingerprint;
mod plan;
mod suggestion;

pub use fingerprint::{fingerprint, without_keys};
pub use plan::{ChangedAttribute, PlanCounts, PlanSummary, PlannedChange};
pub use suggestion::{did_you_mean, nearest};

use crate::source::Span;
use std::sync::Arc;

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    /// The word that settings, rules and reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error]
            .into_iter()
            .find(|severity| severity.name() == word)
    }
}

/// A place with a few words on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

impl Label {
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
        }
    }
}

/// One departure from a lesson, at one place of the source, for one or more instances.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub rule: Arc<str>,
    pub lesson: Arc<str>,
    pub severity: Severity,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The addresses of the instances concerned, sorted.
    pub addresses: Vec<String>,
    /// The smallest expression that a reader would change.
    pub primary: Label,
    /// Where the value came from, nearest first, then the rule's own labels.
    pub related: Vec<Label>,
    /// Stable over moved lines: made of rule, address and attribute path.
    pub fingerprint: String,
}

/// A rule that could not be decided for an instance, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undecided {
    pub rule: Arc<str>,
    pub lesson: Arc<str>,
    pub address: Arc<str>,
    /// Sorted, without repetition; for example "variable `x` has no value".
    /// In a large plan many answers have the same, thousands of them: they share the list.
    pub reasons: Arc<[Arc<str>]>,
    /// The header of the instance.
    pub span: Span,
}

/// What kind of mistake a problem is; decides the exit code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProblemKind {
    /// The text could not be read or parsed, or Terraform would refuse it: exit code 2.
    Error,
    /// Terraform would warn of it and go on, such as an assertion of a `check` block that does not hold.
    Warning,
    /// Something is missing that makes the answer less complete, such as a module that is not installed.
    Incomplete,
}

impl ProblemKind {
    /// The word that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Incomplete => "incomplete",
        }
    }
}

/// A problem of the input itself: a syntax error, an unreadable file, a reference to what does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub kind: ProblemKind,
    pub message: String,
    pub help: Option<String>,
    /// `None` where there is no text to point at (a file that cannot be read); then the message names the path.
    pub primary: Option<Label>,
    pub related: Vec<Label>,
}

impl Problem {
    /// An error at a place; `label` is the few words at the place itself and may be empty.
    pub fn error(span: Span, message: impl Into<String>) -> Self {
        Self {
            kind: ProblemKind::Error,
            message: message.into(),
            help: None,
            primary: Some(Label::new(span, "")),
            related: Vec::new(),
        }
    }

    /// Something at a place that Terraform would warn of.
    pub fn warning(span: Span, message: impl Into<String>) -> Self {
        Self {
            kind: ProblemKind::Warning,
            ..Self::error(span, message)
        }
    }

    /// Something missing at a place.
    pub fn incomplete(span: Span, message: impl Into<String>) -> Self {
        Self {
            kind: ProblemKind::Incomplete,
            ..Self::error(span, message)
        }
    }

    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.message = label.into();
        }
        self
    }

    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same where nobody knows whether what it speaks of is there at all: a gap, and no error.
    #[must_use]
    pub fn unless_absent(self) -> Self {
        self.unless("this is a mistake if there is such an instance")
    }

    /// The same where something keeps us from being certain that Terraform sees it too: a gap, and no error.
    #[must_use]
    pub fn unless(self, why: impl std::fmt::Display) -> Self {
        let kind = match self.kind {
            ProblemKind::Error => ProblemKind::Incomplete,
            kind => kind,
        };
        let help = self.help.or_else(|| Some(why.to_string()));
        Self { kind, help, ..self }
    }

    /// Asks whether the nearest of the known names was meant, when one is near.
    #[must_use]
    pub fn with_suggestion<'a>(
        mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        if let Some(help) = did_you_mean(name, known) {
            self.help = Some(help);
        }
        self
    }

    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label::new(span, message));
        self
    }
}
