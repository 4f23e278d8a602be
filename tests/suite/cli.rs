//! The binary as a user runs it: exit codes, what is refused and how, formats, colours.

use super::binary::{Scratch, command, run_in};
use super::support::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Stdio;

const WRONG: &str = "resource \"aws_vpc\" \"wrong\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
const RIGHT: &str = "resource \"aws_vpc\" \"right\" {\n  cidr_block = \"right\"\n}\n";

fn wrong(name: &str) -> String {
    WRONG.replace("wrong", name)
}

#[test]
fn exit_codes_follow_severities() {
    let codes = |severity: &str, text: &str| -> Vec<i32> {
        let scratch = Scratch::new(&[("main.tf", text)]).with_own_rule(severity);
        ["error", "warning", "info", "never"]
            .map(|least| scratch.check_own(&["--fail-on", least]).code)
            .to_vec()
    };
    assert_eq!(codes("error", WRONG), [1, 1, 1, 0]);
    assert_eq!(codes("warning", WRONG), [0, 1, 1, 0]);
    assert_eq!(codes("info", WRONG), [0, 0, 1, 0]);
    assert_eq!(codes("error", RIGHT), [0, 0, 0, 0]);
    assert_eq!(codes("info", "resource {"), [2, 2, 2, 2]);
    let scratch = Scratch::new(&[("main.tf", WRONG)]).with_own_rule("info");
    assert_eq!(scratch.check_own(&[]).code, 0, "warning is the default");
}

#[test]
fn wrong_arguments_and_paths_are_exit_code_2() {
    let scratch = Scratch::new(&[("main.tf", RIGHT), ("empty/notes.txt", "")]);
    for (arguments, said) in [
        (&["chek"][..], "check"),
        (&["check", "--fromat", "json"], "--format"),
        (&["check", "--format", "csv"], "sarif"),
        (&["check", "--var", "x"], "NAME=VALUE"),
        (&["check", "--fail-on", "critical"], "possible values"),
        (&["check", "nowhere"], "`nowhere`"),
        (&["check", "empty"], "holds no Terraform configuration"),
        (
            &["check", "empty/notes.txt"],
            "is not a Terraform configuration file",
        ),
        (&["check", "--var-file", "no.tfvars"], "no.tfvars"),
        (&["check", "--rules", "nowhere"], "nowhere"),
        (&["check", "--root", "empty", "main.tf"], "outside"),
        (&["check", "main.tf", "."], "not both"),
    ] {
        let run = scratch.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(all.contains(said), "{arguments:?}: {all}");
    }
    for arguments in [&["--version"][..], &["--help"], &["check", "--help"]] {
        assert_eq!(scratch.run(arguments).code, 0, "{arguments:?}");
    }
}

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

#[test]
fn unknown_names_get_the_nearest_one() {
    let scratch = Scratch::new(&[("main.tf", RIGHT)]);
    for arguments in [
        &["check", "--select", "default-vpc-resourc"][..],
        &["check", "--ignore", "default-vpc-resourc"],
        &["explain", "default-vpc-resourc"],
        &["rules", "--select", "default-vpc-resourc"],
    ] {
        let run = scratch.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(
            run.stderr.contains("did you mean `default-vpc-resource`?"),
            "{arguments:?}: {}",
            run.stderr
        );
        assert!(run.stdout.is_empty(), "{arguments:?}");
    }
    let run = scratch.run(&["check", "--select", "security-group"]);
    assert!(run.stderr.contains("did you mean `security-groups`?"));
}

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

/// A project whose report fills every list: findings with stops, undecided, problems, suppressed.
fn everything() -> Scratch {
    Scratch::new(&[
        (
            "main.tf",
            "variable \"block\" {}\nvariable \"open\" {}\n\
             resource \"aws_vpc\" \"a\" {\n  cidr_block = var.block\n}\n\
             resource \"aws_vpc\" \"b\" {\n  cidr_block = var.open\n}\n\
             # groundrules:allow own-rule for the test\n\
             resource \"aws_vpc\" \"c\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\
             module \"away\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\n",
        ),
        ("terraform.tfvars", "block = \"10.1.0.0/16\"\n"),
    ])
    .with_own_rule("warning")
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
fn colours_follow_the_environment_and_the_argument() {
    let scratch = Scratch::new(&[("main.tf", WRONG)]).with_own_rule("warning");
    let arguments = ["check", "--rules", "own", "--select", "own-rule"];
    let coloured = |environment: &[(&str, &str)], further: &[&str]| {
        let run = scratch.run_with(environment, &[&arguments[..], further].concat());
        assert_eq!(run.code, 1);
        run.stdout.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(!coloured(&[("TERM", "xterm-256color")], &[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &[]
    ));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    for format in ["json", "sarif"] {
        assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--format", format]));
    }
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

#[test]
fn threads_change_no_byte() {
    let scratch = everything();
    for number in 0..12 {
        let own = wrong(&format!("v{number}")).repeat(2);
        scratch.write(&format!("roots/r{number}/main.tf"), own);
    }
    for format in ["human", "json", "sarif", "junit"] {
        let run = |threads: &str| {
            scratch
                .run(&[
                    "check",
                    "--rules",
                    "own",
                    "--undecided",
                    "--format",
                    format,
                    "--threads",
                    threads,
                ])
                .stdout
        };
        let first = run("1");
        assert!(first.contains("own-rule"));
        for threads in ["2", "3", "4", "8", "1", "2", "3", "16", "2"] {
            assert_eq!(run(threads), first, "{format} with {threads} threads");
        }
    }
}

/// More instances than are asked about one after the other: rights, groups and subnets that several rules ask for at once.
const LARGE: &str = r#"
resource "aws_security_group" "many" {
  count  = 300
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_vpc_security_group_ingress_rule" "many" {
  count             = 1500
  security_group_id = aws_security_group.many[count.index % 300].id
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_ipv4         = count.index % 7 == 0 ? "0.0.0.0/0" : "10.0.0.0/24"
}

resource "aws_iam_role" "many" {
  count              = 150
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }] })
}

