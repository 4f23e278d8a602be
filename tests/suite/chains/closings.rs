//! Closing any one hop closes the way.

use super::ways::way;
use super::{BALANCER, BASE, answer, files};

/// What closes a way: the file of the way, a name, and a change.
const CLOSINGS: &[(&str, &str, (&str, &str, &str))] = &[
    (
        "attachment.tf",
        "no route",
        (
            BASE,
            "    gateway_id = aws_internet_gateway.main.id",
            "    nat_gateway_id = \"nat-0123456789abcdef0\"",
        ),
    ),
    (
        "attachment.tf",
        "a private balancer subnet",
        (
            BASE,
            "subnet_id      = aws_subnet.public.id",
            "subnet_id      = aws_subnet.private.id",
        ),
    ),
    (
        "attachment.tf",
        "an internal balancer",
        (
            BALANCER,
            "resource \"aws_lb\" \"front\" {",
            "resource \"aws_lb\" \"front\" {\n  internal = true",
        ),
    ),
    (
        "attachment.tf",
        "a listener on another port than is open",
        (BALANCER, "443", "8443"),
    ),
    (
        "attachment.tf",
        "a listener that sends elsewhere",
        (
            BALANCER,
            "    target_group_arn = aws_lb_target_group.web.arn",
            "    target_group_arn = \"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/0123456789abcdef\"",
        ),
    ),
    (
        "attachment.tf",
        "a listener that redirects",
        (
            BALANCER,
            "    type             = \"forward\"\n    target_group_arn = aws_lb_target_group.web.arn",
            "    type = \"redirect\"\n    redirect {\n      status_code = \"HTTP_301\"\n    }",
        ),
    ),
    (
        "attachment.tf",
        "a listener that asks who is there",
        (
            BALANCER,
            "  default_action {\n    type             = \"forward\"",
            "  default_action {\n    type = \"authenticate-oidc\"\n    authenticate_oidc {\n      authorization_endpoint = \"https://example.com\"\n      client_id = \"x\"\n      client_secret = \"x\"\n      issuer = \"https://example.com\"\n      token_endpoint = \"https://example.com\"\n      user_info_endpoint = \"https://example.com\"\n    }\n  }\n  default_action {\n    type             = \"forward\"",
        ),
    ),
    (
        "attachment.tf",
        "a target group of another port",
        (BALANCER, "  port     = 8080", "  port     = 8081"),
    ),
    (
        "attachment.tf",
        "another balancer group",
        (
            BALANCER,
            "aws_security_group.balancer.id",
            "aws_security_group.web.id",
        ),
    ),
    (
        "attachment.tf",
        "a balancer that lets in a private range",
        (
            BASE,
            "cidr_blocks = [\"0.0.0.0/0\"]",
            "cidr_blocks = [\"10.0.0.0/8\"]",
        ),
    ),
    (
        "attachment.tf",
        "a balancer that lets nothing out to there",
        (
            BASE,
            "cidr_blocks = [\"10.0.2.0/24\"]",
            "cidr_blocks = [\"10.0.3.0/24\"]",
        ),
    ),
    (
        "attachment.tf",
        "a target that lets another group in",
        (
            BASE,
            "security_groups = [aws_security_group.balancer.id]",
            "security_groups = [\"sg-0123456789abcdef0\"]",
        ),
    ),
    (
        "attachment.tf",
        "a registration on a closed port",
        (
            "attachment.tf",
            "target_id        = aws_instance.web.id",
            "target_id        = aws_instance.web.id\n  port = 8081",
        ),
    ),
    (
        "attachment.tf",
        "a registration of something else",
        (
            "attachment.tf",
            "aws_instance.web.id",
            "\"i-0123456789abcdef0\"",
        ),
    ),
    (
        "attachment.tf",
        "a network ACL before the target",
        (
            BASE,
            "resource \"aws_instance\" \"web\" {",
            "resource \"aws_network_acl\" \"private\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [aws_subnet.private.id]\n}\n\nresource \"aws_instance\" \"web\" {",
        ),
    ),
    (
        "tasks.tf",
        "a container on a closed port",
        ("tasks.tf", "8080", "8081"),
    ),
    (
        "tasks.tf",
        "tasks with another group",
        (
            "tasks.tf",
            "aws_security_group.web.id",
            "aws_security_group.balancer.id",
        ),
    ),
    (
        "rule.tf",
        "a rule for some addresses",
        (
            "rule.tf",
            "    path_pattern {\n      values = [\"/*\"]",
            "    source_ip {\n      values = [\"192.0.2.0/24\"]",
        ),
    ),
    (
        "rule.tf",
        "a rule of another listener",
        (
            "rule.tf",
            "aws_alb_listener.https.arn",
            "\"arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/x/0123456789abcdef/0123456789abcdef\"",
        ),
    ),
    (
        "classic.tf",
        "another port of the machine",
        ("classic.tf", "8080", "8081"),
    ),
    (
        "classic.tf",
        "another port of the balancer",
        ("classic.tf", "443", "8443"),
    ),
    // Clients come with their own addresses: that the subnet of the load balancer is let in does not help.
    (
        "network.tf",
        "a target that lets in the balancer's subnet only",
        (
            "network.tf",
            "cidr_blocks = [\"0.0.0.0/0\"]",
            "cidr_blocks = [\"10.0.1.0/24\"]",
        ),
    ),
    (
        "network.tf",
        "UDP",
        (
            "network.tf",
            "  protocol          = \"TCP\"",
            "  protocol          = \"UDP\"",
        ),
    ),
    (
        "network.tf",
        "a network ACL that lets in the network only",
        (
            BASE,
            "resource \"aws_instance\" \"web\" {",
            "resource \"aws_network_acl\" \"private\" {\n  vpc_id     = aws_vpc.main.id\n  subnet_ids = [aws_subnet.private.id]\n\n  ingress {\n    rule_no    = 100\n    action     = \"allow\"\n    protocol   = \"-1\"\n    cidr_block = \"10.0.0.0/8\"\n    from_port  = 0\n    to_port    = 0\n  }\n}\n\nresource \"aws_instance\" \"web\" {",
        ),
    ),
    (
        "before-application.tf",
        "the inner balancer does not take what the outer sends",
        (
            "before-application.tf",
            "  load_balancer_arn = aws_lb.inner.arn\n  protocol          = \"HTTPS\"\n  port              = 443",
            "  load_balancer_arn = aws_lb.inner.arn\n  protocol          = \"HTTPS\"\n  port              = 444",
        ),
    ),
    (
        "chain.tf",
        "the web tier may not go out",
        (
            "chain.tf",
            "  egress {\n    from_port       = 443\n    to_port         = 443",
            "  egress {\n    from_port       = 444\n    to_port         = 444",
        ),
    ),
    (
        "chain.tf",
        "the inner balancer lets another range in",
        (
            "chain.tf",
            "[aws_subnet.private.cidr_block]",
            "[aws_subnet.public.cidr_block]",
        ),
    ),
    (
        "chain.tf",
        "the application is not registered",
        (
            "chain.tf",
            "aws_instance.application.id",
            "\"i-0123456789abcdef0\"",
        ),
    ),
    (
        "chain.tf",
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
    for &(file, name, edit) in CLOSINGS {
        let (names, address) = way(file);
        let found = answer(files(names, Some(edit)), address);
        // What another configuration has is named; it is no way for certain.
        let outside = found
            .reasons
            .iter()
            .all(|reason| reason.contains("the members of `sg-0123456789abcdef0`"));
        assert!(!found.is_open() && outside, "{file}, {name}: {found:?}");
    }
}
