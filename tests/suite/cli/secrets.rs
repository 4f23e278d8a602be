//! What is sensitive is in no format.

use crate::binary::Scratch;

const FORMATS: [&str; 5] = ["human", "json", "sarif", "github", "junit"];

/// The report of a run that finds something.
fn reported(scratch: &Scratch, format: &str, further: &[&str]) -> String {
    let check = ["check", "--format", format, "--color", "never"];
    let run = scratch.run(&[&check[..], further].concat());
    assert_eq!(run.code, 1, "{format}: {run:?}");
    run.stdout
}

#[test]
fn a_sensitive_value_is_in_no_format() {
    let text = "variable \"mode\" {\n  type      = string\n  sensitive = true\n}\n\nresource \"aws_lb\" \"web\" {\n  desync_mitigation_mode = var.mode\n}\n";
    let values = "mode = \"monitor\"\n";
    let scratch = Scratch::new(&[("main.tf", text), ("terraform.tfvars", values)]);
    for format in FORMATS {
        let report = reported(&scratch, format, &[]);
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
    let main = "resource \"aws_db_instance\" \"db\" {\n  instance_class = \"db.t3.micro\"\n  username       = \"admin\"\n  password       = local.word\n}\n\n\
                locals {\n  word = join(\"-\", [\"correct\", \"horse\"])\n}\n";
    let rule = "# Passwords are told to nobody.\n\nrule \"tell-tale\" {\n  title     = \"tells\"\n  severity  = \"error\"\n  profile   = \"core\"\n  \
                resources = [\"aws_db_instance\"]\n  condition = self.password == \"\"\n\n  finding {\n    at      = self.password\n    \
                message = \"the user ${self.username} has the password ${self.password}\"\n    help    = \"not ${jsonencode({ secret = self.password })}\"\n    labels  = { \"word ${self.password}\" = self.password }\n  }\n}\n";
    let scratch = Scratch::new(&[("main.tf", main), ("rules/own/tell-tale.hcl", rule)]);
    for format in FORMATS {
        let own = ["--rules", "rules", "--select", "tell-tale"];
        let report = reported(&scratch, format, &own);
        assert!(report.contains("tell-tale"), "{format}: {report}");
        assert!(!report.contains("correct-horse"), "{format}: {report}");
    }
}
