//! `groundrules inventory`: our own exports against our own state, and laws that hold for all of them.

use super::binary::run_in;
use super::support::{built_in, root};
use groundrules::inventory::{Inputs, Inventory};
use groundrules::report::inventory as report;
use groundrules::session::{self, Compared};
use groundrules::source::Sources;
use proptest::prelude::*;
use serde_json::json;

const STATE: &str = include_str!("../../fixtures/inventory/state.json");
const TAGGING: &str = include_str!("../../fixtures/inventory/tagging.json");
const IGNORE: &str = include_str!("../../fixtures/inventory/ignore.hcl");

fn inputs(states: &[&str], found: &[&str], sources: &Sources) -> Inputs {
    let mut inputs = Inputs::default();
    for (number, text) in states.iter().enumerate() {
        let file = sources.add(format!("state-{number}.json"), *text);
        inputs.add_state(&file).unwrap();
    }
    for (number, text) in found.iter().enumerate() {
        let file = sources.add(format!("found-{number}"), *text);
        inputs.add_found(&file).unwrap();
    }
    inputs
        .add_ignores(&sources.add("ignore.hcl", IGNORE))
        .unwrap();
    inputs
}

fn inventory(states: &[&str], found: &[&str]) -> Inventory {
    inputs(states, found, &Sources::new()).compare()
}

/// What the built-in rules say of a comparison.
fn compared(inputs: Inputs, sources: &Sources) -> Compared {
    let rules: Vec<_> = built_in().1.iter().cloned().collect();
    session::compare(inputs, sources, &rules, Vec::new())
}

