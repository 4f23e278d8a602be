//! The disk as a [`Tree`]: the only reader of disks (invariant I1).
//!
//! Follows no symbolic link out of the root, reads no special file, and bounds the size of what it reads.
#![expect(
    clippy::disallowed_methods,
    reason = "I1: this is the one reader of disks"
)]

use super::{Entry, ReadError, Tree};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// No text that people write is larger; a larger file is refused before memory is asked for.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// The endings of configuration files, longest first.
pub const CONFIGURATION_ENDINGS: [&str; 4] = [".tofu.json", ".tf.json", ".tofu", ".tf"];

/// Directories of tools, in which no configuration of its own stands, whatever `.gitignore` says.
const SKIPPED: [&str; 4] = [".terraform", ".terragrunt-cache", ".git", "node_modules"];

/// A directory on disk and everything below it.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// A tree at an existing directory.
    pub fn new(root: &Path) -> Result<Self, ReadError> {
        let root = std::fs::canonicalize(root).map_err(|error| from_io(&error))?;
        Ok(Self { root })
    }

    /// The absolute root, symbolic links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All directories at and below `start` that hold configuration files, sorted; several are searched at a time.
    ///
    /// What `.gitignore` and `.ignore` name is left out, as are hidden directories and those of tools. Symbolic links are not followed.
    pub fn directories(&self, start: &str) -> Vec<String> {
        let Ok(top) = self.resolve(start) else {
            return Vec::new();
        };
        let found = Mutex::new(BTreeSet::new());
        let walk = ignore::WalkBuilder::new(top)
            .require_git(false)
            .filter_entry(|entry| !SKIPPED.iter().any(|skipped| entry.file_name() == *skipped))
            .build_parallel();
        walk.run(|| {
            Box::new(|entry| {
                if let Some(directory) = entry
                    .ok()
                    .and_then(|entry| self.holds_configuration(&entry))
                {
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    found.insert(directory);
                }
                ignore::WalkState::Continue
            })
        });
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.into_iter().collect()
    }

    /// The directory of an entry of a walk that is a configuration file.
    fn holds_configuration(&self, entry: &ignore::DirEntry) -> Option<String> {
        let name = entry.file_name().to_str()?;
        let is_configuration = CONFIGURATION_ENDINGS
            .iter()
            .any(|ending| name.ends_with(ending));
        if !is_configuration || entry.file_type().is_none_or(|kind| kind.is_dir()) {
            return None;
        }
        let directory = entry.path().parent()?.strip_prefix(&self.root).ok()?;
        Some(directory.to_str()?.replace('\\', "/"))
    }

    /// The place on disk of a path of the tree, once it is sure that no symbolic link leads out.
    fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
        let real = std::fs::canonicalize(self.root.join(path)).map_err(|error| from_io(&error))?;
        if real.starts_with(&self.root) {
            Ok(real)
        } else {
            Err(ReadError::Outside)
        }
    }
}

fn from_io(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound,
        std::io::ErrorKind::NotADirectory | std::io::ErrorKind::IsADirectory => ReadError::NotAFile,
        _ => ReadError::Other(error.to_string()),
    }
}

impl Tree for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let real = self.resolve(path)?;
        let metadata = std::fs::metadata(&real).map_err(|error| from_io(&error))?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() > MAX_FILE_BYTES {
            return Err(ReadError::TooLarge {
                bytes: metadata.len(),
                limit: MAX_FILE_BYTES,
            });
        }
        let file = std::fs::File::open(&real).map_err(|error| from_io(&error))?;
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        // A file can grow between the question and the reading: the bound holds for the reading too.
        file.take(MAX_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| from_io(&error))?;
        Ok(bytes)
    }

    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError> {
        let real = self.resolve(path)?;
        let found = std::fs::read_dir(real).map_err(|error| from_io(&error))?;
        let mut entries = Vec::new();
        for entry in found {
            let entry = entry.map_err(|error| from_io(&error))?;
            // Names that are not Unicode cannot be named by a configuration.
            if let Some(name) = entry.file_name().to_str() {
                let is_dir = entry.path().is_dir();
                entries.push(Entry {
                    name: name.to_owned(),
                    is_dir,
                });
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn is_file(&self, path: &str) -> bool {
        self.resolve(path).is_ok_and(|real| real.is_file())
    }

    fn absolute_root(&self) -> Option<String> {
        self.root.to_str().map(|root| root.replace('\\', "/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_with_configuration() {
        let scratch = tempfile::tempdir().unwrap();
        let files = [
            "main.tf",
            "live/a/main.tf.json",
            "live/b/x.tofu",
            "docs/readme.md",
            "ignored/main.tf",
            ".terraform/modules/m/main.tf",
            "live/.hidden/main.tf",
            "node_modules/p/main.tf",
        ];
        for file in files {
            let path = scratch.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        std::fs::write(scratch.path().join(".gitignore"), "/ignored/\n").unwrap();
        let disk = Disk::new(scratch.path()).unwrap();
        assert_eq!(disk.directories(""), ["", "live/a", "live/b"]);
        assert_eq!(disk.directories("live"), ["live/a", "live/b"]);
        assert_eq!(disk.directories("nowhere"), [""; 0]);
    }
}
