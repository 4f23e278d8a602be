//! What a VPC has from the start (route table, network ACL, security group) may be adopted by a resource of which nobody knows which VPC it means.

use super::{Edits, answer, changed};

const PLAIN: &str = "aws_instance.plain";
const FRONT: &str = "aws_instance.front";

/// The main table is found by nobody's name.
const NOBODY_S: (&str, &str) = (
    "default_route_table_id = aws_vpc.main.default_route_table_id",
    "default_route_table_id = var.x",
);
/// The main table is AWS's, without a way out.
const WITHOUT: (&str, &str) = (
    "  route {\n    cidr_block = \"0.0.0.0/0\"\n    gateway_id = aws_internet_gateway.main.id\n  }\n",
    "",
);
const LEAVES: (&str, &str) = (", aws_vpc.main.default_security_group_id]", "]");

const X: &str = "variable \"x\" {}\n";
const TABLE: &str = "variable \"x\" {}\n\nresource \"aws_vpc\" \"other\" {\n  cidr_block = \"10.9.0.0/16\"\n}\n\nresource \"aws_default_route_table\" \"other\" {\n  default_route_table_id = VPC\n}\n";
const ACL: &str = "variable \"x\" {}\n\nresource \"aws_vpc\" \"other\" {\n  cidr_block = \"10.9.0.0/16\"\n}\n\nresource \"aws_default_network_acl\" \"other\" {\n  default_network_acl_id = VPC\n}\n";
const GROUP: &str = "variable \"x\" {}\n\nresource \"aws_default_security_group\" \"other\" {\n  vpc_id = var.x\n\n  ingress {\n    from_port   = 0\n    to_port     = 0\n    protocol    = \"-1\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";

type Case = (
    &'static str,
    &'static str,
    Edits,
    (&'static str, &'static str),
    Option<bool>,
);

/// A name, what is asked about, the changes, what stands beside, whether it is reached; `None` where that cannot be known.
const CASES: &[Case] = &[
    ("the table is adopted", FRONT, &[], (X, ""), Some(true)),
    (
        "nobody knows which table",
        FRONT,
        &[NOBODY_S],
        (X, ""),
        None,
    ),
    (
        "the table has no routes",
        FRONT,
        &[WITHOUT],
        (X, ""),
        Some(false),
    ),
    (
        "another table is adopted",
        FRONT,
        &[WITHOUT],
        (TABLE, "aws_vpc.other.default_route_table_id"),
        Some(false),
    ),
    (
        "a table that is adopted is adopted by nobody else",
        FRONT,
        &[],
        (TABLE, "var.x"),
        Some(true),
    ),
    ("nobody knows which ACL", FRONT, &[], (ACL, "var.x"), None),
    (
        "another ACL is adopted",
        FRONT,
        &[],
        (ACL, "aws_vpc.other.default_network_acl_id"),
        Some(true),
    ),
    ("AWS's group", PLAIN, &[LEAVES], (X, ""), Some(false)),
    (
        "nobody knows which group",
        PLAIN,
        &[LEAVES],
        (GROUP, ""),
        None,
    ),
];

#[test]
fn who_adopts_is_not_known() {
    for &(name, address, edits, (beside, vpc), open) in CASES {
        let beside = beside.replace("VPC", vpc);
        let found = answer(changed("default-group.tf", edits, &beside), address);
        found.assert(name, open);
    }
}
