//! `groundrules check`: from arguments to a session, from its outcome to a report and an exit code.

use super::arguments::CheckArguments;
use super::output::{self, ProgressLine};
use super::place::Places;
use super::plan::PlanText;
use super::rules;
use crate::aws::AwsData;
use crate::report::human::{self, HumanOptions};
use crate::report::sarif::SarifOptions;
use crate::report::{Format, github, json, junit, sarif};
use crate::rules::{Rule, RuleInfo};
use crate::session::{self, Beside, Request};
use crate::source::{Sources, Tree as _};
use crate::terraform::Inputs;
use crate::triage::{Outcome, suppression_rules};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deep expressions and long chains of references recurse; a root module gets a thread with room for them.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Checks what the arguments name.
pub(super) fn run(arguments: &CheckArguments) -> Result<u8, String> {
    let sources = Sources::new();
    let set = rules::configured(&arguments.rules, &sources)?;
    if !set.problems().is_empty() {
        return Ok(rules::refuse(set.problems(), &sources));
    }
    let selected = rules::for_check(&set, &arguments.rules, !arguments.states.is_empty())?;
    let plan = PlanText::find(&arguments.paths)?;
    let places = places(arguments, plan.as_ref())?;
    let states = super::state::read(arguments, plan.is_some(), &places, &sources)?;
    let request = Request {
        directories: places.directories.clone(),
        only_files: places.only_files.clone(),
        inputs: inputs(arguments, &places)?,
        rules: selected.clone(),
        suppression_rules: rules::selected_suppressions(&arguments.rules),
        known_rules: set.iter().map(|rule| Arc::clone(&rule.info.name)).collect(),
        today: arguments
            .inputs
            .today
            .unwrap_or_else(|| jiff::Zoned::now().date()),
    };
    let mut outcome = in_pool(arguments.inputs.threads, || {
        if let Some(plan) = plan {
            let (disk, beside) = (&places.disk, beside(&places, arguments.config.is_some()));
            return plan.read_by(|name, text| {
                session::check_plan_text(disk, &sources, &request, &AwsData, (name, text), beside)
            });
        }
        let progress = ProgressLine::new();
        let update: session::Progress<'_> = &|done, all| progress.update(done, all);
        let (disk, data) = (&places.disk, &AwsData);
        let outcome = session::check_with_states(disk, &sources, &request, data, update, &states);
        progress.clear();
        Ok(outcome)
    })??;
    for refused in &places.refused {
        outcome
            .problems
            .insert(0, session::placeless(refused.clone(), None));
    }
    report(arguments, &outcome, &sources, &selected, &places)?;
    Ok(outcome.exit_code(arguments.fail_on.0))
}

/// The tree, and what in it is to be checked: the configuration of a plan, or what the paths name.
fn places(arguments: &CheckArguments, plan: Option<&PlanText>) -> Result<Places, String> {
    let root = arguments.inputs.root.as_deref();
    match plan {
        None if arguments.config.is_some() => {
            Err("`--config` names the configuration of a plan, and no plan is given".to_owned())
        }
        None => Places::find(&arguments.paths, root),
        Some(plan) => match plan.beside(arguments.config.as_deref()) {
            Some(directory) => Places::around(&directory, root),
            None => Places::find(&[], root),
        },
    }
}

/// Where in the tree the configuration of a plan is.
fn beside(places: &Places, given: bool) -> Beside<'_> {
    match places.directories.first() {
        Some(directory) if given => Beside::Given(directory),
        Some(directory) => Beside::Found(directory),
        None => Beside::Nowhere,
    }
}

fn inputs(arguments: &CheckArguments, places: &Places) -> Result<Inputs, String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "I1: the shell knows the environment"
    )]
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("TF_VAR_"))
        .collect();
    let var_files = arguments
        .inputs
        .var_files
        .iter()
        .map(|file| places.file(file))
        .collect::<Result<_, _>>()?;
    Ok(Inputs {
        environment,
        var_files,
        variables: arguments.inputs.variables.clone(),
        workspace: arguments.inputs.workspace.clone(),
    })
}

/// Runs the work on threads with large stacks, as many as asked for.
fn in_pool<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(STACK_BYTES)
        .build();
    Ok(pool
        .map_err(|error| format!("cannot start threads: {error}"))?
        .install(work))
}

fn report(
    arguments: &CheckArguments,
    outcome: &Outcome,
    sources: &Sources,
    rules: &[Arc<Rule>],
    places: &Places,
) -> Result<(), String> {
    let file = arguments.output.as_deref();
    let infos: Vec<RuleInfo> = rules
        .iter()
        .map(|rule| rule.info.clone())
        .chain(suppression_rules())
        .collect();
    let options = HumanOptions {
        color: output::color(&arguments.color, file.is_some()),
        width: output::width(file.is_some()),
        show_undecided: arguments.undecided,
        ..HumanOptions::default()
    };
    let text = match arguments.format {
        Format::Human => human::render(outcome, sources, &options),
        Format::Json => json::render(outcome, sources),
        Format::Sarif => sarif::render(
            outcome,
            sources,
            &infos,
            &SarifOptions {
                root: places.disk.absolute_root(),
                ..SarifOptions::default()
            },
        ),
        Format::Github => github::render(outcome, sources, ""),
        Format::Junit => junit::render(outcome, sources),
    };
    output::write(&text, file)?;
    if file.is_some() {
        let options = HumanOptions {
            color: output::color(&arguments.color, false),
            ..options
        };
        output::write(&human::render_summary(outcome, &options), None)?;
    }
    Ok(())
}
