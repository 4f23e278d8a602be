//! The internet reaches what stands behind load balancers and other machines: each way to register a target is found, hop by hop,
//! and closing any one hop closes the way.

use super::support::{check, root};
use groundrules::rules::RuleSet;
use groundrules::source::{MemoryTree, Sources};
use std::collections::BTreeSet;

/// A rule that says the whole way.
const RULE: &str = r#"# Says how the internet reaches something.

rule "way" {
  title      = "the internet reaches it"
  severity   = "info"
  profile    = "core"
  resources  = ["aws_instance", "aws_autoscaling_group", "aws_ecs_service", "aws_db_instance", "aws_elasticache_cluster"]
  references = ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"]

  locals {
    way = net::chain(self)
  }

  condition = local.way == null

  finding {
    message = join("\n", concat([self.address], local.way.over, [for hop in local.way.path : "${hop.address}: ${hop.text}"]))
  }
}
"#;

/// What the internet reaches, by address.
#[derive(Debug)]
struct Answer {
    #[expect(dead_code, reason = "for the message of a failed test")]
    address: String,
    open: Vec<String>,
    reasons: Vec<String>,
}

impl Answer {
    fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    fn is_closed(&self) -> bool {
        self.open.is_empty() && self.reasons.is_empty()
    }

    /// `None`: it cannot be known.
    fn assert(&self, name: &str, open: Option<bool>) {
        let matches = match open {
            Some(true) => self.is_open(),
            Some(false) => self.is_closed(),
            None => !self.is_open() && !self.is_closed(),
        };
        assert!(matches, "{name}: {self:?}");
    }

    fn told(&self) -> String {
        self.open.join("\n")
    }
}

/// The files of `fixtures/network/targets`, with one change in one of them.
fn files(names: &[&str], edit: Option<(&str, &str, &str)>) -> Vec<(String, String)> {
    let folder = root().join("fixtures/network/targets");
    let read = |name: &&str| {
        let mut text = std::fs::read_to_string(folder.join(name)).unwrap();
        if let Some((file, from, to)) = edit
            && file == *name
        {
            assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
            text = text.replace(from, to);
        }
        ((*name).to_owned(), text)
    };
    if let Some((file, _, _)) = edit {
        assert!(names.contains(&file), "{file} is not in {names:?}");
    }
    names.iter().map(read).collect()
}

/// How the internet reaches the resource with this address.
fn answer(files: Vec<(String, String)>, address: &str) -> Answer {
    let sources = Sources::new();
    let mut set = RuleSet::default();
    set.add(&sources.add("rules/network/way.hcl", RULE));
    assert!(set.problems().is_empty(), "{:?}", set.problems());
    let tree = MemoryTree::new(files);
    let outcome = check(&tree, &sources, set.iter().cloned().collect(), &set);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    let about = |message: &str| message.lines().next() == Some(address);
    let open = outcome
        .findings
        .iter()
        .filter(|finding| about(&finding.message))
        .flat_map(|finding| finding.message.lines().skip(1).map(str::to_owned));
    let undecided = outcome
        .undecided
        .iter()
        .filter(|answer| &*answer.address == address);
    Answer {
        address: address.to_owned(),
        open: open.collect(),
        reasons: undecided
            .flat_map(|answer| answer.reasons.iter())
            .map(ToString::to_string)
            .collect(),
    }
}

const BASE: &str = "base.tf";
const BALANCER: &str = "balancer.tf";
const INSTANCE: &str = "aws_instance.web";
const SCALED: &str = "aws_autoscaling_group.web";

