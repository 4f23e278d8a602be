//! A path from the internet to a database is found when all of its hops are open, and gone as soon as any one of them is closed.

use super::support::{Case, built_in, check, fixture_of};
use groundrules::finding::Finding;
use groundrules::rules::RuleSet;
use groundrules::source::MemoryTree;
use groundrules::triage::Outcome;
use std::sync::Arc;

const RULE: &str = "internet-exposure-path";

/// A change of a fixture's text: file, what stands there, what shall stand there.
type Edit = (&'static str, &'static str, &'static str);

fn case() -> Case {
    let path = fixture_of("security-groups", RULE).unwrap();
    let (_, set) = built_in();
    Case::new(RULE.to_owned(), &path, rules(set))
}

fn rules(set: &RuleSet) -> Vec<Arc<groundrules::rules::Rule>> {
    let wanted = set.iter().filter(|rule| rule.info.name.as_ref() == RULE);
    wanted.cloned().collect()
}

/// What the rule says of the fixture after some edits.
fn after(edits: &[Edit]) -> Outcome {
    let case = case();
    for (file, from, _) in edits {
        let text = case.text(file).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
    }
    let tree = MemoryTree::new(case.files.iter().map(|path| {
        let mut text = case.text(path).unwrap();
        for (_, from, to) in edits.iter().filter(|(file, _, _)| file == path) {
            text = text.replace(from, to);
        }
        (path.clone(), text.into_bytes())
    }));
    let (sources, all) = built_in();
    let outcome = check(&tree, sources, case.rules, all);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome
}

/// Why the answer about the database is not known.
fn reasons(outcome: &Outcome) -> Vec<&str> {
    let of_database = outcome
        .undecided
        .iter()
        .filter(|answer| &*answer.address == "module.database.aws_db_instance.main");
    of_database
        .flat_map(|answer| answer.reasons.iter())
        .map(AsRef::as_ref)
        .collect()
}

/// The findings about the database; the fixture has other stores, with other ways.
fn findings(outcome: &Outcome) -> Vec<&Finding> {
    let about = |finding: &&Finding| {
        finding
            .message
            .contains("`module.database.aws_db_instance.main`")
    };
    outcome.findings.iter().filter(about).collect()
}

/// The messages of all labels of the findings, in order.
fn labels(outcome: &Outcome) -> Vec<&str> {
    let labels = findings(outcome)
        .into_iter()
        .flat_map(|finding| [&finding.primary].into_iter().chain(&finding.related));
    labels.map(|label| label.message.as_str()).collect()
}

fn assert_open(name: &str, outcome: &Outcome) {
    assert_eq!(
        findings(outcome).len(),
        1,
        "{name}: {:?} {:?}",
        outcome.findings,
        outcome.undecided
    );
}

fn assert_closed(name: &str, outcome: &Outcome) {
    let open: Vec<&str> = findings(outcome)
        .into_iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(
        open.is_empty() && reasons(outcome).is_empty(),
        "{name}: {open:?} {:?}",
        outcome.undecided
    );
}

const MAIN: &str = "main.tf";
const NETWORK: &str = "modules/network/main.tf";
const ASSOCIATION: &str = "modules/association/main.tf";
const DATABASE: &str = "modules/database/main.tf";

const INTERNET: Edit = (
    MAIN,
    "cidr_blocks = [\"0.0.0.0/0\"] # origin: \"lets the internet in\"",
    "cidr_blocks = [\"::/0\"]",
);

#[test]
fn every_hop_is_told() {
    let outcome = after(&[]);
    assert_open("fixture", &outcome);
    let told = labels(&outcome).join("\n");
    for hop in [
        "the internet gateway",
        "sends `0.0.0.0/0` to the internet gateway",
        "gives the subnet this route table",
        "the subnet, which is public",
        "the load balancer faces the internet",
        "the security group lets the internet in",
        "the security group lets connections out",
        "the security group lets this group in",
        "can be reached",
    ] {
        assert!(told.contains(hop), "{hop} is not in\n{told}");
    }
}

const CLOSINGS: [(&str, Edit); 14] = [
    (
        "the gateway is a NAT gateway",
        (
            NETWORK,
            "gateway_id             = aws_internet_gateway.main.id",
            "nat_gateway_id         = \"nat-0123456789abcdef0\"",
        ),
    ),
    (
        "the route is for a part of the internet",
        (NETWORK, "\"0.0.0.0/0\"", "\"0.0.0.0/1\""),
    ),
    (
        "the route is of another table",
        (
            NETWORK,
            "route_table_id         = aws_route_table.public.id",
            "route_table_id         = \"rtb-0123456789abcdef0\"",
        ),
    ),
    (
        "the subnets of the database have no association",
        (
            ASSOCIATION,
            "for_each       = var.subnet_ids",
            "for_each       = {}",
        ),
    ),
    (
        "they have another table",
        (
            ASSOCIATION,
            "route_table_id = var.route_table_id",
            "route_table_id = aws_route_table.other.id\n}\n\nresource \"aws_route_table\" \"other\" {\n  vpc_id = \"vpc-0123456789abcdef0\"",
        ),
    ),
    (
        "the subnets of the load balancer have none",
        (
            NETWORK,
            "for_each       = var.names\n  subnet_id ",
            "for_each       = toset([])\n  subnet_id ",
        ),
    ),
    (
        "the load balancer is internal",
        (
            MAIN,
            "load_balancer_type = \"application\"",
            "internal           = true",
        ),
    ),
    (
        "its security group lets in a private range",
        (MAIN, INTERNET.1, "cidr_blocks = [\"10.0.0.0/8\"]"),
    ),
    (
        "its security group lets in IPv6, which has no route",
        INTERNET,
    ),
    (
        "it lets nothing out",
        (
            MAIN,
            "cidr_blocks = [\"0.0.0.0/0\"] # origin: \"lets connections out\"",
            "cidr_blocks = [\"192.168.0.0/16\"]",
        ),
    ),
    (
        "it has another security group",
        (
            MAIN,
            "security_groups    = [aws_security_group.balancer.id]",
            "security_groups    = [aws_security_group.application.id]",
        ),
    ),
    (
        "another group may reach the database",
        (
            MAIN,
            "source_group_id = aws_security_group.balancer.id",
            "source_group_id = aws_security_group.application.id",
        ),
    ),
    (
        "on another port",
        (
            DATABASE,
            "to_port                      = 5432",
            "to_port                      = 5431",
        ),
    ),
    (
        "the database lies in other subnets",
        (
            MAIN,
            "subnet_ids      = values(module.network.database_subnet_ids)\n  vpc_id          = module.network.vpc_id\n  source_group_id = aws_security_group.balancer.id",
            "subnet_ids      = [aws_subnet.apart.id]\n  vpc_id          = module.network.vpc_id\n  source_group_id = aws_security_group.balancer.id\n}\n\nresource \"aws_subnet\" \"apart\" {\n  vpc_id     = module.network.vpc_id\n  cidr_block = \"10.0.21.0/24\"",
        ),
    ),
];

#[test]
fn closing_any_one_hop_closes_the_path() {
    for (name, edit) in CLOSINGS {
        assert_closed(name, &after(&[edit]));
    }
}

/// A network ACL for the subnets of the database.
fn acl(rules: &'static str) -> Edit {
    (NETWORK, "output \"vpc_id\" {", rules)
}

#[test]
fn network_acls_close_by_the_order_of_their_numbers() {
    const HEAD: &str = "resource \"aws_network_acl\" \"database\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [for subnet in aws_subnet.database : subnet.id]\n";
    let rule = |number: u32, action: &str, range: &str, ports: (u32, u32)| {
        format!(
            "  ingress {{\n    rule_no    = {number}\n    action     = \"{action}\"\n    protocol   = \"tcp\"\n    cidr_block = \"{range}\"\n    from_port  = {}\n    to_port    = {}\n  }}\n",
            ports.0, ports.1
        )
    };
    let all = (0, 65535);
    let cases = [
        ("no rule lets anything in", vec![], false),
        (
            "all is let in",
            vec![rule(100, "allow", "0.0.0.0/0", all)],
            true,
        ),
        (
            "the port is denied first",
            vec![
                rule(100, "allow", "0.0.0.0/0", all),
                rule(90, "deny", "0.0.0.0/0", (5432, 5432)),
            ],
            false,
        ),
        (
            "the port is denied later",
            vec![
                rule(100, "allow", "0.0.0.0/0", all),
                rule(110, "deny", "0.0.0.0/0", (5432, 5432)),
            ],
            true,
        ),
        (
            "another port is denied",
            vec![
                rule(100, "allow", "0.0.0.0/0", all),
                rule(90, "deny", "0.0.0.0/0", (22, 22)),
            ],
            true,
        ),
        (
            "only the network is let in",
            vec![rule(100, "allow", "10.0.0.0/8", all)],
            false,
        ),
        (
            "half of the internet is denied",
            vec![
                rule(100, "allow", "0.0.0.0/0", all),
                rule(90, "deny", "0.0.0.0/1", all),
            ],
            false,
        ),
        (
            "both halves are let in",
            vec![
                rule(100, "allow", "0.0.0.0/1", all),
                rule(110, "allow", "128.0.0.0/1", all),
            ],
            true,
        ),
    ];
    for (name, rules, open) in cases {
        let text = format!("{HEAD}{}}}\n\noutput \"vpc_id\" {{", rules.concat());
        let outcome = after(&[acl(text.leak())]);
        if open {
            assert_open(name, &outcome);
        } else {
            assert_closed(name, &outcome);
        }
    }
}

/// The fixture in IPv6: addresses, routes and rules of that family only.
const IPV6: [Edit; 6] = [
    (
        NETWORK,
        "  cidr_block = \"10.0.0.0/16\"",
        "  cidr_block                       = \"10.0.0.0/16\"\n  assign_generated_ipv6_cidr_block = true",
    ),
    (
        NETWORK,
        "destination_cidr_block = \"0.0.0.0/0\"",
        "destination_ipv6_cidr_block = \"::/0\"",
    ),
    (
        NETWORK,
        "cidr_block = each.key == \"a\" ? \"10.0.1.0/24\" : \"10.0.2.0/24\"",
        "cidr_block = each.key == \"a\" ? \"10.0.1.0/24\" : \"10.0.2.0/24\"\n  ipv6_cidr_block = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, each.key == \"a\" ? 1 : 2)",
    ),
    (
        NETWORK,
        "cidr_block = each.key == \"a\" ? \"10.0.11.0/24\" : \"10.0.12.0/24\"",
        "cidr_block = each.key == \"a\" ? \"10.0.11.0/24\" : \"10.0.12.0/24\"\n  ipv6_cidr_block = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, each.key == \"a\" ? 3 : 4)",
    ),
    (
        MAIN,
        "load_balancer_type = \"application\"",
        "ip_address_type    = \"dualstack\"",
    ),
    (
        MAIN,
        "cidr_blocks = [\"0.0.0.0/0\"] # origin: \"lets the internet in\"",
        "ipv6_cidr_blocks = [\"::/0\"]",
    ),
];

#[test]
fn the_same_in_ipv6() {
    let [
        _,
        route,
        balancer_subnets,
        database_subnets,
        addresses,
        group,
    ] = IPV6;
    assert_open("IPv6", &after(&IPV6));
    let egress_only = (
        NETWORK,
        "gateway_id             = aws_internet_gateway.main.id",
        "egress_only_gateway_id = \"eigw-0123456789abcdef0\"",
    );
    let mut with_egress_only = IPV6.to_vec();
    with_egress_only.push(egress_only);
    assert_closed("a gateway that lets nothing in", &after(&with_egress_only));
    for (name, missing) in [
        ("no route", route),
        (
            "no addresses for the load balancer's subnets",
            balancer_subnets,
        ),
        ("no addresses for the database's subnets", database_subnets),
        ("no addresses for the load balancer", addresses),
        ("no rule", group),
    ] {
        let edits: Vec<Edit> = IPV6.into_iter().filter(|edit| *edit != missing).collect();
        assert_closed(name, &after(&edits));
    }
}

#[test]
fn the_same_by_the_main_route_table() {
    const BY_MAIN: [Edit; 2] = [
        (
            NETWORK,
            "route_table_id         = aws_route_table.public.id",
            "route_table_id         = aws_vpc.main.main_route_table_id",
        ),
        (
            ASSOCIATION,
            "for_each       = var.subnet_ids",
            "for_each       = {}",
        ),
    ];
    const NO_ASSOCIATION: Edit = (
        NETWORK,
        "for_each       = var.names\n  subnet_id ",
        "for_each       = toset([])\n  subnet_id ",
    );
    assert_closed("the load balancer has another table", &after(&BY_MAIN));
    let mut edits = BY_MAIN.to_vec();
    edits.push(NO_ASSOCIATION);
    let outcome = after(&edits);
    assert_open("main table", &outcome);
    assert!(
        labels(&outcome)
            .join("\n")
            .contains("is the main route table")
    );
    edits.push((NETWORK, "output \"vpc_id\" {", "resource \"aws_main_route_table_association\" \"main\" {\n  vpc_id         = aws_vpc.main.id\n  route_table_id = aws_route_table.public.id\n}\n\noutput \"vpc_id\" {"));
    assert_closed("another main table", &after(&edits));
}

#[test]
fn what_is_unknown_is_named_unless_another_hop_is_closed() {
    const VARIABLE: &str =
        "variable \"table\" {\n  type = string\n}\n\nresource \"aws_lb\" \"front\" {";
    let unknown_table = [
        (
            MAIN,
            "route_table_id = module.network.public_route_table_id",
            "route_table_id = var.table",
        ),
        (MAIN, "resource \"aws_lb\" \"front\" {", VARIABLE),
    ];
    let outcome = after(&unknown_table);
    assert!(findings(&outcome).is_empty(), "{:?}", outcome.findings);
    assert_eq!(reasons(&outcome), ["variable `table` has no value"]);
    let mut closed = unknown_table.to_vec();
    closed.push((
        MAIN,
        "load_balancer_type = \"application\"",
        "internal           = true",
    ));
    assert_closed("an internal load balancer", &after(&closed));
}
