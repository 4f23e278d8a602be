//! Expressions that would take all time or all memory are unknown for the stated reason, and everything comes back.
//!
//! Each fixture of `fixtures/broken/budgets` says in its first line what stands in the way: the reason of an unknown, or a problem. How long
//! each takes is in `docs/evaluation.md`.

use super::support::{directories, root, tree_of};
use groundrules::aws::AwsData;
use groundrules::expr::Budget;
use groundrules::source::{MemoryTree, Sources, Tree as _};
use groundrules::terraform::{Configuration, Inputs, Project};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::PathBuf;

/// As `cli` gives its threads.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// The reasons and problems of a root module.
fn said(tree: &MemoryTree) -> Vec<String> {
    let sources = Sources::new();
    let project = Project::load(tree, &sources, &directories(tree));
    let roots = project.roots();
    // A small part of what the product allows, so that the tests are fast; the depth is the product's.
    let budget = Budget::new(2_000_000, 10_000_000, 1_500);
    let configuration: Configuration =
        project.evaluate_within(&roots[0], &Inputs::default(), &AwsData, budget);
    let outputs = configuration.outputs.iter().map(|(_, value)| value.clone());
    let values = outputs.chain(
        configuration
            .instances
            .iter()
            .take(100)
            .map(|instance| instance.value.get()),
    );
    let reasons = values
        .flat_map(|value| value.reasons())
        .map(|reason| reason.to_string());
    let problems = project
        .problems()
        .into_iter()
        .chain(configuration.problems.iter().cloned());
    reasons
        .chain(problems.map(|problem| problem.message))
        .collect()
}

fn assert_all_say(cases: &[(String, String, MemoryTree)]) {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_BYTES)
        .build()
        .unwrap();
    let wrong: Vec<String> = pool.install(|| {
        let wrong = cases.par_iter().filter_map(|(name, expected, tree)| {
            let said = said(tree);
            let found = said.iter().any(|text| text.contains(expected.as_str()));
            (!found).then(|| format!("{name}: expected `{expected}`, but it says {said:.300?}"))
        });
        wrong.collect()
    });
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn what_is_too_large_is_unknown_for_that_reason() {
    let folder = root().join("fixtures/broken/budgets");
    let only = std::env::var("BUDGET").ok();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if only
            .as_ref()
            .is_some_and(|only| !name.starts_with(only.as_str()))
        {
            continue;
        }
        let tree = tree_of(&path);
        let text = String::from_utf8(tree.read("main.tf").unwrap()).unwrap();
        let expected = text
            .lines()
            .next()
            .unwrap()
            .trim_start_matches("# ")
            .to_owned();
        cases.push((name, expected, tree));
    }
    assert!(
        only.is_some() || cases.len() > 40,
        "only {} fixtures are found",
        cases.len()
    );
    assert_all_say(&cases);
}

/// What is as long as it is deep, and would be no pleasure to read in a file.
#[test]
fn what_is_too_deep_is_told() {
    const DEEP: usize = 10_000;
    let mut chain = String::from("output \"value\" { value = local.l0 }\nlocals {\n");
    for number in 0..DEEP {
        writeln!(chain, "l{number} = local.l{}", number + 1).unwrap();
    }
    writeln!(chain, "l{DEEP} = 1\n}}").unwrap();
    let nested = |open: &str, close: &str| {
        format!(
            "output \"value\" {{ value = {}1{} }}\n",
            open.repeat(DEEP),
            close.repeat(DEEP)
        )
    };
    let cases = [
        (
            "a chain of locals",
            "is at the end of a chain of references that is too long to follow",
            chain,
        ),
        ("parentheses", "nested too deeply", nested("(", ")")),
        ("brackets", "nested too deeply", nested("[", "]")),
        ("braces", "nested too deeply", nested("{ a = ", " }")),
        ("calls", "nested too deeply", nested("abs(", ")")),
        ("strings", "nested too deeply", nested("\"${", "}\"")),
        (
            "conditionals",
            "nested too deeply",
            nested("true ? 1 : ", ""),
        ),
        ("signs", "nested too deeply", nested("!", "")),
        (
            "loops",
            "nested too deeply",
            nested("[for x in [1] : ", "]"),
        ),
    ];
    let cases = cases.map(|(name, expected, text)| {
        (
            name.to_owned(),
            expected.to_owned(),
            MemoryTree::new([("main.tf", text)]),
        )
    });
    assert_all_say(&cases);
}