/// The ways to register a target: a file beside the base, what is reached, and hops that have to be told.
const WAYS: [(&str, &[&str], &str, &str); 12] = [
    (
        "attachment.tf",
        &[BASE, BALANCER, "attachment.tf"],
        INSTANCE,
        "aws_lb_target_group_attachment.web: is registered as a target",
    ),
    (
        "autoscaling.tf",
        &[BASE, BALANCER, "autoscaling.tf"],
        SCALED,
        "aws_autoscaling_group.web: is registered as a target",
    ),
    (
        "autoscaling-attachment.tf",
        &[BASE, BALANCER, "autoscaling-attachment.tf"],
        SCALED,
        "aws_autoscaling_attachment.web: is registered as a target",
    ),
    (
        "traffic-source.tf",
        &[BASE, BALANCER, "traffic-source.tf"],
        SCALED,
        "aws_autoscaling_group.web: is registered as a target",
    ),
    (
        "tasks.tf",
        &[BASE, BALANCER, "tasks.tf"],
        "aws_ecs_service.web",
        "aws_ecs_service.web: registers its tasks as targets",
    ),
    (
        "rule.tf",
        &[BASE, "rule.tf"],
        INSTANCE,
        "aws_alb_listener_rule.web: sends to this target group",
    ),
    (
        "classic.tf",
        &[BASE, "classic.tf"],
        INSTANCE,
        "aws_elb.front: sends to this port of its machines",
    ),
    (
        "classic-attachment.tf",
        &[BASE, "classic-attachment.tf"],
        INSTANCE,
        "aws_elb_attachment.web: is registered as a target",
    ),
    (
        "classic-autoscaling.tf",
        &[BASE, "classic-autoscaling.tf"],
        SCALED,
        "aws_autoscaling_group.web: is registered as a target",
    ),
    (
        "network.tf",
        &[BASE, "network.tf"],
        "aws_instance.clients",
        "aws_security_group.clients: the security group lets the internet in",
    ),
    (
        "before-application.tf",
        &[BASE, "before-application.tf"],
        INSTANCE,
        "aws_lb.inner: is reached next",
    ),
    (
        "chain.tf",
        &[BASE, BALANCER, "chain.tf"],
        "aws_instance.database",
        "aws_instance.application: is reached next",
    ),
];

#[test]
fn each_way_to_register_a_target_is_found() {
    let mut tested = BTreeSet::from([BASE, BALANCER]);
    for (name, names, address, hop) in WAYS {
        tested.insert(name);
        let found = answer(files(names, None), address);
        assert!(found.is_open(), "{name}: {found:?}");
        let told = found.told();
        for hop in [
            "aws_internet_gateway.main: the internet gateway",
            "aws_route_table.public: sends `0.0.0.0/0` to the internet gateway",
            "aws_subnet.public: the subnet, which is public",
            ": listens on this port",
            ": is reached first",
            hop,
        ] {
            assert!(told.contains(hop), "{name}: {hop} is not in\n{told}");
        }
        let last = format!("{address}: can be reached");
        assert_eq!(found.open.last(), Some(&last), "{name}");
    }
    let folder = root().join("fixtures/network/targets");
    let there = std::fs::read_dir(folder).unwrap().flatten();
    let there: BTreeSet<String> = there
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(there.len(), tested.len(), "a file that no test reads");
}

#[test]
fn the_hops_stand_in_their_order() {
    let found = answer(files(WAYS[0].1, None), INSTANCE);
    assert_eq!(
        found.told(),
        "aws_lb.front\n\
         aws_internet_gateway.main: the internet gateway\n\
         aws_route_table.public: sends `0.0.0.0/0` to the internet gateway\n\
         aws_route_table_association.public: gives the subnet this route table\n\
         aws_subnet.public: the subnet, which is public by these routes\n\
         aws_lb.front: the load balancer faces the internet\n\
         aws_security_group.balancer: the security group lets the internet in\n\
         aws_lb.front: is reached first\n\
         aws_lb_listener.https: listens on this port\n\
         aws_lb_listener.https: sends to this target group\n\
         aws_lb_target_group.web: the target group sends to this port\n\
         aws_lb_target_group_attachment.web: is registered as a target\n\
         aws_security_group.balancer: the security group lets connections out\n\
         aws_security_group.web: the security group lets this group in\n\
         aws_instance.web: can be reached"
    );
}

