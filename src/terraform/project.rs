//! Everything that is read once: the files and modules of all directories, shared between root modules and threads.

use super::evaluator::Evaluator;
use super::files::{self, File};
use super::installed::{Fetched, Installed};
use super::module::{Location, Module};
use super::{Configuration, DataSources, Foresight, Inputs, NoForesight, decode};
use crate::expr::Budget;
use crate::finding::{Problem, ProblemKind};
use crate::source::{ReadError, Sources, Tree};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The parsed files and decoded modules of a run.
#[derive(Debug)]
pub struct Project<'a> {
    pub(super) tree: &'a dyn Tree,
    pub(super) sources: &'a Sources,
    requested: BTreeSet<String>,
    modules: BTreeMap<String, Arc<Module>>,
    installed: BTreeMap<String, Installed>,
    /// Files that set variables, by path: read when they are first asked for.
    variable_files: Mutex<BTreeMap<String, Arc<File>>>,
    problems: Vec<Problem>,
}

/// What one directory gives.
struct Loaded {
    directory: String,
    module: Result<Option<Module>, ReadError>,
    installed: Option<Result<Installed, String>>,
}

impl<'a> Project<'a> {
    /// Reads directories, and the directories of the modules that they call, and so on; each once, several at a time.
    pub fn load(tree: &'a dyn Tree, sources: &'a Sources, directories: &[String]) -> Self {
        let mut project = Self {
            tree,
            sources,
            requested: directories.iter().cloned().collect(),
            modules: BTreeMap::new(),
            installed: BTreeMap::new(),
            variable_files: Mutex::default(),
            problems: Vec::new(),
        };
        let mut wave: BTreeSet<String> = project.requested.clone();
        let mut visited = BTreeSet::new();
        while !wave.is_empty() {
            let loaded: Vec<Loaded> = wave
                .par_iter()
                .map(|directory| project.read(directory))
                .collect();
            visited.append(&mut wave);
            for loaded in loaded {
                project.take(loaded, &mut wave);
            }
            wave.retain(|directory| !visited.contains(directory));
        }
        project.finish();
        project
    }

    fn read(&self, directory: &str) -> Loaded {
        let module = self.tree.list(directory).map(|entries| {
            let names = files::select(&entries);
            let wanted: Vec<(String, bool)> = names
                .plain
                .into_iter()
                .map(|name| (name, false))
                .chain(names.overrides.into_iter().map(|name| (name, true)))
                .collect();
            if wanted.is_empty() {
                return None;
            }
            let files: Vec<Arc<File>> = wanted
                .into_par_iter()
                .map(|(name, is_override)| {
                    let path = files::path_in(directory, &name);
                    Arc::new(files::read(self.tree, self.sources, &path, is_override))
                })
                .collect();
            let variable_files = names
                .variables
                .iter()
                .map(|name| files::path_in(directory, name))
                .collect();
            Some(decode::decode(
                directory,
                files,
                variable_files,
                self.sources,
            ))
        });
        Loaded {
            directory: directory.to_owned(),
            module,
            installed: Installed::read(self.tree, directory),
        }
    }

    fn take(&mut self, loaded: Loaded, next: &mut BTreeSet<String>) {
        let requested = self.requested.contains(&loaded.directory);
        match loaded.module {
            Ok(Some(module)) => {
                next.extend(
                    module
                        .calls
                        .values()
                        .filter_map(|call| match &call.location {
                            Location::Local(target) => Some(target.clone()),
                            _ => None,
                        }),
                );
                self.modules
                    .insert(loaded.directory.clone(), Arc::new(module));
            }
            Err(error) if requested => {
                self.problems.push(placeless(format!(
                    "cannot read `{}`: {error}",
                    loaded.directory
                )));
            }
            // A directory without files is no module; what cannot be read is said by the call that leads there.
            Ok(None) | Err(_) => {}
        }
        match loaded.installed {
            Some(Ok(installed)) => {
                next.extend(installed.directories().map(str::to_owned));
                self.installed.insert(loaded.directory, installed);
            }
            Some(Err(message)) => self.problems.push(Problem {
                kind: ProblemKind::Incomplete,
                ..placeless(message)
            }),
            None => {}
        }
    }

    /// Gathers the problems that need no evaluation.
    fn finish(&mut self) {
        let mut problems = std::mem::take(&mut self.problems);
        let variable_files: Vec<String> = self
            .modules
            .values()
            .flat_map(|module| module.variable_files.iter().cloned())
            .collect();
        for path in variable_files {
            problems.extend(self.variable_file(&path).problems.iter().cloned());
        }
        for module in self.modules.values() {
            problems.extend(
                module
                    .files
                    .iter()
                    .flat_map(|file| file.problems.iter().cloned()),
            );
            problems.extend(module.problems.iter().cloned());
            for call in module.calls.values() {
                if let Location::Local(target) = &call.location
                    && !self.modules.contains_key(target)
                {
                    let message = format!(
                        "module `{}` is not there: `{target}` holds no configuration",
                        call.name
                    );
                    problems.push(Problem::error(call.source_span, message));
                }
            }
        }
        sort(&mut problems, self.sources);
        self.problems = problems;
    }

    /// Everything that is wrong with the files themselves: unreadable bytes, syntax, duplicate declarations, unknown blocks.
    /// Sorted by path and place; mistakes of evaluation are in [`Configuration::problems`].
    pub fn problems(&self) -> Vec<Problem> {
        self.problems.clone()
    }

