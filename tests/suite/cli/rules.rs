//! Rules of a user, options of rules, suppressions.

use super::WRONG;
use crate::binary::{OWN_RULE, Scratch};

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
    let rule = OWN_RULE.replace("SEVERITY", "warning");
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
fn options_of_rules_are_set_for_a_run() {
    let text = "resource \"aws_security_group\" \"web\" {\n  ingress {\n    from_port   = 80\n    to_port     = 80\n    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    let scratch = Scratch::new(&[("main.tf", text)]);
    let check = ["check", "--select", "sg-ingress-admin-open", "--option"];
    let run = |option| scratch.run(&[&check[..], &[option]].concat());
    assert_eq!(run("sg-ingress-admin-open.ports=[22]").code, 0);
    assert_eq!(run("sg-ingress-admin-open.ports=[22, 80]").code, 1);
    for (wrong, said) in [
        ("sg-ingress-admin-open.port=[80]", "did you mean `ports`?"),
        ("sg-ingress-admin-open.ports=\"x\"", "list of number"),
        ("sg-ingress-admin.ports=[80]", "there is no rule"),
        ("ports=[80]", "RULE.NAME=VALUE"),
    ] {
        let run = run(wrong);
        assert_eq!(run.code, 2, "{wrong}");
        assert!(run.stderr.contains(said), "{wrong}: {run:?}");
    }
}