/// What closes the way of `WAYS` with this number: a name, and a change.
const CLOSINGS: &[(usize, &str, (&str, &str, &str))] = &[
    (
        0,
        "no route",
        (
            BASE,
            "    gateway_id = aws_internet_gateway.main.id",
            "    nat_gateway_id = \"nat-0123456789abcdef0\"",
        ),
    ),
    (
        0,
        "a private balancer subnet",
        (
            BASE,
            "subnet_id      = aws_subnet.public.id",
            "subnet_id      = aws_subnet.private.id",
        ),
    ),
    (
        0,
        "an internal balancer",
        (
            BALANCER,
            "resource \"aws_lb\" \"front\" {",
            "resource \"aws_lb\" \"front\" {\n  internal = true",
        ),
    ),
    (
        0,
        "a listener on another port than is open",
        (BALANCER, "443", "8443"),
    ),
    (
        0,
        "a listener that sends elsewhere",
        (
            BALANCER,
            "    target_group_arn = aws_lb_target_group.web.arn",
            "    target_group_arn = \"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/0123456789abcdef\"",
        ),
    ),
    (
        0,
        "a listener that redirects",
        (
            BALANCER,
            "    type             = \"forward\"\n    target_group_arn = aws_lb_target_group.web.arn",
            "    type = \"redirect\"\n    redirect {\n      status_code = \"HTTP_301\"\n    }",
        ),
    ),
    (
        0,
        "a listener that asks who is there",
        (
            BALANCER,
            "  default_action {\n    type             = \"forward\"",
            "  default_action {\n    type = \"authenticate-oidc\"\n    authenticate_oidc {\n      authorization_endpoint = \"https://example.com\"\n      client_id = \"x\"\n      client_secret = \"x\"\n      issuer = \"https://example.com\"\n      token_endpoint = \"https://example.com\"\n      user_info_endpoint = \"https://example.com\"\n    }\n  }\n  default_action {\n    type             = \"forward\"",
        ),
    ),
    (
        0,
        "a target group of another port",
        (BALANCER, "  port     = 8080", "  port     = 8081"),
    ),
    (
        0,
        "another balancer group",
        (
            BALANCER,
            "aws_security_group.balancer.id",
            "aws_security_group.web.id",
        ),
    ),
    (
        0,
        "a balancer that lets in a private range",
        (
            BASE,
            "cidr_blocks = [\"0.0.0.0/0\"]",
            "cidr_blocks = [\"10.0.0.0/8\"]",
        ),
    ),
    (
        0,
        "a balancer that lets nothing out to there",
        (
            BASE,
            "cidr_blocks = [\"10.0.2.0/24\"]",
            "cidr_blocks = [\"10.0.3.0/24\"]",
        ),
    ),
    (
        0,
        "a target that lets another group in",
        (
            BASE,
            "security_groups = [aws_security_group.balancer.id]",
            "security_groups = [\"sg-0123456789abcdef0\"]",
        ),
    ),
    (
        0,
        "a registration on a closed port",
        (
            "attachment.tf",
            "target_id        = aws_instance.web.id",
            "target_id        = aws_instance.web.id\n  port = 8081",
        ),
    ),
    (
        0,
        "a registration of something else",
        (
            "attachment.tf",
            "aws_instance.web.id",
            "\"i-0123456789abcdef0\"",
        ),
    ),
    (
        0,
        "a network ACL before the target",
        (
            BASE,
            "resource \"aws_instance\" \"web\" {",
            "resource \"aws_network_acl\" \"private\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [aws_subnet.private.id]\n}\n\nresource \"aws_instance\" \"web\" {",
        ),
    ),
    (
        4,
        "a container on a closed port",
        ("tasks.tf", "8080", "8081"),
    ),
    (
        4,
        "tasks with another group",
        (
            "tasks.tf",
            "aws_security_group.web.id",
            "aws_security_group.balancer.id",
        ),
    ),
    (
        5,
        "a rule for some addresses",
        (
            "rule.tf",
            "    path_pattern {\n      values = [\"/*\"]",
            "    source_ip {\n      values = [\"192.0.2.0/24\"]",
        ),
    ),
    (
        5,
        "a rule of another listener",
        (
            "rule.tf",
            "aws_alb_listener.https.arn",
            "\"arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/x/0123456789abcdef/0123456789abcdef\"",
        ),
    ),
    (
        6,
        "another port of the machine",
        ("classic.tf", "8080", "8081"),
    ),
    (
        6,
        "another port of the balancer",
        ("classic.tf", "443", "8443"),
    ),
    // Clients come with their own addresses: that the subnet of the load balancer is let in does not help.
    (
        9,
        "a target that lets in the balancer's subnet only",
        (
            "network.tf",
            "cidr_blocks = [\"0.0.0.0/0\"]",
            "cidr_blocks = [\"10.0.1.0/24\"]",
        ),
    ),
    (
        9,
        "UDP",
        (
            "network.tf",
            "  protocol          = \"TCP\"",
            "  protocol          = \"UDP\"",
        ),
    ),
    (
        9,
        "a network ACL that lets in the network only",
        (
            BASE,
            "resource \"aws_instance\" \"web\" {",
            "resource \"aws_network_acl\" \"private\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [aws_subnet.private.id]\n\n  ingress {\n    rule_no    = 100\n    action     = \"allow\"\n    protocol   = \"-1\"\n    cidr_block = \"10.0.0.0/8\"\n    from_port  = 0\n    to_port    = 0\n  }\n}\n\nresource \"aws_instance\" \"web\" {",
        ),
    ),
    (
        10,
        "the inner balancer does not take what the outer sends",
        (
            "before-application.tf",
            "  load_balancer_arn = aws_lb.inner.arn\n  protocol          = \"HTTPS\"\n  port              = 443",
            "  load_balancer_arn = aws_lb.inner.arn\n  protocol          = \"HTTPS\"\n  port              = 444",
        ),
    ),
    (
        11,
        "the web tier may not go out",
        (
            "chain.tf",
            "  egress {\n    from_port       = 443\n    to_port         = 443",
            "  egress {\n    from_port       = 444\n    to_port         = 444",
        ),
    ),
    (
        11,
        "the inner balancer lets another range in",
        (
            "chain.tf",
            "[aws_subnet.private.cidr_block]",
            "[aws_subnet.public.cidr_block]",
        ),
    ),
    (
        11,
        "the application is not registered",
        (
            "chain.tf",
            "aws_instance.application.id",
            "\"i-0123456789abcdef0\"",
        ),
    ),
    (
        11,
        "the database lets another group in",
        (
            "chain.tf",
            "  referenced_security_group_id = aws_security_group.application.id",
            "  referenced_security_group_id = aws_security_group.web.id",
        ),
    ),
];

