//! The one pipeline from sources to an outcome; shells and tests call nothing else.
//!
//! Knows no terminal and no output format. Root modules are evaluated side by side; the result does not depend on how many threads there are.

mod inventory;
mod outcome;
mod plan;
mod state;
mod summary;

pub use inventory::{Compared, compare};
pub use plan::{Beside, check_plan, check_plan_text};

use crate::aws::identity::AwsIdentity;
use crate::finding::{Problem, ProblemKind, without_keys};
use crate::graph::{Exit, Graph};
use crate::plan::State;
use crate::rules::{self, Answers, Planned, Rule, RuleInfo, World};
use crate::source::{Sources, Span, Tree};
use crate::syntax::Item;
use crate::terraform::{
    Configuration, DataSources, Inputs, Mode, ModuleCallInstance, NoForesight, Project,
};
use crate::triage::Outcome;
use outcome::gather;
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
    let known = Known {
        states,
        is_broken: !states.is_empty() && has_errors(&project.problems()),
        ..Known::default()
    };
    let done = std::sync::atomic::AtomicUsize::new(0);
    let judged: Vec<Judged> = roots
        .par_iter()
        .map(|root| {
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
