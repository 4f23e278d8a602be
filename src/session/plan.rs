//! Plans: the instances and changes of one, at the places of its configuration where that is at hand.

use super::outcome::gather;
use super::summary::{add_changes, summary};
use super::{Known, Request, answer, header, placeless};
use crate::finding::{PlanSummary, Problem, ProblemKind};
use crate::plan::{Plan, Refused};
use crate::rules::Planned;
use crate::source::{Sources, Span, Tree};
use crate::terraform::{Configuration, DataSources, Project};
use crate::triage::Outcome;

/// Where the configuration of a plan is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beside<'a> {
    /// In this directory of the tree, as somebody says.
    Given(&'a str),
    /// Perhaps in this directory of the tree: it is not used when it is the configuration of something else.
    Found(&'a str),
    Nowhere,
}

/// Checks a plan, at the places of its configuration when that is at hand.
pub fn check_plan(
    tree: &dyn Tree,
    sources: &Sources,
    request: &Request,
    data: &dyn DataSources,
    plan: &Plan<'_>,
    beside: Beside<'_>,
) -> Outcome {
    let (project, evaluated) = evaluate(tree, sources, request, data, plan, beside);
    ask(&project, sources, request, evaluated)
}

/// The same of the text of a plan (or its essence), which is let go before rules are asked: `path` is what reports call it.
pub fn check_plan_text(
    tree: &dyn Tree,
    sources: &Sources,
    request: &Request,
    data: &dyn DataSources,
    (path, text): (&str, Vec<u8>),
    beside: Beside<'_>,
) -> Result<Outcome, Refused> {
    let plan = Plan::read(&text, path, sources)?;
    let (project, evaluated) = evaluate(tree, sources, request, data, &plan, beside);
    drop(plan);
    drop(text);
    Ok(ask(&project, sources, request, evaluated))
}

/// What of a plan and its configuration is needed to ask the rules.
struct Evaluated {
    configuration: Configuration,
    root: String,
    header: Option<Span>,
    planned: Planned,
    summary: PlanSummary,
    problems: Vec<Problem>,
}

/// Asks the rules.
fn ask(
    project: &Project<'_>,
    sources: &Sources,
    request: &Request,
    evaluated: Evaluated,
) -> Outcome {
    let Evaluated {
        configuration,
        root,
        header,
        planned,
        mut summary,
        problems,
    } = evaluated;
    let known = Known {
        plan: Some(&planned),
        ..Known::default()
    };
    let mut judged = answer(configuration, sources, &root, request, header, known);
    judged.problems.extend(problems);
    add_changes(&mut summary, &planned.changes);
    drop(planned);
    let outcome = gather(project, sources, request, vec![judged]);
    Outcome {
        plan: Some(summary),
        ..outcome
    }
}

/// Evaluates the configuration that a plan is of, or takes the plan's own instances.
fn evaluate<'t>(
    tree: &'t dyn Tree,
    sources: &'t Sources,
    request: &Request,
    data: &dyn DataSources,
    plan: &Plan<'_>,
    beside: Beside<'_>,
) -> (Project<'t>, Evaluated) {
    let directory = match beside {
        Beside::Given(directory) | Beside::Found(directory) => Some(directory.to_owned()),
        Beside::Nowhere => None,
    };
    let wanted: Vec<String> = directory.iter().cloned().collect();
    let mut project = Project::load(tree, sources, &wanted);
    let mut problems = plan.problems();
    let mut directory = directory.filter(|directory| project.module(directory).is_some());
    if let Some(root) = &directory
        && let Some(module) = project.module(root)
        && let Some(difference) = plan.difference(module)
    {
        problems.push(foreign(root, &difference));
        if beside == Beside::Found(root) {
            // Its files say nothing of this plan, and their mistakes are none of this run.
            project = Project::load(tree, sources, &[]);
            directory = None;
        }
    }
    let (configuration, root, header) = match directory {
        Some(root) => {
            let configuration = project.evaluate_with(&root, &request.inputs, data, plan);
            let header = header(&project, &root);
            (configuration, root, header)
        }
        None => (
            plan.configuration(),
            plan.path().to_string(),
            Some(plan.line("")),
        ),
    };
    let evaluated = Evaluated {
        planned: planned(plan, &configuration),
        summary: summary(plan),
        configuration,
        root,
        header,
        problems,
    };
    (project, evaluated)
}

/// What rules may ask of a plan.
fn planned(plan: &Plan<'_>, configuration: &Configuration) -> Planned {
    Planned::new(
        plan.changes(configuration),
        (plan.is_complete(), plan.is_errored()),
        plan.deferred(),
        plan.failed_checks(),
        plan.line(""),
    )
}

/// Says that a plan and a configuration do not belong together.
fn foreign(directory: &str, difference: &str) -> Problem {
    let directory = if directory.is_empty() { "." } else { directory };
    Problem {
        kind: ProblemKind::Incomplete,
        ..placeless(
            format!(
                "the plan is not of the configuration in `{directory}` as it is now: {difference}"
            ),
            Some("plan again, or name the directory with `--config DIR`"),
        )
    }
}
