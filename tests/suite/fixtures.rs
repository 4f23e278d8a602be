//! Every built-in rule has a fixture that shows it failing, passing and (unless it says why not) undecided; and the fixture says all there is.

use super::expectations::Expectations;
use super::support::{FOUND, PLAN, STATE, check, files_below, fixture_of, root, tree_of};
use groundrules::rules::{RuleSet, embedded_texts};
use groundrules::source::{Sources, Tree as _};
use groundrules::triage::Outcome;
use std::path::Path;
use std::sync::Arc;

fn expectations(path: &Path, sources: &Sources) -> Expectations {
    let tree = tree_of(path);
    let mut expectations = Expectations::default();
    let names = if path.is_dir() {
        files_below(path)
    } else {
        vec!["main.tf".to_owned()]
    };
    for name in names
        .iter()
        .filter(|name| name.ends_with(".tf") || name.ends_with(".tfvars"))
    {
        let text = String::from_utf8(tree.read(name).unwrap()).unwrap();
        expectations.read(&sources.add(name.as_str(), text));
    }
    expectations
}

#[test]
fn built_in_rules_load() {
    let sources = Sources::new();
    let set = RuleSet::embedded_checked(&sources);
    let problems: Vec<String> = set
        .problems()
        .iter()
        .map(|problem| {
            let place = problem.primary.as_ref().map_or_else(String::new, |label| {
                let file = sources.get(label.span.file);
                format!("{}:{}", file.path(), file.position(label.span.start).line)
            });
            format!(
                "{place}: {} ({})",
                problem.message,
                problem.help.clone().unwrap_or_default()
            )
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(set.iter().count(), embedded_texts().len());
}

#[test]
fn fixtures_say_what_their_rule_reports() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let only = std::env::var("RULE").ok();
    let mut wrong = Vec::new();
    for rule in set.iter().filter(|rule| {
        only.as_ref()
            .is_none_or(|only| rule.info.name.as_ref() == only)
    }) {
        let (lesson, name) = (&rule.info.lesson, &rule.info.name);
        let Some(path) = fixture_of(lesson, name) else {
            wrong.push(format!(
                "rule `{name}` has no fixture: write fixtures/rules/{lesson}/{name}.tf"
            ));
            continue;
        };
        let expected = expectations(&path, &sources);
        let outcome: Outcome = check(&tree_of(&path), &sources, vec![Arc::clone(rule)], &set);
        let mut complaints = expected.compare(&outcome, &sources);
        if expected.count("expect") == 0 {
            complaints.push("shows no finding".to_owned());
        }
        if expected.count("undecided") == 0 && !expected.always_decided {
            complaints.push("shows nothing undecided; if nothing that the rule reads can be unknown, say why: `# decided: …`".to_owned());
        }
        let found: std::collections::BTreeSet<&String> = outcome
            .findings
            .iter()
            .flat_map(|finding| &finding.addresses)
            .collect();
        // What is clean in a plan, a state or an export may be a change that leaves no instance: the expectations say all there is.
        let tree = tree_of(&path);
        let is_plan = [PLAN, STATE, FOUND]
            .into_iter()
            .any(|file| tree.is_file(file));
        if !is_plan && outcome.counts.resources <= found.len() + outcome.undecided.len() {
            complaints.push("shows nothing that is clean".to_owned());
        }
        wrong.extend(
            complaints
                .into_iter()
                .map(|complaint| format!("{lesson}/{name}: {complaint}")),
        );
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_fixture_belongs_to_a_rule() {
    let known: Vec<&str> = embedded_texts()
        .iter()
        .filter_map(|(path, _)| path.strip_suffix(".hcl"))
        .collect();
    let orphans: Vec<String> = files_below(&root().join("fixtures/rules"))
        .into_iter()
        .filter(|file| {
            let mut parts = file.split('/');
            let (lesson, rule) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            !known.contains(&format!("{lesson}/{}", rule.trim_end_matches(".tf")).as_str())
        })
        .collect();
    assert!(orphans.is_empty(), "fixtures without a rule: {orphans:?}");
}
