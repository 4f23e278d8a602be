//! Arguments and the environment: exit codes, what is refused and how, colours.

use super::{RIGHT, WRONG};
use crate::binary::{Scratch, command};
use crate::support::root;
use std::process::Stdio;

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
