//! The rules of a run: those built in, and those of directories that the user names.

use super::load::{load, load_unchecked};
use super::rule::Rule;
use crate::expr::did_you_mean;
use crate::finding::Problem;
use crate::source::{SourceFile, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

// `EMBEDDED`: (path below `rules/`, text) of every built-in rule, sorted; written by `build.rs`.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Rules by name, and the problems of rule files that cannot be used.
#[derive(Clone, Default, Debug)]
pub struct RuleSet {
    rules: BTreeMap<Arc<str>, Arc<Rule>>,
    problems: Vec<Problem>,
}

impl RuleSet {
    /// The rules that are built in. Their names are not checked again at each start, which would decode the schema of every
    /// type that a rule speaks of: a test does it through [`RuleSet::embedded_checked`].
    pub fn embedded(sources: &Sources) -> Self {
        let mut set = Self::default();
        for (path, text) in EMBEDDED {
            let source = sources.add(format!("rules/{path}"), *text);
            set.take(load_unchecked(&source));
        }
        set
    }

    /// The rules that are built in, checked as those of a user are.
    pub fn embedded_checked(sources: &Sources) -> Self {
        let mut set = Self::default();
        for (path, text) in EMBEDDED {
            set.add(&sources.add(format!("rules/{path}"), *text));
        }
        set
    }

    /// Takes a rule file in; a rule of the same name as a built-in one is a problem, as names are for ever.
    pub fn add(&mut self, source: &Arc<SourceFile>) {
        self.take(load(source));
    }

    fn take(&mut self, loaded: Result<Rule, Vec<Problem>>) {
        match loaded {
            Ok(rule) => {
                if let Some(known) = self.rules.get(&rule.info.name) {
                    let span = rule.ast.body().span();
                    let message = format!(
                        "there is a rule `{}` already, in `{}`",
                        rule.info.name,
                        known.ast.source().path()
                    );
                    self.problems.push(Problem::error(span.head(), message));
                } else {
                    self.rules
                        .insert(Arc::clone(&rule.info.name), Arc::new(rule));
                }
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    /// Sets an option of a rule for this run; `Err` says in words why not.
    pub fn set_option(
        &mut self,
        rule: &str,
        option: &str,
        text: &str,
        sources: &Sources,
    ) -> Result<(), String> {
        let near = did_you_mean(rule, self.rules.keys().map(AsRef::as_ref));
        let Some(found) = self.rules.get_mut(rule) else {
            let help = near.map_or_else(String::new, |help| format!(", {help}"));
            return Err(format!("there is no rule `{rule}`{help}"));
        };
        Arc::make_mut(found).set_option(option, text, sources)
    }

    /// All rules, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.rules.values()
    }

    pub fn get(&self, name: &str) -> Option<&Arc<Rule>> {
        self.rules.get(name)
    }

    /// What is wrong with rule files.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// The paths below `rules/` and the texts of the built-in rules, for tests and documentation.
pub fn embedded_texts() -> &'static [(&'static str, &'static str)] {
    EMBEDDED
}
