//! The number of threads changes no byte.

use super::{everything, wrong};
use crate::binary::Scratch;

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
