//! Each way to register a target is found, hop by hop; the shortest one is told.

use super::{BALANCER, BASE, INSTANCE, SCALED, answer, files};
use crate::support::root;
use std::collections::BTreeSet;

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

/// The files of a way, and what is reached.
pub(super) fn way(name: &str) -> (&'static [&'static str], &'static str) {
    let (_, names, address, _) = WAYS.into_iter().find(|way| way.0 == name).unwrap();
    (names, address)
}

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
    let (names, address) = way("attachment.tf");
    let found = answer(files(names, None), address);
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

#[test]
fn a_way_is_the_shortest_and_has_an_end() {
    let (names, _) = way("chain.tf");
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
