//! What is unknown on the way makes the answer unknown, and is named.

use super::ways::way;
use super::{BALANCER, BASE, answer, files};

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
        let (names, address) = way("attachment.tf");
        let mut files = files(names, Some(edit));
        files.push(("variable.tf".to_owned(), "variable \"x\" {}\n".to_owned()));
        let found = answer(files, address);
        let named = found.reasons.iter().any(|found| found.contains(reason));
        assert!(!found.is_open() && named, "{name}: {found:?}");
    }
}
