//! States on the command line: beside a configuration, in the place of a plan, and of an inventory; whole, broken and foreign.

use super::binary::{Run, run_in};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

const RULE: [&str; 4] = ["--select", "state-not-in-config", "--format", "json"];

fn scratch(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    // The root of the tree, so that nothing around the scratch directory is looked at.
    std::fs::create_dir(directory.path().join(".git")).unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    directory
}

/// A raw state with queues of these names in the root module.
fn raw(names: &[&str]) -> String {
    let resources = names.iter().map(|name| {
        json!({ "mode": "managed", "type": "aws_sqs_queue", "name": name, "instances": [{ "attributes": { "id": name, "policy": "SECRET" } }] })
    });
    json!({ "version": 4, "lineage": "l", "serial": 1, "resources": resources.collect::<Vec<_>>() })
        .to_string()
}

/// The same as `terraform show -json` prints it.
fn shown(names: &[&str]) -> String {
    let resources = names.iter().map(|name| {
        json!({ "address": format!("aws_sqs_queue.{name}"), "mode": "managed", "type": "aws_sqs_queue", "name": name, "values": { "id": name, "policy": "SECRET" } })
    });
    let root = json!({ "resources": resources.collect::<Vec<_>>() });
    json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": { "root_module": root } }).to_string()
}

const KEPT: &str = "resource \"aws_sqs_queue\" \"kept\" {\n  name = \"kept\"\n}\n";

fn check(directory: &Path, arguments: &[&str]) -> Run {
    run_in(directory, &[&["check"][..], arguments, &RULE].concat())
}

