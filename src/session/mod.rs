//! The one pipeline from sources to an outcome; shells and tests call nothing else.
//!
//! Knows no terminal and no output format. Root modules are evaluated side by side; the result does not depend on how many threads there are.

mod inventory;
mod planned;
mod state;

pub use inventory::{Compared, compare};

use crate::aws::identity::AwsIdentity;
use crate::finding::{PlanSummary, Problem, ProblemKind, without_keys};
use crate::graph::{Exit, Graph};
use crate::plan::{Plan, Refused, State};
use crate::rules::{self, Answers, Planned, Rule, RuleInfo, World};
use crate::source::{Sources, Span, Tree};
use crate::syntax::Item;
use crate::terraform::{
    Configuration, DataSources, Inputs, Mode, ModuleCallInstance, NoForesight, Project,
};
use crate::triage::{self, Counts, Outcome, Triaged};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is to be checked, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// Directories of the tree that hold configuration; each is read, and judged where no other module calls it.
    pub directories: Vec<String>,
    /// When not empty: report on these files alone.
    pub only_files: BTreeSet<String>,
    pub inputs: Inputs,
    /// The rules to run.
    pub rules: Vec<Arc<Rule>>,
    /// Which of the rules about suppression comments run.
    pub suppression_rules: Vec<RuleInfo>,
    /// The names of all rules there are: a suppression of a rule that does not run is no mistake.
    pub known_rules: BTreeSet<Arc<str>>,
    /// The day on which suppressions may have expired.
    pub today: jiff::civil::Date,
}

/// Called from several threads with the number of root modules done and the number of all.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Checks a tree.
pub fn check(
    tree: &dyn Tree,
    sources: &Sources,
    request: &Request,
    data: &dyn DataSources,
    progress: Progress<'_>,
) -> Outcome {
    check_with_states(tree, sources, request, data, progress, &[])
}

/// A state, and the directory of the root module that it belongs to.
#[derive(Clone, Debug)]
pub struct StateOf {
    pub root: String,
    pub state: State,
}

/// Checks a tree, and what states of its root modules hold beside it.
pub fn check_with_states(
    tree: &dyn Tree,
    sources: &Sources,
    request: &Request,
    data: &dyn DataSources,
    progress: Progress<'_>,
    states: &[StateOf],
) -> Outcome {
    let project = Project::load(tree, sources, &request.directories);
    let roots = project.roots();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let judged: Vec<Judged> = roots
        .par_iter()
        .map(|root| {
            let known = Known {
                states,
                is_broken: !states.is_empty() && has_errors(&project.problems()),
                ..Known::default()
            };
            let judged = judge(&project, sources, root, request, data, known);
            progress(
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1,
                roots.len(),
            );
            judged
        })
        .collect();
    let mut outcome = gather(&project, sources, request, judged);
    let strays = states
        .iter()
        .filter(|state| !roots.iter().any(|root| **root == *state.root));
    let strays = strays.map(|state| state::without_root(state.state.path(), &state.root));
    outcome.problems.splice(0..0, strays);
    outcome
}

/// What is known beside the configuration.
#[derive(Clone, Copy, Default)]
struct Known<'a> {
    plan: Option<&'a Planned>,
    states: &'a [StateOf],
    /// Whether files of the configuration could not be read whole.
    is_broken: bool,
}

fn has_errors(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.kind == ProblemKind::Error)
}

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
    let (project, planned) = evaluated(tree, sources, request, data, plan, beside);
    asked(&project, sources, request, planned)
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
    let (project, planned) = evaluated(tree, sources, request, data, &plan, beside);
    drop(plan);
    drop(text);
    Ok(asked(&project, sources, request, planned))
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

fn asked(
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
    planned::add_changes(&mut summary, &planned.changes);
    drop(planned);
    let outcome = gather(project, sources, request, vec![judged]);
    Outcome {
        plan: Some(summary),
        ..outcome
    }
}

fn evaluated<'t>(
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
        summary: planned::summary(plan),
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

/// What one root module gives.
struct Judged {
    answers: Answers,
    problems: Vec<Problem>,
    resources: usize,
}

/// The graph of a configuration, with what leaves it.
fn graph_of(configuration: &Configuration) -> Graph<'_> {
    let mut graph = Graph::new(&configuration.instances, &AwsIdentity);
    for (name, value) in &configuration.outputs {
        graph.add_exit(&Exit::Output(Arc::clone(name)), value);
    }
    let uninstalled = |call: &&ModuleCallInstance| {
        let path = without_keys(&call.address);
        let mut modules = configuration.uninstalled.iter();
        modules.any(|module| *module.address == *path)
    };
    for call in configuration.calls.iter().filter(uninstalled) {
        graph.add_exit(&Exit::Module(Arc::clone(&call.address)), &call.value);
    }
    graph
}

