//! A change of each kind, in plans that real Terraform made (`scripts/record-plan-kinds`): what is found, what the section "this plan" shows, with the
//! configuration beside the plan and without it; and the same plan as other programs and shells write it.

use super::binary::{Run, Scratch};
use super::support::root;
use serde_json::{Value, json};

fn plan(name: &str) -> Value {
    let path = root().join(format!("fixtures/plans/kinds/{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn configuration() -> Vec<u8> {
    std::fs::read(root().join("fixtures/plans/kinds/main.tf")).unwrap()
}

/// Checks a text as a plan, with what the rules about plans say, `rule message`.
fn check(text: &[u8], beside: bool) -> (Run, Vec<String>) {
    let mut files = vec![("tfplan.json", text.to_vec())];
    if beside {
        files.push(("main.tf", configuration()));
    }
    let scratch = Scratch::new(&files);
    let run = scratch.run(&["check", "tfplan.json", "--format", "json"]);
    assert!(run.code < 2, "{run:?}");
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let mut said: Vec<String> = findings
        .iter()
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap().to_owned();
            format!("{} {}", text("rule"), text("message"))
        })
        .filter(|said| said.starts_with("plan-"))
        .collect();
    said.sort();
    (run, said)
}

const ALL: [&str; 5] = [
    "plan-destroy-stateful `aws_s3_bucket.left` leaves the state and stays in the account",
    "plan-destroy-stateful the plan destroys `aws_dynamodb_table.gone`",
    "plan-disable-protection the plan takes a protection of `aws_db_instance.main` away: `deletion_protection`: true → false",
    "plan-replace-downtime `aws_nat_gateway.gone_first` is destroyed before its replacement is there",
    "plan-stale-or-incomplete `check.health` does not hold: the database is not protected",
];

#[test]
fn each_kind_of_change_is_told_with_and_without_the_configuration() {
    let text = plan("all").to_string();
    for beside in [true, false] {
        let (run, said) = check(text.as_bytes(), beside);
        assert_eq!(said, ALL, "beside: {beside}");
        let counts = &run.json()["plan"]["counts"];
        assert_eq!(
            *counts,
            json!({"created": 1, "changed": 2, "replaced": 2, "destroyed": 2, "forgotten": 1, "drifted": 0})
        );
    }
}

#[test]
fn the_section_shows_the_dangerous_changes_first() {
    let scratch = Scratch::new(&[("tfplan.json", plan("all").to_string())]);
    let run = scratch.run(&["check", "tfplan.json"]);
    let section = run.stdout.split("this plan").nth(1).unwrap();
    let section = section.split("\n\n").next().unwrap();
    insta::assert_snapshot!(section);
}

#[test]
fn plans_that_are_not_whole_say_so() {
    for (name, wanted) in [
        ("targeted", "the plan leaves something out"),
        ("errored", "planning ended with an error"),
    ] {
        for beside in [true, false] {
            let (_, said) = check(plan(name).to_string().as_bytes(), beside);
            let stale = "plan-stale-or-incomplete ";
            let told = said.iter().filter(|said| said.starts_with(stale));
            let told: Vec<&String> = told.filter(|said| said.contains(wanted)).collect();
            assert_eq!(told.len(), 1, "{name}: {said:?}");
        }
    }
}

#[test]
fn the_same_plan_in_other_clothes() {
    let plan = plan("all");
    let (line, pretty) = (
        plan.to_string(),
        serde_json::to_string_pretty(&plan).unwrap(),
    );
    // OpenTofu names its own registry and version, and has the same format.
    let tofu = line
        .replace("registry.terraform.io", "registry.opentofu.org")
        .replace(
            "\"terraform_version\":\"1.11.4\"",
            "\"terraform_version\":\"1.10.6\"",
        );
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("\u{feff}{pretty}\r\n");
        text.encode_utf16().flat_map(bytes).collect()
    };
    let wrapped =
        format!("[command]/tmp/terraform-bin show -json tfplan\n{line}\n::debug::stderr:\n");
    for (name, text) in [
        ("pretty", pretty.clone().into_bytes()),
        ("byte order mark", format!("\u{feff}{line}\n").into_bytes()),
        ("PowerShell", utf16(u16::to_le_bytes)),
        ("big-endian", utf16(u16::to_be_bytes)),
        ("wrapper of GitHub Actions", wrapped.into_bytes()),
        ("OpenTofu", tofu.into_bytes()),
    ] {
        assert_eq!(check(&text, false).1, ALL, "{name}");
    }
}

/// A plan cut anywhere, or with a value of another type, is read or refused with words.
#[test]
fn broken_plans_are_read_or_refused() {
    use groundrules::plan::Plan;
    use groundrules::source::Sources;
    let text = plan("all").to_string();
    let sources = Sources::new();
    let read = |text: &str| match Plan::read(text.as_bytes(), "tfplan.json", &sources) {
        Ok(plan) => {
            let configuration = plan.configuration();
            plan.changes(&configuration).len()
        }
        Err(refused) => {
            assert!(!refused.message.is_empty() && !refused.help.is_empty());
            0
        }
    };
    for end in (0..text.len()).step_by(211) {
        assert_eq!(read(text.get(..end).unwrap()), 0, "cut at {end}");
    }
    let values: Vec<usize> = text.match_indices(':').map(|(at, _)| at + 1).collect();
    for (index, at) in values.iter().enumerate().step_by(3) {
        let other = [
            "7",
            "null",
            "[]",
            "{}",
            "\"x\"",
            "true",
            "1e999",
            "[[[[{}]]]]",
        ][index % 8];
        // What was there stays, under a name of its own.
        let changed = format!("{}{other},\"rest\":{}", &text[..*at], &text[*at..]);
        read(&changed);
    }
    let deep = format!(
        "{{\"format_version\":\"1.2\",\"resource_changes\":{}",
        "[".repeat(100_000)
    );
    assert_eq!(read(&deep), 0);
    let twice = text.replacen("{", "{\"resource_changes\":[],", 1);
    assert_eq!(read(&twice), 0);
}
