//! The last lines of the report: where to read more, and the counts.

use super::HumanOptions;
use super::text::{Tone, count, width};
use crate::finding::{ProblemKind, Severity};
use crate::triage::Outcome;
use std::fmt::Write as _;

/// The counts in one line, or two where the page is narrow.
///
/// Atlantis calls a custom policy check unsuccessful when its output holds the word that begins with "f" and ends in "ail";
/// nothing that a clean run prints may contain it.
pub(super) fn render(outcome: &Outcome, options: HumanOptions) -> String {
    let paint = options.paint();
    let mut page = String::new();
    if !outcome.findings.is_empty() {
        let pointer = "`groundrules explain RULE` tells why a rule exists and where to read more";
        page.push_str(&paint.tone(Tone::Quiet, pointer));
        page.push('\n');
    }
    let counts = outcome.counts;
    let roots = if counts.roots > 1 {
        format!(" in {} root modules", counts.roots)
    } else {
        String::new()
    };
    let checked = format!(
        "checked {}, {}{roots} with {}:",
        count(counts.files, "file"),
        count(counts.resources, "resource"),
        count(counts.rules, "rule"),
    );
    let plain = HumanOptions {
        color: false,
        ..options
    };
    let fits = width(&checked) + 1 + width(&results(outcome, plain)) <= options.columns();
    let between = if fits { " " } else { "\n  " };
    let _ = writeln!(page, "{checked}{between}{}", results(outcome, options));
    page
}

fn results(outcome: &Outcome, options: HumanOptions) -> String {
    let paint = options.paint();
    let mut results = vec![findings(outcome, options)];
    if !outcome.undecided.is_empty() {
        let hint = if options.show_undecided {
            ""
        } else {
            " (--undecided lists them)"
        };
        results.push(format!("{} undecided{hint}", outcome.undecided.len()));
    }
    if !outcome.suppressed.is_empty() {
        results.push(format!("{} suppressed", outcome.suppressed.len()));
    }
    let of_kind = |kind| {
        outcome
            .problems
            .iter()
            .filter(|problem| problem.kind == kind)
            .count()
    };
    let errors = of_kind(ProblemKind::Error);
    if errors > 0 {
        let text = format!("{} in the input", count(errors, "mistake"));
        results.push(paint.tone(Tone::Error, &text));
    }
    let warnings = of_kind(ProblemKind::Warning);
    if warnings > 0 {
        let text = format!("{} in the input", count(warnings, "warning"));
        results.push(paint.tone(Tone::Warning, &text));
    }
    let gaps = of_kind(ProblemKind::Incomplete);
    if gaps > 0 {
        let text = format!("{} in the input", count(gaps, "gap"));
        results.push(paint.tone(Tone::Warning, &text));
    }
    results.join("; ")
}

fn findings(outcome: &Outcome, options: HumanOptions) -> String {
    let paint = options.paint();
    if outcome.findings.is_empty() {
        let tone = if outcome.problems.is_empty() {
            Tone::Good
        } else {
            Tone::Quiet
        };
        return paint.tone(tone, "nothing found");
    }
    let part = |severity: Severity, tone: Tone, text: String| {
        if outcome.count(severity) == 0 {
            text
        } else {
            paint.tone(tone, &text)
        }
    };
    [
        part(
            Severity::Error,
            Tone::Error,
            count(outcome.count(Severity::Error), "error"),
        ),
        part(
            Severity::Warning,
            Tone::Warning,
            count(outcome.count(Severity::Warning), "warning"),
        ),
        part(
            Severity::Info,
            Tone::Info,
            format!("{} info", outcome.count(Severity::Info)),
        ),
    ]
    .join(", ")
}
