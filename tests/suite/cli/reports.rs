//! What a run reports: the shape of its JSON, where it goes, and what stands in it.

use super::{everything, wrong};
use crate::binary::{Scratch, run_in};
use crate::support::root;
use serde_json::Value;
use std::collections::BTreeSet;

/// The keys of a value as paths; lists count as their elements.
fn paths(value: &Value, prefix: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{prefix}.{name}");
                paths(value, &path, into);
                into.insert(path);
            }
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| paths(element, &format!("{prefix}[]"), into)),
        _ => {}
    }
}

#[test]
fn json_has_the_documented_shape() {
    let documentation = std::fs::read_to_string(root().join("docs/json.md")).unwrap();
    let example = documentation
        .split_once("```json\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .map(|(example, _)| serde_json::from_str::<Value>(example).unwrap())
        .unwrap();
    let json = everything().check_own(&[]).json();
    let (mut documented, mut printed) = (BTreeSet::new(), BTreeSet::new());
    paths(&example, "", &mut documented);
    paths(&json, "", &mut printed);
    let of_examples = |path: &&String| {
        ![".undecided[]", ".problems[]", ".suppressed[]"]
            .iter()
            .any(|list| path.starts_with(list))
    };
    let shown: BTreeSet<&String> = printed.iter().filter(of_examples).collect();
    assert_eq!(documented.iter().collect::<BTreeSet<_>>(), shown);
    // The table describes the other lists in words.
    for (list, fields) in [
        (
            "undecided",
            &[
                "rule", "lesson", "address", "reasons", "file", "start", "end",
            ][..],
        ),
        (
            "problems",
            &["kind", "file", "start", "end", "message", "help", "related"],
        ),
        (
            "suppressed",
            &["rule", "message", "primary", "fingerprint", "reason"],
        ),
    ] {
        for field in fields {
            assert!(
                printed.contains(&format!(".{list}[].{field}")),
                "{list} {field}"
            );
        }
    }
    assert_eq!(json["version"], 1);
    assert_eq!(json["summary"]["findings"]["warning"], 1);
    assert_eq!(json["summary"]["suppressed"], 1);
    assert_eq!(json["suppressed"][0]["reason"], "for the test");
}

#[test]
fn a_report_goes_to_a_file_and_its_summary_to_the_terminal() {
    let scratch = everything();
    let arguments = ["check", "--rules", "own", "--select", "own-rule"];
    for format in ["human", "json", "sarif", "junit"] {
        let direct = scratch.run(&[&arguments[..], &["--format", format]].concat());
        let with_file = [&arguments[..], &["--format", format, "--output", "report"]].concat();
        let run = scratch.run(&with_file);
        assert_eq!((run.code, direct.code), (1, 1), "{run:?}");
        let written = std::fs::read_to_string(scratch.path().join("report")).unwrap();
        assert_eq!(written, direct.stdout);
        assert!(run.stdout.contains("checked 1 file"), "{}", run.stdout);
        assert!(run.stdout.lines().count() <= 3, "{}", run.stdout);
    }
    let run = scratch.run(&["check", "--output", "no/such/report"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no/such/report"));
}

#[test]
fn a_file_is_reported_on_alone_but_checked_in_its_module() {
    let scratch = Scratch::new(&[
        (
            "a.tf",
            "resource \"aws_vpc\" \"a\" {\n  cidr_block = local.block\n}\n",
        ),
        (
            "b.tf",
            &format!("locals {{\n  block = \"right\"\n}}\n{}", wrong("b")),
        ),
        ("c.tf", "resource {\n"),
    ])
    .with_own_rule("warning");
    let alone = scratch.check_own(&["a.tf"]);
    assert_eq!((alone.code, alone.rules().len()), (0, 0), "{alone:?}");
    let other = scratch.check_own(&["b.tf", "a.tf"]);
    assert_eq!((other.code, other.rules().len()), (1, 1));
    assert_eq!(scratch.check_own(&[]).code, 2);
}

#[test]
fn what_has_no_value_is_undecided_and_listed() {
    let text = "variable \"block\" {}\nresource \"aws_vpc\" \"a\" {\n  cidr_block = var.block\n}\n";
    let scratch = Scratch::new(&[("main.tf", text), ("right.vars", "block = \"right\"\n")])
        .with_own_rule("warning");
    let check = ["check", "--rules", "own", "--select", "own-rule"];
    let reason = "because variable `block` has no value";
    let quiet = scratch.run(&check);
    assert_eq!(quiet.code, 0);
    assert!(
        quiet
            .stdout
            .contains("1 undecided (--undecided lists them)")
            && !quiet.stdout.contains(reason)
    );
    let listed = scratch.run(&[&check[..], &["--undecided"]].concat());
    assert_eq!(listed.code, 0);
    assert!(listed.stdout.contains("undecided[own-rule]: `aws_vpc.a`"));
    assert!(
        listed.stdout.contains("main.tf:2:1") && listed.stdout.contains(reason),
        "{}",
        listed.stdout
    );
    // Each way to give the value decides.
    for (environment, further, code) in [
        (&[("TF_VAR_block", "right")][..], &[][..], 0),
        (&[("TF_VAR_block", "wrong")], &[], 1),
        (&[], &["--var", "block=right"], 0),
        (&[], &["--var", "block=wrong"], 1),
        (&[], &["--var-file", "right.vars"], 0),
        (&[("TF_VAR_block", "right")], &["--var", "block=wrong"], 1),
    ] {
        let run = scratch.run_with(environment, &[&check[..], further].concat());
        assert_eq!(
            run.code, code,
            "{environment:?} {further:?}: {}",
            run.stdout
        );
        assert!(!run.stdout.contains("undecided"), "{}", run.stdout);
    }
}

#[test]
fn a_finding_leads_through_the_module_argument_to_the_variables_file() {
    let run = run_in(
        &root(),
        &[
            "check",
            "fixtures/projects/shop",
            "--select",
            "rds-instance-storage-encrypted",
            "--format",
            "json",
        ],
    );
    assert_eq!(run.code, 1, "{run:?}");
    let json = run.json();
    let finding = &json["findings"][0];
    assert_eq!(
        finding["addresses"][0],
        "module.database.aws_db_instance.this"
    );
    let stop = |place: &Value| {
        let file = place["file"].as_str().unwrap();
        let file = file
            .strip_prefix("fixtures/projects/shop/")
            .unwrap()
            .to_owned();
        let text =
            std::fs::read_to_string(root().join("fixtures/projects/shop").join(&file)).unwrap();
        let line = place["start"]["line"].as_u64().unwrap() as usize;
        let words = text.lines().nth(line - 1).unwrap().split_whitespace();
        (file, words.take(3).collect::<Vec<_>>().join(" "))
    };
    let stops: Vec<(String, String)> = std::iter::once(&finding["primary"])
        .chain(finding["related"].as_array().unwrap())
        .map(stop)
        .collect();
    let expected = [
        (
            "modules/database/main.tf",
            "storage_encrypted = var.encrypted",
        ),
        ("main.tf", "encrypted = var.database_encrypted"),
        ("terraform.tfvars", "database_encrypted = false"),
    ];
    assert_eq!(
        stops,
        expected.map(|(file, text)| (file.to_owned(), text.to_owned()))
    );
}
