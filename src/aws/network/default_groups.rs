//! The rules that the default security group of a VPC has from the start: everything between its members, and everything out.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html>. An `aws_default_security_group` adopts the group and takes these rules
//! away before it writes its own. What else somebody has changed by hand is not known.

use super::groups::GroupRule;
use super::names::{Key, Named, VpcPart, canonical, named_at, perhaps};
use super::security_group::Direction;
use super::strays::Strays;
use crate::graph::Graph;
use crate::value::{Origin, Reason, Stop};
use rustc_hash::FxHashMap;

const ADOPTS: &str = "aws_default_security_group";

/// A default security group that no resource certainly adopts.
pub(super) struct DefaultGroup {
    pub key: Key,
    /// The rules that it has from the start.
    pub rules: Vec<GroupRule>,
    /// Why a resource may adopt it and give it others.
    pub adopters: Vec<Reason>,
}

/// The default security groups that have their first rules, with these; those of VPCs that another configuration has are not known.
pub(super) fn rules(graph: &Graph<'_>) -> Vec<DefaultGroup> {
    let adopted = adopted(graph);
    let strays = Strays::of(graph, ADOPTS, "vpc_id");
    let of_account = graph.indices().next().map(|first| {
        let named = ["aws_default_vpc", "data.aws_vpc"];
        let vpcs = named.into_iter().flat_map(|kind| graph.of_type(kind));
        let vpc = vpcs
            .copied()
            .find(|&vpc| canonical(graph, vpc) == Key::DefaultVpc);
        (Key::DefaultVpc, vpc.unwrap_or(first))
    });
    let own = graph.of_type("aws_vpc").iter();
    let vpcs = own.map(|&node| (Key::Node(node), node)).chain(of_account);
    let groups = vpcs.filter_map(|(vpc, node)| {
        let group = vpc.clone().part(VpcPart::SecurityGroup);
        let (doubt, adopters) = match adopted.get(&group) {
            Some(None) => return None,
            Some(Some(doubt)) => (Some(doubt.clone()), Vec::new()),
            None => {
                let strays = strays.reasons(&vpc);
                (strays.first().cloned(), strays)
            }
        };
        let origin = Origin::new(graph.instance(node).header, Stop::Expression);
        let rules = [Direction::In, Direction::Out]
            .map(|direction| GroupRule::implied(node, &group, direction, doubt.clone(), &origin));
        Some(DefaultGroup {
            key: group,
            rules: rules.to_vec(),
            adopters,
        })
    });
    groups.collect()
}

/// The groups that a resource adopts, with why it may not be there.
fn adopted(graph: &Graph<'_>) -> FxHashMap<Key, Option<Reason>> {
    let adopters = graph.of_type(ADOPTS).iter();
    adopters
        .filter(|&&node| !matches!(named_at(graph, node, "vpc_id"), Named::Unknown(_)))
        .map(|&node| (canonical(graph, node), perhaps(graph, node)))
        .collect()
}
