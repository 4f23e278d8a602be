//! The binary as a user runs it. Here: the configurations that several of its tests share.

mod arguments;
mod reports;
mod rules;
mod secrets;
mod threads;
mod trees;

use super::binary::Scratch;

const WRONG: &str = "resource \"aws_vpc\" \"wrong\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
const RIGHT: &str = "resource \"aws_vpc\" \"right\" {\n  cidr_block = \"right\"\n}\n";

fn wrong(name: &str) -> String {
    WRONG.replace("wrong", name)
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
