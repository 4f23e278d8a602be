//! Proofs that a principal can come to more rights than it was given: which statements together give a known way.
//!
//! A way counts when its actions are allowed on all resources of their kind, in every request, by one statement or by several together; passing one role
//! counts when that role is known to be an administrator. Knows nothing of the resources that exist outside of the configuration.

mod paths;
#[cfg(test)]
mod tests;

pub use paths::{Kind, Path, paths};

use paths::actions;

use super::document::Statement;
use super::permissions::{Permissions, gives};
use crate::aws::Truth;
use crate::aws::arn::Arn;
use crate::aws::wildcard::{self, Case};
use crate::graph::text_with_holes;
use crate::value::{Reason, Value};
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One action of a proof, and what gives it.
#[derive(Clone, Debug)]
pub struct Step {
    pub action: &'static str,
    /// The place of the statement in [`Permissions::statements`].
    pub statement: usize,
    /// The pattern that covers the action.
    pub at: Value,
    /// The resources, of the statement's the one that covers most.
    pub resource: Value,
}

/// A way that a principal has, with its proof.
#[derive(Clone, Debug)]
pub struct Escalation {
    pub path: &'static Path,
    /// The step that makes it dangerous stands first.
    pub steps: Vec<Step>,
    /// Further ways that start in the same statement.
    pub others: Vec<&'static Path>,
    /// The administrator's role that is passed, when passing is not allowed for all roles.
    pub target: Option<Arc<str>>,
}

/// All ways of a principal: one for each statement that opens some, and why there may be more.
#[derive(Clone, Debug, Default)]
pub struct Escalations {
    pub found: Vec<Escalation>,
    pub perhaps: Vec<Reason>,
}

/// Which statements give an action: each by itself, or several together.
#[derive(Debug, Default)]
struct Reach {
    /// On all resources of its kind.
    all: Vec<Vec<usize>>,
    /// On some.
    some: Vec<Vec<usize>>,
    perhaps: Vec<Reason>,
}

const PASS: &str = "iam:PassRole";

/// Finds the ways of a principal. `administrator` tells for a resource of `iam:PassRole` and a service the role that it names,
/// when that one is an administrator and trusts the service.
pub fn find(
    permissions: &Permissions,
    administrator: &dyn Fn(&Value, &str) -> Option<Arc<str>>,
) -> Escalations {
    // Most policies give none of these actions, and what is not asked further costs nothing.
    let given = |action: &str| {
        let mut statements = permissions.statements.iter();
        statements.any(|granted| !granted.statement.covers_action(action).is_false())
    };
    let within_account = LazyCell::new(|| permissions.within_account());
    let given = actions().iter().copied().filter(|action| given(action));
    let reaches = given.map(|action| {
        let is_of_identities = action.starts_with("iam:");
        let asked = if is_of_identities {
            &within_account
        } else {
            permissions
        };
        (action, Reach::of(asked, action))
    });
    let reaches: BTreeMap<&str, Reach> = reaches.collect();
    let finder = Finder {
        permissions,
        reaches,
        administrator,
    };
    let mut all = Escalations::default();
    for path in paths() {
        match finder.prove(path) {
            // What policies that AWS manages give by themselves, their class tells.
            Some((steps, _)) if steps.iter().all(|step| finder.is_managed(step)) => {}
            Some((steps, target)) => all.add(path, steps, target),
            None => all.perhaps.extend(finder.reasons(path)),
        }
    }
    all.perhaps.sort();
    all.perhaps.dedup();
    all
}

impl Escalations {
    /// Adds a way, unless it needs more than one that is there; joins it with one that starts in the same statement: they have one cause.
    fn add(&mut self, path: &'static Path, steps: Vec<Step>, target: Option<Arc<str>>) {
        let needs_less = |known: &Path| {
            known
                .actions
                .iter()
                .all(|action| path.actions.contains(action))
        };
        let known = self.found.iter();
        if known.flat_map(Escalation::paths).any(needs_less) {
            return;
        }
        let start = |steps: &[Step]| steps.first().map(|step| step.statement);
        let same = |known: &&mut Escalation| {
            start(&known.steps) == start(&steps) && known.target == target
        };
        match self.found.iter_mut().find(same) {
            // Full control of a service shows less than an action that is named.
            Some(known)
                if known.path.kind == path.kind
                    && starts_with_service(&known.steps)
                    && !starts_with_service(&steps) =>
            {
                known.others.push(known.path);
                known.path = path;
                known.steps = steps;
            }
            Some(known) => known.others.push(path),
            None => self.found.push(Escalation {
                path,
                steps,
                others: Vec::new(),
                target,
            }),
        }
    }
}

/// Whether the first step is given by full control of its service: `ssm:*`.
fn starts_with_service(steps: &[Step]) -> bool {
    let pattern = steps.first().and_then(|step| step.at.as_str());
    pattern.is_some_and(|pattern| {
        let action = pattern.split_once(':').map(|(_, action)| action);
        action.is_none_or(|action| action.bytes().all(|byte| byte == b'*'))
    })
}

