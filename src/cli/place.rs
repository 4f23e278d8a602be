//! From the paths that a person types to a tree and paths in it.
//!
//! The tree is the repository around the paths, or the working directory, or the path itself: nothing outside it is ever read.
#![expect(
    clippy::disallowed_methods,
    reason = "I1: the shell turns what a person types into paths"
)]

use crate::source::disk::Disk;
use crate::source::{Tree as _, join};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The tree, and what in it is to be checked.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) disk: Disk,
    pub(super) directories: Vec<String>,
    pub(super) only_files: BTreeSet<String>,
    /// Paths that cannot be checked, and why.
    pub(super) refused: Vec<String>,
}

impl Places {
    /// Finds the tree and the directories with configuration.
    pub(super) fn find(paths: &[PathBuf], root: Option<&Path>) -> Result<Self, String> {
        let mut refused = Vec::new();
        let mut targets = Vec::new();
        for path in paths {
            match real(path) {
                Ok(target) => targets.push((path, target)),
                Err(error) => refused.push(format!("cannot read `{}`: {error}", path.display())),
            }
        }
        let root = match root {
            Some(root) => {
                real(root).map_err(|error| format!("cannot read `{}`: {error}", root.display()))?
            }
            None => tree_around(targets.iter().map(|(_, target)| target.as_path())),
        };
        let disk = Disk::new(&root)
            .map_err(|error| format!("cannot read `{}`: {error}", root.display()))?;
        let mut places = Self {
            disk,
            directories: Vec::new(),
            only_files: BTreeSet::new(),
            refused,
        };
        let mut whole = BTreeSet::new();
        for (given, target) in targets {
            places.add(given, &target, &mut whole);
        }
        // A file whose whole directory is checked anyway narrows nothing.
        if !whole.is_empty() && !places.only_files.is_empty() {
            places
                .refused
                .push("give either directories or files, not both".to_owned());
        }
        let files = places.only_files.iter().map(|file| {
            file.rsplit_once('/')
                .map_or("", |(directory, _)| directory)
                .to_owned()
        });
        whole.extend(files.collect::<Vec<_>>());
        places.directories = whole.into_iter().collect();
        Ok(places)
    }

    fn add(&mut self, given: &Path, target: &Path, whole: &mut BTreeSet<String>) {
        let Some(path) = inside(self.disk.root(), target) else {
            self.refused.push(format!(
                "`{}` lies outside of `{}`",
                given.display(),
                self.disk.root().display()
            ));
            return;
        };
        if target.is_dir() {
            let found = self.disk.directories(&path);
            if found.is_empty() {
                self.refused.push(format!(
                    "`{}` holds no Terraform configuration",
                    given.display()
                ));
            }
            whole.extend(found);
        } else if crate::terraform::files::is_configuration(
            path.rsplit('/').next().unwrap_or(&path),
        ) {
            self.only_files.insert(path);
        } else {
            self.refused.push(format!(
                "`{}` is not a Terraform configuration file (`.tf`, `.tf.json`, `.tofu`)",
                given.display()
            ));
        }
    }

    /// A tree around one directory, which alone is to be checked, whatever stands below it.
    pub(super) fn around(directory: &Path, root: Option<&Path>) -> Result<Self, String> {
        let target = real(directory)
            .map_err(|error| format!("cannot read `{}`: {error}", directory.display()))?;
        let mut places = Self::find(&[], root.or(Some(&tree_around(std::iter::once(&*target)))))?;
        let path = inside(places.disk.root(), &target).ok_or_else(|| {
            format!(
                "`{}` lies outside of `{}`",
                directory.display(),
                places.disk.root().display()
            )
        })?;
        places.directories = vec![path];
        Ok(places)
    }

    /// The path in the tree of a directory that a person names.
    pub(super) fn directory(&self, given: &Path) -> Option<String> {
        let target = real(given).ok().filter(|target| target.is_dir())?;
        inside(self.disk.root(), &target)
    }

    /// The path in the tree of a file that a person names.
    pub(super) fn file(&self, given: &Path) -> Result<String, String> {
        let target =
            real(given).map_err(|error| format!("cannot read `{}`: {error}", given.display()))?;
        let path = inside(self.disk.root(), &target).ok_or_else(|| {
            format!(
                "`{}` lies outside of `{}`",
                given.display(),
                self.disk.root().display()
            )
        })?;
        if self.disk.is_file(&path) {
            Ok(path)
        } else {
            Err(format!("`{}` is not a file", given.display()))
        }
    }
}

/// The working directory as a path in a tree with this root; `None`: it lies outside.
pub(super) fn working_directory(root: &Path) -> Option<String> {
    inside(root, &real(&std::env::current_dir().ok()?).ok()?)
}

/// The absolute path with symbolic links resolved.
fn real(path: &Path) -> std::io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// The path of a file below a root, with `/` as separator.
fn inside(root: &Path, target: &Path) -> Option<String> {
    let below = target.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    join("", &below)
}

/// The repository that all paths lie in; else the working directory if they do; else what the paths have in common.
fn tree_around<'p>(targets: impl Iterator<Item = &'p Path>) -> PathBuf {
    let targets: Vec<&Path> = targets.collect();
    let all_inside = |root: &Path| targets.iter().all(|target| target.starts_with(root));
    let working = std::env::current_dir()
        .and_then(|working| real(&working))
        .ok();
    let first = targets
        .first()
        .copied()
        .map(Path::to_path_buf)
        .or_else(|| working.clone())
        .unwrap_or_default();
    let repository = first
        .ancestors()
        .find(|ancestor| ancestor.join(".git").exists())
        .map(Path::to_path_buf);
    for candidate in [repository, working].into_iter().flatten() {
        if all_inside(&candidate) {
            return candidate;
        }
    }
    let directory = if first.is_dir() {
        first.as_path()
    } else {
        first.parent().unwrap_or(&first)
    };
    directory
        .ancestors()
        .find(|ancestor| all_inside(ancestor))
        .unwrap_or(directory)
        .to_path_buf()
}
