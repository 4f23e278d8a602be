//! The JSON report, version 1, as `docs/json.md` describes it. Its shapes are its own: no type of another module is serialised.

use super::place::Place;
use crate::finding::{
    ChangedAttribute, Finding, Label, PlanCounts, PlanSummary, PlannedChange, Problem, Severity,
    Undecided,
};
use crate::source::{Position, Sources, Span};
use crate::triage::Outcome;
use serde::Serialize;

/// Raised when a field changes its meaning or goes away; new fields do not raise it.
const VERSION: u32 = 1;

/// The whole report as indented JSON that ends in a newline.
pub fn render(outcome: &Outcome, sources: &Sources) -> String {
    let report = Report::new(outcome, sources);
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    findings: Vec<JsonFinding<'a>>,
    undecided: Vec<JsonUndecided<'a>>,
    problems: Vec<JsonProblem<'a>>,
    suppressed: Vec<JsonSuppressed<'a>>,
    /// Null where a configuration was checked.
    plan: Option<JsonPlan<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
pub(in crate::report) struct JsonFinding<'a> {
    rule: &'a str,
    lesson: &'a str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    addresses: &'a [String],
    primary: JsonPlace,
    related: Vec<JsonLabel<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct JsonSuppressed<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
pub(in crate::report) struct JsonUndecided<'a> {
    rule: &'a str,
    lesson: &'a str,
    address: &'a str,
    reasons: Vec<&'a str>,
    #[serde(flatten)]
    place: JsonPlace,
}

/// `file`, `start` and `end` are null together, for a problem without a text to point at.
#[derive(Serialize)]
pub(in crate::report) struct JsonProblem<'a> {
    kind: &'static str,
    file: Option<String>,
    start: Option<JsonPosition>,
    end: Option<JsonPosition>,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<JsonLabel<'a>>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonPlace,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonPlace {
    file: String,
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    path: &'a str,
    terraform_version: Option<&'a str>,
    counts: JsonPlanCounts,
    changes: Vec<JsonChange<'a>>,
}

#[derive(Serialize)]
struct JsonPlanCounts {
    created: usize,
    changed: usize,
    replaced: usize,
    destroyed: usize,
    forgotten: usize,
    drifted: usize,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    address: &'a str,
    action: &'static str,
    holds_data: bool,
    create_first: bool,
    deposed: bool,
    reason: Option<&'a str>,
    previous_address: Option<&'a str>,
    attributes: Vec<JsonAttribute<'a>>,
}

#[derive(Serialize)]
struct JsonAttribute<'a> {
    path: &'a str,
    before: &'a str,
    after: &'a str,
    forces_replacement: bool,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    roots: usize,
    resources: usize,
    rules: usize,
    findings: BySeverity,
    undecided: usize,
    problems: usize,
    suppressed: usize,
}

#[derive(Serialize)]
struct BySeverity {
    error: usize,
    warning: usize,
    info: usize,
}

impl<'a> Report<'a> {
    fn new(outcome: &'a Outcome, sources: &Sources) -> Self {
        Self {
            version: VERSION,
            tool: Tool {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
            },
            findings: outcome
                .findings
                .iter()
                .map(|finding| JsonFinding::new(finding, sources))
                .collect(),
            undecided: outcome
                .undecided
                .iter()
                .map(|undecided| JsonUndecided::new(undecided, sources))
                .collect(),
            problems: outcome
                .problems
                .iter()
                .map(|problem| JsonProblem::new(problem, sources))
                .collect(),
            suppressed: outcome
                .suppressed
                .iter()
                .map(|suppressed| JsonSuppressed {
                    finding: JsonFinding::new(&suppressed.finding, sources),
                    reason: &suppressed.reason,
                })
                .collect(),
            plan: outcome.plan.as_ref().map(JsonPlan::new),
            summary: Summary::new(outcome),
        }
    }
}

impl<'a> JsonPlan<'a> {
    fn new(plan: &'a PlanSummary) -> Self {
        let PlanCounts {
            created,
            changed,
            replaced,
            destroyed,
            forgotten,
            drifted,
        } = plan.counts;
        Self {
            path: &plan.path,
            terraform_version: plan.terraform_version.as_deref(),
            counts: JsonPlanCounts {
                created,
                changed,
                replaced,
                destroyed,
                forgotten,
                drifted,
            },
            changes: plan.changes.iter().map(JsonChange::new).collect(),
        }
    }
}

