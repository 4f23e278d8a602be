//! Whole projects with all rules on: a comment `# expect+N: RULE` names what is found N lines further on, and nothing else is.
//!
//! The comments stand apart from the lines that they speak of, so that the README shows these as people write them.

use super::support::{check, files_below, root, tree_of};
use groundrules::rules::RuleSet;
use groundrules::source::Sources;
use groundrules::triage::Outcome;
use std::collections::BTreeSet;
use std::path::Path;

/// `file:line: rule` of every expectation below a directory.
fn expected(project: &Path) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for file in files_below(project) {
        let text = std::fs::read_to_string(project.join(&file)).unwrap();
        for (number, line) in text.lines().enumerate() {
            let Some((_, comment)) = line.split_once("# expect+") else {
                continue;
            };
            let (further, rule) = comment.split_once(": ").unwrap();
            let line = number + 1 + further.parse::<usize>().unwrap();
            expected.insert(format!("{file}:{line}: {}", rule.trim()));
        }
    }
    expected
}

fn found(outcome: &Outcome, sources: &Sources) -> BTreeSet<String> {
    let findings = outcome.findings.iter().map(|finding| {
        let file = sources.get(finding.primary.span.file);
        let line = file.position(finding.primary.span.start).line;
        format!("{}:{line}: {}", file.path(), finding.rule)
    });
    findings.collect()
}

#[test]
fn projects_say_what_all_rules_find() {
    let folder = root().join("fixtures/projects");
    let projects: BTreeSet<String> = files_below(&folder)
        .iter()
        .filter_map(|file| Some(file.split_once('/')?.0.to_owned()))
        .collect();
    assert!(!projects.is_empty());
    for project in projects {
        let path = folder.join(&project);
        let sources = Sources::new();
        let set = RuleSet::embedded(&sources);
        let rules = set.iter().cloned().collect();
        let outcome = check(&tree_of(&path), &sources, rules, &set);
        assert_eq!(found(&outcome, &sources), expected(&path), "{project}");
        let problems: Vec<&String> = outcome
            .problems
            .iter()
            .map(|problem| &problem.message)
            .collect();
        assert!(problems.is_empty(), "{project}: {problems:?}");
    }
}
