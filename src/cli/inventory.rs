//! `groundrules inventory`: from files that people name to a comparison, and from it to a report and an exit code.

use super::arguments::InventoryArguments;
use super::place::{self, Places};
use super::{output, rules};
use crate::finding::Problem;
use crate::inventory::Inputs;
use crate::plan::Refused;
use crate::report::inventory as report;
use crate::report::sarif::{self, SarifOptions};
use crate::rules::{List, Rule, RuleInfo};
use crate::session::{self, Compared};
use crate::source::{ReadError, Tree as _};
use crate::source::{SourceFile, Sources, disk::Disk};
use crate::triage::{SETTINGS_FILE, Settings};
use std::path::Path;
use std::sync::Arc;

/// Compares what the arguments name.
pub(super) fn run(arguments: &InventoryArguments) -> Result<u8, String> {
    let sources = Sources::new();
    if arguments.states.is_empty() && arguments.plans.is_empty() {
        return Err("nothing to compare with: give `--state FILE` or `--plan FILE`".to_owned());
    }
    let set = rules::load(&arguments.directories, &sources)?;
    if !set.problems().is_empty() {
        return Ok(rules::refuse(set.problems(), &sources));
    }
    let of_inventory = |rule: &&Arc<Rule>| !matches!(rule.list(), None | Some(List::State));
    let rules: Vec<Arc<Rule>> = set.iter().filter(of_inventory).cloned().collect();
    let mut inputs = Inputs::default();
    let mut problems = read_all(arguments, &mut inputs, &sources);
    if let Err((what, mistakes)) = ignores(arguments, &mut inputs, &sources)? {
        return Ok(rules::refuse_files(&what, &mistakes, &sources));
    }
    // What cannot be read at all comes in the order of the arguments.
    let problems = std::mem::take(&mut problems);
    let compared = session::compare(inputs, &sources, &rules, problems);
    let text = render(arguments, &compared, &sources, &rules);
    output::write(&text, arguments.output.as_deref())?;
    let shown = matches!(arguments.format.as_str(), "human" | "json" | "sarif");
    if !shown || arguments.output.is_some() {
        for problem in &compared.outcome.problems {
            output::error(&words(problem));
        }
    }
    Ok(compared.outcome.exit_code(arguments.fail_on.0))
}

/// Reads states, plans and exports; what cannot be read is a problem, and the others count.
fn read_all(
    arguments: &InventoryArguments,
    inputs: &mut Inputs,
    sources: &Sources,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut take = |path: &Path, into: &mut dyn FnMut(&Arc<SourceFile>) -> Result<(), Refused>| {
        let read = read(path, sources);
        let taken = read.and_then(|file| {
            into(&file).map_err(|Refused { message, help }| (format!(" {message}"), help))
        });
        let Err((message, help)) = taken else {
            return true;
        };
        let message = format!("`{}`{message}", path.display());
        problems.push(session::placeless(message, Some(&help)));
        false
    };
    for path in &arguments.states {
        if !take(path, &mut |file| inputs.add_state(file)) {
            inputs.miss_state(&shown(path));
        }
    }
    for path in &arguments.plans {
        if !take(path, &mut |file| inputs.add_plan(file, sources)) {
            inputs.miss_state(&shown(path));
        }
    }
    for path in &arguments.found {
        if !take(path, &mut |file| inputs.add_found(file)) {
            inputs.miss_found(&shown(path));
        }
    }
    problems
}

/// Reads what stays outside, from the settings of the tree and from the files that are named; mistakes in them with what they are in.
fn ignores(
    arguments: &InventoryArguments,
    inputs: &mut Inputs,
    sources: &Sources,
) -> Result<Result<(), (String, Vec<Problem>)>, String> {
    let places = Places::find(&[], None)?;
    if let Some(directory) = place::working_directory(places.disk.root())
        && let Some(path) = Settings::find(&places.disk, &directory)
    {
        let bytes = places
            .disk
            .read(&path)
            .map_err(|error| format!("cannot read `{path}`: {error}"))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("`{path}` is not valid UTF-8"))?;
        match Settings::read(&sources.add(path, text)) {
            Ok(settings) => inputs.ignore(settings.ignores),
            Err(problems) => {
                let what = format!("the settings in `{SETTINGS_FILE}` cannot be used");
                return Ok(Err((what, problems)));
            }
        }
    }
    for path in &arguments.ignore_files {
        let file = read(path, sources)
            .map_err(|(message, help)| format!("`{}`{message}\n  help: {help}", path.display()))?;
        if let Err(problems) = inputs.add_ignores(&file) {
            return Ok(Err(("the ignore list cannot be used".to_owned(), problems)));
        }
    }
    Ok(Ok(()))
}

fn render(
    arguments: &InventoryArguments,
    compared: &Compared,
    sources: &Sources,
    rules: &[Arc<Rule>],
) -> String {
    let Compared { inventory, outcome } = compared;
    match arguments.format.as_str() {
        "json" => report::json(inventory, outcome, sources),
        "sarif" => {
            let infos: Vec<RuleInfo> = rules.iter().map(|rule| rule.info.clone()).collect();
            sarif::render(outcome, sources, &infos, &SarifOptions::default())
        }
        "imports" => report::imports(inventory),
        _ => report::human(inventory, outcome, sources),
    }
}

/// A problem on a line, for those who see no report.
fn words(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}\n  help: {help}", problem.message),
        None => problem.message.clone(),
    }
}

/// What reports call a file.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// The text of a file that a person names; or what it is instead, to be said after its path, and what to do.
fn read(path: &Path, sources: &Sources) -> Result<Arc<SourceFile>, (String, String)> {
    let cannot = |error: &ReadError| {
        let help = "name a file that can be read".to_owned();
        (format!(" cannot be read: {error}"), help)
    };
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let disk = Disk::new(directory.unwrap_or(Path::new("."))).map_err(|error| cannot(&error))?;
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| {
        let help = "name a file".to_owned();
        (" is not a file".to_owned(), help)
    })?;
    let bytes = disk.read(name).map_err(|error| cannot(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| not_text(error.as_bytes()))?;
    Ok(sources.add(shown(path), text))
}

/// What a file is that is no UTF-8, and what to do.
fn not_text(bytes: &[u8]) -> (String, String) {
    let (what, help) = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        (
            "is UTF-16, as PowerShell writes it",
            "write UTF-8: `… | Out-File -Encoding utf8 FILE`",
        )
    } else if bytes.starts_with(b"PK") {
        (
            "is a saved plan or a zip file",
            "give what `terraform show -json FILE` prints",
        )
    } else if bytes.starts_with(&[0x1f, 0x8b]) {
        (
            "is compressed",
            "`gunzip` it first; AWS Config writes its snapshots so",
        )
    } else {
        ("is not valid UTF-8", "write the file again as UTF-8")
    };
    (format!(" {what}"), help.to_owned())
}
