//! A tree of files, checked with all rules as `groundrules check` does: comes back, says the same twice, and keeps to its bounds.
//!
//! The text is split at lines `=== path`; what stands before the first is `main.tf`. So an input is as readable as a fixture.

#![no_main]

mod bounds;

use groundrules::aws::AwsData;
use groundrules::report::json;
use groundrules::rules::RuleSet;
use groundrules::session::{self, Request};
use groundrules::source::{MemoryTree, Sources, join};
use groundrules::terraform::Inputs;
use groundrules::triage::suppression_rules;
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

const MOST_BYTES: usize = 1024 * 1024 * 1024;

/// Texts of runs stay in `Sources`; after so many runs there is a new one.
const RUNS: usize = 200;

fuzz_target!(|text: &str| {
    let first = bounds::bounded(MOST_BYTES, || check(text));
    let chance = text.bytes().fold(0, |sum: u8, byte| sum.wrapping_mul(31).wrapping_add(byte));
    if chance.is_multiple_of(16) {
        assert_eq!(first, bounds::bounded(MOST_BYTES, || check(text)));
    }
});

struct Product {
    sources: Sources,
    rules: RuleSet,
    runs: usize,
}

thread_local! {
    static PRODUCT: RefCell<Option<Product>> = const { RefCell::new(None) };
}

/// The JSON report of a check of the files.
fn check(text: &str) -> String {
    PRODUCT.with_borrow_mut(|product| {
        if product.as_ref().is_none_or(|product| product.runs == RUNS) {
            *product = None;
            let sources = Sources::new();
            let rules = RuleSet::embedded(&sources);
            *product = Some(Product { sources, rules, runs: 0 });
        }
        let product = product.as_mut().expect("made above");
        product.runs += 1;
        let (tree, directories) = files(text);
        let request = Request {
            directories: directories.into_iter().collect(),
            only_files: BTreeSet::new(),
            inputs: Inputs::default(),
            rules: product.rules.iter().cloned().collect(),
            suppression_rules: suppression_rules(),
            known_rules: product.rules.iter().map(|rule| Arc::clone(&rule.info.name)).collect(),
            today: jiff::civil::date(2026, 11, 22),
        };
        let outcome = session::check(&tree, &product.sources, &request, &AwsData, &|_, _| {});
        json::render(&outcome, &product.sources)
    })
}

fn files(text: &str) -> (MemoryTree, BTreeSet<String>) {
    let mut tree = MemoryTree::default();
    let mut directories = BTreeSet::new();
    let text = format!("=== main.tf\n{text}");
    for file in text.split("=== ").skip(1) {
        let (path, content) = file.split_once('\n').unwrap_or((file, ""));
        let Some(path) = join("", path.trim()).filter(|path| !path.is_empty()) else {
            continue;
        };
        directories.insert(path.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned());
        tree.insert(path, content);
    }
    (tree, directories)
}
