//! What the JSON reports share: who made them, and findings, undecided answers and problems with their places.

use super::place::Place;
use crate::finding::{Finding, Label, Problem, Undecided};
use crate::source::{Position, Sources, Span};
use crate::triage::Outcome;
use serde::Serialize;

/// Indented JSON that ends in a newline.
pub(super) fn pretty(shape: &impl Serialize) -> String {
    // No report has a map with keys that are not texts: encoding it cannot go wrong.
    serde_json::to_string_pretty(shape).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    pub(super) const THIS: Self = Self {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    };
}

/// What a run says of what it looked at.
#[derive(Serialize)]
pub(super) struct Said<'a> {
    findings: Vec<JsonFinding<'a>>,
    undecided: Vec<JsonUndecided<'a>>,
    problems: Vec<JsonProblem<'a>>,
}

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
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
struct JsonUndecided<'a> {
    rule: &'a str,
    lesson: &'a str,
    address: &'a str,
    reasons: Vec<&'a str>,
    #[serde(flatten)]
    place: JsonPlace,
}

/// `file`, `start` and `end` are null together, for a problem without a text to point at.
#[derive(Serialize)]
struct JsonProblem<'a> {
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

impl<'a> Said<'a> {
    pub(super) fn new(outcome: &'a Outcome, sources: &Sources) -> Self {
        Self {
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
        }
    }
}

impl<'a> JsonFinding<'a> {
    pub(super) fn new(finding: &'a Finding, sources: &Sources) -> Self {
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
    fn new(undecided: &'a Undecided, sources: &Sources) -> Self {
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
    fn new(problem: &'a Problem, sources: &Sources) -> Self {
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