impl Escalation {
    fn paths(&self) -> impl Iterator<Item = &'static Path> {
        std::iter::once(self.path).chain(self.others.iter().copied())
    }
}

struct Finder<'a> {
    permissions: &'a Permissions,
    /// Of the actions that some statement is about.
    reaches: BTreeMap<&'static str, Reach>,
    administrator: &'a dyn Fn(&Value, &str) -> Option<Arc<str>>,
}

impl Finder<'_> {
    /// The steps of a way, from one policy if one gives them all.
    fn prove(&self, path: &'static Path) -> Option<(Vec<Step>, Option<Arc<str>>)> {
        let first = self.proof(path).map(|steps| (steps, None));
        first.or_else(|| {
            let service = path.service?;
            let pass = self.reaches.get(PASS)?;
            pass.some.iter().flatten().find_map(|&statement| {
                let resources = self.statement(statement)?.resources.values();
                let target = resources
                    .iter()
                    .find_map(|resource| (self.administrator)(resource, service))?;
                let others = path.actions.iter().filter(|action| **action != PASS);
                let mut steps = vec![self.step(PASS, statement)?];
                for action in others {
                    steps.extend(self.steps(action, self.givers(path, action)?.first()?)?);
                }
                Some((steps, Some(target)))
            })
        })
    }

    fn proof(&self, path: &'static Path) -> Option<Vec<Step>> {
        let givers: Vec<(&'static str, &[Vec<usize>])> = path
            .actions
            .iter()
            .map(|action| Some((*action, self.givers(path, action)?)))
            .collect::<Option<_>>()?;
        let carrier = |statement: usize| Some(&self.permissions.statements.get(statement)?.carrier);
        let (_, firsts) = givers.first()?;
        let within = |policy: Option<&Arc<str>>| -> Option<Vec<Step>> {
            let steps = |(action, ways): &(&'static str, &[Vec<usize>])| {
                let fits = |way: &&Vec<usize>| {
                    policy.is_none() || way.iter().all(|&statement| carrier(statement) == policy)
                };
                self.steps(action, ways.iter().find(fits)?)
            };
            let all = givers.iter().map(steps).collect::<Option<Vec<_>>>()?;
            Some(all.into_iter().flatten().collect())
        };
        let mut starts = firsts.iter().flatten();
        let one = starts.find_map(|&first| within(carrier(first)));
        one.or_else(|| within(None))
    }

    /// The statements that give an action as a way needs it; `None` when there are none.
    fn givers(&self, path: &Path, action: &str) -> Option<&[Vec<usize>]> {
        let reach = self.reaches.get(action)?;
        // What is made anew may have any name that is allowed.
        let anywhere = path.kind == Kind::Pass && action != PASS;
        let statements = if anywhere { &reach.some } else { &reach.all };
        (!statements.is_empty()).then_some(statements.as_slice())
    }

    /// Why a way that is not proven may be one.
    fn reasons(&self, path: &Path) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for action in &path.actions {
            if self.givers(path, action).is_none() {
                match self.reaches.get(action) {
                    Some(reach) if !reach.perhaps.is_empty() => {
                        reasons.extend(reach.perhaps.iter().cloned());
                    }
                    _ => return Vec::new(),
                }
            }
        }
        reasons
    }

    fn is_managed(&self, step: &Step) -> bool {
        let granted = self.permissions.statements.get(step.statement);
        granted.is_some_and(|granted| granted.managed.is_some())
    }

    fn statement(&self, statement: usize) -> Option<&Statement> {
        Some(&self.permissions.statements.get(statement)?.statement)
    }

    fn steps(&self, action: &'static str, statements: &[usize]) -> Option<Vec<Step>> {
        let statements = statements.iter();
        statements
            .map(|&statement| self.step(action, statement))
            .collect()
    }

    fn step(&self, action: &'static str, statement: usize) -> Option<Step> {
        let giver = self.statement(statement)?;
        let patterns = giver.actions.values().iter();
        let pattern = patterns
            .clone()
            .find(|pattern| wildcard::value_covers(pattern, action, Case::Insensitive).is_true());
        let at = pattern
            .cloned()
            .unwrap_or_else(|| giver.not_actions.to_value(&giver.origin));
        let mut resources = giver.resources.values().iter();
        let widest = resources
            .clone()
            .find(|resource| wildcard::is_everything(resource).is_true());
        let resource = widest.or_else(|| resources.next()).cloned();
        let resource = resource.unwrap_or_else(|| giver.not_resources.to_value(&giver.origin));
        Some(Step {
            action,
            statement,
            at,
            resource,
        })
    }
}

