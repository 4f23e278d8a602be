//! Parity: what the configuration of a fixture decides, its plan (recorded from real Terraform by `scripts/record-plans`) decides alike.

use super::support::{check, fixture_of, root, tree_of};
use groundrules::aws::AwsData;
use groundrules::finding::{Finding, Undecided};
use groundrules::plan::{Plan, essence};
use groundrules::rules::{Rule, RuleSet};
use groundrules::session::{self, Beside, Request};
use groundrules::source::{MemoryTree, Sources};
use groundrules::terraform::{Inputs, Project};
use groundrules::triage::Outcome;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) fn check_plan(
    tree: &MemoryTree,
    sources: &Sources,
    rule: &Arc<Rule>,
    text: &[u8],
    beside: Beside<'_>,
) -> Outcome {
    let plan = Plan::read(text, "tfplan.json", sources).unwrap();
    let request = Request {
        directories: Vec::new(),
        only_files: BTreeSet::new(),
        inputs: Inputs::default(),
        rules: vec![Arc::clone(rule)],
        suppression_rules: Vec::new(),
        known_rules: BTreeSet::new(),
        today: jiff::civil::date(2026, 11, 22),
    };
    session::check_plan(tree, sources, &request, &AwsData, &plan, beside)
}

/// What is the same in every input: rule, place, addresses, words.
pub(crate) fn verdict(finding: &Finding, sources: &Sources) -> String {
    let file = sources.get(finding.primary.span.file);
    let line = file.position(finding.primary.span.start).line;
    format!(
        "{}:{line} {} ({})",
        file.path(),
        finding.message,
        finding.addresses.join(" ")
    )
}

fn addresses(findings: &[Finding]) -> BTreeSet<&str> {
    let addresses = findings.iter().flat_map(|finding| &finding.addresses);
    addresses.map(String::as_str).collect()
}

fn undecided(undecided: &[Undecided]) -> BTreeSet<&str> {
    undecided.iter().map(|one| &*one.address).collect()
}

/// The rules whose fixtures have a recorded plan, with the plan.
pub(crate) fn recorded(set: &RuleSet) -> Vec<(Arc<Rule>, Vec<u8>)> {
    let plan_of = |rule: &Arc<Rule>| {
        let name = format!(
            "fixtures/plans/{}/{}.json",
            rule.info.lesson, rule.info.name
        );
        std::fs::read(root().join(name)).ok()
    };
    set.iter()
        .filter_map(|rule| Some((Arc::clone(rule), plan_of(rule)?)))
        .collect()
}

#[test]
fn recorded_plans_are_of_the_fixtures_as_they_are() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let mut stale = Vec::new();
    for (rule, text) in recorded(&set) {
        let tree = tree_of(&fixture_of(&rule.info.lesson, &rule.info.name).unwrap());
        let plan = Plan::read(&text, "tfplan.json", &sources).unwrap();
        let project = Project::load(&tree, &sources, &[String::new()]);
        let difference = plan.difference(project.module("").unwrap());
        stale.extend(difference.map(|why| format!("{}: {why}", rule.info.name)));
    }
    assert!(
        stale.is_empty(),
        "run scripts/record-plans for\n{}\n",
        stale.join("\n")
    );
}

#[test]
fn a_plan_beside_its_configuration_says_the_same_at_the_same_lines() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let mut wrong = Vec::new();
    for (rule, text) in recorded(&set) {
        let name = &rule.info.name;
        let tree = tree_of(&fixture_of(&rule.info.lesson, name).unwrap());
        let written = check(&tree, &sources, vec![Arc::clone(&rule)], &set);
        let planned = check_plan(&tree, &sources, &rule, &text, Beside::Given(""));
        let said = |outcome: &Outcome| -> BTreeSet<String> {
            let findings = outcome.findings.iter();
            findings.map(|finding| verdict(finding, &sources)).collect()
        };
        let (before, after) = (said(&written), said(&planned));
        wrong.extend(
            before
                .difference(&after)
                .map(|lost| format!("{name}: lost {lost}")),
        );
        let open = undecided(&written.undecided);
        for finding in &planned.findings {
            let settled = finding.addresses.iter().any(|address| {
                // The instances of an unknown number stand under one address.
                !open.contains(address.as_str())
                    && !open.iter().any(|open| open.contains("[*]"))
                    && !addresses(&written.findings).contains(address.as_str())
            });
            if settled {
                wrong.push(format!("{name}: added {}", verdict(finding, &sources)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Rules that take what they cannot see for clean, and see less without the configuration: a plan does not say what locals are made of.
const HIDDEN: [&str; 1] = ["sg-shared-across-tiers"];

#[test]
fn a_plan_alone_says_nothing_that_its_configuration_denies() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let mut wrong = Vec::new();
    let (mut kept, mut left) = (0, Vec::new());
    for (rule, text) in recorded(&set) {
        let name = &rule.info.name;
        let tree = tree_of(&fixture_of(&rule.info.lesson, name).unwrap());
        let beside = check_plan(&tree, &sources, &rule, &text, Beside::Given(""));
        let alone = check_plan(&tree, &sources, &rule, &text, Beside::Nowhere);
        let (with, without) = (addresses(&beside.findings), addresses(&alone.findings));
        let (open_with, open_without) = (undecided(&beside.undecided), undecided(&alone.undecided));
        for added in without.difference(&with) {
            if !open_with.contains(added) {
                wrong.push(format!(
                    "{name}: `{added}` is found, and is clean with the configuration"
                ));
            }
        }
        for lost in with.difference(&without) {
            if open_without.contains(lost) || HIDDEN.contains(&name.as_ref()) {
                let reasons = alone.undecided.iter().find(|one| &*one.address == *lost);
                let reasons = reasons.map(|one| one.reasons.join("; "));
                left.push(format!("{name} {lost}: {}", reasons.unwrap_or_default()));
            } else {
                wrong.push(format!(
                    "{name}: `{lost}` is clean, and is found with the configuration"
                ));
            }
        }
        kept += with.intersection(&without).count();
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    // What a plan does not say (`lifecycle`, provisioners, locals, how a text is made) leaves few of them open.
    let opened = left.len();
    assert!(
        opened * 7 <= kept + opened,
        "{opened} of {} are undecided without the configuration:\n{}\n",
        kept + opened,
        left.join("\n")
    );
}

#[test]
fn the_essence_of_a_plan_says_what_the_plan_says() {
    let all = |text: &[u8]| {
        let sources = Sources::new();
        let plan = Plan::read(text, "tfplan.json", &sources).unwrap();
        let configuration = plan.configuration();
        let mut said: Vec<String> = Vec::new();
        for change in plan.changes(&configuration) {
            let values = [change.before.get(), change.after.get()];
            said.push(format!("{} {values:?}", change.address));
        }
        for instance in &configuration.instances {
            let values = [instance.value.get(), instance.meta.get()];
            said.push(format!("{} {values:?}", instance.address));
        }
        said.push(format!("{:?}", configuration.outputs));
        said
    };
    let sources = Sources::new();
    for (rule, text) in recorded(&RuleSet::embedded(&sources)) {
        let essence = essence(&text).unwrap();
        assert_eq!(all(&essence), all(&text), "{}", rule.info.name);
    }
    let estate = std::fs::read(root().join("benches/estate/plan.json")).unwrap();
    let less = essence(&estate).unwrap();
    assert_eq!(all(&less), all(&estate));
    assert!(less.len() * 2 < estate.len(), "{} bytes", less.len());
}