    /// The directories that are judged on their own: no other module that was read calls them.
    pub fn roots(&self) -> Vec<String> {
        let mut called = BTreeSet::new();
        for (directory, module) in &self.modules {
            called.extend(self.targets(module).filter(|target| target != directory));
        }
        let candidates = || {
            self.requested
                .iter()
                .filter(|directory| self.modules.contains_key(*directory))
        };
        let mut roots: BTreeSet<String> = candidates()
            .filter(|directory| !called.contains(*directory))
            .cloned()
            .collect();
        let mut reached = BTreeSet::new();
        for root in &roots {
            self.reach(root, &mut reached);
        }
        // Modules that call each other in a circle have no outside: the first of each circle is judged.
        for directory in candidates() {
            let inside = directory.split('/').any(|part| part == ".terraform");
            if !inside && !reached.contains(directory) {
                roots.insert(directory.clone());
                self.reach(directory, &mut reached);
            }
        }
        roots.into_iter().collect()
    }

    fn targets<'m>(&self, module: &'m Module) -> impl Iterator<Item = String> + use<'m, '_, 'a> {
        let local = module
            .calls
            .values()
            .filter_map(|call| match &call.location {
                Location::Local(target) => Some(target.clone()),
                _ => None,
            });
        let installed = self.installed.get(&*module.directory);
        local.chain(
            installed
                .into_iter()
                .flat_map(Installed::directories)
                .map(str::to_owned),
        )
    }

    fn reach(&self, from: &str, reached: &mut BTreeSet<String>) {
        let mut open = vec![from.to_owned()];
        while let Some(directory) = open.pop() {
            if let Some(module) = self.modules.get(&directory) {
                open.extend(
                    self.targets(module)
                        .filter(|target| !reached.contains(target)),
                );
            }
            reached.insert(directory);
        }
    }

    /// A root module and all modules that it calls, at any depth and as far as they are here.
    pub(super) fn with_called(&self, root: &Module) -> Vec<&Module> {
        let mut reached = BTreeSet::new();
        self.reach(&root.directory, &mut reached);
        let modules = reached.iter().filter_map(|path| self.modules.get(path));
        modules.map(AsRef::as_ref).collect()
    }

    /// All parsed configuration files, by path.
    pub fn files(&self) -> impl Iterator<Item = &Arc<File>> {
        let files: BTreeMap<&str, &Arc<File>> = self
            .modules
            .values()
            .flat_map(|module| &module.files)
            .map(|file| (&*file.path, file))
            .collect();
        files.into_values()
    }

    /// The parsed configuration files of one directory, override files last.
    pub fn files_of(&self, directory: &str) -> &[Arc<File>] {
        self.modules
            .get(directory)
            .map_or(&[], |module| &module.files)
    }

    /// What the files of a directory declare.
    pub fn module(&self, directory: &str) -> Option<&Arc<Module>> {
        self.modules.get(directory)
    }

    /// Where a fetched module of a root module is.
    pub(super) fn installed(&self, root: &str, key: &str) -> Fetched<'_> {
        let installed = self.installed.get(root);
        installed.map_or(Fetched::Nowhere, |installed| installed.directory(key))
    }

    /// The version in which a module from a registry is installed.
    pub(super) fn installed_version(&self, root: &str, key: &str) -> Option<&str> {
        self.installed.get(root)?.version(key)
    }

    /// A file that sets variables.
    pub(super) fn variable_file(&self, path: &str) -> Arc<File> {
        let mut files = self
            .variable_files
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let read = || Arc::new(files::read(self.tree, self.sources, path, false));
        Arc::clone(files.entry(path.to_owned()).or_insert_with(read))
    }

    /// Evaluates a root module with everything that it calls.
    pub fn evaluate(&self, root: &str, inputs: &Inputs, data: &dyn DataSources) -> Configuration {
        self.evaluate_with(root, inputs, data, &NoForesight)
    }

    /// Evaluates a root module of which more is known than its configuration says.
    pub fn evaluate_with(
        &self,
        root: &str,
        inputs: &Inputs,
        data: &dyn DataSources,
        foresight: &dyn Foresight,
    ) -> Configuration {
        match self.modules.get(root) {
            Some(module) => Evaluator::new(self, module, inputs, data, foresight).run(),
            None => nothing_in(root),
        }
    }

    /// Evaluates a root module within bounds that are not those of the product.
    pub fn evaluate_within(
        &self,
        root: &str,
        inputs: &Inputs,
        data: &dyn DataSources,
        budget: Budget,
    ) -> Configuration {
        match self.modules.get(root) {
            Some(module) => Evaluator::new(self, module, inputs, data, &NoForesight)
                .within(budget)
                .run(),
            None => nothing_in(root),
        }
    }
}

fn nothing_in(root: &str) -> Configuration {
    Configuration {
        directory: root.to_owned(),
        problems: vec![placeless(format!("`{root}` holds no configuration"))],
        ..Configuration::default()
    }
}

fn placeless(message: String) -> Problem {
    Problem {
        kind: ProblemKind::Error,
        message,
        help: None,
        primary: None,
        related: Vec::new(),
    }
}

/// Sorts problems by path and place, those without a place first, and drops repetitions.
pub(super) fn sort(problems: &mut Vec<Problem>, sources: &Sources) {
    problems.sort_by_cached_key(|problem| {
        let place = problem
            .primary
            .as_ref()
            .map(|label| sources.order(label.span));
        (place, problem.message.clone())
    });
    problems.dedup();
}
