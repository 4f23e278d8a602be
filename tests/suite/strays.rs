//! Associations and routes of which nobody knows the subnet or the table: they leave open what they may be about, and nothing else.

use super::support::check;
use groundrules::rules::RuleSet;
use groundrules::source::{MemoryTree, Sources};

const RULE: &str = r#"# Says which subnets are public.

rule "public" {
  title      = "the subnet is public"
  severity   = "info"
  profile    = "core"
  resources  = ["aws_subnet"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html"]

  condition = !anytrue([for subnet in net::subnets(self) : subnet.public])

  finding {
    message = "`${self.address}` is public"
  }
}
"#;

/// Two VPCs: one with an unknown number of subnets and tables, another with one subnet.
const VPCS: &str = r#"
variable "n" {
  type = number
}

variable "x" {}

resource "aws_vpc" "many" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "many" {
  vpc_id = aws_vpc.many.id
}

resource "aws_subnet" "many" {
  count      = var.n
  vpc_id     = aws_vpc.many.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_route_table" "many" {
  count  = var.n
  vpc_id = aws_vpc.many.id
}

resource "aws_route_table" "open" {
  vpc_id = aws_vpc.many.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.many.id
  }
}

resource "aws_vpc" "one" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_route_table" "one" {
  vpc_id = aws_vpc.one.id
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.one.id
  cidr_block = "10.1.0.0/24"
}

resource "aws_subnet" "own" {
  vpc_id     = aws_vpc.one.id
  cidr_block = "10.1.1.0/24"
}

resource "aws_route_table_association" "own" {
  subnet_id      = aws_subnet.own.id
  route_table_id = aws_route_table.one.id
}
"#;

/// Of the subnets `many[*]`, `main`, `own`: whether they are public, `None` where that is not known.
fn answers(beside: &str) -> [Option<bool>; 3] {
    let sources = Sources::new();
    let mut set = RuleSet::default();
    set.add(&sources.add("rules/network/public.hcl", RULE));
    let tree = MemoryTree::new([("main.tf".to_owned(), format!("{VPCS}\n{beside}"))]);
    let outcome = check(&tree, &sources, set.iter().cloned().collect(), &set);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    ["many[*]", "main", "own"].map(|name| {
        let address = format!("aws_subnet.{name}");
        let mut found = outcome.findings.iter();
        if found.any(|finding| finding.addresses.contains(&address)) {
            return Some(true);
        }
        let mut open = outcome.undecided.iter();
        (!open.any(|answer| *answer.address == *address)).then_some(false)
    })
}

#[test]
fn what_is_one_of_some_is_none_of_the_others() {
    let (no, yes) = (Some(false), Some(true));
    let association = |subnet: &str| {
        format!(
            "resource \"aws_route_table_association\" \"a\" {{\n  count          = var.n\n  subnet_id      = {subnet}\n  route_table_id = aws_route_table.open.id\n}}\n"
        )
    };
    let route = |table: &str| {
        format!(
            "resource \"aws_route\" \"r\" {{\n  count                  = var.n\n  route_table_id         = {table}\n  destination_cidr_block = \"0.0.0.0/0\"\n  gateway_id             = aws_internet_gateway.many.id\n}}\n\
             resource \"aws_route_table_association\" \"a\" {{\n  subnet_id      = aws_subnet.main.id\n  route_table_id = aws_route_table.many[0].id\n}}\n"
        )
    };
    for (beside, expected) in [
        (String::new(), [no, no, no]),
        (association("aws_subnet.main.id"), [no, None, no]),
        (
            association("aws_subnet.many[count.index].id"),
            [None, no, no],
        ),
        (
            association("element(aws_subnet.many[*].id, count.index)"),
            [None, no, no],
        ),
        (
            association("element(aws_subnet.many[*].id, 0)"),
            [None, no, no],
        ),
        (association("aws_subnet.many[0].id"), [None, no, no]),
        (
            association("element(concat(aws_subnet.many[*].id, [var.x]), count.index)"),
            [None, None, no],
        ),
        (association("var.x"), [None, None, no]),
        (
            association("var.x == 1 ? aws_subnet.main.id : aws_subnet.many[0].id"),
            [None, None, no],
        ),
        (route("aws_route_table.one.id"), [no, None, None]),
        (
            route("aws_route_table.many[count.index].id"),
            [no, None, no],
        ),
        (route("aws_route_table.many[0].id"), [no, None, no]),
        (route("var.x"), [None, None, None]),
    ] {
        assert_eq!(answers(&beside), expected, "{beside}");
    }
    let certain = "resource \"aws_route_table_association\" \"a\" {\n  subnet_id      = aws_subnet.main.id\n  route_table_id = aws_route_table.open.id\n}\n";
    assert_eq!(answers(certain), [no, yes, no]);
}
