//! `groundrules rules`: the list of rules; and the rule sets that all commands work with.

use super::arguments::{RuleArguments, RulesArguments};
use super::output;
use crate::finding::Problem;
use crate::report::human::{self, HumanOptions};
use crate::report::rules as listing;
use crate::rules::{List, Profile, Rule, RuleInfo, RuleSet};
use crate::source::disk::Disk;
use crate::source::{Sources, Tree as _};
use crate::triage::{Selection, suppression_rules};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Lists the rules that a selection runs.
pub(super) fn run(arguments: &RulesArguments) -> Result<u8, String> {
    let sources = Sources::new();
    let set = configured(&arguments.rules, &sources)?;
    if !set.problems().is_empty() {
        return Ok(refuse(set.problems(), &sources));
    }
    let rules: Vec<RuleInfo> = selected(&set, &arguments.rules)?
        .iter()
        .map(|rule| rule.info.clone())
        .collect();
    let text = if arguments.format == "json" {
        listing::json(&rules)
    } else {
        listing::table(&rules)
    };
    output::write(&text, None)?;
    Ok(0)
}

/// The built-in rules and those of the directories that a person names.
pub(super) fn load(directories: &[PathBuf], sources: &Sources) -> Result<RuleSet, String> {
    let mut set = RuleSet::embedded(sources);
    for directory in directories {
        let disk = Disk::new(directory)
            .map_err(|error| format!("cannot read `{}`: {error}", directory.display()))?;
        let shown = directory.to_string_lossy().replace('\\', "/");
        for path in rule_files(&disk, "") {
            let bytes = disk
                .read(&path)
                .map_err(|error| format!("cannot read `{shown}/{path}`: {error}"))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| format!("`{shown}/{path}` is not valid UTF-8"))?;
            set.add(&sources.add(format!("{}/{path}", shown.trim_end_matches('/')), text));
        }
    }
    Ok(set)
}

/// The `.hcl` files below a directory, at most two folders deep: `RULE.hcl` and `LESSON/RULE.hcl`.
fn rule_files(disk: &Disk, directory: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in disk.list(directory).unwrap_or_default() {
        let is_rule = Path::new(&entry.name)
            .extension()
            .is_some_and(|ending| ending == "hcl");
        let path = if directory.is_empty() {
            entry.name.clone()
        } else {
            format!("{directory}/{}", entry.name)
        };
        if entry.is_dir && directory.is_empty() {
            files.extend(rule_files(disk, &path));
        } else if !entry.is_dir && is_rule {
            files.push(path);
        }
    }
    files
}

/// The rules that a run works with: loaded, with the options that the arguments set.
pub(super) fn configured(arguments: &RuleArguments, sources: &Sources) -> Result<RuleSet, String> {
    let mut set = load(&arguments.directories, sources)?;
    for (place, text) in &arguments.options {
        let (rule, option) = place
            .split_once('.')
            .ok_or_else(|| format!("`--option {place}`: write RULE.NAME=VALUE"))?;
        set.set_option(rule, option, text, sources)?;
    }
    Ok(set)
}

/// The rules about suppression comments that the arguments select.
pub(super) fn selected_suppressions(arguments: &RuleArguments) -> Vec<RuleInfo> {
    let selection = selection(arguments);
    suppression_rules()
        .into_iter()
        .filter(|rule| selection.includes(rule))
        .collect()
}

fn selection(arguments: &RuleArguments) -> Selection {
    Selection {
        profile: arguments.profile,
        select: arguments.select.clone(),
        ignore: arguments.ignore.clone(),
    }
}

/// The rules that the arguments select.
pub(super) fn selected(set: &RuleSet, arguments: &RuleArguments) -> Result<Vec<Arc<Rule>>, String> {
    let all: Vec<RuleInfo> = set
        .iter()
        .map(|rule| rule.info.clone())
        .chain(suppression_rules())
        .collect();
    let selection = selection(arguments);
    match selection.choose(&all) {
        Ok(_) => Ok(set
            .iter()
            .filter(|rule| selection.includes(&rule.info))
            .cloned()
            .collect()),
        Err(unknown) => Err(unknown
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\nerror: ")),
    }
}

/// The rules that a check asks: of those about states only with a state, then whatever the profile; of those of an inventory none.
pub(super) fn for_check(
    set: &RuleSet,
    arguments: &RuleArguments,
    has_state: bool,
) -> Result<Vec<Arc<Rule>>, String> {
    let mut chosen = selected(set, arguments)?;
    if has_state && arguments.select.is_empty() {
        let all = RuleArguments {
            profile: Profile::Advisory,
            ..arguments.clone()
        };
        let selection = selection(&all);
        let known: Vec<Arc<str>> = chosen
            .iter()
            .map(|rule| Arc::clone(&rule.info.name))
            .collect();
        let more = set.iter().filter(|rule| {
            rule.list() == Some(List::State)
                && selection.includes(&rule.info)
                && !known.contains(&rule.info.name)
        });
        chosen.extend(more.cloned());
        chosen.sort_by(|a, b| a.info.name.cmp(&b.info.name));
    }
    let (asked, idle): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|rule| match rule.list() {
        None => true,
        Some(List::State) => has_state,
        Some(_) => false,
    });
    let named = |rule: &Arc<Rule>| {
        arguments
            .select
            .iter()
            .any(|name| **name == *rule.info.name)
    };
    match idle.iter().find(|rule| named(rule)) {
        Some(rule) if rule.list() == Some(List::State) => Err(format!(
            "rule `{}` is about a state, and none is given: `--state FILE`",
            rule.info.name
        )),
        Some(rule) => Err(format!(
            "rule `{}` is about what exists in an account: `groundrules inventory` asks it",
            rule.info.name
        )),
        None => Ok(asked),
    }
}

/// Shows what is wrong with rule files; the exit code for it.
pub(super) fn refuse(problems: &[Problem], sources: &Sources) -> u8 {
    refuse_files("rule files cannot be used", problems, sources)
}

/// As [`refuse`], for other files of ours.
pub(super) fn refuse_files(what: &str, problems: &[Problem], sources: &Sources) -> u8 {
    let outcome = crate::triage::Outcome {
        problems: problems.to_vec(),
        ..Default::default()
    };
    let text = human::render_problems(&outcome, sources, &HumanOptions::default());
    output::error(&format!("{what}\n{text}"));
    super::COULD_NOT
}