#[test]
fn closing_any_one_hop_closes_the_way() {
    for &(way, name, edit) in CLOSINGS {
        let (file, names, address, _) = WAYS[way];
        let found = answer(files(names, Some(edit)), address);
        // What another configuration has is named; it is no way for certain.
        let outside = found
            .reasons
            .iter()
            .all(|reason| reason.contains("the members of `sg-0123456789abcdef0`"));
        assert!(!found.is_open() && outside, "{file}, {name}: {found:?}");
    }
}

#[test]
fn whom_the_target_of_a_network_load_balancer_sees() {
    const NETWORK: &str = "network.tf";
    const BALANCER_SUBNET: &str = "cidr_blocks = [\"10.0.1.0/24\"]";
    const CLIENTS: &str = "cidr_blocks = [\"0.0.0.0/0\"]";
    const FILTER: &str = "\n  security_groups    = [aws_security_group.balancer.id]";
    // What the target lets in, what the target group says, what the load balancer says: whether the way is open.
    for (name, lets_in, group, balancer, open) in [
        ("clients by default", CLIENTS, "", "", true),
        (
            "the balancer's subnet is not the clients",
            BALANCER_SUBNET,
            "",
            "",
            false,
        ),
        (
            "clients are not preserved",
            BALANCER_SUBNET,
            "preserve_client_ip = false",
            "",
            true,
        ),
        (
            "targets by address see the balancer",
            BALANCER_SUBNET,
            "target_type = \"ip\"",
            "",
            true,
        ),
        (
            "unless clients are preserved",
            BALANCER_SUBNET,
            "target_type = \"ip\"\n  preserve_client_ip = true",
            "",
            false,
        ),
        (
            "the balancer's group",
            "security_groups = [aws_security_group.balancer.id]",
            "",
            FILTER,
            true,
        ),
        (
            "the balancer's group, clients not preserved",
            "security_groups = [aws_security_group.balancer.id]",
            "preserve_client_ip = false",
            FILTER,
            true,
        ),
        (
            "a group that the balancer does not have",
            "security_groups = [aws_security_group.balancer.id]",
            "",
            "",
            false,
        ),
        (
            "a range of which the subnet is a part",
            "cidr_blocks = [\"10.0.0.0/20\"]",
            "preserve_client_ip = false",
            "",
            true,
        ),
        (
            "the range of the target's own subnet",
            "cidr_blocks = [\"10.0.2.0/24\"]",
            "preserve_client_ip = false",
            "",
            false,
        ),
    ] {
        let mut files = files(&[BASE, NETWORK], None);
        let text = &mut files[1].1;
        *text = text
            .replace(CLIENTS, lets_in)
            .replace(
                "  protocol    = \"TCP\"\n",
                &format!("  protocol    = \"TCP\"\n  {group}\n"),
            )
            .replace(
                "  protocol = \"TCP\"\n",
                &format!("  protocol = \"TCP\"\n  {group}\n"),
            )
            .replace(
                "load_balancer_type = \"network\"",
                &format!("load_balancer_type = \"network\"{balancer}"),
            );
        if group.contains("\"ip\"") {
            *text = text.replace("aws_instance.clients.id", "aws_instance.clients.private_ip");
        }
        assert!(group.is_empty() || text.contains(group), "{name}");
        let found = answer(files, "aws_instance.clients");
        assert!(
            if open {
                found.is_open()
            } else {
                found.is_closed()
            },
            "{name}: {found:?}"
        );
    }
}

