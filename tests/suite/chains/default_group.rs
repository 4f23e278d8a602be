//! Who names no security group has the default one of its VPC.

use super::{CACHE, Edits, LEAVES, answer, changed};

/// A name, what is asked about, the changes, and whether it is reached; `None` where that cannot be known.
const DEFAULTS: &[(&str, &str, Edits, &str, Option<bool>)] = &[
    (
        "a member that the internet reaches",
        CACHE,
        &[],
        "",
        Some(true),
    ),
    (
        "another machine without groups",
        "aws_instance.plain",
        &[],
        "",
        Some(true),
    ),
    (
        "no member that the internet reaches",
        CACHE,
        &[LEAVES],
        "",
        Some(false),
    ),
    // The machine has a public address and a public subnet: only the group is in the way.
    (
        "members only may come in",
        "aws_instance.plain",
        &[LEAVES],
        "",
        Some(false),
    ),
    (
        "an adopted group has no rules",
        CACHE,
        &[],
        "resource \"aws_default_security_group\" \"main\" {\n  vpc_id = aws_vpc.main.id\n}\n",
        Some(false),
    ),
    (
        "an adopted group has the rules that it says",
        CACHE,
        &[],
        "resource \"aws_default_security_group\" \"main\" {\n  vpc_id = aws_vpc.main.id\n\n  ingress {\n    from_port = 0\n    to_port   = 0\n    protocol  = \"-1\"\n    self      = true\n  }\n\n  egress {\n    from_port = 0\n    to_port   = 0\n    protocol  = \"-1\"\n    self      = true\n  }\n}\n",
        Some(true),
    ),
    (
        "another VPC's group is adopted",
        CACHE,
        &[],
        "resource \"aws_vpc\" \"other\" {\n  cidr_block = \"10.9.0.0/16\"\n}\n\nresource \"aws_default_security_group\" \"other\" {\n  vpc_id = aws_vpc.other.id\n}\n",
        Some(true),
    ),
    (
        "nobody knows which group is adopted",
        CACHE,
        &[],
        "variable \"x\" {}\n\nresource \"aws_default_security_group\" \"main\" {\n  vpc_id = var.x\n}\n",
        None,
    ),
    (
        "nobody knows whether it is adopted",
        CACHE,
        &[],
        "variable \"x\" {}\n\nresource \"aws_default_security_group\" \"main\" {\n  count  = var.x\n  vpc_id = aws_vpc.main.id\n}\n",
        None,
    ),
    (
        "a rule beside those of AWS",
        "aws_instance.plain",
        &[LEAVES],
        "resource \"aws_vpc_security_group_ingress_rule\" \"open\" {\n  security_group_id = aws_vpc.main.default_security_group_id\n  ip_protocol       = \"tcp\"\n  from_port         = 22\n  to_port           = 22\n  cidr_ipv4         = \"0.0.0.0/0\"\n}\n",
        Some(true),
    ),
    (
        "the group of a VPC that another configuration has",
        CACHE,
        &[(
            "  subnet_ids = [aws_subnet.main.id]",
            "  subnet_ids = [data.aws_subnet.other.id]",
        )],
        "data \"aws_vpc\" \"other\" {\n  id = \"vpc-0123456789abcdef0\"\n}\n\ndata \"aws_subnet\" \"other\" {\n  vpc_id = data.aws_vpc.other.id\n}\n",
        None,
    ),
];

#[test]
fn a_default_group_that_nobody_adopts_has_the_rules_of_aws() {
    for &(name, address, edits, beside, open) in DEFAULTS {
        let found = answer(changed("default-group.tf", edits, beside), address);
        found.assert(name, open);
    }
    let found = answer(changed("default-group.tf", &[], ""), CACHE);
    let told = found.told();
    for hop in [
        "aws_security_group.open: the security group lets the internet in",
        "aws_instance.front: is reached first",
        "aws_vpc.main: the default security group of this VPC lets connections out",
        "aws_vpc.main: the default security group of this VPC lets this group in",
    ] {
        assert!(told.contains(hop), "{hop} is not in\n{told}");
    }
}