#[test]
fn the_report_for_people() {
    let sources = &built_in().0;
    let read = inputs(&[STATE], &[TAGGING], sources);
    let Compared { inventory, outcome } = compared(read, sources);
    insta::assert_snapshot!(report::human(&inventory, &outcome, sources), @r#"
    warning[inventory-not-in-state]: in the account and in no state

    ec2 (3)

      arn:aws:ec2:eu-west-1:123456789012:instance/i-0bbbbbbbbbbbbbbb2  `Jump host`
        import {
          to = aws_instance.jump_host
          id = "i-0bbbbbbbbbbbbbbb2"
        }

      arn:aws:ec2:eu-west-1:123456789012:key-pair/key-0bbbbbbbbbbbbbbb2
        no `import` block: `aws_key_pair` takes the name of the key pair, and the ARN holds its id

      arn:aws:ec2:eu-west-1:123456789012:volume/vol-0bbbbbbbbbbbbbbb2
        import {
          to = aws_ebs_volume.vol_0bbbbbbbbbbbbbbb2
          id = "vol-0bbbbbbbbbbbbbbb2"
        }

    sqs (1)

      arn:aws:sqs:eu-west-1:123456789012:by-hand
        import {
          to = aws_sqs_queue.by_hand
          id = "https://sqs.eu-west-1.amazonaws.com/123456789012/by-hand"
        }

    warning[state-not-in-inventory]: in a state and not in the account

      aws_sqs_queue.jobs["b"]
        arn:aws:sqs:eu-west-1:123456789012:jobs-b  in state-0.json

    warning[inventory-ignore-unused]: entries of the ignore list that cover nothing

      arn:aws:sns:*:*:old-*  in ignore.hcl

    left out, because something else answers for them
          1  automated snapshot
          1  earlier revision of a managed task definition
          1  instance of an autoscaling group
          1  part of a CloudFormation stack
          1  service-linked role
          1  volume of a managed instance

    in a state, and whether they exist is not known
          1  it has no tags, and the export may list only what has some

    16 resources in 1 export: 5 managed, 4 unmanaged, 6 left out, 1 ignored; 1 gone
    "#);
}

#[test]
fn what_is_listed_and_what_is_not() {
    let inventory = inventory(&[STATE], &[TAGGING]);
    let unmanaged: Vec<&str> = inventory
        .unmanaged
        .iter()
        .filter_map(|one| one.found.arn.as_deref())
        .collect();
    assert_eq!(
        unmanaged,
        [
            "arn:aws:ec2:eu-west-1:123456789012:instance/i-0bbbbbbbbbbbbbbb2",
            "arn:aws:ec2:eu-west-1:123456789012:key-pair/key-0bbbbbbbbbbbbbbb2",
            "arn:aws:ec2:eu-west-1:123456789012:volume/vol-0bbbbbbbbbbbbbbb2",
            "arn:aws:sqs:eu-west-1:123456789012:by-hand",
        ]
    );
    // `jobs-c` has no tags, and the export lists only what has some.
    let gone: Vec<&str> = inventory
        .gone
        .iter()
        .map(|gone| gone.held.address.as_str())
        .collect();
    assert_eq!(gone, ["aws_sqs_queue.jobs[\"b\"]"]);
    assert_eq!(
        (
            inventory.owned.len(),
            inventory.ignored.len(),
            inventory.unused_ignores.len()
        ),
        (6, 1, 1)
    );
}

#[test]
fn ids_of_aws_config_match_without_arns() {
    let list = json!({ "resourceIdentifiers": [
        { "resourceType": "AWS::EC2::Instance", "resourceId": "i-0aaaaaaaaaaaaaaa1", "resourceName": "web" },
        { "resourceType": "AWS::EC2::Instance", "resourceId": "i-0ddddddddddddddd4" },
        { "resourceType": "AWS::EC2::SecurityGroup", "resourceId": "sg-0aaaaaaaaaaaaaaa1", "resourceName": "default" },
        { "resourceType": "AWS::EC2::SecurityGroup", "resourceId": "sg-0ddddddddddddddd4", "resourceName": "default" },
        { "resourceType": "AWS::RDS::DBInstance", "resourceId": "db-ABC", "resourceName": "orders" },
    ] });
    let inventory = inventory(&[STATE], &[&list.to_string()]);
    let unmanaged: Vec<String> = inventory
        .unmanaged
        .iter()
        .map(|one| one.found.identity())
        .collect();
    assert_eq!(unmanaged, ["AWS::EC2::Instance i-0ddddddddddddddd4"]);
    assert_eq!(inventory.managed, 3);
    assert!(inventory.gone.is_empty());
}

#[test]
fn the_command_line() {
    let folder = root().join("fixtures/inventory");
    let run = |arguments: &[&str]| {
        let all = [
            &[
                "inventory",
                "--state",
                "state.json",
                "--found",
                "tagging.json",
            ][..],
            arguments,
        ]
        .concat();
        run_in(&folder, &all)
    };
    for format in ["human", "json", "sarif", "imports"] {
        let run = run(&["--format", format, "--ignore-file", "ignore.hcl"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stdout.contains("by-hand"), "{format}");
        assert!(
            !run.stdout.contains("HIDDEN"),
            "a secret of the state is in {format}"
        );
    }
    let sarif = run(&["--format", "sarif"]).json();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "inventory-not-in-state");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "tagging.json"
    );
    for (arguments, said) in [
        (
            &[
                "inventory",
                "--state",
                "tagging.json",
                "--found",
                "tagging.json",
            ][..],
            "not of a state",
        ),
        (
            &[
                "inventory",
                "--state",
                "state.json",
                "--found",
                "state.json",
            ],
            "is a state file",
        ),
        (&["inventory", "--found", "tagging.json"], "--state"),
        (&["inventory", "--state", "state.json"], "--found"),
        (
            &[
                "inventory",
                "--state",
                "nowhere.json",
                "--found",
                "tagging.json",
            ],
            "nowhere.json",
        ),
        (
            &[
                "inventory",
                "--state",
                "state.json",
                "--found",
                "tagging.json",
                "--ignore-file",
                "state.json",
            ],
            "ignore",
        ),
    ] {
        let run = run_in(&folder, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(all.contains(said), "{arguments:?}: {all}");
    }
}

/// Queues and instances of a few names: some in the state, some in two exports.
fn arns() -> impl Strategy<Value = Vec<String>> {
    let arn = prop_oneof![
        "[a-e]".prop_map(|name| format!("arn:aws:sqs:eu-west-1:123456789012:{name}")),
        "[a-e]".prop_map(|name| format!("arn:aws:sqs:us-east-1:123456789012:{name}")),
        "[a-e]".prop_map(|name| format!(
            "arn:aws:ec2:eu-west-1:123456789012:instance/i-0000000{name}"
        )),
        "[a-e]".prop_map(|name| format!("arn:aws:strange:eu-west-1:123456789012:{name}/x")),
    ];
    proptest::collection::vec(arn, 0..12)
}

fn state(arns: &[String]) -> String {
    let resources: Vec<_> = arns.iter().enumerate().map(|(number, arn)| {
        let terraform = if arn.contains(":ec2:") { "aws_instance" } else { "aws_sqs_queue" };
        json!({ "mode": "managed", "type": terraform, "name": format!("r{number}"), "instances": [{ "attributes": { "arn": arn, "tags": { "a": "b" } } }] })
    }).collect();
    json!({ "version": 4, "resources": resources }).to_string()
}

fn export(arns: &[String]) -> String {
    json!({ "Resources": arns.iter().map(|arn| json!({ "Arn": arn })).collect::<Vec<_>>() })
        .to_string()
}

/// What a report says, without the paths of files.
fn said(inventory: &Inventory) -> (Vec<String>, Vec<String>, usize) {
    let unmanaged = inventory
        .unmanaged
        .iter()
        .map(|one| format!("{} {:?}", one.found.identity(), one.import));
    let gone = inventory
        .gone
        .iter()
        .filter_map(|gone| gone.held.arn.clone());
    (unmanaged.collect(), gone.collect(), inventory.managed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_a_state_has_is_never_unmanaged(held in arns(), found in arns()) {
        let inventory = inventory(&[&state(&held)], &[&export(&found)]);
        for one in &inventory.unmanaged {
            prop_assert!(!held.contains(&one.found.identity()));
        }
        for gone in &inventory.gone {
            prop_assert!(!found.contains(gone.held.arn.as_ref().unwrap()));
        }
        for arn in &found {
            let is_listed = inventory.unmanaged.iter().any(|one| one.found.identity() == *arn);
            prop_assert!(is_listed || held.contains(arn));
        }
    }

    #[test]
    fn the_order_of_files_changes_nothing(held in arns(), a in arns(), b in arns()) {
        let state = state(&held);
        let empty = r#"{"version":4,"resources":[]}"#;
        let (a, b) = (export(&a), export(&b));
        let one = inventory(&[&state, empty], &[&a, &b]);
        let other = inventory(&[empty, &state], &[&b, &a]);
        prop_assert_eq!(said(&one), said(&other));
    }
}