resource "aws_iam_role_policy" "many" {
  count  = 150
  role   = aws_iam_role.many[count.index].name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["iam:PassRole", "lambda:*"], Resource = "*" }] })
}
"#;

#[test]
fn threads_change_no_byte_of_one_large_root_module() {
    let scratch = Scratch::new(&[("main.tf", LARGE)]);
    let run = |threads: &str| {
        let arguments = ["check", "--profile", "strict", "--undecided", "--format"];
        let arguments = [&arguments[..], &["json", "--threads", threads]].concat();
        scratch.run(&arguments).stdout
    };
    let first = run("1");
    assert!(first.contains("iam-privilege-escalation"));
    for threads in ["2", "3"] {
        assert_eq!(run(threads), first, "with {threads} threads");
    }
}

#[test]
fn rules_of_a_user_are_rules_like_others() {
    let scratch = Scratch::new(&[("main.tf", WRONG)]).with_own_rule("warning");
    assert!(
        scratch
            .run(&["check", "--rules", "own"])
            .stdout
            .contains("warning[own-rule]")
    );
    let listed = scratch
        .run(&["rules", "--rules", "own", "--select", "lesson"])
        .stdout;
    assert!(listed.contains("lesson\n  own-rule"), "{listed}");
    let explained = scratch
        .run(&["explain", "own-rule", "--rules", "own"])
        .stdout;
    assert!(
        explained.starts_with("own-rule: cidr block is not right\n\nFor tests.\n"),
        "{explained}"
    );
}

