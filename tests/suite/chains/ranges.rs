//! A security group may let in addresses instead of groups.

use super::{CACHE, Edits, answer, changed};

const RANGE: &str = "cidr_blocks = [\"10.0.0.0/16\"]";
const MACHINE: &str = "resource \"aws_instance\" \"front\" {";
const VARIABLE: &str = "variable \"x\" {}\n";

/// A name, the changes, and whether the cache is reached; `None` where that cannot be known.
const RANGES: &[(&str, Edits, &str, Option<bool>)] = &[
    ("the VPC", &[], "", Some(true)),
    (
        "the subnet",
        &[(RANGE, "cidr_blocks = [\"10.0.1.0/24\"]")],
        "",
        Some(true),
    ),
    (
        "the subnet by reference",
        &[(RANGE, "cidr_blocks = [aws_subnet.public.cidr_block]")],
        "",
        Some(true),
    ),
    (
        "all addresses",
        &[(RANGE, "cidr_blocks = [\"0.0.0.0/0\"]")],
        "",
        Some(true),
    ),
    (
        "another subnet",
        &[(RANGE, "cidr_blocks = [\"10.0.2.0/24\"]")],
        "",
        Some(false),
    ),
    (
        "the internet without private ranges",
        &[(RANGE, "cidr_blocks = [\"0.0.0.0/5\"]")],
        "",
        Some(false),
    ),
    (
        "a part of the subnet",
        &[(RANGE, "cidr_blocks = [\"10.0.1.0/25\"]")],
        "",
        None,
    ),
    (
        "the machine's own address",
        &[
            (RANGE, "cidr_blocks = [\"10.0.1.5/32\"]"),
            (
                MACHINE,
                "resource \"aws_instance\" \"front\" {\n  private_ip = \"10.0.1.5\"",
            ),
        ],
        "",
        Some(true),
    ),
    (
        "the address of another",
        &[
            (RANGE, "cidr_blocks = [\"10.0.1.5/32\"]"),
            (
                MACHINE,
                "resource \"aws_instance\" \"front\" {\n  private_ip = \"10.0.1.6\"",
            ),
        ],
        "",
        Some(false),
    ),
    (
        "another port",
        &[(
            "    from_port   = 6379\n    to_port     = 6379",
            "    from_port   = 6380\n    to_port     = 6380",
        )],
        "",
        Some(false),
    ),
    (
        "a prefix list",
        &[(
            "cidr_blocks = [\"10.0.0.0/16\"]\n  }\n}\n\nresource \"aws_elasticache_subnet_group\"",
            "prefix_list_ids = [aws_ec2_managed_prefix_list.networks.id]\n  }\n}\n\nresource \"aws_elasticache_subnet_group\"",
        )],
        "resource \"aws_ec2_managed_prefix_list\" \"networks\" {\n  name           = \"networks\"\n  address_family = \"IPv4\"\n  max_entries    = 1\n\n  entry {\n    cidr = \"10.0.0.0/20\"\n  }\n}\n",
        Some(true),
    ),
    (
        "the machine may not go there",
        &[(
            "cidr_blocks = [\"10.0.0.0/8\"]",
            "cidr_blocks = [\"10.0.3.0/24\"]",
        )],
        "",
        Some(false),
    ),
    (
        "the machine has no address",
        &[("  associate_public_ip_address = true\n", "")],
        "",
        Some(false),
    ),
    (
        "no route",
        &[(
            "gateway_id = aws_internet_gateway.main.id",
            "nat_gateway_id = \"nat-0123456789abcdef0\"",
        )],
        "",
        Some(false),
    ),
    (
        "a network ACL before the cache",
        &[],
        "resource \"aws_network_acl\" \"private\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [aws_subnet.private.id]\n}\n",
        Some(false),
    ),
    (
        "a network ACL behind the machine",
        &[],
        "resource \"aws_network_acl\" \"public\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [aws_subnet.public.id]\n\n  ingress {\n    rule_no    = 100\n    action     = \"allow\"\n    protocol   = \"-1\"\n    cidr_block = \"0.0.0.0/0\"\n    from_port  = 0\n    to_port    = 0\n  }\n}\n",
        Some(false),
    ),
    (
        "another VPC with the same range",
        &[(
            "subnet_ids = [aws_subnet.private.id]",
            "subnet_ids = [aws_subnet.other.id]",
        )],
        "resource \"aws_vpc\" \"other\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\nresource \"aws_subnet\" \"other\" {\n  vpc_id     = aws_vpc.other.id\n  cidr_block = \"10.0.2.0/24\"\n}\n",
        Some(false),
    ),
    (
        "an unknown range",
        &[(RANGE, "cidr_blocks = [var.x]")],
        VARIABLE,
        None,
    ),
    (
        "an unknown subnet of the cache",
        &[(
            "subnet_ids = [aws_subnet.private.id]",
            "subnet_ids = [var.x]",
        )],
        VARIABLE,
        None,
    ),
    (
        "an unknown range, and no address",
        &[
            (RANGE, "cidr_blocks = [var.x]"),
            ("  associate_public_ip_address = true\n", ""),
        ],
        VARIABLE,
        Some(false),
    ),
];

#[test]
fn a_range_lets_in_what_lies_in_it() {
    for &(name, edits, beside, open) in RANGES {
        let found = answer(changed("ranges.tf", edits, beside), CACHE);
        found.assert(name, open);
    }
    let found = answer(changed("ranges.tf", &[], ""), CACHE);
    let hop = "aws_security_group.cache: the security group lets in the addresses of `aws_subnet.public`, where `aws_instance.front` lies";
    assert!(found.told().contains(hop), "{found:?}");
}
