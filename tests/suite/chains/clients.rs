//! Whom the target of a network load balancer sees: its clients, or the load balancer.

use super::{BASE, answer, files};

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
        found.assert(name, Some(open));
    }
}