#[test]
fn mistakes_in_a_rule_file_are_drawn_with_their_place() {
    let rule = super::binary::OWN_RULE.replace("SEVERITY", "warning");
    for (from, to, said, line) in [
        (
            "self.cidr_block ==",
            "self.cidr_blok ==",
            "did you mean `cidr_block`?",
            8,
        ),
        ("\"aws_vpc\"", "\"aws_vcp\"", "did you mean `aws_vpc`?", 3),
        (
            "\"warning\"",
            "\"critical\"",
            "`error`, `warning` or `info`",
            5,
        ),
        ("condition =", "condition = =", "expression", 8),
        (
            "\"own-rule\"",
            "\"other\"",
            "the name of its file, `own-rule`",
            3,
        ),
        ("# For tests.", "", "no documentation", 3),
        (
            "== \"right\"",
            "== tf::lower(self.cidr_block)",
            "there is no function `tf::lower`",
            8,
        ),
    ] {
        let scratch = Scratch::new(&[("main.tf", WRONG)]);
        let text = rule.replacen(from, to, 1);
        assert_ne!(text, rule, "{from}");
        scratch.write("own/lesson/own-rule.hcl", text);
        let run = scratch.run(&["check", "--rules", "own"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{to}");
        let place = format!("own/lesson/own-rule.hcl:{line}:");
        assert!(
            run.stderr.contains(said) && run.stderr.contains(&place),
            "{to}: {}",
            run.stderr
        );
    }
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

#[test]
fn suppressions_need_a_reason_and_end() {
    let scratch = Scratch::new(&[("main.tf", "")]).with_own_rule("warning");
    let check = |comment: &str, today: &str| {
        scratch.write("main.tf", format!("{comment}\n{WRONG}"));
        let run = scratch.run(&[
            "check",
            "--rules",
            "own",
            "--format",
            "json",
            "--today",
            today,
            "--select",
            "own-rule,terraform-hygiene",
        ]);
        (
            run.rules(),
            run.json()["summary"]["suppressed"].as_u64().unwrap(),
        )
    };
    let allow = "# groundrules:allow own-rule";
    let day = "2026-11-22";
    assert_eq!(
        check(&format!("{allow} the address is fine"), day),
        (vec![], 1)
    );
    let (rules, suppressed) = check(allow, day);
    assert!(
        rules.contains(&"own-rule".to_owned())
            && rules.contains(&"suppression-without-reason".to_owned())
    );
    assert_eq!(suppressed, 0);
    let until = format!("{allow} for now until=2026-11-22");
    assert_eq!(check(&until, day), (vec![], 1), "the last day counts");
    let (rules, suppressed) = check(&until, "2026-11-23");
    assert!(
        rules.contains(&"own-rule".to_owned()) && rules.contains(&"suppression-expired".to_owned())
    );
    assert_eq!(suppressed, 0);
    let (rules, _) = check(&format!("{allow} nothing stands below\n"), day);
    assert!(
        rules.contains(&"own-rule".to_owned()) && rules.contains(&"suppression-unused".to_owned())
    );
    let (rules, _) = check("# groundrules:allow own-rul a misspelt name", day);
    assert!(rules.contains(&"suppression-malformed".to_owned()));
}

#[test]
fn a_closed_pipe_is_no_mistake() {
    let mut child = command(&root(), &["rules", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}

#[test]
fn options_of_rules_are_set_for_a_run() {
    let directory = tempfile::tempdir().unwrap();
    let text = "resource \"aws_security_group\" \"web\" {\n  ingress {\n    from_port   = 80\n    to_port     = 80\n    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    std::fs::write(directory.path().join("main.tf"), text).unwrap();
    let path = directory.path().to_str().unwrap();
    let run = |option: &str| {
        let arguments = [
            "check",
            path,
            "--select",
            "sg-ingress-admin-open",
            "--option",
            option,
        ];
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_groundrules"))
            .args(arguments)
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), error)
    };
    assert_eq!(run("sg-ingress-admin-open.ports=[22]").0, Some(0));
    assert_eq!(run("sg-ingress-admin-open.ports=[22, 80]").0, Some(1));
    for (wrong, said) in [
        ("sg-ingress-admin-open.port=[80]", "did you mean `ports`?"),
        ("sg-ingress-admin-open.ports=\"x\"", "list of number"),
        ("sg-ingress-admin.ports=[80]", "there is no rule"),
        ("ports=[80]", "RULE.NAME=VALUE"),
    ] {
        let (code, error) = run(wrong);
        assert_eq!(code, Some(2), "{wrong}");
        assert!(error.contains(said), "{wrong}: {error}");
    }
}

#[test]
fn a_sensitive_value_is_in_no_format() {
    let directory = tempfile::tempdir().unwrap();
    let text = "variable \"mode\" {\n  type      = string\n  sensitive = true\n}\n\nresource \"aws_lb\" \"web\" {\n  desync_mitigation_mode = var.mode\n}\n";
    std::fs::write(directory.path().join("main.tf"), text).unwrap();
    std::fs::write(
        directory.path().join("terraform.tfvars"),
        "mode = \"monitor\"\n",
    )
    .unwrap();
    for format in ["human", "json", "sarif", "github", "junit"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_groundrules"))
            .args(["check", "--format", format, "--color", "never"])
            .arg(directory.path())
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}: {report}");
        assert!(
            report.contains("lb-desync-mitigation"),
            "{format}: {report}"
        );
        // The rule's own documentation has the word too, in backticks; a value would stand in quotes.
        assert!(!report.contains("\"monitor"), "{format}: {report}");
    }
}

/// A password is a secret by the provider's schema, without a word in the configuration; also where a rule puts it into its message.
#[test]
fn a_literal_password_is_in_no_format() {
    let directory = tempfile::tempdir().unwrap();
    let main = "resource \"aws_db_instance\" \"db\" {\n  instance_class = \"db.t3.micro\"\n  username       = \"admin\"\n  password       = local.word\n}\n\n\
                locals {\n  word = join(\"-\", [\"correct\", \"horse\"])\n}\n";
    std::fs::write(directory.path().join("main.tf"), main).unwrap();
    let rules = tempfile::tempdir().unwrap();
    std::fs::create_dir(rules.path().join("own")).unwrap();
    let rule = "# Passwords are told to nobody.\n\nrule \"tell-tale\" {\n  title     = \"tells\"\n  severity  = \"error\"\n  profile   = \"core\"\n  \
                resources = [\"aws_db_instance\"]\n  condition = self.password == \"\"\n\n  finding {\n    at      = self.password\n    \
                message = \"the user ${self.username} has the password ${self.password}\"\n    help    = \"not ${jsonencode({ secret = self.password })}\"\n    labels  = { \"word ${self.password}\" = self.password }\n  }\n}\n";
    std::fs::write(rules.path().join("own/tell-tale.hcl"), rule).unwrap();
    for format in ["human", "json", "sarif", "github", "junit"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_groundrules"))
            .args([
                "check",
                "--select",
                "tell-tale",
                "--format",
                format,
                "--color",
                "never",
                "--rules",
            ])
            .arg(rules.path())
            .arg(directory.path())
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}: {report}");
        assert!(report.contains("tell-tale"), "{format}: {report}");
        assert!(!report.contains("correct-horse"), "{format}: {report}");
    }
}
