//! Annotations: workflow commands that GitHub shows beside the lines of a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::place::Place;
use crate::finding::{Problem, ProblemKind, Severity};
use crate::source::{Sources, Span};
use crate::triage::Outcome;
use std::fmt::Write as _;

/// One line for each problem and each finding; `prefix` leads from the root of the repository to the root of the run.
pub fn render(outcome: &Outcome, sources: &Sources, prefix: &str) -> String {
    let mut lines = String::new();
    for problem in &outcome.problems {
        lines.push_str(&of_problem(problem, sources, prefix));
    }
    for finding in &outcome.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let place = Some(finding.primary.span);
        let text = message(&finding.message, finding.help.as_deref());
        let properties = properties(place, &finding.rule, sources, prefix);
        let _ = writeln!(lines, "::{command} {properties}::{}", data(&text));
    }
    lines
}

fn of_problem(problem: &Problem, sources: &Sources, prefix: &str) -> String {
    let command = match problem.kind {
        ProblemKind::Error => "error",
        ProblemKind::Warning | ProblemKind::Incomplete => "warning",
    };
    let place = problem.primary.as_ref().map(|label| label.span);
    let properties = properties(place, env!("CARGO_PKG_NAME"), sources, prefix);
    let text = message(&problem.message, problem.help.as_deref());
    format!("::{command} {properties}::{}\n", data(&text))
}

fn message(message: &str, help: Option<&str>) -> String {
    help.map_or_else(
        || message.to_owned(),
        |help| format!("{message}\nhelp: {help}"),
    )
}

fn properties(place: Option<Span>, title: &str, sources: &Sources, prefix: &str) -> String {
    let mut properties = String::new();
    if let Some(span) = place {
        let place = Place::of(sources, span);
        let (start, end) = (place.start(), place.end());
        let path = property(&place.path_below(prefix));
        let _ = write!(
            properties,
            "file={path},line={},endLine={},",
            start.line, end.line
        );
        // GitHub refuses columns for more than one line.
        if start.line == end.line {
            let _ = write!(properties, "col={},endColumn={},", start.column, end.column);
        }
    }
    let _ = write!(properties, "title={}", property(title));
    properties
}

/// The escapes of a message, in which a line feed would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The escapes of a property, in which the separators count too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn one_line_each_with_everything_escaped() {
        let (mut outcome, sources) = sample::run();
        outcome.findings[0].message = "100 %\nof: it, too".into();
        let text = render(&outcome, &sources, "a,b/");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "::error file=a%2Cb/stage/broken file.tf,line=2,endLine=2,col=16,endColumn=19,title=groundrules::expected an expression, found `=`"
        );
        assert_eq!(
            lines[1],
            "::error file=a%2Cb/stage/main.tf,line=12,endLine=12,col=25,endColumn=29,title=rds-public::100 %25%0Aof: it, too%0Ahelp: set `publicly_accessible` to false"
        );
        assert!(lines[2].starts_with("::warning file=a%2Cb/stage/modules/bucket/main.tf,line=12,"));
        assert_eq!(lines.len(), 3);
    }
}
