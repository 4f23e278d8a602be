//! What several tests need: the project's directory, and a run over files in memory or on disk.

use groundrules::aws::AwsData;
use groundrules::inventory::Inputs as Listings;
use groundrules::plan::{Plan, State};
use groundrules::rules::{Rule, RuleSet};
use groundrules::session::{self, Beside, Request, StateOf};
use groundrules::source::{MemoryTree, Sources, Tree as _};
use groundrules::terraform::Inputs;
use groundrules::terraform::files::is_configuration;
use groundrules::triage::Outcome;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a directory, sorted, as paths below it with `/`.
pub(crate) fn files_below(directory: &Path) -> Vec<String> {
    fn walk(root: &Path, directory: &Path, into: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(directory) else {
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, into);
            } else if let Ok(below) = path.strip_prefix(root) {
                into.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut files = Vec::new();
    walk(directory, directory, &mut files);
    files.sort();
    files
}

/// A tree of the files below a directory, or of one file.
pub(crate) fn tree_of(path: &Path) -> MemoryTree {
    if path.is_dir() {
        MemoryTree::new(
            files_below(path)
                .into_iter()
                .map(|file| (file.clone(), std::fs::read(path.join(&file)).unwrap())),
        )
    } else {
        MemoryTree::new([("main.tf".to_owned(), std::fs::read(path).unwrap())])
    }
}

/// The directories of a tree that hold configuration.
pub(crate) fn directories(tree: &MemoryTree) -> Vec<String> {
    fn walk(tree: &MemoryTree, directory: &str, into: &mut Vec<String>) {
        let entries = tree.list(directory).unwrap_or_default();
        if entries
            .iter()
            .any(|entry| !entry.is_dir && is_configuration(&entry.name))
        {
            into.push(directory.to_owned());
        }
        for entry in entries
            .iter()
            .filter(|entry| entry.is_dir && entry.name != ".terraform")
        {
            let below = if directory.is_empty() {
                entry.name.clone()
            } else {
                format!("{directory}/{}", entry.name)
            };
            walk(tree, &below, into);
        }
    }
    let mut into = Vec::new();
    walk(tree, "", &mut into);
    into
}

/// What the plan of a fixture about plans is called.
pub(crate) const PLAN: &str = "tfplan.json";
/// What the export of a fixture about an inventory is called.
pub(crate) const FOUND: &str = "found.json";
/// What the state of a fixture is called.
pub(crate) const STATE: &str = "terraform.tfstate";

/// Checks a tree with the given rules, or the plan in it.
pub(crate) fn check(
    tree: &MemoryTree,
    sources: &Sources,
    rules: Vec<Arc<Rule>>,
    all: &RuleSet,
) -> Outcome {
    let request = Request {
        directories: directories(tree),
        only_files: BTreeSet::new(),
        inputs: Inputs::default(),
        rules,
        suppression_rules: Vec::new(),
        known_rules: all.iter().map(|rule| Arc::clone(&rule.info.name)).collect(),
        today: jiff::civil::date(2026, 11, 22),
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(64 * 1024 * 1024)
        .build()
        .unwrap();
    if tree.is_file(FOUND) {
        return compared(tree, sources, &request.rules).outcome;
    }
    let state = tree.read(STATE).ok();
    let states: Vec<StateOf> = match state.map(|text| State::read(&text, STATE, sources)) {
        None => Vec::new(),
        Some(Ok(state)) => vec![StateOf {
            root: String::new(),
            state,
        }],
        Some(Err(refused)) => return refused_file(refused.message),
    };
    pool.install(|| match tree.read(PLAN) {
        Ok(text) => {
            // The shell refuses what is no plan before there is a session.
            match Plan::read(&text, PLAN, sources) {
                Ok(plan) => {
                    let beside = Beside::Given("");
                    session::check_plan(tree, sources, &request, &AwsData, &plan, beside)
                }
                Err(refused) => refused_file(refused.message),
            }
        }
        Err(_) => {
            session::check_with_states(tree, sources, &request, &AwsData, &|_, _| {}, &states)
        }
    })
}

/// The outcome of a file that the shell refuses before there is a session.
fn refused_file(message: String) -> Outcome {
    Outcome {
        problems: vec![session::placeless(message, None)],
        ..Outcome::default()
    }
}

/// What the files of a fixture about an inventory give: `state.json`, `found.json`, perhaps `ignore.hcl`.
pub(crate) fn compared(
    tree: &MemoryTree,
    sources: &Sources,
    rules: &[Arc<Rule>],
) -> session::Compared {
    let file = |name: &str| {
        let text = String::from_utf8(tree.read(name).ok()?).unwrap();
        Some(sources.add(name, text))
    };
    let mut inputs = Listings::default();
    let mut problems = Vec::new();
    if let Err(refused) = inputs.add_state(&file("state.json").unwrap()) {
        inputs.miss_state("state.json");
        problems.push(session::placeless(refused.message, None));
    }
    if let Err(refused) = inputs.add_found(&file(FOUND).unwrap()) {
        inputs.miss_found(FOUND);
        problems.push(session::placeless(refused.message, None));
    }
    if let Some(Err(mistakes)) = file("ignore.hcl").map(|list| inputs.add_ignores(&list)) {
        problems.extend(mistakes);
    }
    session::compare(inputs, sources, rules, problems)
}

/// The built-in rules, loaded once. What is checked with them has to be read into the same sources: spans name files by number.
pub fn built_in() -> &'static (Sources, RuleSet) {
    static BUILT_IN: OnceLock<(Sources, RuleSet)> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let sources = Sources::new();
        let set = RuleSet::embedded(&sources);
        (sources, set)
    })
}

/// A fixture with the rules that it is about.
#[derive(Debug)]
pub struct Case {
    /// Its path below `fixtures/`.
    pub name: String,
    pub tree: MemoryTree,
    /// All paths of the tree.
    pub files: Vec<String>,
    pub rules: Vec<Arc<Rule>>,
}

impl Case {
    pub fn new(name: String, path: &Path, rules: Vec<Arc<Rule>>) -> Self {
        let files = if path.is_dir() {
            files_below(path)
        } else {
            vec!["main.tf".to_owned()]
        };
        Self {
            name,
            tree: tree_of(path),
            files,
            rules,
        }
    }

    /// The text of a file; `None` if it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.tree.read(path).ok()?).ok()
    }
}

/// The fixture of a rule: a file or a directory.
pub fn fixture_of(lesson: &str, rule: &str) -> Option<PathBuf> {
    let folder = root().join("fixtures/rules").join(lesson);
    [folder.join(format!("{rule}.tf")), folder.join(rule)]
        .into_iter()
        .find(|path| path.exists())
}

/// All fixtures: those of rules with their rule alone, projects with all rules.
pub fn fixture_cases() -> Vec<Case> {
    let (_, set) = built_in();
    let of_rules = set.iter().filter_map(|rule| {
        let (lesson, name) = (&rule.info.lesson, &rule.info.name);
        let path = fixture_of(lesson, name)?;
        Some(Case::new(
            format!("rules/{lesson}/{name}"),
            &path,
            vec![Arc::clone(rule)],
        ))
    });
    let projects = root().join("fixtures/projects");
    let names: BTreeSet<String> = files_below(&projects)
        .iter()
        .filter_map(|file| Some(file.split_once('/')?.0.to_owned()))
        .collect();
    let of_projects = names.iter().map(|name| {
        Case::new(
            format!("projects/{name}"),
            &projects.join(name),
            set.iter().cloned().collect(),
        )
    });
    of_rules.chain(of_projects).collect()
}
