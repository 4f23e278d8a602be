//! The report for people: problems and findings drawn over their source, what stayed undecided, what a plan does, and one line of counts.
//!
//! Knows no terminal: colours and width come in as options, and the text that goes out can be printed as it stands —
//! control characters of the sources never reach it.

mod draw;
mod excerpt;
mod plan;
mod summary;
mod text;

use crate::finding::{Finding, Label, Problem, ProblemKind, Severity, Undecided};
use crate::report::place::Place;
use crate::source::Sources;
use crate::triage::Outcome;
use draw::Drawing;
use std::fmt::Write as _;
use text::{Paint, Tone, wrap};
pub(in crate::report) use text::{count, printable};

/// How many addresses a finding lists before it only counts them.
const LISTED: usize = 5;

/// What the page looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HumanOptions {
    /// Whether to use ANSI colours; without them there is no escape code in the text.
    pub color: bool,
    /// The columns of the page.
    pub width: usize,
    /// Whether to list what is undecided, and why.
    pub show_undecided: bool,
    /// Whether frames may use Unicode's line-drawing characters; otherwise ASCII.
    pub unicode: bool,
}

impl Default for HumanOptions {
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
            show_undecided: false,
            unicode: true,
        }
    }
}

impl HumanOptions {
    const fn paint(self) -> Paint {
        Paint { color: self.color }
    }

    /// Narrower pages are drawn as if they had this many columns.
    fn columns(self) -> usize {
        self.width.max(40)
    }
}

/// The problems alone, each drawn.
pub fn render_problems(outcome: &Outcome, sources: &Sources, options: &HumanOptions) -> String {
    let mut page = String::new();
    for problem in &outcome.problems {
        page.push_str(&draw_problem(problem, sources, *options));
        page.push('\n');
    }
    page
}

/// The last lines of the report alone.
pub fn render_summary(outcome: &Outcome, options: &HumanOptions) -> String {
    summary::render(outcome, *options)
}

/// The whole report; ends in a newline.
pub fn render(outcome: &Outcome, sources: &Sources, options: &HumanOptions) -> String {
    let mut page = render_problems(outcome, sources, options);
    let options = *options;
    for finding in &outcome.findings {
        page.push_str(&draw_finding(finding, sources, options));
        page.push('\n');
    }
    if options.show_undecided {
        for undecided in &outcome.undecided {
            page.push_str(&draw_undecided(undecided, sources, options));
            page.push('\n');
        }
    }
    if let Some(plan) = &outcome.plan {
        page.push_str(&plan::render(plan, options));
    }
    page.push_str(&summary::render(outcome, options));
    page
}

fn draw_problem(problem: &Problem, sources: &Sources, options: HumanOptions) -> String {
    let word = problem.kind.name();
    let tone = match problem.kind {
        ProblemKind::Error => Tone::Error,
        ProblemKind::Warning | ProblemKind::Incomplete => Tone::Warning,
    };
    let labels: Vec<&Label> = problem.primary.iter().chain(&problem.related).collect();
    Drawing {
        tone,
        heading: word.to_owned(),
        message: printable(&problem.message).into_owned(),
        help: problem.help.as_deref().map(printable),
        excerpts: excerpt::of_labels(sources, &labels, options.columns()),
    }
    .render(options)
}

fn draw_finding(finding: &Finding, sources: &Sources, options: HumanOptions) -> String {
    let labels: Vec<&Label> = std::iter::once(&finding.primary)
        .chain(&finding.related)
        .collect();
    let mut drawn = Drawing {
        tone: tone(finding.severity),
        heading: format!("{}[{}]", finding.severity.name(), finding.rule),
        message: printable(&finding.message).into_owned(),
        help: finding.help.as_deref().map(printable),
        excerpts: excerpt::of_labels(sources, &labels, options.columns()),
    }
    .render(options);
    drawn.push_str(&address_list(&finding.addresses, options));
    drawn
}

/// One address is named by the message already; several are listed.
fn address_list(addresses: &[String], options: HumanOptions) -> String {
    let mut list = String::new();
    if addresses.len() < 2 {
        return list;
    }
    let paint = options.paint();
    // A single address more than the limit takes the line that would only count it.
    let listed = if addresses.len() == LISTED + 1 {
        LISTED + 1
    } else {
        LISTED
    };
    let _ = writeln!(list, "  {}", paint.tone(Tone::Quiet, "in these instances:"));
    for address in addresses.iter().take(listed) {
        let _ = writeln!(list, "    {}", printable(address));
    }
    if let Some(more) = addresses.len().checked_sub(listed).filter(|&more| more > 0) {
        let _ = writeln!(list, "    and {more} more");
    }
    list
}

fn draw_undecided(undecided: &Undecided, sources: &Sources, options: HumanOptions) -> String {
    let paint = options.paint();
    let place = Place::of(sources, undecided.span);
    let start = place.start();
    let mut drawn = format!(
        "{} `{}`\n",
        paint.tone(Tone::Undecided, &format!("undecided[{}]:", undecided.rule)),
        printable(&undecided.address),
    );
    let at = format!("{}:{}:{}", place.path(), start.line, start.column);
    let _ = writeln!(drawn, "  at {}", paint.tone(Tone::Place, &printable(&at)));
    for (index, reason) in undecided.reasons.iter().enumerate() {
        let lead = if index == 0 { "because" } else { "    and" };
        let reason = printable(reason);
        let lines = wrap(&reason, 0, options.columns().saturating_sub(12));
        for (line, piece) in lines.iter().enumerate() {
            let lead = if line == 0 { lead } else { "" };
            let _ = writeln!(drawn, "  {lead:7} {piece}");
        }
    }
    drawn
}

const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Info => Tone::Info,
    }
}

#[cfg(test)]
mod tests;
