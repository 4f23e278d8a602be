//! Everything that a run has to say; what reporters turn into text.

use crate::finding::{Finding, PlanSummary, Problem, ProblemKind, Severity, Undecided};

/// A finding that a suppression comment answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppressed {
    pub finding: Finding,
    /// The reason that the comment gives.
    pub reason: String,
}

/// How much was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    pub files: usize,
    /// Root modules.
    pub roots: usize,
    /// Resource and data source instances.
    pub resources: usize,
    /// Rules that ran.
    pub rules: usize,
}

/// The result of a run. All lists are in the order in which reports show them: by path, place, rule.
#[derive(Clone, Default, Debug)]
pub struct Outcome {
    pub findings: Vec<Finding>,
    pub suppressed: Vec<Suppressed>,
    pub undecided: Vec<Undecided>,
    pub problems: Vec<Problem>,
    pub counts: Counts,
    /// What the plan does, when one was checked.
    pub plan: Option<PlanSummary>,
}

impl Outcome {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Whether part of the work could not be done (exit code 2).
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::Error)
    }

    /// The process's exit code: 2 could not do the work, 1 findings at or above `fail_on`, 0 clean; `None`: findings never fail.
    pub fn exit_code(&self, fail_on: Option<Severity>) -> u8 {
        if self.has_errors() {
            2
        } else {
            u8::from(fail_on.is_some_and(|least| {
                self.findings
                    .iter()
                    .any(|finding| finding.severity >= least)
            }))
        }
    }
}