fn addresses(run: &Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let all = findings
        .iter()
        .flat_map(|finding| finding["addresses"].as_array().unwrap().clone());
    all.map(|address| address.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn both_forms_of_a_state_are_compared_with_the_configuration() {
    let names = ["kept", "lost"];
    let directory = scratch(&[
        ("main.tf", KEPT),
        ("raw.tfstate", &raw(&names)),
        ("shown.json", &shown(&names)),
    ]);
    for state in ["raw.tfstate", "shown.json"] {
        let run = check(directory.path(), &[".", "--state", state]);
        assert_eq!(
            (run.code, addresses(&run)),
            (1, vec!["aws_sqs_queue.lost".to_owned()]),
            "{run:?}"
        );
        let finding = &run.json()["findings"][0];
        assert_eq!(finding["primary"]["file"], state);
    }
    // The rule runs with a state, whatever the profile; and not without, or when it is left out.
    for (arguments, expected) in [
        (&[".", "--state", "raw.tfstate"][..], true),
        (&["."], false),
        (
            &[
                ".",
                "--state",
                "raw.tfstate",
                "--ignore",
                "state-not-in-config",
            ],
            false,
        ),
        (
            &[
                ".",
                "--state",
                "raw.tfstate",
                "--select",
                "provider-removed-resource",
            ],
            false,
        ),
    ] {
        let run = run_in(
            directory.path(),
            &[&["check", "--format", "json"][..], arguments].concat(),
        );
        assert_eq!(
            run.rules().contains(&"state-not-in-config".to_owned()),
            expected,
            "{arguments:?}"
        );
    }
    for format in ["human", "json", "sarif", "github", "junit"] {
        let run = run_in(
            directory.path(),
            &["check", ".", "--state", "raw.tfstate", "--format", format],
        );
        assert!(
            run.stdout.contains("aws_sqs_queue.lost"),
            "{format}: {run:?}"
        );
        assert!(!run.stdout.contains("SECRET"), "{format}");
    }
}

#[test]
fn a_broken_configuration_claims_nothing() {
    let broken = format!("{KEPT}resource \"aws_sqs_queue\" \"lost\" {{\n");
    let directory = scratch(&[("main.tf", &broken), ("s.tfstate", &raw(&["lost", "gone"]))]);
    let run = check(directory.path(), &[".", "--state", "s.tfstate"]);
    assert_eq!((run.code, addresses(&run)), (2, Vec::new()), "{run:?}");
    let undecided = run.json()["undecided"].as_array().unwrap().clone();
    let last = undecided.last().unwrap();
    assert_eq!(
        last["reasons"],
        json!(["the configuration has mistakes"]),
        "{undecided:?}"
    );
}

#[test]
fn states_in_the_wrong_place_are_refused_with_what_to_do() {
    let state = raw(&["kept"]);
    let child = "module \"a\" {\n  source = \"./a\"\n}\n";
    let directory = scratch(&[
        ("main.tf", child),
        ("a/main.tf", KEPT),
        ("s.tfstate", &state),
        (
            "bad.tfstate",
            "{\"version\":4,\n\"resources\":[\n{\"type\":5}]}",
        ),
        (
            "plan.json",
            "{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_changes\":[]}",
        ),
    ]);
    for (arguments, said) in [
        (&["s.tfstate"][..], "--state FILE"),
        (&["main.tf", "--state", "s.tfstate"], "one root module"),
        (&[".", "a", "--state", "s.tfstate"], "one root module"),
        (
            &["plan.json", "--state", "s.tfstate"],
            "holds the state that it starts from",
        ),
        (&[".", "--state", "plan.json"], "is a plan, not a state"),
        (&[".", "--state", "main.tf"], "is not JSON"),
        (&[".", "--state", "bad.tfstate"], "a resource in line 3"),
        (&[".", "--state", "nowhere"], "nowhere"),
        (&["."], "none is given: `--state FILE`"),
    ] {
        let run = check(directory.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    let run = run_in(
        directory.path(),
        &["check", ".", "--select", "inventory-not-in-state"],
    );
    assert!(
        run.code == 2 && run.stderr.contains("`groundrules inventory` asks it"),
        "{run:?}"
    );
}

/// An inventory of these states and exports in a directory.
fn inventory(directory: &Path, states: &[&str], found: &[&str], more: &[&str]) -> Run {
    let all = [
        &["inventory", "--state"][..],
        states,
        &["--found"],
        found,
        more,
    ]
    .concat();
    run_in(directory, &all)
}

fn export(names: &[&str]) -> String {
    let entry = |name: &&str| json!({ "ResourceARN": format!("arn:aws:sqs:eu-west-1:123456789012:{name}"), "Tags": [] });
    json!({ "ResourceTagMappingList": names.iter().map(entry).collect::<Vec<_>>() }).to_string()
}

#[test]
fn what_cannot_be_read_has_a_place_and_the_rest_is_compared() {
    let directory = scratch(&[
        ("state.json", &raw(&[])),
        (
            "bad.tfstate",
            "{\"version\":4,\n\"resources\":[{\"type\":5}]}",
        ),
        ("found.json", &export(&["by-hand"])),
        ("bad.json", "{\"ResourceTagMappingList\":[\n  7\n]}"),
    ]);
    let run = inventory(
        directory.path(),
        &["state.json"],
        &["found.json", "bad.json"],
        &["--format", "json"],
    );
    let report = run.json();
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(report["unmanaged"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["rule"], "inventory-not-in-state");
    let problem = report["problems"][0]["message"].as_str().unwrap();
    assert!(problem.contains("`bad.json`, line 2 column 3"), "{problem}");
    // Without one of the states nothing is known to be unmanaged.
    let run = inventory(
        directory.path(),
        &["state.json", "bad.tfstate", "nowhere"],
        &["found.json"],
        &["--format", "json"],
    );
    let report = run.json();
    assert_eq!((run.code, &report["unmanaged"]), (2, &json!([])), "{run:?}");
    assert_eq!(
        report["undecided"][0]["reasons"],
        json!(["`bad.tfstate` could not be read"])
    );
    assert_eq!(report["problems"].as_array().unwrap().len(), 2);
    for (format, expected) in [
        ("human", "undecided"),
        ("sarif", "toolExecutionNotifications"),
        ("imports", ""),
    ] {
        let run = inventory(
            directory.path(),
            &["bad.tfstate"],
            &["found.json"],
            &["--format", format],
        );
        assert!(
            run.code == 2 && run.stdout.contains(expected),
            "{format}: {run:?}"
        );
        assert!(
            format!("{}{}", run.stdout, run.stderr).contains("line 2"),
            "{format}: {run:?}"
        );
    }
}

#[test]
fn settings_of_the_tree_say_what_stays_outside() {
    let settings = "inventory {\n  ignore {\n    arn    = \"arn:aws:sqs:*:*:by-*\"\n    reason = \"old\"\n  }\n}\n";
    let directory = scratch(&[
        (".groundrules.hcl", settings),
        ("a/state.json", &raw(&[])),
        ("a/found.json", &export(&["by-hand", "other"])),
        ("b/.groundrules.hcl", "profile = \"strict\"\n"),
        ("b/state.json", &raw(&[])),
        ("c/.git/HEAD", ""),
        ("c/state.json", &raw(&[])),
        ("c/found.json", &export(&["by-hand"])),
    ]);
    let run_below = |below: &str, more: &[&str]| {
        inventory(
            &directory.path().join(below),
            &["state.json"],
            &["../a/found.json"],
            more,
        )
    };
    let run = run_below("a", &["--format", "json"]);
    let report = run.json();
    assert_eq!(report["ignored"][0]["reason"], "old");
    assert_eq!(report["unmanaged"].as_array().unwrap().len(), 1, "{run:?}");
    // What is not known has a place and a hint.
    let run = run_below("b", &[]);
    assert_eq!(run.code, 2, "{run:?}");
    for said in [
        "no argument `profile`",
        "b/.groundrules.hcl:1:1",
        "one block, `inventory`",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    // The settings of an outer repository are none of this one's.
    let run = inventory(
        &directory.path().join("c"),
        &["state.json"],
        &["found.json"],
        &["--format", "json"],
    );
    assert_eq!(run.json()["ignored"], json!([]), "{run:?}");
    let run = run_below("a", &["--fail-on", "error"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn rules_of_ones_own_speak_of_the_same_lists() {
    let rule = "# Why.\n\nrule \"unmanaged-with-owner\" {\n  title     = \"t\"\n  severity  = \"info\"\n  profile   = \"core\"\n  inventory = \"unmanaged\"\n\n  when      = self.service == \"sqs\"\n  condition = self.managed\n\n  finding {\n    message = \"`${self.identity}` of ${self.account} in ${self.region}\"\n  }\n}\n";
    let directory = scratch(&[
        ("state.json", &raw(&[])),
        ("found.json", &export(&["by-hand"])),
        ("own/mine/unmanaged-with-owner.hcl", rule),
        (
            "misspelt/mine/unmanaged-with-owner.hcl",
            &rule.replace("self.account", "self.acount"),
        ),
        (
            "unknown/mine/unmanaged-with-owner.hcl",
            &rule.replace("\"unmanaged\"", "\"unmanagd\""),
        ),
    ]);
    let run = |rules: &str| {
        inventory(
            directory.path(),
            &["state.json"],
            &["found.json"],
            &["--format", "json", "--rules", rules],
        )
    };
    let own = run("own").json();
    let messages: Vec<&str> = own["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert!(
        messages
            .contains(&"`arn:aws:sqs:eu-west-1:123456789012:by-hand` of 123456789012 in eu-west-1"),
        "{messages:?}"
    );
    for (rules, said) in [
        ("misspelt", "did you mean `account`?"),
        ("unknown", "must be `unmanaged`, `gone` or `unused-ignores`"),
    ] {
        let run = run(rules);
        assert!(run.code == 2 && run.stderr.contains(said), "{run:?}");
    }
}
