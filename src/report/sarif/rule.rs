//! Rules as SARIF describes them.

use super::level;
use super::shapes::{Configuration, Help, Message, Rule, RuleProperties};
use crate::finding::Severity;
use crate::rules::{Profile, RuleInfo};
use std::fmt::Write as _;

/// GitHub refuses longer descriptions.
const LONGEST: usize = 1024;

pub(super) fn describe(rule: &RuleInfo) -> Rule {
    let title = or(&rule.title, &rule.name);
    let documentation = or(&rule.documentation, title);
    let first_paragraph = documentation.split("\n\n").next().unwrap_or(documentation);
    Rule {
        id: rule.name.to_string(),
        name: pascal_case(&rule.name),
        short_description: Message::new(shortened(title)),
        full_description: Message::new(shortened(&first_paragraph.replace('\n', " "))),
        help: Help {
            text: documentation.to_owned(),
            markdown: markdown(documentation, rule),
        },
        help_uri: rule.references.first().cloned(),
        default_configuration: Configuration {
            level: level(rule.severity),
        },
        properties: RuleProperties {
            tags: vec![
                rule.lesson.to_string(),
                "aws".to_owned(),
                "security".to_owned(),
                "terraform".to_owned(),
            ],
            precision: precision(rule.profile),
            security_severity: security_severity(rule.severity),
        },
    }
}

/// GitHub takes an empty text for a missing one.
fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.trim().is_empty() {
        otherwise
    } else {
        text.trim()
    }
}

fn markdown(documentation: &str, rule: &RuleInfo) -> String {
    let mut markdown = documentation.to_owned();
    if !rule.references.is_empty() {
        markdown.push_str("\n\nReferences:\n");
    }
    for reference in &rule.references {
        let _ = write!(markdown, "\n* <{reference}>");
    }
    markdown
}

/// At most as many characters as GitHub takes, with a sign where something was cut off.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some(_) => text.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// `s3-bucket-versioning` → `S3BucketVersioning`: the standard asks for a readable name that is not the id.
fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters)
        })
        .collect()
}

/// How often a finding is right: the core profile holds only what good configurations pass.
const fn precision(profile: Profile) -> &'static str {
    match profile {
        Profile::Core => "high",
        Profile::Strict => "medium",
        Profile::Advisory => "low",
    }
}

/// GitHub shows 7.0 and more as high, 4.0 and more as medium, less as low.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Info => "2.0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_rule_without_text_still_has_all_that_github_asks_for() {
        let bare = RuleInfo {
            title: String::new(),
            documentation: " \n".into(),
            references: Vec::new(),
            ..sample::rule("rds-public", Severity::Error)
        };
        let rule = describe(&bare);
        assert_eq!(rule.name, "RdsPublic");
        assert_eq!(rule.short_description.text, "rds-public");
        assert_eq!(rule.full_description.text, "rds-public");
        assert_eq!(rule.help.markdown, "rds-public");
        assert_eq!(rule.help_uri, None);
    }

    #[test]
    fn long_descriptions_are_cut_by_characters() {
        let long = RuleInfo {
            documentation: "é".repeat(2000),
            ..sample::rule("r", Severity::Info)
        };
        let described = describe(&long).full_description.text;
        assert_eq!(described.chars().count(), LONGEST);
        assert!(described.ends_with('…'));
    }
}