#[test]
fn what_is_unknown_on_the_way_is_named() {
    for (name, edit, reason) in [
        (
            "the port of the target group",
            (BALANCER, "  port     = 8080", "  port     = var.x"),
            "variable `x` has no value",
        ),
        (
            "the port of the listener",
            (
                BALANCER,
                "  port              = 443",
                "  port              = var.x",
            ),
            "variable `x` has no value",
        ),
        (
            "the groups of the target",
            (
                BASE,
                "  vpc_security_group_ids = [aws_security_group.web.id]\n}\n\nresource \"aws_launch_template\"",
                "  vpc_security_group_ids = var.x\n}\n\nresource \"aws_launch_template\"",
            ),
            "variable `x` has no value",
        ),
        (
            "how many registrations there are",
            (
                "attachment.tf",
                "resource \"aws_lb_target_group_attachment\" \"web\" {",
                "resource \"aws_lb_target_group_attachment\" \"web\" {\n  count = var.x",
            ),
            "how many `aws_lb_target_group_attachment.web",
        ),
    ] {
        let mut files = files(WAYS[0].1, Some(edit));
        files.push(("variable.tf".to_owned(), "variable \"x\" {}\n".to_owned()));
        let found = answer(files, INSTANCE);
        let named = found.reasons.iter().any(|found| found.contains(reason));
        assert!(!found.is_open() && named, "{name}: {found:?}");
    }
}

