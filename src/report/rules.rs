//! Lists of rules, and the page of one rule, for a terminal and for programs.

use super::shapes::pretty;
use crate::rules::RuleInfo;
use serde::Serialize;
use std::fmt::Write as _;

/// A table: name, severity, profile, title; grouped by lesson.
pub fn table(rules: &[RuleInfo]) -> String {
    let mut sorted: Vec<&RuleInfo> = rules.iter().collect();
    sorted.sort_by(|a, b| (&a.lesson, &a.name).cmp(&(&b.lesson, &b.name)));
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut lesson = None;
    for rule in &sorted {
        if lesson != Some(&rule.lesson) {
            let gap = if lesson.is_some() { "\n" } else { "" };
            line(&mut text, format_args!("{gap}{}", rule.lesson));
            lesson = Some(&rule.lesson);
        }
        line(
            &mut text,
            format_args!(
                "  {:width$}  {:8}{:9}{}",
                rule.name,
                rule.severity.name(),
                rule.profile.name(),
                rule.title
            ),
        );
    }
    let lessons: std::collections::BTreeSet<_> = rules.iter().map(|rule| &rule.lesson).collect();
    line(
        &mut text,
        format_args!(
            "\n{} rules in {} lessons; `groundrules explain RULE` says more of one",
            rules.len(),
            lessons.len()
        ),
    );
    text
}

/// The shape of `groundrules rules --format json`, version 1.
#[derive(Serialize)]
struct Listing<'a> {
    version: u32,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    lesson: &'a str,
    title: &'a str,
    severity: &'static str,
    profile: &'static str,
    subjects: &'a [String],
    documentation: &'a str,
    references: &'a [String],
    equivalent: &'a [String],
}

/// The rules as JSON, by name.
pub fn json(rules: &[RuleInfo]) -> String {
    let mut sorted: Vec<&RuleInfo> = rules.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let entries = sorted.into_iter().map(|rule| Entry {
        name: &rule.name,
        lesson: &rule.lesson,
        title: &rule.title,
        severity: rule.severity.name(),
        profile: rule.profile.name(),
        subjects: &rule.subjects,
        documentation: &rule.documentation,
        references: &rule.references,
        equivalent: &rule.equivalent,
    });
    let listing = Listing {
        version: 1,
        rules: entries.collect(),
    };
    pretty(&listing)
}

/// The page of one rule.
pub fn explain(rule: &RuleInfo) -> String {
    let mut text = String::new();
    line(&mut text, format_args!("{}: {}\n", rule.name, rule.title));
    line(&mut text, format_args!("{}\n", rule.documentation));
    let facts = [
        ("lesson", rule.lesson.to_string()),
        ("severity", rule.severity.name().to_owned()),
        ("profile", rule.profile.name().to_owned()),
        ("asked about", rule.subjects.join(", ")),
        ("elsewhere", rule.equivalent.join(", ")),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        line(&mut text, format_args!("{name:12}{value}"));
    }
    if !rule.options.is_empty() {
        line(
            &mut text,
            format_args!("\noptions (`--option {}.NAME=VALUE`)", rule.name),
        );
        for (name, description) in &rule.options {
            line(&mut text, format_args!("  {name}: {description}"));
        }
    }
    if !rule.references.is_empty() {
        line(&mut text, format_args!("\nsee"));
        for reference in &rule.references {
            line(&mut text, format_args!("  {reference}"));
        }
    }
    line(&mut text, format_args!("\n{}", how_to_allow(rule)));
    text
}

/// Where somebody says that a finding is right as it is.
fn how_to_allow(rule: &RuleInfo) -> String {
    let asks = |list: &str| {
        let mut subjects = rule.subjects.iter();
        subjects.any(|subject| subject.starts_with(list))
    };
    if asks("inventory.") {
        "to leave a resource out, with a reason, in `.groundrules.hcl`:\n  inventory {\n    ignore {\n      arn    = \"…\"\n      reason = \"…\"\n    }\n  }".to_owned()
    } else if asks("state.") {
        "to allow it, say with a `moved` or a `removed` block what becomes of the resource"
            .to_owned()
    } else {
        let name = &rule.name;
        format!(
            "to allow it at one place, with a reason:\n  # groundrules:allow {name} why this is right here"
        )
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a string cannot go wrong.
    let _ = writeln!(text, "{content}");
}
