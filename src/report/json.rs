//! The JSON report, version 1, as `docs/json.md` describes it. Its shapes are its own: no type of another module is serialised.

use super::shapes::{JsonFinding, Said, Tool, pretty};
use crate::finding::{ChangedAttribute, PlanCounts, PlanSummary, PlannedChange, Severity};
use crate::source::Sources;
use crate::triage::Outcome;
use serde::Serialize;

/// Raised when a field changes its meaning or goes away; new fields do not raise it.
const VERSION: u32 = 1;

/// The whole report as indented JSON that ends in a newline.
pub fn render(outcome: &Outcome, sources: &Sources) -> String {
    pretty(&Report::new(outcome, sources))
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    #[serde(flatten)]
    said: Said<'a>,
    suppressed: Vec<JsonSuppressed<'a>>,
    /// Null where a configuration was checked.
    plan: Option<JsonPlan<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonSuppressed<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: &'a str,
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
            tool: Tool::THIS,
            said: Said::new(outcome, sources),
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
