//! SARIF 2.1.0 as GitHub code scanning reads it; `docs/sarif.md` says what goes where.

mod line_hash;
mod rule;
mod shapes;
mod uri;

use super::place::Place;
use super::shapes::pretty;
use crate::finding::{Finding, Label, Problem, ProblemKind, Severity};
use crate::rules::RuleInfo;
use crate::source::{Sources, Span};
use crate::triage::Outcome;
use crate::value::Stop;
use line_hash::LineHashes;
use rustc_hash::FxHashMap;
use shapes::{
    ArtifactLocation, AutomationDetails, CodeFlow, Driver, Invocation, Location, Log,
    LogicalLocation, Message, Notification, PhysicalLocation, Region, Run, SarifResult,
    Suppression, ThreadFlow, ThreadFlowLocation, Tool,
};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Paths are relative to the root of the repository.
const BASE: &str = "%SRCROOT%";
/// A longer text of a region is left out; it stands in the file.
const LONGEST_SNIPPET: usize = 4096;

/// Where the run stands, and what to include.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct SarifOptions {
    /// From the root of the repository to the root of the run, with `/` as separator; empty when they are the same.
    pub prefix: String,
    /// The absolute path of the root of the repository, if the report may name it.
    pub root: Option<String>,
    /// Tells several reports of one commit apart, such as one a directory; part of `automationDetails.id`.
    pub category: String,
    /// GitHub shows suppressed results as open alerts; so they are left out unless asked for.
    pub show_suppressed: bool,
}

/// The whole log as indented JSON that ends in a newline; `rules` are those that ran.
pub fn render(
    outcome: &Outcome,
    sources: &Sources,
    rules: &[RuleInfo],
    options: &SarifOptions,
) -> String {
    pretty(&Writer::new(sources, rules, options).log(outcome))
}

/// What all results need.
struct Writer<'a> {
    sources: &'a Sources,
    rules: &'a [RuleInfo],
    indices: FxHashMap<&'a str, usize>,
    options: &'a SarifOptions,
    hashes: LineHashes,
}

impl<'a> Writer<'a> {
    fn new(sources: &'a Sources, rules: &'a [RuleInfo], options: &'a SarifOptions) -> Self {
        Self {
            sources,
            rules,
            indices: rules
                .iter()
                .enumerate()
                .map(|(index, rule)| (&*rule.name, index))
                .collect(),
            options,
            hashes: LineHashes::default(),
        }
    }

