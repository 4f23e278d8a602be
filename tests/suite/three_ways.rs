//! The same finding, address and line from `.tf`, from `.tf.json` and from the plan.

use super::plans::{check_plan, recorded, verdict};
use super::support::{check, fixture_of, tree_of};
use super::twins::twin;
use groundrules::finding::Finding;
use groundrules::rules::RuleSet;
use groundrules::session::Beside;
use groundrules::source::{MemoryTree, Sources, Tree as _};
use std::collections::BTreeMap;

/// Rules whose fixtures show it, at least; `docs/plans.md` promises a hundred.
const RULES: usize = 100;

#[test]
fn a_finding_is_the_same_from_both_syntaxes_and_from_the_plan() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    // With the fingerprints, in which no place and no directory may take part.
    let said = |findings: &[Finding]| -> BTreeMap<String, String> {
        let findings = findings.iter();
        findings
            .map(|finding| {
                let verdict = verdict(finding, &sources);
                let verdict = verdict.replacen("main.tf.json:", "main.tf:", 1);
                let verdict = verdict.replacen("live/prod/", "", 1);
                (verdict, finding.fingerprint.clone())
            })
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
        let moved = MemoryTree::new([("live/prod/main.tf".to_owned(), text.clone())]);
        let native = said(&check(&tree, &sources, vec![rule.clone()], &set).findings);
        let twin = said(&check(&other, &sources, vec![rule.clone()], &set).findings);
        let planned = said(&check_plan(&tree, &sources, &rule, &plan, Beside::Given("")).findings);
        let moved = said(&check(&moved, &sources, vec![rule.clone()], &set).findings);
        for (verdict, fingerprint) in &native {
            for other in [&twin, &planned, &moved] {
                let other = other.get(verdict).unwrap_or(fingerprint);
                assert_eq!(other, fingerprint, "{verdict}");
            }
        }
        let same = native
            .keys()
            .filter(|said| twin.contains_key(*said) && planned.contains_key(*said))
            .count();
        rules += usize::from(same > 0);
        findings += same;
    }
    assert!(rules >= RULES, "{findings} findings of {rules} rules");
}
