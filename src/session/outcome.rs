//! What root modules give together: one outcome, triaged, in order, and narrowed to the files that are asked about.

use super::{Judged, Request};
use crate::finding::Problem;
use crate::rules::{self, Answers, RuleInfo};
use crate::source::{Sources, Span};
use crate::terraform::Project;
use crate::triage::{self, Counts, Outcome, Triaged};
use std::collections::BTreeSet;

pub(super) fn gather(
    project: &Project<'_>,
    sources: &Sources,
    request: &Request,
    judged: Vec<Judged>,
) -> Outcome {
    let mut all = Answers::default();
    let mut problems = project.problems();
    let mut counts = Counts {
        roots: judged.len(),
        rules: request.rules.len(),
        ..Counts::default()
    };
    for root in judged {
        all.findings.extend(root.answers.findings);
        all.undecided.extend(root.answers.undecided);
        problems.extend(root.problems);
        problems.extend(root.answers.problems);
        counts.resources += root.resources;
    }
    let infos: Vec<RuleInfo> = request
        .rules
        .iter()
        .map(|rule| rule.info.clone())
        .chain(request.suppression_rules.clone())
        .collect();
    let asts = project.files().map(|file| file.ast.as_ref());
    let grouped = rules::group(all.findings, sources);
    let names: Vec<&str> = request.known_rules.iter().map(AsRef::as_ref).collect();
    let Triaged {
        mut findings,
        suppressed,
    } = triage::apply(grouped, asts, &infos, &names, request.today);
    // Findings about the comments themselves come last so far.
    triage::sort_findings(&mut findings, sources);
    let mut outcome = Outcome {
        findings,
        suppressed,
        undecided: rules::order(all.undecided, sources),
        problems,
        counts,
        plan: None,
    };
    order_problems(&mut outcome.problems, sources);
    outcome.counts.files = project.files().count();
    if !request.only_files.is_empty() {
        narrow(&mut outcome, sources, &request.only_files);
    }
    outcome
}

/// By path and place, each once; those without a place first.
fn order_problems(problems: &mut Vec<Problem>, sources: &Sources) {
    let place = |problem: &Problem| {
        problem
            .primary
            .as_ref()
            .map(|label| sources.order(label.span))
    };
    problems.sort_by_cached_key(|problem| (place(problem), problem.kind, problem.message.clone()));
    // The same mistake met in two root modules differs in nothing that a reader would see.
    problems.dedup_by(|a, b| {
        a.message == b.message
            && a.primary.as_ref().map(|label| label.span)
                == b.primary.as_ref().map(|label| label.span)
    });
}

/// Leaves what concerns the files alone, and what concerns no file.
fn narrow(outcome: &mut Outcome, sources: &Sources, files: &BTreeSet<String>) {
    let inside = |span: Span| files.contains(sources.path(span).as_ref());
    outcome
        .findings
        .retain(|finding| inside(finding.primary.span));
    outcome
        .suppressed
        .retain(|suppressed| inside(suppressed.finding.primary.span));
    outcome.undecided.retain(|undecided| inside(undecided.span));
    outcome.problems.retain(|problem| {
        problem
            .primary
            .as_ref()
            .is_none_or(|label| inside(label.span))
    });
    outcome.counts.files = files.len();
}