fn judge(
    project: &Project<'_>,
    sources: &Sources,
    root: &str,
    request: &Request,
    data: &dyn DataSources,
    known: Known<'_>,
) -> Judged {
    let configuration = project.evaluate_with(root, &request.inputs, data, &NoForesight);
    answer(
        configuration,
        sources,
        root,
        request,
        header(project, root),
        known,
    )
}

/// What concerns the whole root module stands at its first item: a suppression above it answers it.
fn header(project: &Project<'_>, root: &str) -> Option<Span> {
    project.files_of(root).first().map(|file| {
        let first = file.ast.body().items().next();
        first.map_or(Span::new(file.source.id(), 0, 0), |item| match item {
            Item::Attribute(attribute) => attribute.span().head(),
            Item::Block(block) => block.span().head(),
        })
    })
}

/// Asks the rules about the instances of a root module.
fn answer(
    configuration: Configuration,
    sources: &Sources,
    root: &str,
    request: &Request,
    header: Option<Span>,
    known: Known<'_>,
) -> Judged {
    let graph = graph_of(&configuration);
    let world = World::new(&graph, sources).with_plan(known.plan);
    let mut answers = rules::run(&request.rules, &world, &configuration.calls, root, header);
    for one in known.states.iter().filter(|one| one.root == root) {
        let is_broken = known.is_broken || has_errors(&configuration.problems);
        let entries = state::entries(&one.state, &configuration, is_broken);
        answers.extend(rules::run_listed(&request.rules, &world, &entries));
    }
    let resources = configuration
        .instances
        .iter()
        .filter(|instance| instance.mode != Mode::Ephemeral)
        .count();
    Judged {
        answers,
        resources,
        problems: configuration.problems,
    }
}

fn gather(
    project: &Project<'_>,
    sources: &Sources,
    request: &Request,
    judged: Vec<Judged>,
) -> Outcome {
    let mut all = Answers::default();
    let mut problems = project.problems();
    let mut counts = Counts {
        roots: judged.len(),
        rules: request.rules.len(),
        ..Counts::default()
    };
    for root in judged {
        all.findings.extend(root.answers.findings);
        all.undecided.extend(root.answers.undecided);
        problems.extend(root.problems);
        problems.extend(root.answers.problems);
        counts.resources += root.resources;
    }
    let infos: Vec<RuleInfo> = request
        .rules
        .iter()
        .map(|rule| rule.info.clone())
        .chain(request.suppression_rules.clone())
        .collect();
    let asts = project.files().map(|file| file.ast.as_ref());
    let grouped = rules::group(all.findings, sources);
    let names: Vec<&str> = request.known_rules.iter().map(AsRef::as_ref).collect();
    let Triaged {
        mut findings,
        suppressed,
    } = triage::apply(grouped, asts, &infos, &names, request.today);
    // Findings about the comments themselves come last so far.
    triage::sort_findings(&mut findings, sources);
    let mut outcome = Outcome {
        findings,
        suppressed,
        undecided: rules::order(all.undecided, sources),
        problems,
        counts,
        plan: None,
    };
    order_problems(&mut outcome.problems, sources);
    outcome.counts.files = project.files().count();
    if !request.only_files.is_empty() {
        narrow(&mut outcome, sources, &request.only_files);
    }
    outcome
}

/// By path and place, each once; those without a place first.
fn order_problems(problems: &mut Vec<Problem>, sources: &Sources) {
    let place = |problem: &Problem| {
        problem
            .primary
            .as_ref()
            .map(|label| sources.order(label.span))
    };
    problems.sort_by_cached_key(|problem| (place(problem), problem.kind, problem.message.clone()));
    // The same mistake met in two root modules differs in nothing that a reader would see.
    problems.dedup_by(|a, b| {
        a.message == b.message
            && a.primary.as_ref().map(|label| label.span)
                == b.primary.as_ref().map(|label| label.span)
    });
}

/// Leaves what concerns the files alone, and what concerns no file.
fn narrow(outcome: &mut Outcome, sources: &Sources, files: &BTreeSet<String>) {
    let inside = |span: Span| files.contains(sources.path(span).as_ref());
    outcome
        .findings
        .retain(|finding| inside(finding.primary.span));
    outcome
        .suppressed
        .retain(|suppressed| inside(suppressed.finding.primary.span));
    outcome.undecided.retain(|undecided| inside(undecided.span));
    outcome.problems.retain(|problem| {
        problem
            .primary
            .as_ref()
            .is_none_or(|label| inside(label.span))
    });
    outcome.counts.files = files.len();
}

/// A problem that has no place in a text.
pub fn placeless(message: impl Into<String>, help: Option<&str>) -> Problem {
    Problem {
        kind: ProblemKind::Error,
        message: message.into(),
        help: help.map(str::to_owned),
        primary: None,
        related: Vec::new(),
    }
}
