//! The files that are checked: what is broken, outside, missing or no text hides nothing else.

use super::{RIGHT, WRONG, wrong};
use crate::binary::Scratch;
use std::collections::BTreeSet;

#[test]
fn a_broken_file_hides_no_finding_of_others() {
    let broken =
        "resource \"aws_vpc\" \"broken\" {\n  cidr_block = = 1\n}\n\nlocals {\n  a = \n}\n";
    let scratch = Scratch::new(&[
        ("broken.tf", broken),
        ("main.tf", WRONG),
        ("other/main.tf", &wrong("other")),
    ])
    .with_own_rule("warning");
    let run = scratch.check_own(&[]);
    assert_eq!(run.code, 2);
    let json = run.json();
    let places: Vec<(&str, u64)> = json["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            (
                problem["file"].as_str().unwrap(),
                problem["start"]["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(places, [("broken.tf", 2), ("broken.tf", 6)]);
    let addresses: BTreeSet<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["addresses"][0].as_str().unwrap())
        .collect();
    assert!(addresses.contains("aws_vpc.wrong") && addresses.contains("aws_vpc.other"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_tree_is_refused() {
    let scratch = Scratch::new(&[("project/main.tf", RIGHT), ("outside/main.tf", WRONG)])
        .with_own_rule("warning");
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(scratch.path().join(target), scratch.path().join(name)).unwrap();
    };
    link("outside/main.tf", "project/link.tf");
    let check = [
        "check", "--rules", "own", "--select", "own-rule", "--format", "json", "--root", "project",
        "project",
    ];
    let run = scratch.run(&check);
    assert_eq!((run.code, run.rules().len()), (2, 0));
    let problems = run.problems();
    assert!(
        problems.len() == 1
            && problems[0].contains("`link.tf`")
            && problems[0].contains("leads out of"),
        "{problems:?}"
    );
    std::fs::remove_file(scratch.path().join("project/link.tf")).unwrap();
    link("outside", "project/module");
    scratch.write(
        "project/main.tf",
        "module \"m\" {\n  source = \"./module\"\n}\n",
    );
    let run = scratch.run(&check);
    assert_eq!((run.code, run.rules().len()), (2, 0), "{run:?}");
    assert_eq!(run.problems().len(), 1, "{run:?}");
}

#[test]
fn a_module_outside_of_the_tree_is_refused() {
    let scratch = Scratch::new(&[
        (
            "project/main.tf",
            "module \"m\" {\n  source = \"../outside\"\n}\n",
        ),
        ("outside/main.tf", WRONG),
    ])
    .with_own_rule("warning");
    let run = scratch.check_own(&["--root", "project", "project"]);
    assert_eq!((run.code, run.rules().len()), (0, 0), "{run:?}");
    assert!(
        run.problems()[0].contains("`m` lies outside the directory that is checked"),
        "{run:?}"
    );
    assert_eq!(
        scratch.check_own(&["project"]).rules(),
        ["own-rule"],
        "the tree is the working directory here"
    );
}

#[test]
fn a_module_that_is_not_installed_is_said_once() {
    let call = "module \"vpc\" {\n  source   = \"terraform-aws-modules/vpc/aws\"\n  count = 2\n}\n";
    let scratch = Scratch::new(&[
        ("modules/network/main.tf", call),
        (
            "a/main.tf",
            "module \"n\" {\n  source = \"../modules/network\"\n}\n",
        ),
        (
            "b/main.tf",
            "module \"n\" {\n  source = \"../modules/network\"\n}\n",
        ),
    ]);
    let run = scratch.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 0, "incomplete is no error: {run:?}");
    let json = run.json();
    let problems = json["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["kind"], "incomplete");
    assert_eq!(problems[0]["message"], "module `vpc` is not installed");
    assert_eq!(problems[0]["help"], "run `terraform init`");
    assert_eq!(problems[0]["file"], "modules/network/main.tf");
}

#[test]
fn bytes_that_are_not_utf8_are_a_problem_of_their_file() {
    let mut bytes = wrong("latin").into_bytes();
    bytes.extend(b"# caf\xe9\n");
    let scratch =
        Scratch::new(&[("latin.tf", bytes), ("main.tf", WRONG.into())]).with_own_rule("warning");
    let run = scratch.check_own(&[]);
    assert_eq!(run.code, 2);
    assert!(
        run.problems()[0].contains("`latin.tf` is not valid UTF-8"),
        "{run:?}"
    );
    assert_eq!(run.rules(), ["own-rule"]);
}