impl Reach {
    fn of(permissions: &Permissions, action: &str) -> Self {
        let mut reach = Self::default();
        let all = all_of_kind(action);
        // What the boundary and denials say of all resources is asked once.
        let mut left: Option<Truth> = None;
        let mut parts = Vec::new();
        for (index, granted) in permissions.statements.iter().enumerate() {
            let statement = &granted.statement;
            let given = statement.covers_action(action).and(|| gives(statement));
            if given.is_false() {
                continue;
            }
            let left = left.get_or_insert_with(|| {
                Truth::all(all.iter().map(|pattern| {
                    let denied = permissions.denied(action, pattern);
                    denied.negate().and(|| permissions.bounded(action, pattern))
                }))
            });
            let on_all = Truth::all(all.iter().map(|pattern| {
                let mut resources = statement.resources.values().iter();
                let mut named = || resources.any(|resource| names_all(resource, pattern));
                statement.covers_resource(pattern).or(|| named().into())
            }));
            match given.clone().and(|| on_all).and(|| left.clone()) {
                Truth::True => reach.all.push(vec![index]),
                Truth::False => {}
                Truth::Unknown(reasons) => reach.perhaps.extend(reasons),
            }
            parts.push(index);
            match given.and(|| left_on_some(permissions, statement, action)) {
                Truth::True => reach.some.push(vec![index]),
                Truth::False => {}
                Truth::Unknown(reasons) => reach.perhaps.extend(reasons),
            }
        }
        if let (true, [_, _, ..], Some(left)) = (reach.all.is_empty(), parts.as_slice(), left) {
            let given = |pattern: &&'static str| permissions.given(action, pattern);
            match Truth::all(all.iter().map(given)).and(|| left) {
                Truth::True => reach.all.push(parts),
                Truth::False => {}
                Truth::Unknown(reasons) => reach.perhaps.extend(reasons),
            }
        }
        reach
    }
}

/// Whether denials and the boundary leave an action on a resource that a statement names.
fn left_on_some(permissions: &Permissions, statement: &Statement, action: &str) -> Truth {
    let left = |resource: &str| {
        let denied = permissions.denied(action, resource);
        denied
            .negate()
            .and(|| permissions.bounded(action, resource))
    };
    let mut known = statement
        .resources
        .values()
        .iter()
        .filter_map(|resource| resource.as_str())
        .peekable();
    if known.peek().is_some() {
        Truth::any(known.map(|resource| left(resource)))
    } else {
        left("*")
    }
}

/// Patterns of all resources that an action is about, one for each kind that it needs.
///
/// Source: the tables of resource types of each service in the service authorization reference. What SSM does on a machine is told by a document.
fn all_of_kind(action: &str) -> &'static [&'static str] {
    const OF_SERVICES: [(&str, &[&str]); 8] = [
        ("apprunner:", &["arn:aws:apprunner:*:*:service/*/*"]),
        ("cloudformation:", &["arn:aws:cloudformation:*:*:stack/*/*"]),
        ("codebuild:", &["arn:aws:codebuild:*:*:project/*"]),
        ("ec2-instance-connect:", &["arn:aws:ec2:*:*:instance/*"]),
        ("lambda:", &["arn:aws:lambda:*:*:function:*"]),
        (
            "sagemaker:CreatePresigned",
            &["arn:aws:sagemaker:*:*:notebook-instance/*"],
        ),
        (
            "ssm:SendCommand",
            &[
                "arn:aws:ec2:*:*:instance/*",
                "arn:aws:ssm:*:*:document/AWS-RunShellScript",
            ],
        ),
        (
            "ssm:StartSession",
            &[
                "arn:aws:ec2:*:*:instance/*",
                "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell",
            ],
        ),
    ];
    const OF_IDENTITIES: [(&str, &[&str]); 6] = [
        ("Role", &["arn:aws:iam::*:role/*"]),
        ("Group", &["arn:aws:iam::*:group/*"]),
        ("User", &["arn:aws:iam::*:user/*"]),
        ("AccessKey", &["arn:aws:iam::*:user/*"]),
        ("LoginProfile", &["arn:aws:iam::*:user/*"]),
        ("Policy", &["arn:aws:iam::*:policy/*"]),
    ];
    let is_of_identities = ["iam:", "sts:"]
        .iter()
        .any(|service| action.starts_with(service));
    let mut identities = OF_IDENTITIES.iter();
    let mut services = OF_SERVICES.iter();
    let kind = identities.find(|(word, _)| is_of_identities && action.contains(word));
    kind.or_else(|| services.find(|(start, _)| action.starts_with(start)))
        .map_or(&["*"], |(_, patterns)| patterns)
}

/// Whether a resource is all of a kind in one account, which may not be known: `arn:aws:iam::123456789012:role/*`.
fn names_all(resource: &Value, all: &str) -> bool {
    let Some(text) = text_with_holes(resource) else {
        return false;
    };
    match (Arn::parse(&text), Arn::parse(all)) {
        (Some(arn), Some(all)) => {
            arn.service == all.service
                && wildcard::covers(arn.resource, all.resource, Case::Sensitive)
        }
        _ => false,
    }
}
