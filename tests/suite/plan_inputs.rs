//! What is taken for a plan: files that are none say what they are and what to run; secrets of a plan are in no output.

use super::binary::{Scratch, command};
use std::io::Write as _;
use std::process::Stdio;

#[test]
fn what_is_no_plan_says_what_it_is() {
    let inputs: [(&[u8], &str); 13] = [
        (b"", "is empty"),
        (b"PK\x03\x04rest of a zip", "is a saved plan, not its JSON"),
        (b"\xff\xfe{", "is UTF-16, and broken"),
        (b"\x1f\x8b\x08rest", "is compressed with gzip"),
        (
            b"{\"format_version\":\"1.2\",\"variables\":{\"\xff\":{}}}",
            "is not UTF-8 at byte",
        ),
        (
            b"Terraform will perform the following actions:\n",
            "prints, not JSON",
        ),
        (b"hello", "is not JSON"),
        (
            br#"{"format_version":"1.2","resource_changes":["#,
            "ends in the middle",
        ),
        (
            br#"{"version":4,"serial":1,"lineage":"x","resources":[]}"#,
            "is a state file",
        ),
        (
            br#"{"format_version":"1.0","terraform_version":"1.11.4","values":{}}"#,
            "is a state",
        ),
        (
            br#"{"name":"left-pad","version":"1.0.0"}"#,
            "is JSON, but not of a plan",
        ),
        (
            br#"{"format_version":"2.0","resource_changes":[]}"#,
            "has format version 2.0",
        ),
        (
            b"{\"@level\":\"info\",\"type\":\"version\"}\n{\"@level\":\"info\"}\n",
            "is the log of `terraform plan -json`",
        ),
    ];
    for (text, said) in inputs {
        let scratch = Scratch::new(&[("tfplan.json", text)]);
        let run = scratch.run(&["check", "tfplan.json"]);
        assert_eq!(run.code, 2, "{said}: {run:?}");
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
}

/// A value that is not read is not taken for one that is not set.
#[test]
fn what_is_nested_too_deeply_is_undecided() {
    let deep = format!("{}true{}", "[".repeat(200), "]".repeat(200));
    for (encrypted, undecided) in [("null", false), (&*deep, true)] {
        let plan = format!(
            r#"{{"format_version":"1.2","resource_changes":[{{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","change":{{"actions":["create"],"before":null,"after":{{"engine":"postgres","storage_encrypted":{encrypted}}},"after_unknown":{{}}}}}}]}}"#
        );
        let scratch = Scratch::new(&[("tfplan.json", plan)]);
        let run = scratch.run(&["check", "tfplan.json", "--format", "json", "--undecided"]);
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let rule = |list: &str| {
            let answers = report[list].as_array().unwrap().iter();
            let mut rules = answers.map(|answer| answer["rule"].as_str().unwrap());
            rules.any(|rule| rule == "rds-instance-storage-encrypted")
        };
        assert_eq!(
            [rule("findings"), rule("undecided")],
            [!undecided, undecided]
        );
    }
}

/// A plan with a secret that Terraform marks, and one that only the schema calls so.
const PLAN: &str = r#"{"format_version":"VERSION","resource_changes":[{"address":"module.db[\"a\"].aws_db_instance.main[0]","module_address":"module.db[\"a\"]","mode":"managed","type":"aws_db_instance","name":"main","index":0,"change":{"actions":["delete","create"],"before":{"identifier":"old","username":"hush-marked","password":"hush-schema","storage_encrypted":true},"after":{"identifier":"new","username":"hush-other","password":"hush-later","storage_encrypted":false},"after_unknown":{},"before_sensitive":{"username":true},"after_sensitive":{"username":true},"replace_paths":[["username"],["password"],["identifier"]]}},{"address":"aws_sqs_queue.work","mode":"managed","type":"aws_sqs_queue","name":"work","deposed":"12345678","change":{"actions":["delete"],"before":{"name":"work"},"after":null}}]}"#;

#[test]
fn a_secret_of_a_plan_is_in_no_output() {
    for format in ["human", "json", "sarif", "github", "junit"] {
        let scratch = Scratch::new(&[("tfplan.json", PLAN.replace("VERSION", "1.2"))]);
        let run = scratch.run(&["check", "tfplan.json", "--format", format, "--undecided"]);
        assert_eq!(run.code, 1, "{format}: {run:?}");
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(all.contains("module.db"), "{format}: {all}");
        assert!(!all.contains("hush"), "{format}: {all}");
    }
}

#[test]
fn older_formats_and_standard_input_are_read_alike() {
    let rules = |version: &str| {
        let scratch = Scratch::new::<&str>(&[]);
        let mut child = command(scratch.path(), &["check", "-", "--format", "json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let text = PLAN.replace("VERSION", version);
        let mut input = child.stdin.take().unwrap();
        input.write_all(text.as_bytes()).unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let counts = &report["plan"]["counts"];
        assert_eq!(counts["replaced"], 1, "{version}");
        assert_eq!(counts["destroyed"], 1, "{version}");
        let first = &report["plan"]["changes"][0];
        assert_eq!(first["address"], "module.db[\"a\"].aws_db_instance.main[0]");
        assert_eq!(first["attributes"][0]["before"], "(sensitive value)");
        assert_eq!(first["attributes"][2]["before"], "\"old\"");
        let findings = report["findings"].as_array().unwrap().iter();
        findings
            .map(|finding| finding["rule"].to_string())
            .collect::<Vec<_>>()
    };
    let newest = rules("1.2");
    assert!(
        newest
            .iter()
            .any(|rule| rule.contains("plan-replace-stateful"))
    );
    for older in ["0.1", "0.2", "1.0"] {
        assert_eq!(rules(older), newest, "{older}");
    }
}