impl<'a> JsonChange<'a> {
    fn new(change: &'a PlannedChange) -> Self {
        let attribute = |attribute: &'a ChangedAttribute| JsonAttribute {
            path: &attribute.path,
            before: &attribute.before,
            after: &attribute.after,
            forces_replacement: attribute.forces_replacement,
        };
        Self {
            address: &change.address,
            action: change.action,
            holds_data: change.holds_data,
            create_first: change.create_first,
            deposed: change.deposed,
            reason: change.reason.as_deref(),
            previous_address: change.previous_address.as_deref(),
            attributes: change.attributes.iter().map(attribute).collect(),
        }
    }
}

impl Summary {
    fn new(outcome: &Outcome) -> Self {
        Self {
            files: outcome.counts.files,
            roots: outcome.counts.roots,
            resources: outcome.counts.resources,
            rules: outcome.counts.rules,
            findings: BySeverity {
                error: outcome.count(Severity::Error),
                warning: outcome.count(Severity::Warning),
                info: outcome.count(Severity::Info),
            },
            undecided: outcome.undecided.len(),
            problems: outcome.problems.len(),
            suppressed: outcome.suppressed.len(),
        }
    }
}

impl<'a> JsonFinding<'a> {
    pub(in crate::report) fn new(finding: &'a Finding, sources: &Sources) -> Self {
        Self {
            rule: &finding.rule,
            lesson: &finding.lesson,
            severity: finding.severity.name(),
            message: &finding.message,
            help: finding.help.as_deref(),
            addresses: &finding.addresses,
            primary: JsonPlace::new(finding.primary.span, sources),
            related: labels(&finding.related, sources),
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> JsonUndecided<'a> {
    pub(in crate::report) fn new(undecided: &'a Undecided, sources: &Sources) -> Self {
        Self {
            rule: &undecided.rule,
            lesson: &undecided.lesson,
            address: &undecided.address,
            reasons: undecided.reasons.iter().map(AsRef::as_ref).collect(),
            place: JsonPlace::new(undecided.span, sources),
        }
    }
}

impl<'a> JsonProblem<'a> {
    pub(in crate::report) fn new(problem: &'a Problem, sources: &Sources) -> Self {
        let place = problem
            .primary
            .as_ref()
            .map(|label| JsonPlace::new(label.span, sources));
        let (file, start, end) = place.map_or((None, None, None), |place| {
            (Some(place.file), Some(place.start), Some(place.end))
        });
        Self {
            kind: problem.kind.name(),
            file,
            start,
            end,
            message: &problem.message,
            help: problem.help.as_deref(),
            related: labels(&problem.related, sources),
        }
    }
}

impl JsonPlace {
    fn new(span: Span, sources: &Sources) -> Self {
        let place = Place::of(sources, span);
        Self {
            file: place.path().to_owned(),
            start: place.start().into(),
            end: place.end().into(),
        }
    }
}

impl From<Position> for JsonPosition {
    fn from(position: Position) -> Self {
        Self {
            line: position.line,
            column: position.column,
        }
    }
}

fn labels<'a>(labels: &'a [Label], sources: &Sources) -> Vec<JsonLabel<'a>> {
    labels
        .iter()
        .map(|label| JsonLabel {
            place: JsonPlace::new(label.span, sources),
            message: &label.message,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_shape_of_version_1() {
        let (outcome, sources) = sample::run();
        insta::assert_snapshot!(render(&outcome, &sources));
    }

    #[test]
    fn an_empty_run_has_every_field() {
        let report: serde_json::Value =
            serde_json::from_str(&render(&Outcome::default(), &Sources::new())).unwrap();
        assert_eq!(report["version"], 1);
        assert_eq!(report["findings"], serde_json::json!([]));
        assert_eq!(
            report["summary"]["findings"],
            serde_json::json!({"error": 0, "warning": 0, "info": 0})
        );
    }
}