#[test]
fn a_way_is_the_shortest_and_has_an_end() {
    let (_, names, _, _) = WAYS[11];
    let over = |address: &str| {
        let found = answer(files(names, None), address);
        found
            .open
            .into_iter()
            .take_while(|line| !line.contains(": "))
            .collect::<Vec<_>>()
    };
    assert_eq!(over("aws_instance.outer"), ["aws_lb.front"]);
    assert_eq!(
        over("aws_instance.application"),
        ["aws_lb.front", "aws_instance.outer", "aws_lb.inner"]
    );
    assert_eq!(
        over("aws_instance.database"),
        [
            "aws_lb.front",
            "aws_instance.outer",
            "aws_lb.inner",
            "aws_instance.application"
        ]
    );
    // Five others are one more than is looked for.
    assert!(over("aws_instance.archive").is_empty());
    // A circle without a beginning is closed.
    let cut = (
        "chain.tf",
        "aws_instance.outer.id",
        "\"i-0123456789abcdef0\"",
    );
    let found = answer(files(names, Some(cut)), "aws_instance.database");
    assert!(found.is_closed(), "{found:?}");
}

/// A file of `fixtures/network` after some changes, with a further one beside it.
fn changed(name: &str, edits: &[(&str, &str)], beside: &str) -> Vec<(String, String)> {
    let mut text = std::fs::read_to_string(root().join("fixtures/network").join(name)).unwrap();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {name}");
        text = text.replace(from, to);
    }
    let beside = ("beside.tf".to_owned(), beside.to_owned());
    vec![("main.tf".to_owned(), text), beside]
}

const CACHE: &str = "aws_elasticache_cluster.plain";

/// Changes of a file, and what is written beside it.
type Edits = &'static [(&'static str, &'static str)];

const LEAVES: (&str, &str) = (", aws_vpc.main.default_security_group_id]", "]");

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

/// A database, and how it is registered with the target group of `network.tf`, which keeps no addresses of clients here.
const DATABASE: &str = r#"
resource "aws_security_group" "database" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.1.0/24"]
  }
}

resource "aws_db_subnet_group" "main" {
  subnet_ids = [aws_subnet.private.id]
}

resource "aws_db_instance" "main" {
  engine                 = "postgres"
  instance_class         = "db.t4g.medium"
  allocated_storage      = 20
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]
}

data "dns_a_record_set" "database" {
  host = aws_db_instance.main.address
}

resource "aws_lb_target_group_attachment" "database" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = ADDRESS
}
"#;

#[test]
fn a_database_is_registered_by_its_address() {
    for (name, address, group, open) in [
        (
            "looked up",
            "data.dns_a_record_set.database.addrs[0]",
            "target_type = \"ip\"\n  port = 5432",
            Some(true),
        ),
        (
            "by its name",
            "aws_db_instance.main.address",
            "target_type = \"ip\"\n  port = 5432",
            Some(true),
        ),
        (
            "another port",
            "aws_db_instance.main.address",
            "target_type = \"ip\"\n  port = 5433",
            Some(false),
        ),
        (
            "an unknown port",
            "aws_db_instance.main.address",
            "target_type = \"ip\"\n  port = var.x",
            None,
        ),
        (
            "somebody",
            "\"10.0.2.15\"",
            "target_type = \"ip\"\n  port = 5432",
            Some(false),
        ),
    ] {
        let mut files = files(&[BASE, "network.tf"], None);
        let text = &mut files[1].1;
        *text = text.replace("  port     = 8080", &format!("  {group}"));
        assert!(text.contains(group), "{name}");
        let database = DATABASE.replace("ADDRESS", address);
        files.push(("database.tf".to_owned(), database + "\nvariable \"x\" {}\n"));
        let found = answer(files, "aws_db_instance.main");
        found.assert(name, open);
    }
}
