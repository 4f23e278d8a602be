//! Types, defaults, precedence and validation of variables.

use super::{main, outputs, run_with};
use crate::finding::ProblemKind;
use crate::terraform::{Inputs, NoDataSources};
use crate::value::{Stop, render_short};

#[test]
fn variables_by_type() {
    outputs(
        r#"
        variable "cfg" {
          type = object({ name = string, size = optional(number, 3), opts = optional(object({ on = optional(bool, true) }), {}) })
          default = { name = "n" }
        }
        variable "list" {
          type = list(object({ a = optional(string, "x"), b = optional(number) }))
          default = [{}, { a = "y", b = "2" }]
        }
        variable "map" {
          type    = map(object({ on = optional(bool, false) }))
          default = { k = {}, l = { on = true } }
        }
        variable "any" { default = ["a", 1] }
        variable "number" {
          type    = number
          default = "12"
        }
        "#,
        &[
            ("var.cfg.size", "3"),
            ("var.cfg.opts.on", "true"),
            ("var.list[0].a", "\"x\""),
            ("var.list[0].b == null", "true"),
            ("var.list[1].b", "2"),
            ("var.map[\"k\"].on", "false"),
            ("var.map[\"l\"].on", "true"),
            ("var.any[1]", "1"),
            ("var.number", "12"),
        ],
    );
}

#[test]
fn precedence_of_variables() {
    let declarations = r#"
        variable "a" { default = "default" }
        variable "b" { default = "default" }
        variable "c" { default = "default" }
        variable "d" { default = "default" }
        variable "e" {
          type    = list(string)
          default = []
        }
        variable "f" { type = string }
        output "all" { value = [var.a, var.b, var.c, var.d, var.e] }
        output "f" { value = var.f }
    "#;
    let files = [
        ("main.tf", declarations),
        (
            "terraform.tfvars",
            "b = \"tfvars\"\nc = \"tfvars\"\nd = \"tfvars\"\nnothing = 1",
        ),
        ("z.auto.tfvars.json", r#"{"c": "auto ${x}"}"#),
        ("extra.tfvars", "d = \"file\""),
    ];
    let inputs = Inputs {
        environment: [
            ("TF_VAR_a".to_owned(), "env".to_owned()),
            ("TF_VAR_b".to_owned(), "env".to_owned()),
        ]
        .into(),
        var_files: vec!["extra.tfvars".to_owned()],
        variables: vec![("e".to_owned(), "[\"cli\"]".to_owned())],
        ..Inputs::default()
    };
    let run = run_with(&files, &inputs, &NoDataSources);
    let all = run.output("all").as_sequence().unwrap();
    let texts: Vec<String> = all.iter().map(|value| render_short(value, 100)).collect();
    assert_eq!(
        texts,
        [
            "\"env\"",
            "\"tfvars\"",
            "\"auto $${x}\"",
            "\"file\"",
            "tolist([\"cli\"])"
        ]
    );
    let stops: Vec<Stop> = all
        .iter()
        .map(|value| value.origin().chain().last().unwrap().stop)
        .collect();
    assert_eq!(
        stops,
        [
            Stop::CommandLine,
            Stop::VariablesFile,
            Stop::VariablesFile,
            Stop::VariablesFile,
            Stop::CommandLine
        ]
    );
    assert!(run.output("f").is_unknown());
    assert_eq!(
        run.messages(),
        ["value for an undeclared variable `nothing`"]
    );
    assert_eq!(run.problems[0].kind, ProblemKind::Incomplete);
}

#[test]
fn validation_blames_the_value() {
    let run = main(
        r#"
        variable "env" {
          default = "qa"
          validation {
            condition     = contains(["dev", "prod"], var.env)
            error_message = "Not ${var.env}."
          }
        }
        "#,
    );
    assert_eq!(run.messages(), ["invalid value for variable `env`: Not qa"]);
}
