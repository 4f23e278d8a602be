//! Data sources: read by what is given, rendered, or unknown.

use super::run_with;
use crate::terraform::{DataSources, Inputs, NoDataSources};
use crate::value::Value;
use std::sync::Arc;

#[test]
fn data_sources_without_a_cloud() {
    struct Document;
    impl DataSources for Document {
        fn read(&self, data_type: &str, config: &Value) -> Option<Vec<(Arc<str>, Value)>> {
            let statements = config.field("statement")?.as_sequence()?.len();
            let text = Value::string(format!("{data_type} {statements}"), config.origin().clone());
            Some(vec![(Arc::from("json"), text)])
        }
    }
    let files = [(
        "main.tf",
        r#"
        data "aws_iam_policy_document" "d" {
          statement { actions = ["s3:*"] }
        }
        output "json" { value = data.aws_iam_policy_document.d.json }
        data "aws_ami" "a" { owners = ["self"] }
        output "ami" { value = data.aws_ami.a.id }
        "#,
    )];
    let run = run_with(&files, &Inputs::default(), &Document);
    assert_eq!(run.shown("json"), "\"aws_iam_policy_document 1\"");
    assert_eq!(
        run.output("ami").reasons()[0].to_string(),
        "`data.aws_ami.a` is read when Terraform runs"
    );
}

#[test]
fn template_files_are_rendered() {
    let files = [
        (
            "main.tf",
            r#"
            variable "bucket" { type = string }
            data "template_file" "policy" {
              template = file("${path.module}/policy.tpl")
              vars     = { bucket = "logs", days = 7 }
            }
            data "template_file" "plain" { template = "as it is" }
            data "template_file" "partly" {
              template = "arn:$${bucket}"
              vars     = { bucket = var.bucket }
            }
            data "template_file" "wrong" { template = "$${nobody}" }
            output "policy" { value = data.template_file.policy.rendered }
            output "plain" { value = data.template_file.plain.rendered }
            output "partly" { value = data.template_file.partly.rendered }
            output "wrong" { value = data.template_file.wrong.rendered }
            "#,
        ),
        ("policy.tpl", "${bucket} for ${days} days"),
    ];
    let run = run_with(&files, &Inputs::default(), &NoDataSources);
    assert_eq!(run.shown("policy"), "\"logs for 7 days\"");
    assert_eq!(run.shown("plain"), "\"as it is\"");
    assert_eq!(
        run.output("partly").reasons()[0].to_string(),
        "variable `bucket` has no value"
    );
    assert_eq!(
        run.output("wrong").reasons()[0].to_string(),
        "`data.template_file.wrong` is read when Terraform runs"
    );
}
