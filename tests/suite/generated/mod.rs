//! Laws that hold for configurations made by chance. The cases are the same in every run; `.cargo/config.toml` tells how to look for others.

mod configuration;

use super::support::{built_in, check};
use configuration::{Configuration, Module, Tape};
use groundrules::finding::without_keys;
use groundrules::source::{MemoryTree, Sources};
use groundrules::terraform::{Inputs, NoDataSources, Project};
use groundrules::value::{Kind, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a check says, and the instances that it is said of.
#[derive(Debug)]
struct Outcome {
    /// Rule, message or reasons, address.
    verdicts: BTreeSet<(String, String, String)>,
    findings: BTreeSet<(String, String)>,
    instances: BTreeMap<String, Value>,
    /// Whether Terraform would refuse it.
    is_mistaken: bool,
}

fn run(files: Vec<(String, String)>) -> Outcome {
    let tree = MemoryTree::new(
        files
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes())),
    );
    let (sources, all) = built_in();
    let outcome = check(&tree, sources, all.iter().cloned().collect(), all);
    let mut verdicts = BTreeSet::new();
    let mut findings = BTreeSet::new();
    for finding in &outcome.findings {
        for address in &finding.addresses {
            let address = address.clone();
            findings.insert((finding.rule.to_string(), without_keys(&address)));
            verdicts.insert((finding.rule.to_string(), finding.message.clone(), address));
        }
    }
    for undecided in &outcome.undecided {
        let mut reasons = undecided.reasons.to_vec();
        reasons.sort();
        verdicts.insert((
            undecided.rule.to_string(),
            reasons.join("; "),
            undecided.address.to_string(),
        ));
    }
    let own = Sources::new();
    let project = Project::load(&tree, &own, &[String::new(), "child".to_owned()]);
    let root = project.evaluate("", &Inputs::default(), &NoDataSources);
    let instances = root
        .instances
        .iter()
        .map(|instance| (instance.address.to_string(), instance.value.get()));
    Outcome {
        verdicts,
        findings,
        instances: instances.collect(),
        is_mistaken: outcome.has_errors(),
    }
}

/// Whether the second says nothing else than the first, where both say something.
fn agrees(before: &Value, after: &Value) -> bool {
    match (before.kind(), after.kind()) {
        (_, Kind::Unknown(_)) => true,
        (Kind::Map(..) | Kind::Object(_), Kind::Map(..) | Kind::Object(_)) => {
            let (before, after) = (before.as_fields(), after.as_fields());
            before.zip(after).is_some_and(|(before, after)| {
                before.keys().eq(after.keys())
                    && before
                        .values()
                        .zip(after.values())
                        .all(|(before, after)| agrees(before, after))
            })
        }
        // A set with an unknown element is in another order.
        (Kind::Set(..), Kind::Set(..)) if !after.is_wholly_known() => true,
        _ => match (before.as_sequence(), after.as_sequence()) {
            (Some(before), Some(after)) => {
                before.len() == after.len()
                    && before
                        .iter()
                        .zip(after)
                        .all(|(before, after)| agrees(before, after))
            }
            _ => same(before, after),
        },
    }
}

fn same(left: &Value, right: &Value) -> bool {
    match (left.kind(), right.kind()) {
        (Kind::Unknown(left), Kind::Unknown(right)) => left.ty == right.ty,
        _ => super::answers::text(left) == super::answers::text(right),
    }
}

fn same_instances(left: &Outcome, right: &Outcome) -> bool {
    left.instances.keys().eq(right.instances.keys())
        && left
            .instances
            .values()
            .zip(right.instances.values())
            .all(|(left, right)| same(left, right))
}

fn configurations() -> impl Strategy<Value = Configuration> {
    prop::collection::vec(any::<u8>(), 0..160)
        .prop_map(|bytes| Configuration::new(&mut Tape::new(&bytes)))
}

fn text_of(files: &[(String, String)]) -> String {
    let texts = files.iter().map(|(path, text)| format!("# {path}\n{text}"));
    texts.collect::<Vec<_>>().concat()
}

/// The configuration without the default of the variable of this number in one of its directories.
fn without_default(
    configuration: &Configuration,
    child: bool,
    number: usize,
) -> Option<Configuration> {
    let mut changed = configuration.clone();
    let module: &mut Module = if child {
        &mut changed.child
    } else {
        &mut changed.root
    };
    let (_, block) = module
        .blocks
        .iter_mut()
        .filter(|(_, block)| block.kind == "variable")
        .nth(number)?;
    let before = block.body.arguments.len();
    block.body.arguments.retain(|(name, _)| name != "default");
    (block.body.arguments.len() < before).then_some(changed)
}

/// Few, because each is a whole check or two; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_blocks_and_files_changes_nothing(configuration in configurations(), shift in 0..3_usize) {
        let files = configuration.files(false);
        let mut changed = configuration.clone();
        for module in [&mut changed.root, &mut changed.child] {
            module.blocks.reverse();
            for (file, _) in &mut module.blocks {
                *file = (*file + shift) % 3;
            }
        }
        let (before, after) = (run(files.clone()), run(changed.files(false)));
        prop_assert_eq!(&before.verdicts, &after.verdicts, "{}", text_of(&files));
        prop_assert!(same_instances(&before, &after), "{}", text_of(&files));
    }

    #[test]
    fn both_syntaxes_say_the_same(configuration in configurations()) {
        let (native, json) = (configuration.files(false), configuration.files(true));
        let (before, after) = (run(native.clone()), run(json.clone()));
        // JSON has no blocks where an attribute may be written as blocks: a mistake in one of them is one of the whole list.
        if before.is_mistaken {
            return Ok(());
        }
        prop_assert_eq!(&before.verdicts, &after.verdicts, "{}{}", text_of(&native), text_of(&json));
        prop_assert!(same_instances(&before, &after), "{}", text_of(&native));
    }

    #[test]
    fn the_name_of_a_local_changes_nothing(configuration in configurations()) {
        let files = configuration.files(false);
        let renamed: Vec<(String, String)> = files
            .iter()
            .map(|(path, text)| (path.clone(), text.replace("local.l", "local.other_").replace("  l", "  other_")))
            .collect();
        let (before, after) = (run(files.clone()), run(renamed));
        let verdicts: BTreeSet<_> = after
            .verdicts
            .into_iter()
            .map(|(rule, message, address)| (rule, message.replace("local.other_", "local.l"), address))
            .collect();
        prop_assert_eq!(&before.verdicts, &verdicts, "{}", text_of(&files));
    }

    #[test]
    fn a_default_that_is_taken_away_decides_nothing_anew(
        configuration in configurations(),
        child: bool,
        number in 0..4_usize,
    ) {
        let Some(changed) = without_default(&configuration, child, number) else {
            return Ok(());
        };
        let files = configuration.files(false);
        let (before, after) = (run(files.clone()), run(changed.files(false)));
        let new: Vec<_> = after.findings.difference(&before.findings).collect();
        prop_assert!(new.is_empty(), "new: {:?} without {} {}\n{}", new, child, number, text_of(&files));
        for (address, value) in &after.instances {
            if let Some(known) = before.instances.get(address) {
                prop_assert!(
                    agrees(known, value),
                    "{} was {} and is {} without {} {}\n{}",
                    address, super::answers::text(known), super::answers::text(value), child, number, text_of(&files)
                );
            }
        }
    }
}