    fn log(mut self, outcome: &Outcome) -> Log {
        let mut results: Vec<SarifResult> = outcome
            .findings
            .iter()
            .map(|finding| self.result(finding))
            .collect();
        if self.options.show_suppressed {
            for suppressed in &outcome.suppressed {
                let mut result = self.result(&suppressed.finding);
                result.suppressions.push(Suppression {
                    kind: "inSource",
                    justification: suppressed.reason.clone(),
                });
                results.push(result);
            }
        }
        let notifications = outcome
            .problems
            .iter()
            .map(|problem| self.notification(problem))
            .collect();
        Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: self.tool(),
                invocations: [Invocation {
                    execution_successful: !outcome.has_errors(),
                    tool_execution_notifications: notifications,
                }],
                original_uri_base_ids: BTreeMap::from([(BASE, self.base())]),
                column_kind: "unicodeCodePoints",
                automation_details: self.automation(),
                results,
            }],
        }
    }

    fn tool(&self) -> Tool {
        Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                rules: self.rules.iter().map(rule::describe).collect(),
            },
        }
    }

    fn base(&self) -> ArtifactLocation {
        ArtifactLocation {
            uri: self.options.root.as_deref().map(uri::directory),
            uri_base_id: None,
        }
    }

    /// Tool and category; GitHub takes what stands before the last slash as the category.
    fn automation(&self) -> AutomationDetails {
        let name = env!("CARGO_PKG_NAME");
        AutomationDetails {
            id: match self.options.category.as_str() {
                "" => format!("{name}/"),
                category => format!("{name}/{category}/"),
            },
        }
    }

    fn result(&mut self, finding: &Finding) -> SarifResult {
        let span = finding.primary.span;
        let line = Place::of(self.sources, span).start().line;
        let mut fingerprints = BTreeMap::from([("groundrules/v1", finding.fingerprint.clone())]);
        if let Some(hash) = self.hashes.get(self.sources, span.file, line) {
            fingerprints.insert("primaryLocationLineHash", hash.to_owned());
        }
        SarifResult {
            rule_id: finding.rule.to_string(),
            rule_index: self.indices.get(&*finding.rule).copied(),
            level: level(finding.severity),
            message: Message::new(message(finding)),
            locations: [Location {
                place: Some(self.physical(span)),
                logical_locations: finding
                    .addresses
                    .iter()
                    .map(|address| logical(address))
                    .collect(),
                ..Location::default()
            }],
            related_locations: finding
                .related
                .iter()
                .enumerate()
                .map(|(index, label)| {
                    let location = self.labelled(label);
                    let words = location.message.unwrap_or_else(|| Message::new("see here"));
                    Location {
                        id: Some(index + 1),
                        message: Some(words),
                        ..location
                    }
                })
                .collect(),
            code_flows: self.code_flows(finding),
            partial_fingerprints: fingerprints,
            suppressions: Vec::new(),
        }
    }

    /// The way of the value, from where it was set to where it matters; nothing for a value that is set in place.
    fn code_flows(&self, finding: &Finding) -> Vec<CodeFlow> {
        let stops: Vec<&Label> = finding
            .related
            .iter()
            .take_while(|label| is_stop(label))
            .collect();
        if stops.is_empty() {
            return Vec::new();
        }
        let mut last = self.labelled(&finding.primary);
        if finding.primary.message.is_empty() {
            last.message = Some(Message::new(&finding.message));
        }
        let locations = stops
            .into_iter()
            .rev()
            .map(|label| self.labelled(label))
            .chain([last])
            .map(|at| ThreadFlowLocation { at })
            .collect();
        vec![CodeFlow {
            thread_flows: [ThreadFlow { locations }],
        }]
    }

    fn notification(&self, problem: &Problem) -> Notification {
        Notification {
            level: match problem.kind {
                ProblemKind::Error => "error",
                ProblemKind::Warning | ProblemKind::Incomplete => "warning",
            },
            message: Message::new(with_help(&problem.message, problem.help.as_deref())),
            locations: problem
                .primary
                .iter()
                .chain(&problem.related)
                .map(|label| self.labelled(label))
                .collect(),
        }
    }

    fn labelled(&self, label: &Label) -> Location {
        Location {
            place: Some(self.physical(label.span)),
            // A location without words has none; GitHub asks for words on related ones only.
            message: (!label.message.is_empty()).then(|| Message::new(&label.message)),
            ..Location::default()
        }
    }

    fn physical(&self, span: Span) -> PhysicalLocation {
        let place = Place::of(self.sources, span);
        let (start, end) = (place.start(), place.end());
        let text = place.text();
        PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: Some(uri::encode(&place.path_below(&self.options.prefix))),
                uri_base_id: Some(BASE),
            },
            region: Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
                snippet: (!text.is_empty() && text.len() <= LONGEST_SNIPPET)
                    .then(|| Message::new(text)),
            },
        }
    }
}

/// Whether a related label is a stop on the way of the value; the rule's own labels come after these.
fn is_stop(label: &Label) -> bool {
    Stop::ALL
        .iter()
        .any(|stop| label.message.starts_with(stop.describe()))
}

fn message(finding: &Finding) -> String {
    with_help(&finding.message, finding.help.as_deref())
}

/// GitHub lists the first line and shows the rest below it.
fn with_help(message: &str, help: Option<&str>) -> String {
    match help {
        None => message.to_owned(),
        Some(help) => format!("{message}\n\nhelp: {help}"),
    }
}

fn logical(address: &str) -> LogicalLocation {
    LogicalLocation {
        fully_qualified_name: address.to_owned(),
        kind: "resource",
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests;
