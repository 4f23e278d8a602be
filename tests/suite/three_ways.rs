//! The same finding, address and line from `.tf`, from `.tf.json` and from the plan.

use super::plans::{check_plan, recorded, verdict};
use super::support::{check, fixture_of, tree_of};
use super::twins::twin;
use groundrules::finding::Finding;
use groundrules::rules::RuleSet;
use groundrules::session::Beside;
use groundrules::source::{MemoryTree, Sources, Tree as _};
use std::collections::BTreeSet;

/// Rules whose fixtures show it, at least; `docs/plans.md` promises a hundred.
const RULES: usize = 100;

#[test]
fn a_finding_is_the_same_from_both_syntaxes_and_from_the_plan() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let said = |findings: &[Finding]| -> BTreeSet<String> {
        let findings = findings.iter();
        findings
            .map(|finding| verdict(finding, &sources).replacen("main.tf.json:", "main.tf:", 1))
            .collect()
    };
    let (mut rules, mut findings) = (0, 0);
    for (rule, plan) in recorded(&set) {
        let path = fixture_of(&rule.info.lesson, &rule.info.name);
        let Some(path) = path.filter(|path| path.is_file()) else {
            continue;
        };
        let tree = tree_of(&path);
        let text = String::from_utf8(tree.read("main.tf").unwrap()).unwrap();
        // Places that JSON cannot have on the same line are not the same, and do not count.
        let Some((json, _)) = twin("main.tf", &text) else {
            continue;
        };
        let other = MemoryTree::new([("main.tf.json".to_owned(), json.into_bytes())]);
        let native = said(&check(&tree, &sources, vec![rule.clone()], &set).findings);
        let twin = said(&check(&other, &sources, vec![rule.clone()], &set).findings);
        let planned = said(&check_plan(&tree, &sources, &rule, &plan, Beside::Given("")).findings);
        let same = native
            .iter()
            .filter(|said| twin.contains(*said) && planned.contains(*said))
            .count();
        rules += usize::from(same > 0);
        findings += same;
    }
    println!("{findings} findings of {rules} rules are the same from .tf, .tf.json and the plan");
    assert!(rules >= RULES, "{findings} findings of {rules} rules");
}
