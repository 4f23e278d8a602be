//! `JUnit` XML as Jenkins, GitLab and Azure Pipelines read it: a suite for each file, a case for each finding in it.

use super::place::Place;
use crate::finding::Finding;
use crate::source::{Sources, Span};
use crate::triage::Outcome;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The whole document. Findings are failures, suppressed ones skipped, mistakes in the input errors; a clean run is one passed case,
/// because readers take a document without cases for a broken one.
pub fn render(outcome: &Outcome, sources: &Sources) -> String {
    let suites = suites(outcome, sources);
    let total = |result: &str| {
        suites
            .values()
            .flatten()
            .filter(|case| case.result == result)
            .count()
    };
    let cases: usize = suites.values().map(Vec::len).sum();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"groundrules\" tests=\"{cases}\" failures=\"{}\" errors=\"{}\">\n",
        total(FAILURE),
        total(ERROR),
    );
    for (name, cases) in &suites {
        write_suite(&mut xml, name, cases);
    }
    xml.push_str("</testsuites>\n");
    xml
}

const FAILURE: &str = "failure";
const ERROR: &str = "error";
const SKIPPED: &str = "skipped";
const PASSED: &str = "";

/// A `testcase` with at most one element inside.
struct Case {
    name: String,
    /// The element's name, or nothing for a passed case.
    result: &'static str,
    message: String,
    /// A word for the kind of result.
    kind: &'static str,
    text: String,
}

fn suites(outcome: &Outcome, sources: &Sources) -> BTreeMap<String, Vec<Case>> {
    let mut suites: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    let mut add = |place: Option<Span>, case: Case| {
        let suite = place.map_or_else(
            || env!("CARGO_PKG_NAME").to_owned(),
            |span| sources.path(span).to_string(),
        );
        suites.entry(suite).or_default().push(case);
    };
    for problem in &outcome.problems {
        let place = problem.primary.as_ref().map(|label| label.span);
        let position = place.map_or_else(String::new, |span| at(span, sources));
        add(
            place,
            Case {
                name: format!("input {position}").trim_end().to_owned(),
                result: ERROR,
                message: problem.message.clone(),
                kind: problem.kind.name(),
                text: problem.help.clone().unwrap_or_default(),
            },
        );
    }
    for finding in &outcome.findings {
        let case = Case {
            result: FAILURE,
            kind: finding.severity.name(),
            ..of_finding(finding, sources)
        };
        add(Some(finding.primary.span), case);
    }
    for suppressed in &outcome.suppressed {
        let case = of_finding(&suppressed.finding, sources);
        let case = Case {
            result: SKIPPED,
            text: format!("{}\n{}", suppressed.reason, case.text),
            ..case
        };
        add(Some(suppressed.finding.primary.span), case);
    }
    if suites.is_empty() {
        let clean = Case {
            name: "check".to_owned(),
            result: PASSED,
            message: String::new(),
            kind: "",
            text: String::new(),
        };
        suites.insert(env!("CARGO_PKG_NAME").to_owned(), vec![clean]);
    }
    suites
}

fn of_finding(finding: &Finding, sources: &Sources) -> Case {
    let mut text = String::new();
    for label in std::iter::once(&finding.primary).chain(&finding.related) {
        let (path, place) = (sources.path(label.span), at(label.span, sources));
        let line = format!("{path}:{place} {}", label.message);
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for address in &finding.addresses {
        let _ = writeln!(text, "{address}");
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "help: {help}");
    }
    Case {
        name: format!("{} {}", finding.rule, at(finding.primary.span, sources)),
        result: PASSED,
        message: finding.message.clone(),
        kind: "",
        text,
    }
}

/// `line:column`.
fn at(span: Span, sources: &Sources) -> String {
    let start = Place::of(sources, span).start();
    format!("{}:{}", start.line, start.column)
}

fn write_suite(xml: &mut String, name: &str, cases: &[Case]) {
    let count = |result: &str| cases.iter().filter(|case| case.result == result).count();
    let name = escape(name);
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
        cases.len(),
        count(FAILURE),
        count(ERROR),
        count(SKIPPED),
    );
    for case in cases {
        let title = escape(&case.name);
        let _ = write!(xml, "    <testcase classname=\"{name}\" name=\"{title}\"");
        if case.result == PASSED {
            xml.push_str("/>\n");
            continue;
        }
        let _ = write!(xml, ">\n      <{}", case.result);
        // Jenkins' schema knows no attribute of a skipped case.
        if case.result != SKIPPED {
            let message = escape(&case.message);
            let _ = write!(xml, " message=\"{message}\" type=\"{}\"", case.kind);
        }
        let _ = writeln!(xml, ">{}</{}>", escape(&case.text), case.result);
        xml.push_str("    </testcase>\n");
    }
    xml.push_str("  </testsuite>\n");
}

/// Text for elements and attributes, without the characters that XML 1.0 cannot hold in any form.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_suite_for_each_file() {
        let (outcome, sources) = sample::run();
        insta::assert_snapshot!(render(&outcome, &sources));
    }

    #[test]
    fn a_clean_run_is_one_passed_case() {
        let xml = render(&Outcome::default(), &Sources::new());
        assert!(xml.contains("tests=\"1\" failures=\"0\" errors=\"0\">"));
        assert!(xml.contains("<testcase classname=\"groundrules\" name=\"check\"/>"));
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escape("<a b=\"&\">\u{1b}\u{ffff}é\n"),
            "&lt;a b=&quot;&amp;&quot;&gt;\u{fffd}\u{fffd}é\n"
        );
    }
}
