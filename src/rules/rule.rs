//! A rule after loading: its facts, and the places of its expressions in its tree.

use super::RuleInfo;
use super::listed::List;
use super::locals::RuleLocal;
use super::options::RuleOption;
use crate::aws::wildcard::{self, Case};
use crate::syntax::ast::NodeId;
use crate::syntax::{Ast, Expr};
use std::sync::Arc;

/// A rule that has been read and checked.
#[derive(Clone, Debug)]
pub struct Rule {
    pub info: RuleInfo,
    pub(super) ast: Arc<Ast>,
    pub(super) subjects: Subjects,
    pub(super) locals: Vec<RuleLocal>,
    pub(super) options: Vec<RuleOption>,
    pub(super) when: Option<NodeId>,
    pub(super) conditions: Vec<Condition>,
    /// Rules that say it better: where one of these points, this one says nothing.
    pub(super) yields_to: Vec<Arc<str>>,
}

/// What a rule is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Subjects {
    /// Types and patterns with `*`; data sources carry `data.` before the type.
    Instances(Vec<Arc<str>>),
    /// Every module call.
    Modules,
    /// Every root module, once.
    Configuration,
    /// What a plan does to instances of these types (patterns as in `Instances`), when it is one of these actions.
    Changes {
        actions: Vec<Arc<str>>,
        patterns: Vec<Arc<str>>,
    },
    /// Entries of a list, of types that match one of these patterns.
    Listed { list: List, patterns: Vec<Arc<str>> },
}

impl Subjects {
    /// Whether the rule is asked about instances of this kind (`aws_vpc`, `data.aws_vpc`).
    pub(super) fn matches(&self, subject: &str) -> bool {
        match self {
            Self::Instances(patterns) => patterns
                .iter()
                .any(|pattern| matches_pattern(pattern, subject)),
            Self::Modules | Self::Configuration | Self::Changes { .. } | Self::Listed { .. } => {
                false
            }
        }
    }
}

impl Subjects {
    /// Whether the rule is asked about an action on instances of this kind.
    pub(super) fn matches_change(&self, subject: &str, action: &str) -> bool {
        match self {
            Self::Changes { actions, patterns } => {
                actions.iter().any(|wanted| wanted.as_ref() == action)
                    && patterns
                        .iter()
                        .any(|pattern| matches_pattern(pattern, subject))
            }
            Self::Instances(_) | Self::Modules | Self::Configuration | Self::Listed { .. } => false,
        }
    }

    /// Whether the rule is asked about an entry of a list.
    pub(super) fn matches_entry(&self, of: List, resource_type: &str) -> bool {
        match self {
            Self::Listed { list, patterns } => {
                *list == of
                    && patterns
                        .iter()
                        .any(|pattern| matches_pattern(pattern, resource_type))
            }
            _ => false,
        }
    }
}

/// `*` in a pattern stands for any text; `*` alone stands for managed resources only.
fn matches_pattern(pattern: &str, subject: &str) -> bool {
    if !pattern.contains('*') {
        return pattern == subject;
    }
    let same_kind = ["data.", "ephemeral."]
        .iter()
        .all(|kind| subject.starts_with(kind) == pattern.starts_with(kind));
    same_kind && wildcard::covers(pattern, subject, Case::Sensitive)
}

/// One test of a rule and what to say when it does not hold.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// Empty for the condition of a rule that has only one.
    pub(super) label: String,
    pub(super) for_each: Option<NodeId>,
    pub(super) when: Option<NodeId>,
    pub(super) holds: NodeId,
    pub(super) finding: FindingBlock,
}

/// The expressions of a `finding` block.
#[derive(Clone, Debug)]
pub(super) struct FindingBlock {
    pub(super) at: Option<NodeId>,
    pub(super) message: NodeId,
    pub(super) help: Option<NodeId>,
    pub(super) severity: Option<NodeId>,
    pub(super) labels: Labels,
}

/// More places of a finding.
#[derive(Clone, Debug)]
pub(super) enum Labels {
    /// Written out: label text and the value it is put at.
    Places(Vec<(NodeId, NodeId)>),
    /// The steps of a path, in order: an expression whose value is a list of objects with `text` and `at`.
    Steps(NodeId),
}

impl Labels {
    /// The expressions in them.
    pub(super) fn expressions(&self) -> Vec<NodeId> {
        match self {
            Self::Places(places) => places.iter().flat_map(|&(text, at)| [text, at]).collect(),
            Self::Steps(steps) => vec![*steps],
        }
    }
}

impl Rule {
    /// The list that the rule is asked about; `None`: it is asked about configuration or plans.
    pub const fn list(&self) -> Option<List> {
        match self.subjects {
            Subjects::Listed { list, .. } => Some(list),
            _ => None,
        }
    }

    pub(super) fn expr(&self, id: NodeId) -> Expr<'_> {
        self.ast.expression_at(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, subject, expected) in [
            ("aws_vpc", "aws_vpc", true),
            ("aws_vpc", "aws_vpc_endpoint", false),
            ("aws_*", "aws_vpc", true),
            ("*", "aws_vpc", true),
            ("*", "data.aws_vpc", false),
            ("data.*", "data.aws_vpc", true),
            ("aws_*_subnet_group", "aws_db_subnet_group", true),
            ("aws_*_subnet_group", "aws_db_subnet_groups", false),
            ("aws_*b*_group", "aws_db_subnet_group", true),
        ] {
            assert_eq!(
                matches_pattern(pattern, subject),
                expected,
                "{pattern} {subject}"
            );
        }
    }
}
