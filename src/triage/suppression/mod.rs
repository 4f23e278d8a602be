//! Suppression comments: `# groundrules:allow RULE reason` answers the findings of a rule at its place.
//!
//! A comment answers what it names and nothing else; a comment that answers nothing, or says nothing, is itself reported.

mod comment;
mod rules;
mod scope;

pub use rules::suppression_rules;

use super::outcome::Suppressed;
use crate::finding::{Finding, Label, Severity, did_you_mean, fingerprint};
use crate::rules::RuleInfo;
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::Ast;
use comment::{Directive, Malformed};
use jiff::civil::Date;
use rules::{Fault, LESSON};
use rustc_hash::{FxHashMap, FxHashSet};
use scope::{Scope, Scopes};
use std::sync::Arc;

/// What is left to report, and what comments answer.
#[derive(Clone, Default, Debug)]
pub struct Triaged {
    /// The findings that no comment answers, in the order given, then those about the comments themselves, in the order of files.
    pub findings: Vec<Finding>,
    /// In the order given.
    pub suppressed: Vec<Suppressed>,
}

/// Takes away the findings that comments in `files` answer.
///
/// `ran` are the rules that ran: a suppression of another rule is never called unused, and the comments themselves are reported only
/// by those of [`suppression_rules`] that are among them. `all_rules` are the names of all rules there are. A suppression holds up
/// to and including the day that it names.
pub fn apply<'a>(
    findings: Vec<Finding>,
    files: impl IntoIterator<Item = &'a Ast>,
    ran: &[RuleInfo],
    all_rules: &[&str],
    today: Date,
) -> Triaged {
    let mut comments = Comments::read(files, all_rules, today);
    let mut triaged = Triaged::default();
    for finding in findings {
        match comments.answer(&finding) {
            Some(reason) => triaged.suppressed.push(Suppressed { finding, reason }),
            None => triaged.findings.push(finding),
        }
    }
    let ran: FxHashSet<&str> = ran.iter().map(|rule| &*rule.name).collect();
    comments.report_unused(&ran);
    let reports = comments.reports.into_iter();
    triaged
        .findings
        .extend(reports.filter(|report| ran.contains(&*report.rule)));
    triaged
}

/// A suppression of one rule that holds today.
#[derive(Debug)]
struct Suppression {
    file: Arc<SourceFile>,
    rule: String,
    /// The name in the comment.
    span: Span,
    reason: String,
    scope: Arc<Scope>,
    is_used: bool,
}

/// All comments of a run that are meant for us.
#[derive(Debug)]
struct Comments<'a> {
    all_rules: &'a [&'a str],
    today: Date,
    suppressions: Vec<Suppression>,
    by_place: FxHashMap<(FileId, String), Vec<usize>>,
    reports: Vec<Finding>,
    /// How many reports a rule has had about the same words of the same file.
    same: FxHashMap<(&'static str, String), usize>,
}

impl<'a> Comments<'a> {
    fn read<'b>(
        files: impl IntoIterator<Item = &'b Ast>,
        all_rules: &'a [&'a str],
        today: Date,
    ) -> Self {
        let mut comments = Self {
            all_rules,
            today,
            suppressions: Vec::new(),
            by_place: FxHashMap::default(),
            reports: Vec::new(),
            same: FxHashMap::default(),
        };
        let mut seen = FxHashSet::default();
        for ast in files {
            // A file of a shared module comes with each root module that calls it.
            if comment::is_possible(ast.source().text()) && seen.insert(ast.source().id()) {
                comments.read_file(ast);
            }
        }
        comments
    }

    fn read_file(&mut self, ast: &Ast) {
        let file = ast.source();
        let scopes = Scopes::new(ast);
        for &span in ast.comments() {
            let directives = comment::directives(file, span);
            if directives.is_empty() {
                continue;
            }
            let scope = Arc::new(scopes.of(span));
            for directive in directives {
                match directive {
                    Ok(directive) => self.take(file, directive, &scope),
                    Err(malformed) => self.report_malformed(file, malformed),
                }
            }
        }
    }

    /// Notes what a directive suppresses, or reports why it does not.
    fn take(&mut self, file: &Arc<SourceFile>, directive: Directive, scope: &Arc<Scope>) {
        if directive.reason.is_empty() {
            let help = "write after the rule why the finding is right as it is here";
            let message = "the suppression gives no reason, so it has no effect";
            self.report(file, Fault::WithoutReason, directive.span, message, help);
            return;
        }
        if let Some((date, span)) = directive.until
            && date < self.today
        {
            let help = "repair what it was about, or decide again and set a new date";
            let message = format!("the suppression ended on {date}");
            self.report(file, Fault::Expired, span, message, help);
            return;
        }
        for (rule, span) in directive.rules {
            if !self.all_rules.contains(&rule.as_str()) {
                self.report_unknown(file, &rule, span);
                continue;
            }
            self.by_place
                .entry((file.id(), rule.clone()))
                .or_default()
                .push(self.suppressions.len());
            self.suppressions.push(Suppression {
                file: Arc::clone(file),
                rule,
                span,
                reason: directive.reason.clone(),
                scope: Arc::clone(scope),
                is_used: false,
            });
        }
    }

    /// The reason of the first suppression that answers a finding; every one that does is used.
    fn answer(&mut self, finding: &Finding) -> Option<String> {
        let place = finding.primary.span;
        let key = (place.file, finding.rule.to_string());
        let mut reason = None;
        for &index in self.by_place.get(&key)? {
            let Some(suppression) = self.suppressions.get_mut(index) else {
                continue;
            };
            let line = suppression.file.lines().line(place.start);
            if suppression.scope.covers(place, line) {
                suppression.is_used = true;
                reason.get_or_insert_with(|| suppression.reason.clone());
            }
        }
        reason
    }

    fn report_unused(&mut self, ran: &FxHashSet<&str>) {
        for suppression in std::mem::take(&mut self.suppressions) {
            if suppression.is_used || !ran.contains(suppression.rule.as_str()) {
                continue;
            }
            let message = format!("nothing here is reported by `{}`", suppression.rule);
            let help = "remove the suppression, or move it to the line that it speaks of";
            self.report(
                &suppression.file,
                Fault::Unused,
                suppression.span,
                message,
                help,
            );
        }
    }

    fn report_unknown(&mut self, file: &SourceFile, rule: &str, span: Span) {
        let message = format!("no rule is named `{rule}`, so this suppresses nothing");
        let help = did_you_mean(rule, self.all_rules.iter().copied())
            .unwrap_or_else(|| "`groundrules rules` lists the names".to_owned());
        self.report(file, Fault::Malformed, span, message, help);
    }

    fn report_malformed(&mut self, file: &SourceFile, malformed: Malformed) {
        let Malformed {
            span,
            message,
            help,
        } = malformed;
        self.report(file, Fault::Malformed, span, message, help);
    }

    fn report(
        &mut self,
        file: &SourceFile,
        fault: Fault,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let text = file.slice(span);
        let place = format!("{}\n{text}", file.path());
        let number = self.same.entry((fault.rule(), place.clone())).or_default();
        let numbered = format!("{place}\n{number}");
        *number += 1;
        self.reports.push(Finding {
            rule: fault.rule().into(),
            lesson: LESSON.into(),
            severity: Severity::Warning,
            message: message.into(),
            help: Some(help.into()),
            addresses: Vec::new(),
            primary: Label::new(span, ""),
            related: Vec::new(),
            fingerprint: fingerprint(fault.rule(), "", &numbered),
        });
    }
}

#[cfg(test)]
mod tests;
