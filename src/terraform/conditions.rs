//! Blocks with a `condition` and an `error_message`: of variables, resources, outputs and checks.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/custom-conditions>

use super::content::{Content, Nested};
use super::evaluator::Evaluator;
use super::scope::ModuleScope;
use crate::finding::Problem;
use crate::source::Span;

/// A condition that is known not to hold.
pub(super) struct Broken {
    /// The condition.
    pub(super) span: Span,
    /// `: ` and what the configuration says about it; empty where that is unknown or sensitive.
    pub(super) words: String,
}

impl Evaluator<'_> {
    /// Evaluates one block for the mistakes in it. Something, if it is known that the condition does not hold.
    pub(super) fn broken(&self, scope: &ModuleScope<'_, '_>, block: &Nested) -> Option<Broken> {
        let condition = block.content.argument("condition")?.value;
        let value = self.eval(scope, condition);
        let span = condition.span();
        if value.is_null() {
            let message = "the condition is null; it must be either true or false";
            self.report_at(scope, Problem::error(span, message));
        }
        let failed = match value.as_str() {
            Some(text) => text.as_ref() == "false",
            None => value.as_bool() == Some(false),
        };
        failed.then(|| Broken {
            span,
            words: self.words(scope, block),
        })
    }

    fn words(&self, scope: &ModuleScope<'_, '_>, block: &Nested) -> String {
        let message = block.content.argument("error_message");
        let words = message.map(|message| self.eval(scope, message.value));
        let words = words.filter(|words| !words.contains_sensitive());
        words
            .and_then(|words| words.as_str().cloned())
            .map_or_else(String::new, |words| {
                format!(": {}", words.trim().trim_end_matches('.'))
            })
    }

    /// Reports the conditions of a kind that do not hold: Terraform stops there.
    pub(super) fn check_conditions(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        kind: &str,
    ) {
        for block in content.nested(kind, 0) {
            if let Some(Broken { span, words }) = self.broken(scope, &block) {
                let message = format!("{kind} does not hold{words}");
                self.report_at(scope, Problem::error(span, message));
            }
        }
    }

    /// Reports the assertions of a `check` block that do not hold: Terraform warns of them.
    pub(super) fn check_assertions(&self, scope: &ModuleScope<'_, '_>, check: &Content) {
        for block in check.nested("assert", 0) {
            if let Some(Broken { span, words }) = self.broken(scope, &block) {
                let message = format!("assertion does not hold{words}");
                self.report.add(Problem::warning(span, message));
            }
        }
    }
}
