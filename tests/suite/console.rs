//! The answers that `terraform console` gave, asked of our evaluator: `tests/data/console*.tsv`, recorded by `scripts/console-record`.

use crate::answers::purposes::on_purpose;
use crate::answers::{Answer, ours};
use crate::support;

#[test]
fn language() {
    replay(include_str!("../data/console.tsv"), 390);
}

#[test]
fn made_by_chance() {
    replay(include_str!("../data/console-random.tsv"), 390);
}

#[test]
fn functions() {
    replay(include_str!("../data/console-functions.tsv"), 1200);
}

#[test]
fn unknown_arguments() {
    replay(include_str!("../data/console-unknown.tsv"), 180);
}

#[test]
fn differences_that_were_found() {
    replay(include_str!("../data/console-found.tsv"), 0);
}

/// Compares all lines of a table, which are not fewer than `least`, and reports those that differ.
fn replay(table: &str, least: usize) {
    let tree = support::tree_of(&support::root().join("tests/data/console-files"));
    let mut differences = Vec::new();
    let mut asked = 0;
    let lines = table.lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (expression, recorded) = line.split_once('\t').unwrap();
        let recorded = Answer::recorded(recorded);
        asked += 1;
        let ours = ours(expression, &tree);
        if !ours.agrees(&recorded) && on_purpose(expression, &recorded, &ours, &tree).is_none() {
            differences.push(format!(
                "{expression}\n  terraform: {recorded}\n  ours:      {ours}"
            ));
        }
    }
    assert!(asked >= least, "only {asked} questions");
    assert!(
        differences.is_empty(),
        "{} of {asked} answers differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
