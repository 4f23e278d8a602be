//! The internet reaches what stands behind load balancers and other machines. Here: a rule that says the whole way, and the question.

mod adopters;
mod clients;
mod closings;
mod databases;
mod default_group;
mod ranges;
mod unknown;
mod ways;

use super::support::{check, root};
use groundrules::rules::RuleSet;
use groundrules::source::{MemoryTree, Sources};

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

const BASE: &str = "base.tf";
const BALANCER: &str = "balancer.tf";
const INSTANCE: &str = "aws_instance.web";
const SCALED: &str = "aws_autoscaling_group.web";
const CACHE: &str = "aws_elasticache_cluster.plain";

/// Changes of a file.
type Edits = &'static [(&'static str, &'static str)];

/// In `default-group.tf`: the open machine leaves the default group, which has no member then that the internet reaches.
const LEAVES: (&str, &str) = (", aws_vpc.main.default_security_group_id]", "]");

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
